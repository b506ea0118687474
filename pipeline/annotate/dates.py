"""Dates in a sentence as EDTF (ISO 8601-2), each with its span: absolute ones, and those that hang on something.

In: cleaned text, the publication day. Out: `When`s, left to right. What hangs on a date said before ("that August", "a year
later") keeps what is needed to tell it, for `extract.timing` knows the dates before. How each form is read stands in
`date_reader`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.annotate.date_forms import patterns_for
from pipeline.annotate.date_reader import ABSOLUTE, count_of, month_number, read, valid_day


@dataclass(frozen=True, slots=True)
class When:
    """A date of the text: its span, its EDTF form (None where it cannot be told), whether it hangs on the publication day.

    `later` is the form where the clause tells of the future ("on Friday"), None where that makes no difference. `need` names
    what the context may still give: "year" for a month without one, "anchor" for what is told from the last date said: `step`
    `unit`s on from it, or in the `month` of its year.
    """

    start: int
    end: int
    edtf: str | None
    relative: bool = False
    need: str = ""
    month: int = 0
    day: int = 0
    later: str | None = None
    unit: str = ""
    step: int = 0


_BARE = frozenset(["month", "day_month", "month_day"])
_SINCE_ONLY = re.compile(r"\b(?:ever )?since\s+(?:the |at least |early |late |mid-|at the )?$", re.I)
# "It was not until 2013 that …", "did not open it until 2013": it happened then.
_NOT_UNTIL = re.compile(r"\b(?:did|was|were)(?: not|n['’]t)\b[^,;.]*\b(?:until|till)\s+$")
_UNTIL = re.compile(
    r"\b(?:until|till|up to|through|by|before|prior to|no later than)\s+(?:the |at least |early |late |mid-)?$", re.I
)


def _open_end(text: str, when: When) -> When:
    """Add what the word before the date says: since 2009 → 2009/.., until 2027 → ../2027."""
    if when.edtf is None or "/" in when.edtf:
        return when
    before = text[: when.start] if not re.match(r"(?:since|until|by)\b", text[when.start : when.end], re.I) else ""
    first = text[when.start : when.end].split()[0].lower()
    if first == "since" or (before and _SINCE_ONLY.search(before)):
        return replace(when, edtf=f"{when.edtf}/..")
    if before and _NOT_UNTIL.search(before):
        return when
    if first in {"until", "by"} or (before and _UNTIL.search(before)):
        edge = when.later or when.edtf
        return replace(when, edtf=f"../{edge}", later=None)
    return when


def _anchored(name: str, m: re.Match[str]) -> tuple[str, int, int] | None:
    """(unit, step, month) of a date told from the last one said: "that August", "the following year", "five days later"."""
    which = (m.groupdict().get("which") or "").lower()
    if name == "which_month" and which in {"that", "the same", "the following"}:
        return "year", int(which == "the following"), month_number(m["month"])
    if name == "month_of_year" and which in {"the same", "that"}:
        return "year", 0, month_number(m["month"])
    if name == "which_unit" and which in {"the same", "that", "that same", "the following", "the previous"}:
        step = {"the following": 1, "the previous": -1}.get(which, 0)
        unit = "day" if m["unit"].lower() == "date" else m["unit"].lower()
        return (unit, step, 0) if unit in {"day", "month", "year"} else None
    if name in {"ago", "unit_before"} and m["dir"].lower() in {"later", "after", "before", "earlier"}:
        count = count_of(m["count"]) if name == "ago" else 1
        sign = 1 if m["dir"].lower() in {"later", "after"} else -1
        return (m["unit"].lower(), sign * count, 0) if count and m["unit"].lower() in {"day", "month", "year"} else None
    return None


def _when(name: str, m: re.Match[str], base: date | None) -> When | None:
    edtf = read(name, m, base, future=False)
    if edtf is None and name in ABSOLUTE:
        return None
    later = read(name, m, base, future=True)
    anchored = _anchored(name, m) if edtf is None else None
    if anchored:
        unit, step, month = anchored
        return When(m.start(), m.end(), None, True, "anchor", month, 0, None, unit, step)
    month = month_number(m["month"]) if name in _BARE else 0
    day = int(m["day"]) if name in {"day_month", "month_day"} else 0
    need = "year" if name in _BARE else ""
    return When(m.start(), m.end(), edtf, name not in ABSOLUTE, need, month, day, later if later != edtf else None)


def find_dates(text: str, base: date | None = None) -> list[When]:
    """The dates of a cleaned sentence, not overlapping. `base` is the publication day."""
    found: list[When] = []
    for name, pattern in patterns_for(text):
        for m in pattern.finditer(text):
            if not any(m.start() < w.end and w.start < m.end() for w in found):
                when = _when(name, m, base)
                found += [when] if when else []
    return sorted((_open_end(text, w) for w in found), key=lambda w: w.start)


def with_year(when: When, year: int) -> When:
    """A month or day named without its year, placed in `year`; no date where that year has no such day."""
    text = valid_day(year, when.month, when.day) if when.day else f"{year}-{when.month:02d}"
    return replace(when, edtf=text, need="", later=None)


def from_anchor(when: When, anchor: str) -> When:
    """What "that August", "a year later", "five days later" is, told from the date said last (EDTF); open where that is too coarse."""
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", anchor)
    if parts is None:
        return when
    year, month, day = (int(p) if p else None for p in parts.groups())
    if year is None:
        return when
    if when.month:
        turn = when.step if month is None or when.month <= month else 0
        return replace(when, edtf=f"{year + turn}-{when.month:02d}", need="")
    if when.unit == "year":
        return replace(when, edtf=str(year + when.step), need="")
    if when.unit == "month" and month:
        at = year * 12 + month - 1 + when.step
        return replace(when, edtf=f"{at // 12}-{at % 12 + 1:02d}", need="")
    if when.unit == "day" and month and day:
        return replace(when, edtf=(date(year, month, day) + timedelta(days=when.step)).isoformat(), need="")
    return when
