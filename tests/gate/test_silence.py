"""Which sentences tell nothing although a word in them could open a claim."""

import pytest

from pipeline.annotate.gate import worth_parsing
from pipeline.annotate.silence import is_silent
from pipeline.extract.anaphora import PRONOUNS
from pipeline.extract.frames import all_frames
from pipeline.lexicons import load
from pipeline.records import Document
from pipeline.text import split_document


@pytest.mark.parametrize(
    "sentence",
    [
        "A burst pipe flooded the gymnasium, so the dance was moved to the barn.",
        "The clock of the town hall stopped at noon, and nobody could say why.",
        "Dogs must be kept on a lead in the woods.",
    ],
)
def test_where_nobody_is_named_a_trigger_tells_nothing(sentence):
    assert is_silent(0, [sentence])


@pytest.mark.parametrize(
    "sentence",
    [
        "Diplomatic relations were established the same year.",
        "At the close of the meeting an agreement was signed.",
        "The plant opened to the public.",
        "The ministers opened the road.",
        "The kingdom bought ice.",
        "It bought ice.",
        "When ice is bought, we're better off.",
        "Each accused the other.",
        "Motor fuel flows the other way.",
        "Exports fell.",
        "Half of the tanks were delivered.",
        "The tanks will be delivered next year.",
        "The tanks will be delivered on Monday.",
        "The tanks reached Annaba.",
        "Annaba was bought.",
    ],
)
def test_what_may_name_somebody_or_tells_a_number_or_a_date_is_heard(sentence):
    assert not is_silent(0, [sentence])


def test_a_common_word_may_be_a_name_where_another_sentence_has_it_as_one():
    assert is_silent(0, ["Brown was chosen.", "The brown was chosen."])
    assert not is_silent(0, ["Brown was chosen.", "The minister, Gordon Brown, was sent."])


def test_who_is_leaned_on_passes_though_the_sentence_behind_is_silent():
    cut = split_document(Document("a", "a.txt", "Norway is cold. Ada Amsel smiled. Dogs were sent.", ""))
    assert worth_parsing(cut, placed=True) == [True, True, False]


def test_every_pronoun_that_the_rules_resolve_is_somebody():
    assert set(load("parties")["stand_ins"]) >= PRONOUNS
    assert [word for word in sorted(PRONOUNS) if is_silent(0, [f"then {word} bought ice."])] == []


@pytest.mark.parametrize(
    "frame", [f for f in all_frames() if f.has("pair") or f.has("nobody")], ids=lambda frame: frame.name
)
def test_what_a_frame_of_nobody_asks_for_is_heard(frame):
    """Every verb with each object or subject, every noun; a verb that asks for neither alone."""
    asked = sorted(frame.objects | frame.subjects)
    opened = [verb.replace("_", " ") for verb in sorted(frame.verbs)]
    told = [f"{verb} {noun}" for verb in opened for noun in asked] or opened
    silent = [words for words in [*told, *frame.nouns] if is_silent(0, [f"then {words} there."])]
    assert silent == []
