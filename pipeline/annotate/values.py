"""Values in a sentence: money, shares, quantities with units, ranks, ranges, factors, each with its span and hedge.

In: cleaned text. Out: `Value`s, left to right, not overlapping. What a value measures is decided in `extract`.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.annotate.currencies import currency, currency_codes, letter_currency
from pipeline.annotate.held import words_in
from pipeline.annotate.numbers import (
    COMPOUND,
    FRACTIONS,
    NUMBER,
    NUMBER_OPENING,
    SCALES,
    SOUTH_ASIAN,
    SPELLED,
    WORDS,
    read_number,
    read_ordinal,
)
from pipeline.lexicons import load

if TYPE_CHECKING:
    from collections.abc import Iterator

# "between A and B" is a range, "A and B" is two numbers.
_BETWEEN = r"(?P<between>\b[Bb]etween )?"
# "in 2014-18 to 48 percent": the end of a span of years is no number
_NO_YEAR = r"(?<!\d{4}[-–/])(?<!\d{4}[-–/]\d)"
# Most words open no number, and a pattern that says so first is soon done with them.
_OPENING = rf"(?=[bB]etween|{NUMBER_OPENING})"
_FALL = 50.0  # times as much: more is no fall in the same scale ("from 950 to 1.2 million")
# "from 92,000 tonnes in 2019 to 61,000 tonnes": neither is the year before "to"
_IN_YEAR = re.compile(r"\b(?:in|of|since) (?:19|20)\d\d$")
# "100,000 barrels of crude a day"
_A_DAY = re.compile(r" of (?:[\w-]+ ){1,3}(?:a|per|each) day\b")
_TO = r"(?:(?(between) and |(?:\s?[-\u2013\u2014]\s?| to )))"


@dataclass(frozen=True, slots=True)
class Value:
    """A number of the text: `kind` is money, percent, quantity, rank, factor or count; `unit` as in the tables.

    A range has `low` and `high` and no `number`. `hedge` is a value of the hedge vocabulary. `pole` is "from" or "to" where the
    number is one end of a change ("rose from A to B").
    """

    start: int
    end: int
    kind: str
    number: float | None
    low: float | None
    high: float | None
    unit: str
    hedge: str
    pole: str = ""


_HEDGE_REACH = 100  # characters before a number, far more than the longest hedge


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


# "met at COP28": no Colombian pesos
_NO_CONFERENCE = r"(?!COP ?\d\d?\b(?![.,]?\d| ?(?:million|billion|trillion|mn|bn|m|b)\b))"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    units = load("units")
    symbols = _alternatives(list(units["symbols"]))
    codes = f"{_NO_CONFERENCE}(?:{'|'.join(currency_codes())})"
    sign = rf"(?=[bBA-Z{''.join(sorted({symbol[0] for symbol in units['symbols']}))}])"
    words = _alternatives(list(units["words"]))
    scale = rf"(?:[ -]?(?:(?:{SOUTH_ASIAN}|thousand|million|billion|trillion|crore|lakh)\b|(?:mn|mln|[mMkKbB]|bn|bln|[MB][nN]|tn|trn?|cr|T)\b(?!-)\.?))"
    figure = r"\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    number = rf"(?:{NUMBER})"
    adjective, valued = r"(?:[A-Z][\w.]+ )?", "|".join(units["valued"])
    quantity = "|".join(q["pattern"] for q in units["quantities"])
    return {
        "money": re.compile(
            rf"{sign}{_BETWEEN}(?P<symbol>(?<![\w$]){symbols}|\b{codes}) ?(?P<a>{COMPOUND}|(?:{figure}){scale}?)"
            rf"(?:{_TO}(?:(?:{symbols}) ?)?(?P<b>(?:{figure}){scale}?))?"
        ),
        "money_letter": re.compile(
            rf"(?<![\w$.-])(?P<symbol>{_alternatives(list(units['letters']))})(?P<a>(?:\d+(?:[.,]\d+)*){scale})"
        ),
        "money_words": re.compile(
            rf"\b{_OPENING}{_BETWEEN}\b(?P<a>{number})(?:{_TO}(?P<b>{number}))?[ -](?:of )?(?P<nation>{adjective})(?P<word>(?:{words})|{codes})\b(?!(?<=pounds) of\b(?! (?:[\w-]+ ){{0,2}}(?:{valued})\b))"
        ),
        "percent": re.compile(
            rf"{_OPENING}{_BETWEEN}{_NO_YEAR}(?P<a>{number})(?:\s?(?:%|per ?cent|percent|pct|(?<=\d)pc))?(?:{_TO}(?P<b>{number}))?[ -]?(?:%|per ?cent\b|percent\b|pct\b|(?<=\d)pc\b|(?<=\d )pc\b|percentage points?\b)"
        ),
        "fraction": re.compile(
            r"\b(?<!first )(?<!second )(?<!latter )(?<!last )(?<!other )(?:(?P<n>an?|one|two|three|four|five|seven|nine)[ -])?(?P<d>half|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?)"
            r"(?:(?(n)(?=[.;,)]|\Z| and (?:the )?(?-i:[A-Z])| in (?:19|20)\d\d\b)|(?!))|"  # "accounted for a third."
            r"(?= (?:of|share|below|above|more|less|lower|higher|had|has|have|was|were|went|goes|came|comes|(?:to|from) (?:the )?(?-i:[A-Z])\w*)\b|(?<=by a half)|(?<=by half)|(?<=by a third)|(?<=by a quarter)|(?<=by a fifth)|(?<=by a sixth)|(?<=by a tenth)|(?<=by two thirds)))", re.I),
        "one_in": re.compile(
            rf"\b(?P<a>one|two|three|four|seven|nine|\d+) (?:(?:in|out of|of)(?: every| each)|in|out of) (?!(?:1[89]|20)\d\d\b)(?P<b>{SPELLED}|\d+)\b(?! days?| years?| months?)", re.I),
        # "four tonnes in ten come from", "one dinar in five earned abroad"
        "some_in": re.compile(
            r"\b(?P<a>one|two|three|four|seven|nine) (?:[\w-]+ ){1,2}(?:in|out of)(?: every)? (?P<b>three|four|five|six|seven|eight|ten|a hundred)\b"
            r"(?=[,.;)]| (?:comes?|came|goes|went|is|was|are|were|has|have|had|earned|sold|bought|bound|that|which|of|from|to)\b)", re.I),
        "cents": re.compile(rf"\b(?P<a>{number}) (?:cents?|pence) (?:of|in|on|out of) (?:every|each|the) (?P<b>dollar|euro|pound)\b", re.I),
        "quantity": re.compile(rf"\b{_OPENING}{_BETWEEN}\b{_NO_YEAR}(?P<a>{number})(?:{_TO}(?P<b>{number}))?[ -]?(?P<unit>{quantity})\b", re.I),
        "ordinal_rank": re.compile(
            r"\b(?:(?P<n>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d+(?:st|nd|rd|th))[- ]"
            r"(?:most |)(?:largest|biggest|greatest|important|leading|top|main)|(?P<only>most important|chief|number one|(?:(?<=the )|(?<='s )|(?<=its )|(?<=as ))(?:main|leading|principal|primary))|(?P<one>(?<!one of )(?<!one of the )(?<!among )(?<!among the )\b"
            r"(?:single )?(?:largest|biggest|number one|number-one|No\. ?1|top)))\b(?= \w|[,.])", re.I),
        "place": re.compile(r"\b(?P<n>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)) (?:place|spot|rank|position)\b", re.I),
        "among_top": re.compile(rf"\bamong (?:the |its |their |[\w ]{{1,20}}'s )?(?P<a>{SPELLED}|\d+) (?:largest|biggest|main|leading|top|most important)\b", re.I),
        "top": re.compile(rf"\btop[- ](?P<a>{SPELLED}|\d+)\b(?! percent| per cent|%)", re.I),
        "ranks": re.compile(r"\brank(?:s|ed|ing)?(?: only| just)?(?: as)?(?: the)? (?:in )?(?P<n>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))\b", re.I),
        "factor": re.compile(r"\b(?P<w>doubl(?:ed|ing)|tripl(?:ed|ing)|trebl(?:ed|ing)|quadrupl(?:ed|ing)|halved)\b", re.I),
        # "8×8 vehicles": no number of anything
        "count": re.compile(rf"(?<!\w){_OPENING}{_BETWEEN}(?<![\w.,$€£/×-])(?P<a>{number})(?:{_TO}(?P<b>{number}))?(?![\w%×]|[-/]\d|[.,]\d)", re.I),
    }  # fmt: skip


# Words without one of which a pattern finds nothing.
_NEEDED = {
    "fraction": frozenset(part + end for part in FRACTIONS for end in ("", "s")),
    "ordinal_rank": frozenset(["most", "largest", "biggest", "greatest", "important", "leading", "top", "main"])
    | {"chief", "number", "principal", "primary", "no"},
    "one_in": frozenset(["in", "of"]),
    "some_in": frozenset(["in", "of"]),
    "cents": frozenset(["cent", "cents", "pence"]),
    "place": frozenset(["place", "spot", "rank", "position"]),
    "among_top": frozenset(["among"]),
    "top": frozenset(["top"]),
    "ranks": frozenset(["rank", "ranks", "ranked", "ranking"]),
    "factor": frozenset(f"{verb}{end}" for verb in ("doubl", "tripl", "trebl", "quadrupl") for end in ("ed", "ing"))
    | {"halved"},
}


@cache
def _needed_for_money() -> tuple[tuple[str, ...], frozenset[str]]:
    """(Signs and codes one of which stands before a sum, words one of which stands behind one)."""
    units = load("units")
    signs = {
        next((sign for sign in symbol if sign not in "." and not sign.isalnum()), symbol) for symbol in units["symbols"]
    }
    words = {part for word in units["words"] for part in words_in(word)} | {code.lower() for code in currency_codes()}
    return (*sorted(signs), *currency_codes()), frozenset(words)


def _found(name: str, text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern."""
    if name in _NEEDED and _NEEDED[name].isdisjoint(words_in(text)):
        return iter(())
    return _patterns()[name].finditer(text)


