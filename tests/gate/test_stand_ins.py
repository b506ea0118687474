"""Which sentences that name no state may tell of one all the same."""

import pytest

from pipeline.annotate.stand_ins import leans, refers
from pipeline.annotate.word_ways import words_of
from pipeline.extract.anaphora import PRONOUNS
from pipeline.extract.frames import all_frames
from pipeline.lexicons import load

# "Chad accused him": who does it is told beside those to whom it is done.
DONE_TO = {"them", "him", "me", "hers"}


@pytest.mark.parametrize(
    "sentence",
    [
        "A burst pipe flooded the gymnasium, so the dance was moved to the barn.",
        "The clock of the town hall stopped at noon, and nobody could say why.",
        "Ada Amsel sold two firemen 30 tulips on Monday.",
        "The mayor laughed.",
        "Annaba was bought.",
    ],
)
def test_where_nobody_can_be_meant_nothing_is_told_of_a_state(sentence):
    assert not leans(words_of(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Diplomatic relations were established the same year.",
        "At the close of the meeting an agreement was signed.",
        "The ministers opened the road.",
        "The kingdom bought ice.",
        "The embassy closed.",
        "Troops crossed the border.",
        "It bought ice.",
        "When ice is bought, we're better off.",
        "Each accused the other.",
        "The two signed a pact.",
        "Motor fuel flows the other way.",
        "Exports fell.",
    ],
)
def test_what_may_stand_for_somebody_or_needs_nobody_is_heard(sentence):
    assert leans(words_of(sentence))


def test_every_pronoun_that_the_rules_resolve_stands_for_somebody():
    assert set(load("parties")["stand_ins"]) >= PRONOUNS
    alone = {word for word in PRONOUNS if not leans(words_of(f"then {word} bought ice."))}
    assert alone <= DONE_TO


@pytest.mark.parametrize("sentence", ["She flew on.", "The company agreed.", "Both were there.", "Four more came."])
def test_what_can_only_be_understood_from_before_refers_to_it(sentence):
    assert refers(words_of(sentence))
    assert not refers(words_of("Chad and Mali signed a treaty."))


@pytest.mark.parametrize(
    "frame", [f for f in all_frames() if f.has("pair") or f.has("nobody")], ids=lambda frame: frame.name
)
def test_what_a_frame_of_nobody_asks_for_is_heard(frame):
    """Every verb with each object or subject, every noun; a verb that asks for neither alone."""
    asked = sorted(frame.objects | frame.subjects)
    opened = [verb.replace("_", " ") for verb in sorted(frame.verbs)]
    told = [f"{verb} {noun}" for verb in opened for noun in asked] or opened
    silent = [words for words in [*told, *frame.nouns] if not leans(words_of(f"then {words} there."))]
    assert silent == []
