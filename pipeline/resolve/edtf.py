"""The first and the last day that an EDTF date covers."""

from __future__ import annotations

import calendar
from datetime import date


def _first(text: str) -> date | None:
    if text in {"", ".."}:
        return None
    if text.endswith("X"):
        return date(int(text.replace("X", "0")), 1, 1)
    parts = [int(p) for p in text.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def _last(text: str) -> date | None:
    if text in {"", ".."}:
        return None
    if text.endswith("X"):
        return date(int(text.replace("X", "9")), 12, 31)
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    return date(*parts) if len(parts) == 3 else date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])


def bounds(edtf: str | None) -> tuple[date | None, date | None]:
    """Days as (first, last); None on an open end, or where there is no date."""
    if not edtf:
        return None, None
    start, _, end = edtf.partition("/")
    return _first(start), _last(end or start)
