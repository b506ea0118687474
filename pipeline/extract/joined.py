"""Who else a phrase names beside its head, where the parser has hung the members of a list on one another.

In: a token, what its own words name. Out: the `Party`s of the others. Coordination that the parser tells is read in `parties`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.discourse import Party
from pipeline.extract.predications import prepositional

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token
    from pipeline.extract.parties import Parties


def beside(parties: Parties, token: Token) -> list[Party]:
    """ "Sweden, Togo ink pact", "President X of Togo, Chancellor Y of Austria and …": one in apposition to another is a second one."""
    others = [c for c in token.children if c.dep_ == "appos"]
    if _titled(parties, token):
        named = [t for c in others for t in (c, *(t for t in c.conjuncts if t.i > c.i)) if _titled(parties, t)]
        return [p for t in named if (p := parties.entity(t)) is not None]
    place = parties.s.place_at.get(token.i)
    if place is None or place.kind not in {"name", "seat"}:
        return []
    named = [c for c in others if c.i in parties.s.place_at]
    return [p for c in named for p in parties.of(c, conjuncts=False) if p.kind == "country" and p.country != place.code]


def _titled(parties: Parties, token: Token) -> bool:
    """Whether a token is of the name of a person who is told by a title."""
    name = parties.s.name_at.get(token.i)
    return name is not None and name.type == "person" and name.title is not None


def joined_left(parties: Parties, token: Token, found: list[Party]) -> list[Party]:
    """What the parser hung on the last of two coordinated names: "Meteor Aerospace and Azerbaijan's Shipyard"."""
    own = {p.id for p in found}
    before = []
    for child in token.lefts:
        if child.dep_ in {"nmod", "compound"} and any(c.dep_ == "cc" for c in child.children):
            held = parties.entity(child)
            place = parties.s.place_at.get(child.i)
            if held and held.id not in own:
                before.append(held)
            elif place and place.kind in {"name", "seat"} and place.code not in own:
                before.append(parties.country(place.code, child.i))
    return before


def joined_inside(parties: Parties, token: Token) -> list[Party]:
    """ "Eni of Italy and Petrosen signed": whoever the parser joined to the state of the first."""
    states = [t for t in prepositional(token, "of") if t.i in parties.s.place_at]
    joined = [c for t in states for c in t.conjuncts if c.i > t.i and c.i not in parties.s.place_at]
    named = [p for c in joined for p in parties.of(c, conjuncts=False)]
    return [p for p in named if p.country and p.kind in {"organisation", "person"}]
