"""Rows of `events` from a sentence that lists who joined somebody: "Joining President X on the call were Y of Togo, Z of Peru and …".

In: an annotated sentence. Out: rows without ids, one for each of those who joined. A parser makes little of such lists, so they are
read by their words.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.act import consultation
from pipeline.extract.claim import Claims
from pipeline.extract.discourse import Party
from pipeline.extract.modality import Mood
from pipeline.lexicons import load
from pipeline.records import Row

RULE = "events.consult.joined"
_CALLS = frozenset(load("syntax")["calls"])


def attendance_rows(claims: Claims) -> list[Row]:
    """The meetings of whoever is joined with each of those who join, where the sentence is such a list."""
    doc = claims.sentence.doc
    opening = [t.lower_ for t in doc[:2]]
    if "joining" not in opening or opening[0] not in {"joining", "also"}:
        return []
    link = next((t.i for t in doc[2:] if t.lower_ in {"was", "were", "are", "is"}), None)
    if link is None:
        return []
    hosts = list(_people(claims, 1, link)) or _spoken_of(claims, link)
    guests = [p for p in _people(claims, link, len(doc)) if p.country != hosts[0].country] if len(hosts) == 1 else []
    mode = "call" if any(t.lower_ in _CALLS for t in doc[:link]) else "meeting"
    return [_row(claims, hosts[0], guest, mode) for guest in guests if guest.country or guest.kind == "organisation"]


def _people(claims: Claims, start: int, end: int) -> Iterator[Party]:
    """The people named between two tokens, each with his state or his body."""
    for name in claims.sentence.names:
        if name.type == "person" and start <= name.start < end:
            party = claims.parties.entity(claims.sentence.doc[name.start])
            if party is not None:
                yield party


def _spoken_of(claims: Claims, link: int) -> list[Party]:
    """ "Joining the President on the call": whom an office alone stands for."""
    return [p for t in claims.sentence.doc[:link] if t.dep_ == "dobj" for p in claims.parties.of(t) if p.country]


def _row(claims: Claims, host: Party, guest: Party, mode: str) -> Row:
    head, token = claims.sentence.doc[0], claims.sentence.doc[guest.token]
    base = {**claims.base(head, head, [token.i], RULE, Mood()), "named": 2}
    return consultation(base, mode, host, guest)
