"""Rows of `events` from a list that its heading explains: "Visits from Chad to Togo", then a guest and years, one to a line.

In: an annotated sentence and the discourse, which remembers the last such heading. Out: rows without ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.annotate.gazetteer import find_places
from pipeline.extract.act import consultation
from pipeline.extract.claim import Claims
from pipeline.extract.discourse import Party
from pipeline.extract.modality import Mood
from pipeline.records import Row

RULE = "events.consult.listed_visit"
_HEADING = re.compile(r"\bvisits?\s+from\s+(?P<guest>.+?)\s+to\s+(?P<host>.+)$", re.IGNORECASE)
_LONGEST = 14  # tokens of an item; what is longer is a sentence of its own


def visit_rows(claims: Claims) -> Iterator[Row]:
    """The visits that an item of a list tells, one for each date in it; notes the headings that it meets."""
    sentence = claims.sentence
    sides = _sides(sentence.sentence.text)
    if sides:
        claims.discourse.listed_visits = sides
    listed = claims.discourse.listed_visits
    if sides or listed is None:
        return
    guest = next((p for t in sentence.doc if (p := claims.parties.entity(t)) and p.kind == "person"), None)
    dates = [w.edtf for w in sentence.dates if w.edtf]
    if guest and dates and len(sentence.doc) <= _LONGEST and not any(t.pos_ == "VERB" for t in sentence.doc):
        yield _row(claims, guest, listed, dates)
    else:
        claims.discourse.listed_visits = None


def _sides(text: str) -> tuple[str, str] | None:
    """The guest's and the host's state, as alpha-3 codes, where a heading names both."""
    found = _HEADING.search(text)
    if found is None:
        return None
    codes = [[p.code for p in find_places(found[side])] for side in ("guest", "host")]
    return (codes[0][0], codes[1][0]) if all(len(c) == 1 for c in codes) else None


def _row(claims: Claims, guest: Party, sides: tuple[str, str], dates: list[str]) -> Row:
    token = claims.sentence.doc[guest.token]
    last = max(i for i, when in claims.sentence.date_at.items() if when.edtf in dates)
    host = claims.discourse.country(sides[1], token.i, True)
    base = claims.base(token, token, [token.i, last], RULE, Mood())
    base |= {"dates": dates, "date_text": None, "named": 1}
    return consultation(base, "visit", replace(guest, country=sides[0]), host)
