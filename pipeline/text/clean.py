"""Clean characters, and the map from cleaned text back to the text as read.

In: a document's text. Out: `Cleaned`, whose `offsets[i]` is the place in the raw text of cleaned character `i`.
Only characters are mended here (quotes, mojibake, spaces, invisible marks), and what is dropped tells nothing (reference marks,
manners of a court); nothing is judged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import ftfy

# One character for one character.
_ONE_TO_ONE = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ", "\u3000": " ", "\t": " ",
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": "'", "\u2032": "'", "\u02bb": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-", "\r": " ",
    }
)  # fmt: skip
# Characters that carry nothing: soft hyphen, zero-width marks, byte order mark.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
# Reference marks of encyclopaedias: "[1]", "[12]", "[a]", "[citation needed]".
_REFERENCE = r"\s?\[(?:\d{1,3}|[a-z]|citation needed|note \d+)\]"
# UTF-8 read as cp1252: an accented capital followed by one or two marks of the upper half.
_MOJIBAKE = r"[\u00c2-\u00c5\u00e2][\u0080-\u00bf\u0152-\u0178\u2013-\u2122\u20ac]{1,2}"
# The address of a Markdown link: "[the Treaty](https://…)"; the bracket before its words goes too.
_LINK = r"\]\(https?://[^)\s]+\)|\[(?=[^\[\]\n]{1,200}\]\(https?://)"
# Manners of a court before who is named: "HE the French President", "HH the Amir", "the friendly Republic of Chad". A ministry may
# be called "HM Treasury", and "His Majesty" alone is somebody.
_COURT = r"H\.?E\.?|H\.?H\.?|H\.?R\.?H\.?|H\.?M\.?(?= (?:the )?(?:King|Queen|Sultan|Emperor)\b)"
_COURTESY = r"[Hh](?:is|er) (?:Excellency|Highness|Royal Highness|Majesty)"
_MANNERS = rf"\b(?:{_COURT}|{_COURTESY}) (?=(?:the )?[A-Z][a-z])|(?<=\bthe )(?:friendly|brotherly|sisterly) (?=[A-Z])"
_DROPPED = re.compile(f"(?P<reference>{_REFERENCE})|(?P<mojibake>{_MOJIBAKE})|{_LINK}|[{_INVISIBLE}]|{_MANNERS}")
# Of these one stands in all that is dropped, unless a sign beyond ASCII does.
_SIGNS = (
    "[",
    "](",
    "H.",
    "HE",
    "HH",
    "HRH",
    "HM",
    "Excellency",
    "Highness",
    "Majesty",
    "friendly",
    "brotherly",
    "sisterly",
)
# A double quote where an apostrophe belongs: Israel"s, Sa"ar.
_WRONG_QUOTE = re.compile(r'(?<=[^\W\d_])"(?=s\b|[^\W\d_]{2,}\b(?!["]))')


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Cleaned text and, for each of its characters, the offset in the raw text; one offset more for the end."""

    text: str
    offsets: Sequence[int]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span that the cleaned span `start`..`end` (end exclusive, not empty) stands for."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def part(self, start: int, end: int) -> Cleaned:
        """The cleaned characters `start`..`end` (end exclusive, not empty)."""
        if isinstance(self.offsets, range):
            return Cleaned(self.text[start:end], self.offsets[start : end + 1])
        return Cleaned(self.text[start:end], (*self.offsets[start:end], self.offsets[end - 1] + 1))


def _mended(text: str) -> str:
    """A text with each character that is wrong replaced by the one that is meant."""
    plain = text.translate(_ONE_TO_ONE).replace("\n", " ")
    return _WRONG_QUOTE.sub("'", plain) if '"' in plain else plain


def clean(raw: str, start: int, end: int) -> Cleaned:
    """Clean `raw[start:end]`; see the module for what is mended."""
    if not _may_drop(raw[start:end]):
        return Cleaned(_mended(raw[start:end]), range(start, end + 1))
    pieces: list[str] = []
    offsets: list[int] = []
    at = start
    for found in _DROPPED.finditer(raw, start, end):
        pieces.append(raw[at : found.start()])
        offsets.extend(range(at, found.start()))
        mended = ftfy.fix_encoding(found.group()) if found.group("mojibake") else ""
        pieces.append(mended)
        offsets.extend([found.start()] * len(mended))
        at = found.end()
    pieces.append(raw[at:end])
    offsets.extend(range(at, end))
    offsets.append(end)
    return Cleaned(_mended("".join(pieces)), tuple(offsets))


def _may_drop(raw: str) -> bool:
    """Whether anything may be dropped; most of a text has nothing of the kind, and to search for a sign is quick."""
    return not raw.isascii() or any(sign in raw for sign in _SIGNS)
