"""The forms that a date takes in English, as patterns: "2 May 2019", "the first nine months of 2024", "H1 2025", "last week".

In: cleaned text. Out: the patterns that can match in it, in their order. What a match means as EDTF stands in `date_reader`.
"""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

from pipeline.annotate.held import words_in

_M = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
_M2 = _M.replace("<month>", "<month2>")
_M_BETWEEN, _M2_BETWEEN = _M.replace("<month>", "<month3>"), _M.replace("<month>", "<month4>")
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

_MONTHS_UP_TO = rf"(?:{_COUNT} months|(?P<whole>year)) (?:to|ended|ending|through|up to)(?: in| on)?(?: the end of)?"

# Earlier patterns win where two match at one place.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I if name not in {"month", "month_day", "day_month"} else 0))
    for name, pattern in (
        ("months_to", rf"\b{_MONTHS_UP_TO} {_M}(?: {_D},?)? {_Y}\b"),
        ("months_to_bare", rf"\b{_MONTHS_UP_TO} {_M}\b(?! \d)"),
        ("day_range", rf"\b{_D}{_TO}{_D2} {_M}(?:,? {_Y})?\b"),
        ("day_range_us", rf"\b{_M} {_D}{_TO}{_D2}(?:,? {_Y})\b"),
        ("day_range_us_bare", rf"\b{_M} {_D}{_DASH}{_D2}\b(?!\d|,? \d{{4}})"),
        ("dmy_range", rf"\b{_D} {_M}(?:,? {_Y})?{_TO}{_D2} {_M2},? {_Y2}\b"),
        ("mdy_range", rf"\b{_M} {_D}(?:,? {_Y})?{_UP_TO}{_M2} {_D2},? {_Y2}\b"),
        ("dm_range", rf"\b{_D} {_M}{_UP_TO}{_D2} {_M2}\b"),
        ("md_range", rf"\b{_M} {_D}{_UP_TO}{_M2} {_D2}\b"),
        ("dmy", rf"\b{_D}(?: of)? {_M},? {_Y}\b"),
        ("mdy", rf"\b{_M} {_D},? {_Y}\b"),
        ("iso", r"\b(?P<year>\d{4})-(?P<mm>[01]\d)-(?P<dd>[0-3]\d)\b"),
        ("dotted", rf"\b(?P<dd>[0-3]?\d)\.(?P<mm>[01]?\d)\.{_Y}\b"),
        ("slashed", rf"\b(?P<dd>[0-3]?\d)/(?P<mm>[0-3]?\d)/{_Y}\b"),
        ("month_range", rf"\b{_M}(?: {_Y})?{_TO}{_M2},?(?: of)? {_Y2}\b"),
        ("month_range_bare", rf"\b(?:(?:from )?{_M}{_UP_TO}{_M2}|between {_M_BETWEEN} and {_M2_BETWEEN})(?: quarter| period)?(?: (?:of )?(?P<which>last|this) year)?\b(?! \d)"),
        ("month_year", rf"\b(?:early |late |mid-)?{_M},?(?: of)? {_Y}\b"),
        ("month_of_year", rf"\b{_M} (?:of )?(?P<which>last|this|next|the same|that) year\b"),
        ("quarter", rf"\b(?P<n>first|second|third|fourth|last) quarter(?: of)?(?: (?:{_Y}|(?P<which>this|last|the|next) year))?\b"),
        ("quarters", rf"\bQ(?P<n>[1-4])\s?[-\u2013]\s?Q(?P<n2>[1-4])(?: (?:of )?{_Y})\b"),
        ("q", rf"\bQ(?P<n>[1-4])(?: (?:of )?{_Y})\b"),
        ("year_q", rf"\b{_Y} ?Q(?P<n>[1-4])\b"),
        ("q_bare", r"\bQ(?P<n>[1-4])\b"),
        ("h", rf"\b(?:H(?P<n>[12])|(?P<n1>[12])H) ?(?:of )?{_Y}\b"),
        ("m", rf"(?<![$€£\d.,])\b(?P<count>\d{{1,2}})M ?(?:of )?{_Y}\b"),
        ("half", rf"\b(?P<n>first|second) half(?: of (?:{_Y}|(?P<which>this|last|the|next) year))\b"),
        ("months_of", rf"\b(?P<n>first|opening|initial|last) {_COUNT} months (?:of |in )?(?:{_Y}|(?P<which>this|last|the|next) year)\b"),
        ("first_months", rf"\bthe (?P<n>first|opening) {_COUNT} months(?=[,.;:)]|$)"),
        ("fiscal_range", rf"\b(?:fiscal(?: year)?|financial year|FY) ?(?P<year>(?:19|20)?\d\d){_DASH}(?P<year2>(?:19|20)?\d\d)\b"),
        # "in 1981 and 2002" is two years, "between 1981 and 2002" a span.
        # "from 78% in 2018 to 20%" is none.
        ("year_range", rf"\b{_Y}(?:{_DASH}|(?: (?:to|through|until|till) |(?<=between \d{{4}}) and )(?=\d{{4}})){_Y2}\b(?![-\u2013]\d|%)(?: (?:fiscal|financial|marketing|crop|harvest) (?:year|season))?"),
        ("decade", r"\b(?:the )?(?:early |late |mid-)?(?P<decade>1[6-9]\d0|20\d0)s\b"),
        ("end_of", rf"\b(?:the )?end of {_Y}\b"),
        ("about_year", rf"\b(?:mid|end|early|late)-{_Y}\b"),
        ("fiscal", rf"\b(?:(?:fiscal(?: year)?|financial year|FY) ?{_Y}|FY ?(?P<short>\d\d))\b"),
        ("year", rf"(?<![\d,.$€£-]){_Y}\b(?![,.]\d|[-\u2013]year|%| (?:people|troops|soldiers|tons|tonnes|km|miles|million|billion))"),
        ("day_month", rf"\b(?:{_WEEKDAY},? )?{_D}(?: of)? {_M}\b"),
        ("month_day", rf"\b(?:{_WEEKDAY},? )?{_M} {_D}\b(?!,? \d{{4}})"),
        ("which_month", rf"\b(?P<which>last|this past|this|next|that|the following|the same) {_M}\b"),
        ("month", rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ee]arly|[Ll]ate|mid-|[Dd]uring) (?:early |late |mid-)?{_M}\b(?! \d{{1,2}}\b{_BIG}| \d{{4}}\b)"),
        ("which_unit", r"\b(?:(?:earlier|later) )?(?P<which>this|last|next|the past|the previous|the same|that same|that|the following) (?P<unit>day|week|month|year|decade|summer|winter|spring|autumn|fall|(?:(?<=same )|(?<=that ))date(?= |[.,;]))\b"),
        ("unit_before", r"\b(?:the )?(?P<unit>day|month|year) (?P<dir>before|earlier|after|later)\b(?! [A-Z])"),
        ("ago", rf"\b{_COUNT} (?P<unit>day|week|month|year|decade)s? (?P<dir>ago|earlier|later|from now|(?:before|after)(?=[.,;:)]|$))\b"),
        ("weekend", r"\b(?:at|over|during|on) the (?:past |last )?weekend\b"),
        ("weekday", rf"\b(?:on |this |last |next )?{_WEEKDAY}\b"),
        ("today", r"\b(?P<word>today|yesterday|tomorrow|tonight|(?:earlier )?this (?:morning|afternoon|evening))\b"),
        ("recent", r"\b(?P<word>recently|over the years|for many years|in recent (?:years|months|weeks|days))\b"),
    )
)  # fmt: skip
# What a sentence must hold before a pattern is tried; most hold no month.
_MONTH = re.compile(rf"\b{_M}(?![a-z])", re.I)
_MONTH_WORDS = frozenset(name.lower() for name in [*calendar.month_name[1:], *calendar.month_abbr[1:], "Sept"])
_DIGIT, _YEAR = re.compile(r"\d"), re.compile(r"\d{4}")
_OF_MONTHS = frozenset(name for name, pattern in PATTERNS if "(?P<month>" in pattern.pattern)
_OF_TWO_MONTHS = frozenset(name for name, pattern in PATTERNS if "(?P<month2>" in pattern.pattern)
_OF_DIGITS = frozenset(["fiscal_range", "q_bare", "fiscal"])
# Patterns that match nothing without the four digits of a year.
_OF_YEARS = frozenset(
    [
        *("months_to", "day_range_us", "dmy", "mdy", "month_year"),
        *("iso", "dotted", "slashed", "quarters", "q", "year_q", "h", "m"),
        *("year_range", "decade", "end_of", "about_year", "year"),
    ]
)
_OF_SIGNS = {"dotted": ".", "slashed": "/", "iso": "-"}
_UNITS = frozenset(["day", "days", "week", "weeks", "month", "months", "year", "years", "decade", "decades"]) | {
    *("summer", "winter", "spring", "autumn", "fall")
}
_BEFORE_OR_AFTER = frozenset(["before", "earlier", "after", "later"])
_FISCAL, _QUARTER = (frozenset(["fiscal", "financial", "fy"]),), (frozenset(["q"]),)
# Of each set of words one.
_OF_WORDS: dict[str, tuple[frozenset[str], ...]] = {
    "months_to": (frozenset(["months", "year"]),),
    "months_to_bare": (frozenset(["months", "year"]),),
    "month_of_year": (frozenset(["year"]),),
    "quarter": (frozenset(["quarter"]),),
    **dict.fromkeys(("quarters", "q", "year_q", "q_bare"), _QUARTER),
    "h": (frozenset(["h"]),),
    "m": (frozenset(["m"]),),
    "half": (frozenset(["half"]),),
    "months_of": (frozenset(["months"]),),
    "first_months": (frozenset(["months"]),),
    "fiscal_range": _FISCAL,
    "decade": (frozenset(["s"]),),
    "end_of": (frozenset(["end"]),),
    "about_year": (frozenset(["mid", "end", "early", "late"]),),
    "fiscal": _FISCAL,
    "weekend": (frozenset(["weekend"]),),
    "which_unit": (
        _UNITS | {"date"},
        frozenset(["this", "last", "next", "past", "previous", "same", "that", "following"]),
    ),
    "unit_before": (_UNITS, _BEFORE_OR_AFTER),
    "ago": (_UNITS, _BEFORE_OR_AFTER | {"ago", "now"}),
    "weekday": (frozenset(name.lower() for name in calendar.day_name),),
    "today": (frozenset(["today", "yesterday", "tomorrow", "tonight", "morning", "afternoon", "evening"]),),
    "recent": (frozenset(["recently", "years", "months", "weeks", "days"]),),
}
_ASKED = frozenset(word for needed in _OF_WORDS.values() for words in needed for word in words)

Patterns = tuple[tuple[str, re.Pattern[str]], ...]


def patterns_for(text: str) -> Patterns:
    """The patterns that can match in a text, in their order."""
    barred = {name for name, sign in _OF_SIGNS.items() if sign not in text}
    words = words_in(text)
    months = 0 if words.isdisjoint(_MONTH_WORDS) else len(_MONTH.findall(text))
    if months < 2:
        barred |= _OF_TWO_MONTHS if months else _OF_MONTHS
    if _YEAR.search(text) is None:
        barred |= _OF_YEARS if _DIGIT.search(text) else _OF_YEARS | _OF_DIGITS
    return _patterns_for(_ASKED & words, frozenset(barred))


@lru_cache(maxsize=1 << 12)
def _patterns_for(words: frozenset[str], barred: frozenset[str]) -> Patterns:
    """The patterns that none of their words is missing for; most sentences hold the same few of them."""
    return tuple(
        (name, pattern)
        for name, pattern in PATTERNS
        if name not in barred and not any(words.isdisjoint(asked) for asked in _OF_WORDS.get(name, ()))
    )
