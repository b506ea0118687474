"""Which documents print another's text: a wire report in ten papers is one source, not ten.

In: readings. Out: copy → original, the earliest document with nearly the same text. Candidates come from MinHash (rensa), whose
seed is fixed; each is then compared word by word, so that chance decides nothing but how many are compared. Boilerplate is left
out: two articles of one site are no copies because they share a footer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from pipeline.records import Reading

_SHINGLE = 4  # words in a row: two reports of one event written by two people share few of these
_FEWEST = 8  # shingles: below, a text is too short to say whose it is
_ALIKE = 0.5  # shingles in common of all that either has
_CUT, _CONTAINED = 0.4, 0.8  # a copy cut short: less in common, but nearly all of it stands in the other
_PERMUTATIONS, _BANDS, _SEED = 126, 42, 1  # three a band: of pairs just alike enough one in two hundred is missed


def find_copies(readings: Iterable[Reading]) -> dict[str, str]:
    """Ids of copies and of the document that each copies, which is itself no copy.

    The earliest by day of publication is the original; of those of one day, and of those without, the first by id.
    """
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(_CUT, _PERMUTATIONS, _BANDS)
    originals: list[tuple[str, frozenset[str]]] = []
    copies: dict[str, str] = {}
    for reading in sorted(readings, key=_seniority):
        shingles = _shingles(reading)
        if len(shingles) < _FEWEST:
            continue
        signature = RMinHash(_PERMUTATIONS, _SEED)
        signature.update(sorted(shingles))
        original = _most_alike(shingles, [originals[number] for number in sorted(index.query(signature))])
        if original is not None:
            copies[reading.document.document_id] = original
            continue
        index.insert(len(originals), signature)
        originals.append((reading.document.document_id, shingles))
    return copies


def _seniority(reading: Reading) -> tuple[date, str]:
    return reading.document.published or date.max, reading.document.document_id


def _shingles(reading: Reading) -> frozenset[str]:
    text = reading.document.text
    body = " ".join(text[row["start"] : row["end"]] for row in reading.sentences if row["kind"] == "body")
    words = re.findall(r"\w+", body.casefold())
    return frozenset(" ".join(words[start : start + _SHINGLE]) for start in range(len(words) - _SHINGLE + 1))


def _most_alike(shingles: frozenset[str], others: Iterable[tuple[str, frozenset[str]]]) -> str | None:
    """The document that most is shared with, the earliest of several; None where none has enough in common."""
    best, found = 0.0, None
    for document_id, held in others:
        shared = len(shingles & held)
        alike = shared / len(shingles | held)
        cut_short = alike >= _CUT and shared >= _CONTAINED * min(len(shingles), len(held))
        if (alike >= _ALIKE or cut_short) and alike > best:
            best, found = alike, document_id
    return found