_DIGIT = re.compile(r"\d")
# Words without one of which, or a digit, nothing is counted: "a" alone is no number.
_NUMBERS = frozenset([*WORDS, *SCALES])
# "sold it goods for $240 million and bought from it 58 million": a figure that stands alone, and so is of the money told.
_ALONE = re.compile(
    r"[.,;:)]|$| (?:in|to|from|last|this|a year|the (?:year|month|quarter|previous)|and|between|over|by|on|of it|of which)\b"
)
_MILLIONS = ("million", "billion", "bn", "mn")
_FACTORS = {"d": 100.0, "t": 200.0, "q": 300.0, "h": -50.0}


@cache
def _hedge_pattern() -> re.Pattern[str]:
    hedges = load("units")["hedges"]
    behind = dict.fromkeys(hedges, "of") | {"approximate": "a|an|the|of"}  # "under a $26 million loan" is no hedge
    groups = [f"(?P<{name}>{_alternatives(words)})(?: (?:{behind[name]}))?" for name, words in hedges.items()]
    return re.compile(rf"\b(?:{'|'.join(groups)})\s*\(?$", re.I)


@cache
def _phrasal() -> re.Pattern[str]:
    over, up = (_alternatives(load("units")[key]) for key in ("phrasal_over", "phrasal_up"))
    return re.compile(rf"\b(?:(?:{over}) over|(?:{up}) up to)\s*$", re.I)


