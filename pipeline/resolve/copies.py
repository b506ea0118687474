"""Which documents print another's text: a wire report in ten papers is one source, not ten.

In: readings, or the fingerprints that shards have written of them. Out: copy → original, the earliest document with nearly the same
text. Candidates come from MinHash (rensa), whose seed is fixed; each is then compared by all of its words in a row, so that chance
decides nothing but how many are compared. Boilerplate is left out: two articles of one site are no copies because they share a footer.

What is remembered of the originals may lie in a database on disk: memory then holds one document and its candidates, however many there
are. Of a document that is as it was only those others are asked that were no originals when it was settled what it copies.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.records import Reading
from pipeline.scratch import scratch_database

_SHINGLE = 4  # words in a row: two reports of one event written by two people share few of these
_FEWEST = 8  # shingles: below, a text is too short to say whose it is
_ALIKE = 0.5  # shingles in common of all that either has
_CUT, _CONTAINED = 0.4, 0.8  # a copy cut short: less in common, but nearly all of it stands in the other
_PERMUTATIONS, _BANDS, _SEED = 126, 42, 1  # three a band: of pairs just alike enough one in two hundred shares none
# Texts made of the same sentences (tables of results, forecasts) share a band with a part of all that were before them; those
# that are alike enough share five or so, and one in forty of the least alike fewer than two. What two texts share hangs on no third.
_SHARED = 2  # bands
# Odd numbers without a pattern (from the digits of square roots): sums of products with them, cut to 64 bits, are the same for no
# two bands but by a chance of one in 2 ** 64 or so.
_FACTORS = (0x6A09E667F3BCC909, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is compared of a document: hashes of its shingles, sorted, and of the bands under which it is looked up, 8 bytes each."""

    document_id: str
    published: date | None
    shingles: bytes
    bands: bytes


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
    in_a_row = zip(*(words[start:] for start in range(_SHINGLE)), strict=False)
    shingles = list({*map(" ".join, in_a_row)})  # in any order: what is made of them has none
    if len(shingles) < _FEWEST:
        return None
    (hashes,) = RMinHash.hash_token_sets([shingles])
    (signature,) = RMinHash.digests_from_token_sets([shingles], _PERMUTATIONS, _SEED)
    return Fingerprint(name, published, np.unique(np.array(hashes, np.uint64)).tobytes(), _bands(signature))


def find_copies(readings: Iterable[Reading]) -> dict[str, str]:
    """Ids of copies and of the document that each copies, which is itself no copy.

    The earliest by day of publication is the original; of those of one day, and of those without, the first by id.
    """
    found = (one for one in map(fingerprint, readings) if one is not None)
    return dict(copies_among(eldest_first(found)))


def eldest_first(fingerprints: Iterable[Fingerprint]) -> Iterator[Fingerprint]:
    """Put fingerprints in the order in which they are compared, on disk: DuckDB would have to hold them all to sort them."""
    waiting = scratch_database("waiting (document_id TEXT, published TEXT, shingles BLOB, bands BLOB)")
    rows = (
        (one.document_id, one.published and one.published.isoformat(), one.shingles, one.bands) for one in fingerprints
    )
    waiting.executemany("INSERT INTO waiting VALUES (?, ?, ?, ?)", rows)
    # only keys are sorted, not what hangs on them
    in_order = waiting.execute("SELECT rowid FROM waiting ORDER BY published IS NULL, published, document_id")
    for place in array("q", (place for (place,) in in_order)):
        (row,) = waiting.execute("SELECT document_id, published, shingles, bands FROM waiting WHERE rowid = ?", [place])
        document_id, published, shingles, bands = row
        yield Fingerprint(document_id, published and date.fromisoformat(published), shingles, bands)


def copies_among(
    fingerprints: Iterable[Fingerprint],
    store: Callable[[], Originals] | None = None,
    settled: Mapping[str, str | None] | None = None,
) -> Iterator[tuple[str, str]]:
    """Copy and original of those documents that copy one before them.

    Args:
        fingerprints: the eldest come first.
        store: where the originals are remembered: on disk, or `OriginalsAtHand`.
        settled: what earlier was found to be the original of documents that are as they were; None where they copied none. Others may
            have come, gone or changed since.
    """
    store, settled = store or Originals, settled or {}
    originals, turned = store(), store()
    # those that were originals before, as they were, and of all originals which is the eldest
    standing, places = dict[str, bytes](), dict[str, int]()
    for place, one in enumerate(fingerprints):
        name = one.document_id
        before = settled.get(name)
        if name in settled and (before is None or before in standing):
            original = _with_rivals(one, before, list(turned.like(one)), standing, places)
        else:
            original = originals.find(one)
        if original is not None:
            yield name, original
            continue
        originals.add(one)
        places[name] = place
        if name in settled and before is None:
            standing[name] = one.shingles
        elif settled:
            turned.add(one)


