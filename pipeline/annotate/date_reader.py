"""What each form of a date in English means as EDTF.

In: matches of the patterns of `date_forms`, the publication day. Out: EDTF text (ISO 8601-2), or None where the text alone does
not tell it. Which matches count and what the context adds is decided in `dates`.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_SUNDAY = 6
_NUMBERS = {
    w: n
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def _year(text: str, first: str = "") -> str:
    return first[:2] + text if len(text) == 2 else text


def month_number(text: str) -> int:
    """The number of a month's name or abbreviation."""
    return MONTHS[text.lower().rstrip(".")]


def _shift_month(base: date, months: int) -> tuple[int, int]:
    at = base.year * 12 + base.month - 1 + months
    return at // 12, at % 12 + 1


def _shifted(base: date, unit: str, step: int) -> str | None:
    """The year, month or day that lies `step` of these from `base`; None for another unit."""
    if unit == "year":
        return str(base.year + step)
    if unit == "month":
        year, month = _shift_month(base, step)
        return f"{year}-{month:02d}"
    return (base + timedelta(days=step)).isoformat() if unit == "day" else None


def _quarter(year: int | str, n: int) -> str:
    return _span_of_months(year, 3 * n - 2, 3 * n)


def _span_of_months(year: int | str, first: int, last: int) -> str:
    return f"{year}-{first:02d}/{year}-{last:02d}"


