"""Offices that are told by another's: "Minister X met her Dutch counterpart, Y", "his deputy, Z".

In: the claims of an annotated sentence, the word that points at the other's office. Out: the office, or None where it is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.entities import Entity
from pipeline.extract.claim import Claims
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

SAME_OFFICE = frozenset(load("names")["same_office"])
_MANNERS = frozenset(load("names")["manners"])


def tells_counterpart(head: Token) -> bool:
    """Whether a noun tells of who holds the same office elsewhere: "her Dutch colleague", "his opposite number"."""
    return head.lower_ in SAME_OFFICE or (head.lower_ == "number" and head.doc[head.i - 1].lower_ == "opposite")


def counterpart_office(claims: Claims, head: Token, person: Entity) -> str | None:
    """ "Minister X met her Dutch counterpart, Y": Y's office is X's; `head` is the counterpart, `person` Y."""
    entity_at = claims.sentence.entity_at
    owners = [c for c in head.children if c.dep_ == "poss"]
    own = [e for c in owners if (e := entity_at.get(c.i)) and e.type == "person"]
    before = [e for i in range(head.i) if (e := entity_at.get(i)) and e.type == "person" and e is not person]
    titles = next((t for e in [*own, *reversed(before)] if (t := _offices_of(e))), [])
    if claims.parties.modifier_countries(head):  # "his Omani counterpart, X"
        titles = titles or _titles_spoken_of(claims, person)
    return max(titles, key=len) if titles and owners else None


def deputy_office(claims: Claims) -> str | None:
    """ "his deputy, Z": of whoever was spoken of last."""
    held = [p for p in claims.discourse.people if p.id]
    if not held:
        return None
    titles = claims.discourse.document.entities.by_key[held[-1].id or ""].titles
    return f"Deputy {max(titles, key=len)}" if titles else None


def _titles_spoken_of(claims: Claims, other: Entity) -> list[str]:
    """The offices of the person last spoken of before this sentence, whose counterpart a pronoun tells of."""
    held = [p for p in claims.discourse.people if p.id and p.id != other.key]
    return _offices_of(claims.discourse.document.entities.by_key[held[-1].id or ""]) if held else []


def _offices_of(person: Entity) -> list[str]:
    return [t for t in person.titles if t.lower() not in _MANNERS]