def _with_rivals(
    one: Fingerprint,
    before: str | None,
    rivals: list[tuple[str, bytes]],
    standing: Mapping[str, bytes],
    places: Mapping[str, int],
) -> str | None:
    """What a document copies, which was settled before these were originals."""
    if not rivals:
        return before
    if before is not None:
        rivals = sorted([*rivals, (before, standing[before])], key=lambda rival: places[rival[0]])
    return _most_alike(one.shingles, rivals)


class Originals:
    """The documents that copy none before them, found by any band that they share with another; they lie on disk."""

    def __init__(self) -> None:
        self._store = scratch_database(
            "originals (number INTEGER PRIMARY KEY, document_id TEXT, shingles BLOB)",
            "bands (band INTEGER, number INTEGER, PRIMARY KEY (band, number)) WITHOUT ROWID",
        )

    def add(self, one: Fingerprint) -> None:
        """Remember a document that copies none."""
        row = (one.document_id, one.shingles)
        number = self._store.execute("INSERT INTO originals (document_id, shingles) VALUES (?, ?)", row).lastrowid
        self._store.executemany("INSERT INTO bands VALUES (?, ?)", [(band, number) for band in _numbers(one.bands)])

    def like(self, one: Fingerprint) -> Iterator[tuple[str, bytes]]:
        """Ids and shingles of those that may be alike, in the order in which they were added."""
        places = ", ".join("?" * _BANDS)
        found = f"SELECT number FROM bands WHERE band IN ({places}) GROUP BY number HAVING count(*) >= {_SHARED}"
        query = f"SELECT document_id, shingles FROM originals WHERE number IN ({found}) ORDER BY number"
        yield from self._store.execute(query, _numbers(one.bands))

    def find(self, one: Fingerprint) -> str | None:
        """The id of the document that this one copies; None where it copies none."""
        return _most_alike(one.shingles, self.like(one))


class OriginalsAtHand(Originals):
    """The same in memory."""

    def __init__(self) -> None:
        self._held: list[tuple[str, bytes]] = []
        self._numbers: dict[int, list[int]] = defaultdict(list)

    def add(self, one: Fingerprint) -> None:
        """Remember a document that copies none."""
        for band in _numbers(one.bands):
            self._numbers[band].append(len(self._held))
        self._held.append((one.document_id, one.shingles))

    def like(self, one: Fingerprint) -> Iterator[tuple[str, bytes]]:
        """Ids and shingles of those that may be alike, in the order in which they were added."""
        times = Counter(number for band in _numbers(one.bands) for number in self._numbers.get(band, ()))
        yield from (self._held[number] for number in sorted(n for n, shared in times.items() if shared >= _SHARED))


def _bands(signature: Sequence[int]) -> bytes:
    """A signature cut into bands: of each a hash of its place and its values."""
    import numpy as np

    of_place, *of_values = _FACTORS
    values = np.array(signature, np.uint64).reshape(_BANDS, -1)
    hashes = values @ np.array(of_values, np.uint64) + np.arange(_BANDS, dtype=np.uint64) * np.uint64(of_place)
    return hashes.tobytes()


def _numbers(hashes: bytes) -> array[int]:
    """Hashes as numbers with a sign, as databases have them."""
    return array("q", hashes)


def _most_alike(shingles: bytes, others: Iterable[tuple[str, bytes]]) -> str | None:
    """The document that most is shared with, the earliest of several; None where none has enough in common."""
    import numpy as np

    others = list(others)
    if not others:
        return None
    # all at once, for texts made of the same sentences have hundreds of candidates
    own, held = np.frombuffer(shingles, np.uint64), np.frombuffer(b"".join(text for _, text in others), np.uint64)
    sizes = np.array([len(text) // own.itemsize for _, text in others])
    places = np.minimum(np.searchsorted(own, held), len(own) - 1)
    shared = np.add.reduceat(own[places] == held, np.cumsum(sizes) - sizes, dtype=np.int64)
    alike = shared / (len(own) + sizes - shared)
    cut_short = (alike >= _CUT) & (shared >= _CONTAINED * np.minimum(len(own), sizes))
    alike[~((alike >= _ALIKE) | cut_short)] = 0
    most = int(alike.argmax())
    return others[most][0] if alike[most] else None
