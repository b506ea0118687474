"""Openings: the words that can open a claim, each with what else must stand in its sentence for one.

In: the words of a sentence. Out: whether they can open a claim. A frame of `lexicons/frames/` is not told by its verb alone where it
asks for an object, a particle or a number: "signed" opens nothing without a treaty, "rose" nothing without a figure. Each is asked
for anywhere in the sentence, so that too many sentences pass rather than too few.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cache

from pipeline.annotate.inflection import event_frames
from pipeline.annotate.word_ways import CAPITAL, FIGURES, Way, Ways, asked_things, forms, of_noun, of_verb
from pipeline.lexicons import load

# Keys of `frames/relations.yaml`: verbs and nouns by which a relation is told.
_TIE_VERBS = ("leading", "joining", "joining_to", "owning", "buying", "partnering", "making")
_TIE_NOUNS = ("members", "owned", "owners", "parts", "partners", "makers")
# What no lexicon lists because the rules of `extract` name it themselves.
_RELATION_NOUNS, _ARMS_NOUNS = ("venture",), ("weapon",)
# Keys of `frames/flows.yaml`: verbs and nouns between which a flow is told, its parts and what ranks it.
_FLOW_VERBS = (
    *("give", "take", "equip", "use", "state", "share_verbs", "goes_verbs", "comes_verbs", "relies_verbs"),
    *("composition_verbs", "composition_participles"),
)
_FLOW_NOUNS = (
    *("out_nouns", "in_nouns", "total_nouns", "act_nouns", "use_nouns", "balance_nouns", "contract_nouns"),
    *("growth_nouns", "destinations", "sources", "own_ranks"),
)
# Of the same: words by which a sentence goes on from a deal or a flow told before, with a number and without naming anybody.
_FURTHER_VERBS, _FURTHER_NOUNS = ("supplying", "arriving"), ("deal_nouns", "goal_nouns", "rest")
_FURTHER_WORDS = ("due", "adding")
_NAMED = frozenset({CAPITAL})


def can_open(held: Set[str]) -> bool:
    """Whether the words of a sentence (`words_of`) can open a claim."""
    return tells_flow(held) or _others().open_to(held)


def goes_on(held: Set[str]) -> bool:
    """Whether the words of a sentence can tell a further number of what was told before: "Six have arrived", "The price is $2 million"."""
    return _further().open_to(held)


def tells_flow(held: Set[str]) -> bool:
    """Whether the words of a sentence can tell a deal or a flow, from which a later one may go on."""
    return _flows().open_to(held)


@cache
def _flows() -> Ways:
    return Ways(_of_flows())


@cache
def _others() -> Ways:
    return Ways([*_of_events(), *_of_relations(), *_of_measures()])


@cache
def _further() -> Ways:
    flows = load("frames/flows")
    nouns = [*_arms(), *(noun for key in _FURTHER_NOUNS for noun in flows[key])]
    words = {word for key in _FURTHER_WORDS for word in flows[key]}
    verbs = [verb for key in _FURTHER_VERBS for verb in flows[key]]
    return Ways(
        [(frozenset(words), FIGURES), *(of_noun(n, FIGURES) for n in nouns), *(of_verb(v, FIGURES) for v in verbs)]
    )


@cache
def _arms() -> tuple[str, ...]:
    return (*_ARMS_NOUNS, *(noun for listed in load("weapons")["categories"].values() for noun in listed))


def _of_events() -> Iterator[Way]:
    for frame in event_frames():
        asked = [*asked_things(frame)]
        asked += [frozenset(frame["complement"])] if frame.get("complement") else []
        asked += [FIGURES] if frame.get("money_object") else []
        yield from (of_verb(verb, *asked) for verb in frame.get("verbs", []))
        needs = [forms(frame["needs"], "verb") | forms(frame["needs"], "noun")] if frame.get("needs") else []
        yield from (of_noun(noun, *needs) for noun in frame.get("nouns", []))


def _of_relations() -> Iterator[Way]:
    """Who holds, owns, makes and belongs to what: one of the two has a name."""
    ties, names = load("frames/relations"), load("names")
    yield from (of_verb(verb, _NAMED) for key in _TIE_VERBS for verb in ties[key])
    nouns = {*_RELATION_NOUNS, *names["offices"], *(noun for key in _TIE_NOUNS for noun in ties[key])}
    yield forms(nouns, "noun"), _NAMED


def _of_flows() -> Iterator[Way]:
    """What goes from one to another: arms, listed goods, or a number of anything."""
    flows, goods = load("frames/flows"), load("commodities")
    named = [*_arms(), *goods["goods"], *goods["services"], *goods["totals"]]
    told = FIGURES | forms((noun.split()[-1] for noun in named), "noun")
    yield from (of_noun(noun, FIGURES) for noun in _arms())
    yield forms((noun for key in _FLOW_NOUNS for noun in flows[key]), "noun"), told
    yield from (of_verb(verb, told) for key in _FLOW_VERBS for verb in flows[key])
    yield from (of_noun(noun) for ranks in flows["rank_nouns"].values() for noun in ranks)


def _of_measures() -> Iterator[Way]:
    measures = load("frames/indicators")
    yield forms([*measures["nouns"], *measures["people"]], "noun"), FIGURES
    yield from (of_verb(verb, FIGURES) for key in ("living", "yielding", "covering") for verb in measures[key])
