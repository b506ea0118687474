"""Which documents print another's text: a wire report in ten papers is one source, not ten.

In: readings, or the fingerprints that shards have written of them. Out: copy → original, the earliest document with nearly the same
text. Candidates come from MinHash (rensa), whose seed is fixed; each is then compared by all of its words in a row, so that chance
decides nothing but how many are compared. Boilerplate is left out: two articles of one site are no copies because they share a footer.

What is remembered of the originals lies in a database on disk: memory holds one document and its candidates, however many there are.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.records import Reading
from pipeline.scratch import scratch_database

_SHINGLE = 4  # words in a row: two reports of one event written by two people share few of these
_FEWEST = 8  # shingles: below, a text is too short to say whose it is
_ALIKE = 0.5  # shingles in common of all that either has
_CUT, _CONTAINED = 0.4, 0.8  # a copy cut short: less in common, but nearly all of it stands in the other
_PERMUTATIONS, _BANDS, _SEED = 126, 42, 1  # three a band: of pairs just alike enough one in two hundred is missed


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is compared of a document: hashes of its shingles, sorted, 8 bytes each, and the bands under which it is looked up."""

    document_id: str
    published: date | None
    shingles: bytes
    bands: list[bytes]


def fingerprint(reading: Reading) -> Fingerprint | None:
    """The fingerprint of a document as read, boilerplate left out; None where its text is too short to say whose it is."""
    text = reading.document.text
    body = " ".join(text[row["start"] : row["end"]] for row in reading.sentences if row["kind"] == "body")
    return fingerprint_of(body, reading.document.document_id, reading.document.published)


def fingerprint_of(text: str, name: str, published: date | None = None) -> Fingerprint | None:
    """The fingerprint of a text under a name; None where it is too short to say whose it is."""
    import numpy as np
    from rensa import RMinHash

    words = re.findall(r"\w+", text.casefold())
    shingles = sorted({" ".join(words[start : start + _SHINGLE]) for start in range(len(words) - _SHINGLE + 1)})
    if len(shingles) < _FEWEST:
        return None
    (hashes,) = RMinHash.hash_token_sets([shingles])
    (signature,) = RMinHash.digests_from_token_sets([shingles], _PERMUTATIONS, _SEED)
    return Fingerprint(name, published, np.unique(np.array(hashes, np.uint64)).tobytes(), _bands(signature))


def find_copies(readings: Iterable[Reading]) -> dict[str, str]:
    """Ids of copies and of the document that each copies, which is itself no copy.

    The earliest by day of publication is the original; of those of one day, and of those without, the first by id.
    """
    found = [one for one in map(fingerprint, readings) if one is not None]
    return dict(copies_among(sorted(found, key=lambda one: (one.published or date.max, one.document_id))))


def copies_among(fingerprints: Iterable[Fingerprint]) -> Iterator[tuple[str, str]]:
    """Copy and original of those documents that copy one before them; the eldest come first."""
    originals = Originals()
    for one in fingerprints:
        original = originals.find(one)
        if original is None:
            originals.add(one)
        else:
            yield one.document_id, original


class Originals:
    """The documents that copy none before them, found by any band that they share with another."""

    def __init__(self) -> None:
        self._store = scratch_database(
            "originals (number INTEGER PRIMARY KEY, document_id TEXT, shingles BLOB)",
            "bands (band BLOB, number INTEGER, PRIMARY KEY (band, number)) WITHOUT ROWID",
        )

    def add(self, one: Fingerprint) -> None:
        """Remember a document that copies none."""
        row = (one.document_id, one.shingles)
        number = self._store.execute("INSERT INTO originals (document_id, shingles) VALUES (?, ?)", row).lastrowid
        self._store.executemany("INSERT INTO bands VALUES (?, ?)", [(band, number) for band in one.bands])

    def find(self, one: Fingerprint) -> str | None:
        """The id of the document that this one copies; None where it copies none."""
        return _most_alike(one.shingles, self._like(one))

    def _like(self, one: Fingerprint) -> Iterator[tuple[str, bytes]]:
        """Ids and shingles of the candidates, in the order in which they were added."""
        places = ", ".join("?" * len(one.bands))
        found = f"SELECT number FROM bands WHERE band IN ({places})"
        query = f"SELECT document_id, shingles FROM originals WHERE number IN ({found}) ORDER BY number"
        yield from self._store.execute(query, one.bands)


def _bands(signature: Sequence[int]) -> list[bytes]:
    """A signature cut into bands, each with its place before its values."""
    rows = _PERMUTATIONS // _BANDS
    cuts = [array("I", signature[start : start + rows]) for start in range(0, _PERMUTATIONS, rows)]
    return [bytes([place]) + values.tobytes() for place, values in enumerate(cuts)]


def _most_alike(shingles: bytes, others: Iterable[tuple[str, bytes]]) -> str | None:
    """The document that most is shared with, the earliest of several; None where none has enough in common."""
    import numpy as np

    own = np.frombuffer(shingles, np.uint64)
    last = len(own) - 1
    best, found = 0.0, None
    for document_id, other in others:
        held = np.frombuffer(other, np.uint64)
        places = np.minimum(np.searchsorted(own, held), last)
        shared = int(np.count_nonzero(own[places] == held))
        alike = shared / (len(own) + len(held) - shared)
        cut_short = alike >= _CUT and shared >= _CONTAINED * min(len(own), len(held))
        if (alike >= _ALIKE or cut_short) and alike > best:
            best, found = alike, document_id
    return found
