"""Names of people and organisations in one sentence, by gazetteer, by grammar, and by the parser's name finder.

In: a parsed sentence. Out: `Name`s as token spans, not overlapping. Which names are one entity is decided in `entities`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.annotate.called_names import coordinated, incorporated, named_after
from pipeline.annotate.described_people import described_people
from pipeline.annotate.firm_names import held, makers, opened, seated, served
from pipeline.annotate.listed_posts import listed_names
from pipeline.annotate.name_words import Name, is_capital
from pipeline.annotate.organisation_names import (
    before_office,
    by_grammar,
    described,
    known,
    organisation_from,
)
from pipeline.annotate.owned_names import owned
from pipeline.annotate.person_names import beside_person, known_people, person_from, titled
from pipeline.annotate.state_bodies import of_states
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc


def _by_finder(doc: Doc) -> list[Name]:
    found: list[Name] = []
    for ent in doc.ents:
        if ent.label_ == "PERSON":
            name = person_from(doc, ent)
        elif ent.label_ == "ORG":
            name = (found and beside_person(doc, ent, found[-1])) or organisation_from(doc, ent)
        else:
            name = None
        if name:
            found.append(name)
    return found


@cache
def _systems() -> re.Pattern[str]:
    """Names of arms that begin as a person's may: "Bayraktar TB2"."""
    names = [str(name) for name in load("weapons")["systems"] if re.fullmatch(r"[A-Z][a-z]+[ -]\w.*", str(name))]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})s?\b")


def _not_arms(doc: Doc, names: list[Name]) -> list[Name]:
    """Without the people that are a part of the name of a weapon."""
    if not any(n.type == "person" for n in names):
        return names
    arms = [m.span() for m in _systems().finditer(doc.text)]
    spans = [(n, doc[n.start].idx, doc[n.end - 1].idx + len(doc[n.end - 1].text)) for n in names]
    return [n for n, a, b in spans if n.type != "person" or not any(x <= a and b <= y for x, y in arms)]


def _not_of_title(names: list[Name]) -> list[Name]:
    """ "French Armed Forces Minister X": an office of the state, and none of its armed forces."""
    titles = [(n.title_at, n.start) for n in names if n.title and n.title_at is not None]
    armies = [n for n in names if n.kind == "armed_forces" and any(a < n.end <= b for a, b in titles)]
    return [n for n in names if n not in armies]


def find_names(doc: Doc, heading: bool = False) -> list[Name]:
    """The names in a parsed sentence. In a heading, where all is capitalised, only the gazetteer and titles are heard."""
    listed = listed_names(doc)
    candidates = listed + known(doc) + known_people(doc)
    shouting = heading and sum(is_capital(t) for t in doc) > 0.6 * sum(t.is_alpha for t in doc)
    candidates += titled(doc) if not doc.text.isupper() else []
    if not shouting:
        candidates += by_grammar(doc) + described(doc) + described_people(doc) + seated(doc) + served(doc)
        candidates += _by_finder(doc) + named_after(doc)
        candidates += incorporated(doc)
        candidates += coordinated(doc, candidates)  # a word in a list is known by it before "made by" it is heard
        candidates += before_office(doc) + makers(doc) + held(doc) + opened(doc) + of_states(doc) + owned(doc)
        candidates += coordinated(doc, candidates)
    candidates = _not_of_title(_not_arms(doc, candidates))
    told = [n for n in listed if n.posts]
    candidates = [c for c in candidates if c in told or not any(c.start <= n.start and n.end <= c.end for n in told)]
    kept: list[Name] = []
    order = {id(n): k for k, n in enumerate(candidates)}
    for name in sorted(candidates, key=lambda n: (not n.sure, n.start - n.end, order[id(n)])):
        if not any(name.start < k.end and k.start < name.end for k in kept):
            kept.append(_with_title(name, candidates))
    return sorted(kept, key=lambda n: n.start)


def _with_title(name: Name, candidates: list[Name]) -> Name:
    """The same person as whoever told of a title knows them: "Presidents A and B", where B is a known one."""
    if name.type != "person" or name.title is not None:
        return name
    span = (name.start, name.end)
    return next((n for n in candidates if n.type == "person" and n.title and (n.start, n.end) == span), name)