class _Reader:
    """Turns one match into EDTF; one method a pattern. `base` is the publication day, `future` says whether plans are told."""

    def __init__(self, base: date | None, future: bool) -> None:
        self.base = base
        self.future = future

    # -- absolute ------------------------------------------------------------------------------------------------
    def dmy(self, m: re.Match[str]) -> str | None:
        return valid_day(int(m["year"]), month_number(m["month"]), int(m["day"]))

    mdy = dmy

    def iso(self, m: re.Match[str]) -> str | None:
        return valid_day(int(m["year"]), int(m["mm"]), int(m["dd"]))

    dotted = iso

    def day_range(self, m: re.Match[str]) -> str | None:
        month = month_number(m["month"])
        told = m.groupdict().get("year")
        year = int(told) if told else self._year_of_month(month)
        if year is None:
            return None
        a, b = valid_day(year, month, int(m["day"])), valid_day(year, month, int(m["day2"]))
        return f"{a}/{b}" if a and b else None

    day_range_us = day_range_us_bare = day_range

    def slashed(self, m: re.Match[str]) -> str | None:
        """ "16/12/2025": of the two orders the one that makes a day; where both do, the year alone."""
        year, first, second = int(m["year"]), int(m["dd"]), int(m["mm"])
        days = {valid_day(year, second, first), valid_day(year, first, second)} - {None}
        return days.pop() if len(days) == 1 else str(year)

    def dmy_range(self, m: re.Match[str]) -> str | None:
        year2 = _year(m["year2"], m["year"] or "20")
        a = valid_day(int(m["year"] or year2), month_number(m["month"]), int(m["day"]))
        b = valid_day(int(year2), month_number(m["month2"]), int(m["day2"]))
        return f"{a}/{b}" if a and b else None

    mdy_range = dmy_range

    def dm_range(self, m: re.Match[str]) -> str | None:
        first, last = month_number(m["month"]), month_number(m["month2"])
        year = self._year_of_month(first)
        if year is None:
            return None
        a, b = valid_day(year, first, int(m["day"])), valid_day(year + (last < first), last, int(m["day2"]))
        return f"{a}/{b}" if a and b else None

    md_range = dm_range

    def month_year(self, m: re.Match[str]) -> str:
        return f"{m['year']}-{month_number(m['month']):02d}"

    def month_range(self, m: re.Match[str]) -> str:
        last = _year(m["year2"], m["year"] or "20")
        return f"{m['year'] or last}-{month_number(m['month']):02d}/{last}-{month_number(m['month2']):02d}"

    def months_to(self, m: re.Match[str]) -> str | None:
        return self._months_up_to(m, int(m["year"]))

    def months_to_bare(self, m: re.Match[str]) -> str | None:
        year = self._year_of_month(month_number(m["month"]))
        return self._months_up_to(m, year) if year else None

    @staticmethod
    def _months_up_to(m: re.Match[str], last: int) -> str | None:
        end = date(last, month_number(m["month"]), 1)
        count = 12 if m["whole"] else count_of(m["count"])
        if count is None:
            return None
        year, month = _shift_month(end, 1 - count)
        return f"{year}-{month:02d}/{end.year}-{end.month:02d}"

    def year_range(self, m: re.Match[str]) -> str | None:
        last = _year(m["year2"], m["year"])
        return f"{m['year']}/{last}" if len(last) == 4 and int(last) > int(m["year"]) else None

    def fiscal_range(self, m: re.Match[str]) -> str | None:
        first, last = (_year(m[group], "20") for group in ("year", "year2"))
        return f"{first}/{last}" if last > first else None

    def fiscal(self, m: re.Match[str]) -> str:
        return _year(m["year"] or m["short"], "20")

    def decade(self, m: re.Match[str]) -> str:
        return m["decade"][:3] + "X"

    def year(self, m: re.Match[str]) -> str:
        return str(m["year"])

    end_of = about_year = year

    # -- relative to a year that is said or to the publication day ----------------------------------------------------
    def _which_year(self, m: re.Match[str]) -> int | None:
        if m.groupdict().get("year"):
            return int(m["year"])
        if self.base is None:
            return None
        return self.base.year + {"last": -1, "next": 1}.get((m["which"] or "").lower(), 0)

    def quarter(self, m: re.Match[str]) -> str | None:
        n = _ORDINALS.get(m["n"].lower(), 4)
        year = self._which_year(m) if m["year"] or m["which"] else self._year_of_month(3 * n - 2)
        return _quarter(year, n) if year else None

    def q(self, m: re.Match[str]) -> str:
        return _quarter(m["year"], int(m["n"]))

    year_q = q

    def q_bare(self, m: re.Match[str]) -> str | None:
        n = int(m["n"])
        year = self._year_of_month(3 * n - 2)
        return _quarter(year, n) if year else None

    def quarters(self, m: re.Match[str]) -> str:
        return _span_of_months(m["year"], 3 * int(m["n"]) - 2, 3 * int(m["n2"]))

    def h(self, m: re.Match[str]) -> str:
        first = 6 * int(m["n"] or m["n1"]) - 5
        return _span_of_months(m["year"], first, first + 5)

    def m(self, m: re.Match[str]) -> str | None:
        return _span_of_months(m["year"], 1, int(m["count"])) if 1 < int(m["count"]) <= 12 else None

    def half(self, m: re.Match[str]) -> str | None:
        year = self._which_year(m)
        first = 1 if m["n"].lower() == "first" else 7
        return _span_of_months(year, first, first + 5) if year else None

    def months_of(self, m: re.Match[str]) -> str | None:
        year, count = self._which_year(m), count_of(m["count"])
        if not year or not count or count > 12:
            return None
        return _span_of_months(year, 13 - count, 12) if m["n"].lower() == "last" else _span_of_months(year, 1, count)

    def first_months(self, m: re.Match[str]) -> str | None:
        """ "in the first nine months": of the year that has them behind it."""
        count = count_of(m["count"])
        if self.base is None or not count or not 1 < count <= 12:
            return None
        return _span_of_months(self.base.year - (count >= self.base.month and not self.future), 1, count)

    def month_of_year(self, m: re.Match[str]) -> str | None:
        if self.base is None or m["which"].lower() in {"the same", "that"}:
            return None
        year = self.base.year + {"last": -1, "next": 1}.get(m["which"].lower(), 0)
        return f"{year}-{month_number(m['month']):02d}"

    def _year_of_month(self, month: int) -> int | None:
        """The year of a month named alone: the last one that is past, or the next one where plans are told."""
        if self.base is None:
            return None
        if self.future:
            return self.base.year + (1 if month < self.base.month else 0)
        return self.base.year - (1 if month > self.base.month else 0)

    def month(self, m: re.Match[str]) -> str | None:
        month = month_number(m["month"])
        year = self._year_of_month(month)
        return f"{year}-{month:02d}" if year else None

    def which_month(self, m: re.Match[str]) -> str | None:
        month, which = month_number(m["month"]), m["which"].lower()
        if self.base is None or which not in {"last", "this past", "this", "next"}:
            return None
        year = self.base.year
        if which in {"last", "this past"}:
            year -= month >= self.base.month
        elif which == "next":
            year += month <= self.base.month
        return f"{year}-{month:02d}"

    def day_month(self, m: re.Match[str]) -> str | None:
        month = month_number(m["month"])
        year = self._year_of_month(month)
        return valid_day(year, month, int(m["day"])) if year else None

    month_day = day_month

    def month_range_bare(self, m: re.Match[str]) -> str | None:
        first, last = (month_number(m[a] or m[b]) for a, b in (("month", "month3"), ("month2", "month4")))
        year = self._which_year(m) if m["which"] else self._year_of_month(last)
        return f"{year - (first > last)}-{first:02d}/{year}-{last:02d}" if year else None

    def weekend(self, m: re.Match[str]) -> str | None:
        if self.base is None:
            return None
        saturday = self.base - timedelta(days=(self.base.weekday() + 2) % 7) + timedelta(days=7 * self.future)
        return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"

    def weekday(self, m: re.Match[str]) -> str | None:
        if self.base is None:
            return None
        word = m.group().lower().split()[0]
        back = (self.base.weekday() - _DAYS[m["weekday"].lower()]) % 7
        if word == "next" or (self.future and word != "last"):
            day = self.base + timedelta(days=(7 - back) % 7 or 7)
        else:
            day = self.base - timedelta(days=back)
        return day.isoformat()

    def today(self, m: re.Match[str]) -> str | None:
        if self.base is None:
            return None
        shift = {"yesterday": -1, "tomorrow": 1}.get(m["word"].lower(), 0)
        return (self.base + timedelta(days=shift)).isoformat()

    def which_unit(self, m: re.Match[str]) -> str | None:
        if self.base is None or m["which"].lower() not in {"this", "last", "next"}:
            return None
        step = {"last": -1, "next": 1}.get(m["which"].lower(), 0)
        unit = m["unit"].lower()
        if unit == "week":
            # "this week I will travel", said on a Sunday
            step += self.future and m["which"].lower() == "this" and self.base.weekday() == _SUNDAY
            monday = self.base + timedelta(days=7 * step - self.base.weekday())
            return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
        return _shifted(self.base, unit, step)

    def unit_before(self, m: re.Match[str]) -> str | None:
        return None

    def ago(self, m: re.Match[str]) -> str | None:
        count = count_of(m["count"])
        if self.base is None or count is None or m["dir"].lower() not in {"ago", "from now"}:
            return None
        step = -count if m["dir"].lower() == "ago" else count
        return _shifted(self.base, m["unit"].lower(), step)

    def recent(self, m: re.Match[str]) -> str | None:
        return None


# Patterns that tell their date by themselves.
ABSOLUTE = frozenset(
    [
        "dmy",
        "mdy",
        "iso",
        "dmy_range",
        "mdy_range",
        "month_year",
        "month_range",
        "months_to",
        "year_range",
        "decade",
        "year",
        "end_of",
        "fiscal",
        "q",
        "day_range_us",
        "dotted",
        "slashed",
        "fiscal_range",
        "about_year",
        "quarters",
        "year_q",
        "h",
        "m",
    ]
)


def count_of(word: str) -> int | None:
    """The value of a small number word ("a", "three"); None for "several"."""
    word = word.lower()
    return int(word) if word.isdigit() else _NUMBERS.get("a" if word == "an" else word)


def valid_day(year: int, month: int, day: int) -> str | None:
    """A day as EDTF; None where the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def read(name: str, m: re.Match[str], base: date | None, future: bool) -> str | None:
    """What a match of the pattern `name` is as EDTF, seen from the publication day `base`; `future` where plans are told."""
    found: str | None = getattr(_Reader(base, future), name)(m)
    return found