@cache
def _hedge_ends() -> tuple[str, ...]:
    """The last words of all hedges, and of what may stand behind one."""
    last = [
        words.rpartition(" ")[2].lower() for words in itertools.chain.from_iterable(load("units")["hedges"].values())
    ]
    return tuple(dict.fromkeys([*last, "of", "a", "an", "the"]))


@cache
def _moved_by() -> re.Pattern[str]:
    moving = _alternatives(load("units")["moved_by"])
    return re.compile(rf"\b(?:{moving})(?: [a-z]+ly)?(?: in value)? by (?:[a-z]+ ){{0,2}}$")


def hedge_before(text: str, start: int, end: int) -> str:
    """The hedge that the words around a number set; `exact` where there is none."""
    near = max(0, start - _HEDGE_REACH)
    if text[near:start].rstrip().removesuffix("(").rstrip().lower().endswith(_hedge_ends()):
        found = _hedge_pattern().search(text, near, start)
        if found and not _phrasal().search(text, near, start):
            return str(found.lastgroup)
    if re.match(r" or more\b|\+", text[end:]):
        return "at_least"
    return "at_most" if re.match(r" or (?:less|fewer)\b", text[end:]) else "exact"


def _pair(found: re.Match[str]) -> tuple[float | None, float | None]:
    groups = found.groupdict()
    a, b = groups.get("a"), groups.get("b")
    high = read_number(b) if b else None
    if a and b and high is not None:  # "1.2-1.5 billion": the scale belongs to both ends
        scale = re.search(r"[a-z].*$", b.lower())
        if scale and re.fullmatch(r"[\d.,]+", a.strip()):
            low = read_number(f"{a} {scale.group()}")
            falling = _follows("from", found.string, found.start("a"))  # "from 6.1 to 4.4 million"
            if low is not None and (low <= high or (falling and low < _FALL * high)):
                return low, high
    return (read_number(a) if a else None), high


