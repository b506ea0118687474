"""Which documents print another's text: a wire report in ten papers is one source, not ten.

In: readings. Out: copy → original, the earliest document with nearly the same text. Candidates come from MinHash (rensa), whose
seed is fixed; each is then compared word by word, so that chance decides nothing but how many are compared. Boilerplate is left
out: two articles of one site are no copies because they share a footer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from pipeline.records import Reading

if TYPE_CHECKING:
    from rensa import RMinHash

_SHINGLE = 4  # words in a row: two reports of one event written by two people share few of these
_FEWEST = 8  # shingles: below, a text is too short to say whose it is
_ALIKE = 0.5  # shingles in common of all that either has
_CUT, _CONTAINED = 0.4, 0.8  # a copy cut short: less in common, but nearly all of it stands in the other
_PERMUTATIONS, _BANDS, _SEED = 126, 42, 1  # three a band: of pairs just alike enough one in two hundred is missed

Shingles = frozenset[str]


def find_copies(readings: Iterable[Reading]) -> dict[str, str]:
    """Ids of copies and of the document that each copies, which is itself no copy.

    The earliest by day of publication is the original; of those of one day, and of those without, the first by id.
    """
    originals = Originals()
    copies: dict[str, str] = {}
    for reading in sorted(readings, key=_seniority):
        own_id = reading.document.document_id
        original = originals.first(own_id, shingles(_body(reading)))
        if original is not None:
            copies[own_id] = original
    return copies


class Originals:
    """Texts that copy none of those met before them."""

    def __init__(self) -> None:
        from rensa import RMinHashLSH

        self._index = RMinHashLSH(_CUT, _PERMUTATIONS, _BANDS)
        self._texts: list[tuple[str, Shingles]] = []

    def first(self, name: str, text: Shingles) -> str | None:
        """The name of the text that this one copies; None, and it is remembered under its name, if it copies none."""
        if len(text) < _FEWEST:
            return None
        signature = _signature(text)
        original = self._nearest(text, signature)
        if original is None:
            self._index.insert(len(self._texts), signature)
            self._texts.append((name, text))
        return original

    def find(self, text: Shingles) -> str | None:
        """The name of the text that this one copies."""
        return None if len(text) < _FEWEST else self._nearest(text, _signature(text))

    def _nearest(self, text: Shingles, signature: RMinHash) -> str | None:
        return _most_alike(text, [self._texts[number] for number in sorted(self._index.query(signature))])


def _seniority(reading: Reading) -> tuple[date, str]:
    return reading.document.published or date.max, reading.document.document_id


def _body(reading: Reading) -> str:
    text = reading.document.text
    return " ".join(text[row["start"] : row["end"]] for row in reading.sentences if row["kind"] == "body")


def shingles(text: str) -> Shingles:
    """All runs of four words of a text."""
    words = re.findall(r"\w+", text.casefold())
    return frozenset(" ".join(words[start : start + _SHINGLE]) for start in range(len(words) - _SHINGLE + 1))


def _signature(text: Shingles) -> RMinHash:
    from rensa import RMinHash

    signature = RMinHash(_PERMUTATIONS, _SEED)
    signature.update(sorted(text))
    return signature


def _most_alike(text: Shingles, others: Iterable[tuple[str, Shingles]]) -> str | None:
    """The document that most is shared with, the earliest of several; None where none has enough in common."""
    best, found = 0.0, None
    for document_id, held in others:
        shared = len(text & held)
        alike = shared / len(text | held)
        cut_short = alike >= _CUT and shared >= _CONTAINED * min(len(text), len(held))
        if (alike >= _ALIKE or cut_short) and alike > best:
            best, found = alike, document_id
    return found
