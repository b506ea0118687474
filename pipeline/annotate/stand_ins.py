"""Stand-ins: the words by which a sentence that names no state may still tell of one, or of somebody of one.

In: the words of a sentence. Out: whether one of them may stand for somebody told elsewhere. Whoever takes part in a claim is named, or told by a
pronoun, an office, a word for a state or a body, or is a side of a flow told before; only what the lexicons tell of two states in
general ("relations were established") needs nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cache

from pipeline.annotate.inflection import event_frames
from pipeline.annotate.word_ways import THE_TWO, Way, Ways, asked_things, forms, of_noun, of_verb
from pipeline.lexicons import load

# Keys of `frames/flows.yaml`: nouns of trade between the two states that a document is about.
_FLOW_NOUNS = ("out_nouns", "in_nouns", "total_nouns", "act_nouns", "balance_nouns", "contract_nouns", "growth_nouns")
# Keys of `parties.yaml`: nouns that stand for a state, for two, or for a body of one.
_NOUNS = ("states", "paired", "couples", "triples", "missions", "forces", "local_bodies")


def leans(held: Set[str]) -> bool:
    """Whether the words of a sentence (`words_of`) hold one for somebody told elsewhere, or tell what needs nobody."""
    return _stand_ins().open_to(held)


def refers(held: Set[str]) -> bool:
    """Whether the words of a sentence hold one that can only be understood from a sentence before."""
    return not held.isdisjoint(_pronouns())


@cache
def _pronouns() -> frozenset[str]:
    parties = load("parties")
    return forms(_bodies(), "noun") | {*parties["stand_ins"], *parties["of_two"], "both", "more", THE_TWO}


def _bodies() -> list[str]:
    """The nouns by which a body told before is spoken of."""
    return [noun for listed in load("parties")["spoken_of"].values() for noun in listed]


@cache
def _stand_ins() -> Ways:
    return Ways([*_somebody(), *_needing_nobody()])


def _somebody() -> Iterator[Way]:
    """Words that may stand for a state, a body or a person; offices of a town stand for no state."""
    parties, names, epithets, flows = load("parties"), load("names"), load("epithets"), load("frames/flows")
    nouns = [*_bodies(), *(noun for key in _NOUNS for noun in parties[key])]
    nouns += [noun for key in _FLOW_NOUNS for noun in flows[key]]
    nouns += [office for office in names["offices"] if office not in load("frames/relations")["local"]]
    yield from (of_noun(noun) for noun in [*nouns, *epithets["alone"]])
    told = (
        *parties["stand_ins"],
        *parties["pair_words"],
        *parties["of_two"],
        *epithets["regions"],
        *flows["other_ways"],
    )
    # "accused them": who does it is told beside them; "two firemen" are any two
    silent = {*parties["done_to"], "two", "2"}
    yield (frozenset({THE_TWO, "return", *(word.split()[-1] for word in told)}) - silent,)


def _needing_nobody() -> Iterator[Way]:
    """What is told of the two states that a document is about, or of nobody."""
    for frame in event_frames():
        if frame.get("pair") or frame.get("nobody"):
            asked = asked_things(frame)
            yield from (of_verb(verb, *asked) for verb in frame.get("verbs", []))
            yield from (of_noun(noun) for noun in frame.get("nouns", []))