def _follows(word: str, text: str, start: int) -> bool:
    """Whether what begins at `start` stands right behind a word."""
    before = text[:start].rstrip()
    return before.endswith(word) and re.match(r"\w", before[: -len(word)][-1:]) is None


def _make(found: re.Match[str], text: str, kind: str, unit: str, factor: float = 1.0) -> list[Value]:
    first, second = _pair(found)
    if first is None:
        return []
    start, end = found.start("symbol" if "symbol" in found.re.groupindex else "a"), found.end()
    moving = _follows("from", text, start)
    if second is not None and moving:
        return _ends(found, text, kind, unit, (first * factor, second * factor), (start, end))
    scaled = found.group("a")[-1:].isalpha()
    if second is not None and scaled and _moved_by().search(text, max(0, start - _HEDGE_REACH), start):
        # "rose by $2 million to $5 million": what it came to, not a range
        middle = found.start("b")
        return [Value(middle, end, kind, second * factor, None, None, unit, hedge_before(text, middle, end), "to")]
    year = second is not None and _IN_YEAR.search(text[: found.end("a")]) is not None
    if second is not None and (second < first or year):  # no range after all: "in 2014 and 3 ships"
        if kind in {"percent", "quantity"} or year:  # "in 2021 to 14 percent": the unit is the second one's
            middle = found.start("b")
            return [Value(middle, end, kind, second * factor, None, None, unit, hedge_before(text, middle, end), "to")]
        end, second = found.end("a"), None
    hedge = hedge_before(text, start, end)
    if second is not None:
        return [Value(start, end, kind, None, first * factor, second * factor, unit, "range")]
    pole = "from" if moving else "to" if _follows("to", text, start) else ""
    return [Value(start, end, kind, round(first * factor, 6), None, None, unit, hedge, pole)]


def _ends(
    found: re.Match[str], text: str, kind: str, unit: str, numbers: tuple[float, float], span: tuple[int, int]
) -> list[Value]:
    """ "from A to B": two values, one an end of a change."""
    start, end = span
    middle = found.start("b")
    first = Value(start, found.end("a"), kind, round(numbers[0], 6), None, None, unit, "exact", "from")
    hedge = hedge_before(text, middle, end)
    return [first, Value(middle, end, kind, round(numbers[1], 6), None, None, unit, hedge, "to")]


def _money(text: str, home: str | None, opening: str) -> list[Value]:
    found: list[Value] = []
    signs, words = _needed_for_money()
    before = _patterns()["money"].finditer(text) if any(sign in text for sign in signs) else ()
    behind = _patterns()["money_words"].finditer(text) if not words.isdisjoint(words_in(text)) else ()
    for m in before:
        found += _make(m, text, "money", currency(m.group("symbol"), "", home, text, opening))
    # "K6.5 million": one of a few letters right before a figure is a quick thing to look for
    for m in _patterns()["money_letter"].finditer(text):
        found += _make(m, text, "money", letter_currency(m.group("symbol"), home, text))
    for m in behind:
        found += _make(m, text, "money", currency(m.group("word"), m.group("nation"), home, text, opening))
    return found


def _fraction(m: re.Match[str], text: str) -> Value | None:
    unit = FRACTIONS[m.group("d").lower().rstrip("s") if m.group("d").lower() != "half" else "half"]
    count = (
        {"a": 1.0, "an": 1.0, None: 1.0}.get(m.group("n") and m.group("n").lower()) or read_number(m.group("n")) or 1.0
    )
    if m.group("n") is None and m.group("d").lower() != "half":
        return None
    share = round(100 * unit * count, 1)
    share = float(round(share)) if abs(share - round(share)) < 0.05 else share
    return Value(m.start(), m.end(), "percent", share, None, None, "percent", hedge_before(text, *m.span()))


