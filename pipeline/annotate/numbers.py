"""Numbers in English words and figures, as a regular expression and a reader of what it matched.

In: cleaned text. Out: floats. Units, money and dates are built from this in `values` and `dates`.
"""

from __future__ import annotations

import itertools
import re

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENTHS = {"twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50}

WORDS = {word: float(n) for n, word in enumerate(_UNITS)} | {word: 20.0 + 10 * n for n, word in enumerate(_TENS)}
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "million": 1e6, "mn": 1e6, "mln": 1e6, "m": 1e6, "crore": 1e7,
    "billion": 1e9, "bn": 1e9, "bln": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12, "tr": 1e12, "t": 1e12, "cr": 1e7,
    "lakh crore": 1e12, "thousand crore": 1e10, "kharba": 1e11, "kharab": 1e11, "arba": 1e9,
    "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "dozen": 12.0, "dozens": 12.0,
}  # fmt: skip
ORDINALS = {word: n for n, word in enumerate(_ORDINALS) if n} | _TENTHS
FRACTIONS = {
    "half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fourth": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6, "seventh": 1 / 7,
    "eighth": 1 / 8, "ninth": 1 / 9, "tenth": 1 / 10,
}  # fmt: skip

_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_BIG = "hundred|thousand|million|billion|trillion|lakh|crore|dozen"
FIGURE = r"\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u2009 ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
# Of South Asia, the two-word ones first: 100,000 is a lakh, a hundred of these a crore, a hundred of those an arba.
SOUTH_ASIAN = r"(?:lakh|thousand)[ -]crores?|kharba|kharab|arba"
SCALE = rf"(?:{SOUTH_ASIAN}|hundred|thousand|lakh|million|mn|mln|crore|billion|bn|bln|trillion|tn|trn)s?\b\.?"
# A letter is a scale where people or goods by weight stand behind: "2.6m Pakistanis", "1.5m tonnes".
_MILLIONS = r"m(?= (?:people|tonnes|tons|barrels|refugees|migrants|workers|tourists|visitors|citizens|doses|hectares|litres|vehicles|cars|passengers|[A-Z][a-z]+(?:ns|is|ese|sh|ch|cs)\b))"
SPELLED = rf"(?:half[ -]an?[ -](?:dozen|hundred|thousand|million|billion|trillion)|(?:an?|{_WORD})(?:[ -](?:and[ -])?(?:{_WORD}|{_BIG}))*)"
# "4 arba 80 crore", "2 crore 50 lakh"
COMPOUND = rf"(?:{FIGURE}) (?:kharba|kharab|arba|crore) (?:{FIGURE}) (?:arba|crore|lakh)\b"
# "17.9 billion", "one hundred twenty (120)", "450 million", "two", "a million"
NUMBER = rf"(?:{COMPOUND}|(?:{SPELLED}) \((?:{FIGURE})\)|(?:{FIGURE})(?:[ -]?{SCALE}|{_MILLIONS})?|\b(?:{SPELLED})\b(?: {SCALE})?)"
# What a number opens with: a digit, or the first three letters of a word.
_BY_LETTER = itertools.groupby(sorted({word[:3] for word in WORDS}), key=lambda opening: opening[0])
_OPENINGS = [f"{letter}(?:{'|'.join(opening[1:] for opening in openings)})" for letter, openings in _BY_LETTER]
NUMBER_OPENING = rf"\d|an?\b|half[ -]|{'|'.join(_OPENINGS)}"
_HALF = re.compile(r"half[ -]an?[ -](dozen|hundred|thousand|million|billion|trillion)", re.I)
_BRACKETED = re.compile(rf"\(({FIGURE})\)$")
# Of money alone a letter is a scale, and so no part of `SCALE`: "$553m" is an amount, "553m" a length.
_SCALED = re.compile(rf"^({FIGURE})[ -]?({SCALE}|[kmbt]\.?|tr|cr)?$")


def spelled(text: str) -> float | None:
    """The value of number words ("one hundred twenty", "a dozen"); None where one of them is no number word."""
    if half := _HALF.fullmatch(text.strip()):
        return SCALES[half.group(1).lower()] / 2
    total, current, seen = 0.0, 0.0, False
    for word in re.split(r"[ -]+", text.lower().strip()):
        if word in {"and", ""}:
            continue
        if word in {"a", "an"}:
            current += 1
            continue
        if word in WORDS:
            current, seen = current + WORDS[word], True
        elif word.rstrip("s.") in SCALES:
            scale, seen = SCALES[word.rstrip("s.")], True
            current = (current or 1) * scale
            if scale >= 1e3:
                total, current = total + current, 0.0
        else:
            return None
    return total + current if seen else None


def read_number(text: str) -> float | None:
    """The value of what `NUMBER` matched; None where the words are none after all ("a", "an")."""
    text = text.strip().lower()
    bracketed = _BRACKETED.search(text)
    if bracketed:
        return float(re.sub(r"[, \u2009]", "", bracketed.group(1)))
    if (both := re.fullmatch(COMPOUND, text)) is not None:
        first, scale, second, smaller = both.group().rsplit(" ", 3)
        return (read_number(f"{first} {scale}") or 0.0) + (read_number(f"{second} {smaller}") or 0.0)
    scaled = _SCALED.match(text)
    if scaled:
        scale = (scaled.group(2) or "").rstrip(".").replace("-", " ")
        factor = SCALES.get(scale) or SCALES.get(scale.rstrip("s")) or 1.0
        product = float(re.sub(r"[, \u2009]", "", scaled.group(1))) * factor
        return float(f"{round(product, 6):.15g}")  # 8.2 thousand millions are 8,200,000,000 and no 8,199,999,999.999999
    return spelled(text)


def read_ordinal(text: str) -> int | None:
    """The place of an ordinal: "third" and "3rd" are 3; None where it is none."""
    text = text.lower()
    figure = re.match(r"(\d+)(?:st|nd|rd|th)$", text)
    return int(figure.group(1)) if figure else ORDINALS.get(text)
