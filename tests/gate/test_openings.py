"""Which words of a sentence can open a claim, and what else must stand there for it."""

import pytest

from pipeline.annotate.openings import can_open, goes_on, tells_flow
from pipeline.annotate.word_ways import words_of
from pipeline.extract.frames import all_frames


@pytest.mark.parametrize("frame", all_frames(), ids=lambda frame: frame.name)
def test_every_verb_and_noun_of_a_frame_can_open_a_claim(frame):
    """Every verb with each object, subject or complement that the frame asks for; every noun with each word that it needs."""
    asked = sorted(frame.objects | frame.subjects) or ["$5 million" if frame.has("money_object") else ""]
    asked = [f"{noun} {word}" for noun in asked for word in sorted(frame.complement) or [""]]
    told = [f"{verb.replace('_', ' ')} {what}" for verb in sorted(frame.verbs) for what in asked]
    told += [f"{noun} {need}" for noun in sorted(frame.nouns) for need in sorted(frame.needs) or [""]]
    assert [words for words in told if not can_open(words_of(f"then {words} there."))] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "They signed two treaties.",
        "She co-chairs Acme.",
        "The re-imposed tariffs hurt.",
        "It sold 40 boxes.",
        "It sold wheat.",
        "Exports rose by a third.",
        "It is our largest customer.",
        "Inflation was 4 percent.",
        "The minister, Ada Amsel, smiled.",
    ],
)
def test_a_verb_with_what_it_asks_for_opens_a_claim(sentence):
    assert can_open(words_of(sentence))


@pytest.mark.parametrize("sentence", ["They signed the wall.", "It sold well.", "The minister smiled.", "Cats purr."])
def test_a_verb_without_what_it_asks_for_opens_none(sentence):
    assert not can_open(words_of(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Six have been delivered.",
        "Another four are due in 2029.",
        "The helicopters will cost more than $2 billion.",
        "The target for 2030 is 6 billion euros.",
        "Half arrived by May.",
    ],
)
def test_a_further_number_of_a_deal_goes_on_from_it(sentence):
    assert goes_on(words_of(sentence))


def test_a_deal_is_a_flow_from_which_others_go_on():
    assert tells_flow(words_of("Serbia ordered 12 jet trainers from the Czech Republic."))
    assert not tells_flow(words_of("Serbia is cold in winter."))
    assert not goes_on(words_of("The delivery was late."))