def _one_in(m: re.Match[str], text: str) -> Value | None:
    """ "one in every five roses": a share."""
    part, whole = read_number(m.group("a")), read_number(m.group("b")) or 100.0  # "91 cents of every dollar"
    if not part or not whole or part >= whole:
        return None
    return Value(
        m.start(),
        m.end(),
        "percent",
        round(100 * part / whole, 1),
        None,
        None,
        "percent",
        hedge_before(text, *m.span()),
    )


def _factor_hedge(found: re.Match[str], text: str) -> str:
    return "at_least" if re.search(r"\bmore than\s*$", text[: found.start()]) else "exact"


def _quantities(text: str) -> list[Value]:
    found: list[Value] = []
    for m in _patterns()["quantity"].finditer(text):
        for quantity in load("units")["quantities"]:
            if re.fullmatch(quantity["pattern"], m.group("unit"), re.I):
                unit = "bbl/d" if quantity["unit"] == "bbl" and _A_DAY.match(text[m.end() :]) else quantity["unit"]
                found += _make(m, text, "quantity", unit, float(quantity["factor"]))
                break
    return found


def _ranks(text: str) -> list[Value]:
    found: list[Value] = []
    for m in _found("top", text):
        place = read_number(m.group("a"))
        if place:
            found.append(Value(m.start(), m.end(), "rank", float(place), None, None, "rank", "at_most"))
    for m in _found("ordinal_rank", text):
        place = read_ordinal(m.group("n")) if m.group("n") else 1
        if m.group("one") and re.search(r"\b(?:one of|among)\b[^,;]{0,25}$", text[: m.start()], re.I):
            continue
        found.append(Value(m.start(), m.end(), "rank", float(place or 1), None, None, "rank", "exact"))
    for m in _found("among_top", text):
        place = read_number(m.group("a"))
        if place:
            found.append(Value(m.start("a"), m.end(), "rank", float(place), None, None, "rank", "at_most"))
    for m in [*_found("ranks", text), *_found("place", text)]:
        found.append(
            Value(m.start(), m.end(), "rank", float(read_ordinal(m.group("n")) or 1), None, None, "rank", "exact")
        )
    return found


def _of_one_money(values: list[Value], text: str) -> list[Value]:
    """Millions that count nothing, in a sentence of one currency, as that money."""
    units = {v.unit for v in values if v.kind == "money"}
    if len(units) != 1:
        return values
    unit, people = units.pop(), load("units")["people"]
    return [
        replace(v, kind="money", unit=unit)
        if v.kind == "count"
        and text[v.start : v.end].rstrip("." if v.pole else "").endswith(_MILLIONS)  # "… to 58 billion."
        and _ALONE.match(text, v.end)
        and not _follows("of", text, v.start)
        and v.start > min(m.start for m in values if m.kind == "money")
        and words_in(text[: v.start]).isdisjoint(people)
        else v
        for v in values
    ]


def find_values(text: str, home: str | None = None, opening: str = "") -> list[Value]:
    """The values of a cleaned sentence; `home`, a code: whose dollar "$" is; `opening`, how its text begins: whose "kroner" are."""
    patterns: dict[str, Any] = _patterns()
    candidates = _money(text, home, opening)
    if "%" in text or "cent" in text or "pc" in text:  # the pattern tries each number, and few tell a percentage
        candidates += [v for m in patterns["percent"].finditer(text) for v in _make(m, text, "percent", "percent")]
    candidates += [v for m in _found("fraction", text) if (v := _fraction(m, text))]
    numbered = _DIGIT.search(text) is not None or not _NUMBERS.isdisjoint(words_in(text))
    if numbered:
        for name in ("cents", "one_in", "some_in"):
            candidates += [v for m in _found(name, text) if (v := _one_in(m, text))]
        candidates += _quantities(text)
    candidates += _ranks(text)
    candidates += [
        Value(
            m.start(),
            m.end(),
            "factor",
            _FACTORS[m.group("w")[0].lower()],
            None,
            None,
            "percent",
            _factor_hedge(m, text),
        )
        for m in _found("factor", text)
    ]
    if numbered:
        candidates += [v for m in patterns["count"].finditer(text) for v in _make(m, text, "count", "1")]
    kept: list[Value] = []
    for value in candidates:
        if not any(value.start < k.end and k.start < value.end for k in kept):
            kept.append(value)
    return _of_one_money(sorted(kept, key=lambda v: v.start), text)
