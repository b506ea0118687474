"""How each form of a date in English is read: patterns, and what a match of each means as EDTF.

In: matches in cleaned text, the publication day. Out: EDTF text (ISO 8601-2), or None where the text alone does not tell it.
Which matches count and what the context adds is decided in `dates`.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from pipeline.annotate.held import words_in

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

_M = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
_M2 = _M.replace("<month>", "<month2>")
_Y = r"(?P<year>1[5-9]\d\d|20\d\d|21\d\d)"
_Y2 = r"(?P<year2>1[5-9]\d\d|20\d\d|21\d\d|\d\d)"
_BIG = r"(?![,.]\d)"  # "in March 36,000 people": no day of a month
_D = rf"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b{_BIG}"
_D2 = _D.replace("<day>", "<day2>")
_DASH = r"\s?[-\u2013\u2014/]\s?"
_TO = rf"(?:{_DASH}| to | and | through | until | till )"
_UP_TO = rf"(?:{_DASH}| to | through | until | till )"  # "on March 2 and March 24" are two days
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_COUNT = r"(?P<count>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|few)"

# Earlier patterns win where two match at one place.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I if name not in {"month", "month_day", "day_month"} else 0))
    for name, pattern in (
        ("day_range", rf"\b{_D}{_TO}{_D2} {_M}(?:,? {_Y})?\b"),
        ("day_range_us", rf"\b{_M} {_D}{_TO}{_D2}(?:,? {_Y})\b"),
        ("dmy_range", rf"\b{_D} {_M}(?:,? {_Y})?{_TO}{_D2} {_M2},? {_Y2}\b"),
        ("mdy_range", rf"\b{_M} {_D}(?:,? {_Y})?{_UP_TO}{_M2} {_D2},? {_Y2}\b"),
        ("dm_range", rf"\b{_D} {_M}{_UP_TO}{_D2} {_M2}\b"),
        ("md_range", rf"\b{_M} {_D}{_UP_TO}{_M2} {_D2}\b"),
        ("dmy", rf"\b{_D}(?: of)? {_M},? {_Y}\b"),
        ("mdy", rf"\b{_M} {_D},? {_Y}\b"),
        ("iso", r"\b(?P<year>\d{4})-(?P<mm>[01]\d)-(?P<dd>[0-3]\d)\b"),
        ("months_to", rf"\b(?:(?:12|{_COUNT}) months|(?P<whole>year)) (?:to|ending(?: in)?|through|up to) (?:the end of )?{_M} {_Y}\b"),
        ("month_range", rf"\b{_M}(?: {_Y})?{_TO}{_M2},?(?: of)? {_Y2}\b"),
        ("month_range_bare", rf"\b(?:between|from) {_M}(?: and | to ){_M2}\b(?! \d)"),
        ("month_year", rf"\b(?:early |late |mid-)?{_M},?(?: of)? {_Y}\b"),
        ("month_of_year", rf"\b{_M} (?:of )?(?P<which>last|this|next|the same|that) year\b"),
        ("quarter", rf"\b(?P<n>first|second|third|fourth|last) quarter(?: of)?(?: (?:{_Y}|(?P<which>this|last|the|next) year))?\b"),
        ("q", rf"\bQ(?P<n>[1-4])(?: (?:of )?{_Y})\b"),
        ("half", rf"\b(?P<n>first|second) half(?: of (?:{_Y}|(?P<which>this|last|the|next) year))\b"),
        ("months_of", rf"\b(?P<n>first|last) {_COUNT} months of (?:{_Y}|(?P<which>this|last|the|next) year)\b"),
        # "in 1981 and 2002" is two years, "between 1981 and 2002" a span.
        ("year_range", rf"\b{_Y}(?:{_DASH}| (?:to|through|until|till) |(?<=between \d{{4}}) and ){_Y2}\b(?![-\u2013]\d)"),
        ("decade", r"\b(?:the )?(?:early |late |mid-)?(?P<decade>1[6-9]\d0|20\d0)s\b"),
        ("end_of", rf"\b(?:the )?end of {_Y}\b"),
        ("fiscal", rf"\b(?:fiscal(?: year)?|FY) ?{_Y}\b"),
        ("year", rf"(?<![\d,.$€£-]){_Y}\b(?![,.]\d|[-\u2013]year|%| (?:people|troops|soldiers|tons|tonnes|km|miles|million|billion))"),
        ("day_month", rf"\b(?:{_WEEKDAY},? )?{_D}(?: of)? {_M}\b"),
        ("month_day", rf"\b(?:{_WEEKDAY},? )?{_M} {_D}\b(?!,? \d{{4}})"),
        ("which_month", rf"\b(?P<which>last|this|next|that|the following|the same) {_M}\b"),
        ("month", rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ee]arly|[Ll]ate|mid-|[Dd]uring) (?:early |late |mid-)?{_M}\b(?! \d{{1,2}}\b{_BIG}| \d{{4}}\b)"),
        ("which_unit", r"\b(?:(?:earlier|later) )?(?P<which>this|last|next|the past|the previous|the same|that same|that|the following) (?P<unit>day|week|month|year|decade|summer|winter|spring|autumn|fall|(?:(?<=same )|(?<=that ))date(?= |[.,;]))\b"),
        ("unit_before", r"\b(?:the )?(?P<unit>day|month|year) (?P<dir>before|earlier|after|later)\b(?! [A-Z])"),
        ("ago", rf"\b{_COUNT} (?P<unit>day|week|month|year|decade)s? (?P<dir>ago|earlier|later|from now|(?:before|after)(?=[.,;:)]|$))\b"),
        ("weekday", rf"\b(?:on |this |last |next )?{_WEEKDAY}\b"),
        ("today", r"\b(?P<word>today|yesterday|tomorrow|tonight|(?:earlier )?this (?:morning|afternoon|evening))\b"),
        ("recent", r"\b(?P<word>recent(?!ly)|recently|over the years|for many years|in recent (?:years|months|weeks|days))\b"),
    )
)  # fmt: skip
# What a sentence must hold before a pattern is tried; most hold no month.
_MONTH = re.compile(rf"\b{_M}(?![a-z])", re.I)
_DIGIT = re.compile(r"\d")
_OF_MONTHS = frozenset(name for name, pattern in PATTERNS if "(?P<month>" in pattern.pattern)
_OF_DIGITS = frozenset(["iso", "q", "year_range", "decade", "end_of", "fiscal", "year"])
_UNITS = frozenset(["day", "days", "week", "weeks", "month", "months", "year", "years", "decade", "decades"]) | {
    *("summer", "winter", "spring", "autumn", "fall")
}
_OF_WORDS = {
    "quarter": frozenset(["quarter"]),
    "half": frozenset(["half"]),
    "months_of": frozenset(["months"]),
    "which_unit": _UNITS | {"date"},
    "unit_before": _UNITS,
    "ago": _UNITS,
    "weekday": frozenset(_DAYS),
    "today": frozenset(["today", "yesterday", "tomorrow", "tonight", "morning", "afternoon", "evening"]),
    "recent": frozenset(["recent", "recently", "years"]),
}


def patterns_for(text: str) -> list[tuple[str, re.Pattern[str]]]:
    """The patterns that can match in a text, in their order."""
    barred = (_OF_MONTHS if not _MONTH.search(text) else set()) | (_OF_DIGITS if not _DIGIT.search(text) else set())
    words = words_in(text)
    barred |= {name for name, needed in _OF_WORDS.items() if words.isdisjoint(needed)}
    return [(name, pattern) for name, pattern in PATTERNS if name not in barred]


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

    def day_range(self, m: re.Match[str]) -> str | None:
        month = month_number(m["month"])
        year = int(m["year"]) if m["year"] else self._year_of_month(month)
        if year is None:
            return None
        a, b = valid_day(year, month, int(m["day"])), valid_day(year, month, int(m["day2"]))
        return f"{a}/{b}" if a and b else None

    day_range_us = day_range

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
        end = date(int(m["year"]), month_number(m["month"]), 1)
        count = 12 if m["whole"] or m["count"] is None else count_of(m["count"])
        if count is None:
            return None
        year, month = _shift_month(end, 1 - count)
        return f"{year}-{month:02d}/{end.year}-{end.month:02d}"

    def year_range(self, m: re.Match[str]) -> str | None:
        last = _year(m["year2"], m["year"])
        return f"{m['year']}/{last}" if len(last) == 4 and int(last) > int(m["year"]) else None

    def decade(self, m: re.Match[str]) -> str:
        return m["decade"][:3] + "X"

    def year(self, m: re.Match[str]) -> str:
        return str(m["year"])

    end_of = fiscal = year

    # -- relative to a year that is said or to the publication day ----------------------------------------------------
    def _which_year(self, m: re.Match[str]) -> int | None:
        if m.groupdict().get("year"):
            return int(m["year"])
        if self.base is None:
            return None
        return self.base.year + {"last": -1, "next": 1}.get((m["which"] or "").lower(), 0)

    def quarter(self, m: re.Match[str]) -> str | None:
        year = self._which_year(m)
        n = _ORDINALS.get(m["n"].lower(), 4)
        return _span_of_months(year, 3 * n - 2, 3 * n) if year else None

    def q(self, m: re.Match[str]) -> str:
        n = int(m["n"])
        return _span_of_months(m["year"], 3 * n - 2, 3 * n)

    def half(self, m: re.Match[str]) -> str | None:
        year = self._which_year(m)
        first = 1 if m["n"].lower() == "first" else 7
        return _span_of_months(year, first, first + 5) if year else None

    def months_of(self, m: re.Match[str]) -> str | None:
        year, count = self._which_year(m), count_of(m["count"])
        if not year or not count or count > 12:
            return None
        return _span_of_months(year, 1, count) if m["n"].lower() == "first" else _span_of_months(year, 13 - count, 12)

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
        if self.base is None or which not in {"last", "this", "next"}:
            return None
        year = self.base.year
        if which == "last":
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
        year = self._year_of_month(month_number(m["month2"]))
        return _span_of_months(year, month_number(m["month"]), month_number(m["month2"])) if year else None

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
