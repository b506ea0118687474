"""Which states stand near the people of a document, and which one it is about.

In: the parsed sentences of a document with the names and the places found in each. Out: codes of states. What a name's own
words tell of its state is read in `belonging`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.annotate.name_words import kinds_by_noun, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.annotate.entities import Entity
    from pipeline.annotate.gazetteer import Place
    from pipeline.annotate.name_words import Name
    from pipeline.annotate.parsed import Doc

    # Of each sentence its words, names and places; who is named where, by sentence and word.
    Sentences = Sequence[tuple[Doc, list[Name], list[Place]]]
    Mentions = Mapping[tuple[int, int], Entity]

# How many times as often as any other state one is named that a document is about.
_FAR_MORE = 1.5
_OFTEN = 5  # times that it must be named at all
_NATIONAL = frozenset({"name", "seat", "adjective", "people"})
_BEFORE = 1  # sentences before "the Chadian firm" in which the firm is named
_NEAR = 3  # sentences before a person in which the state last named may be his


def states_before(sentences: Sentences, mentions: Mentions) -> dict[str, str]:
    """The state last named before the first mention of each person, in its sentence or those right before: key → code."""
    found: dict[str, str] = {}
    first: dict[str, tuple[int, int]] = {}
    for place in sorted(mentions):
        first.setdefault(mentions[place].key, place)
    for key, (index, start) in first.items():
        for at in range(index, max(index - _NEAR, 0) - 1, -1):
            doc, _, places = sentences[at]
            end = doc[start].idx if at == index else len(doc.text)
            codes = [p.code for p in places if p.start < end and p.kind in _NATIONAL]
            if codes:
                found[key] = codes[-1]
                break
    return found


def delegates(sentences: Sentences, mentions: Mentions) -> dict[str, str]:
    """ "The Canadian delegation included Ambassador X and Minister Y": the state of all whom a delegation has: key → code."""
    found: dict[str, str] = {}
    for index, (doc, _, places) in enumerate(sentences):
        verb = next((t for t in doc if t.lemma_ in words("having_members") and t.pos_ == "VERB"), None)
        group = next((t for t in doc[: verb.i if verb else 0] if t.lower_ in words("delegations")), None)
        codes = {p.code for p in places if group is not None and p.end == group.idx - 1 and p.kind == "adjective"}
        if len(codes) == 1 and verb is not None:
            code = codes.pop()
            found |= {e.key: code for (at, start), e in mentions.items() if at == index and start > verb.i}
    return found


def led_by(sentences: Sentences, mentions: Mentions) -> dict[str, str]:
    """ "A Chadian trade delegation led by Minister X": the state of who leads a delegation of it: key → code."""
    found: dict[str, str] = {}
    for index, (doc, names, places) in enumerate(sentences):
        by_place = {p.start: p.code for p in places if p.kind in _NATIONAL}
        for verb in (t for t in doc if t.lower_ in words("led_by") and t.dep_ == "acl"):
            group = verb.head
            beside = [*group.lefts, *(t for c in group.children if c.lower_ in {"from", "of"} for t in c.children)]
            codes = {by_place[t.idx] for t in beside if t.idx in by_place}
            leaders = [n for n in names if n.type == "person" and n.title is not None and n.start > verb.i + 1]
            if group.lower_ not in words("delegations") or len(codes) != 1 or not leaders:
                continue
            leader = mentions.get((index, leaders[0].start))
            if leader is not None and leader.country is None and doc[verb.i + 1].lower_ == "by":
                found[leader.key] = codes.pop()
    return found


def in_their_order(sentences: Sentences, mentions: Mentions) -> dict[str, str]:
    """ "The ministers of Chad and Togo, X and Y": each is of the state that stands in his place: key → code."""
    found: dict[str, str] = {}
    for index, (doc, names, places) in enumerate(sentences):
        by_place = {p.start: p.code for p in places if p.kind == "name"}
        people = {n.end - 1: (index, n.start) for n in names if n.type == "person"}
        for holders in (t for t in doc if t.tag_ in {"NNS", "NNPS"}):
            of = next((t for c in holders.rights if c.lower_ == "of" for t in c.children if t.idx in by_place), None)
            first = next((c for c in holders.rights if c.dep_ == "appos" and c.i in people), None)
            if of is None or first is None:
                continue
            codes = [by_place.get(t.idx) for t in (of, *of.conjuncts)]
            named = [mentions.get(people.get(t.i, (-1, -1))) for t in (first, *first.conjuncts)]
            if len(codes) == len(named) > 1 and None not in codes and None not in named:
                found |= {e.key: code for e, code in zip(named, codes, strict=True) if e and code}
    return found


def later_epithets(sentences: Sentences, mentions: Mentions) -> dict[str, str]:
    """ "Carib Aero began small. The Barbadian carrier was bought …": the state of the firm named last before: key → code."""
    found: dict[str, str] = {}
    for index, (doc, names, places) in enumerate(sentences):
        for place in (p for p in places if p.kind == "adjective"):
            span = doc.char_span(place.start, place.end)
            noun = doc[span.end] if span is not None and 0 < span.end < len(doc) else None
            if noun is None or span is None or doc[span.start - 1].lower_ != "the" or noun.tag_ != "NN":
                continue
            kind = kinds_by_noun("described").get(noun.lemma_.lower())
            own = any(n.start in {noun.i + 1, noun.i + 2} for n in names)  # "the Finnish maker Acme" is of Acme
            before = [e for at, e in sorted(mentions.items()) if (index - _BEFORE, 0) <= at < (index, span.start)]
            firms = [e for e in before if e.type == "organisation"][-1:]
            if kind == "company" and not own and firms and firms[0].country is None and firms[0].kind == kind:
                found.setdefault(firms[0].key, place.code)
    return found


def outside_people(doc: Doc, names: list[Name], places: list[Place]) -> list[Place]:
    """The places that are no part of a person's name ("Santiago Marquez")."""
    spans = [doc[n.start : n.end] for n in names if n.type == "person"]
    return [p for p in places if not any(s.start_char <= p.start and p.end <= s.end_char for s in spans)]


def main_state(places: list[Place]) -> str | None:
    """The state that a document is mostly about: named often, and far oftener than any other."""
    count = Counter(p.code for p in places if p.kind in _NATIONAL).most_common(2)
    if not count or count[0][1] < _OFTEN or (len(count) == 2 and count[0][1] < _FAR_MORE * count[1][1]):
        return None
    return count[0][0]
