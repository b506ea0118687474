"""Rows of documents kept as they have landed: a rerun joins them with those of new documents and looks at no reading.

In: documents, and what has landed of some of them. Out: what had landed of the others. Rows are kept under the key of their document's
reading, its name and its path, for as long as that reading lies there, and only once a package has been published with them: they have
been held against the text by then. A build writes what it has landed as one bundle; where there are many, or most of what they hold is
asked for no more, one is made of them. A damaged bundle is reported, and its rows are made anew from the readings. Nothing here fails a build.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cache.entries import damaged_entry, write_whole
from pipeline.cache.last_build import package_key
from pipeline.cache.readings import ReadingCache, document_key
from pipeline.records import Document, Finding

if TYPE_CHECKING:
    from pipeline.resolve import Landed

_FOLDER = "rows"
_INDEX, _COPIES = "index.json", "copies.json"
# bundles: each costs a dozen files to open
_MOST = 8


@dataclass
class _Bundle:
    """What a build has landed: where it lies, the key of each document by its id, and the ids of those that are asked for."""

    folder: Path
    keys: dict[str, str]
    wanted: list[str] = field(default_factory=list)


class RowCache:
    """The rows that one version of all code has made for one package.

    Attributes:
        held: ids of the documents whose rows are kept; known after `split`.
        findings: what was found damaged.
    """

    def __init__(self, cache: Path, output: Path, version: str, readings: ReadingCache, *, fresh: bool = False) -> None:
        """Open the cache.

        Args:
            cache: the cache folder; nothing of it needs to exist.
            output: of the package: what one asks for no more may be asked for by another.
            version: of the code (`pipeline.cache.build_version`).
            readings: what rows are made from.
            fresh: take nothing that is held, only keep.
        """
        self._version = cache / _FOLDER / version
        self._folder = self._version / package_key(output)
        self._readings = readings
        self.held: frozenset[str] = frozenset()
        self.findings: list[Finding] = []
        self._bundles = [] if fresh else list(self._sound_bundles())
        self._missing: dict[str, Document] = {}
        self._keys: dict[str, str] = {}
        self._new: Landed | None = None
        self._copied: Mapping[str, str | None] = {}

    def split(self, documents: Iterable[Document]) -> list[Document]:
        """The documents whose rows are not kept."""
        kept = {place: bundle for bundle in self._bundles for place in bundle.keys.items()}
        for document in documents:
            name = document.document_id
            key = self._key(document) or ""
            bundle = kept.get((name, key))
            if bundle is None:
                self._missing[name] = document
            else:
                self._keys[name] = key
                bundle.wanted.append(name)
        self.held = frozenset(name for bundle in self._bundles for name in bundle.wanted)
        return list(self._missing.values())

    def tables(self) -> Landed | None:
        """What has landed of the documents that are held."""
        return self._tables

    def settled(self) -> Mapping[str, str | None]:
        """What these documents were found to copy when the last package was made."""
        try:
            found = json.loads((self._folder / _COPIES).read_text(encoding="utf-8")) if self.held else {}
            return {name: found[name][1] for name in self.held if name in found and found[name][0] == self._keys[name]}
        except (OSError, ValueError, LookupError, TypeError):
            return {}

    def keep(self, new: Landed, copies: Mapping[str, str | None]) -> None:
        """Take in what has landed of the others, and what each document copies, for `write`."""
        self._new, self._copied = new, copies

    def write(self) -> None:
        """Write what was taken in, and remove what nobody asks for again."""
        with suppress(OSError):
            if self._new is not None and self._new["documents"].num_rows:
                self._write(self._new)
            if self._folder.is_dir():
                copies = {name: (key, self._copied.get(name)) for name, key in self._keys.items()}
                write_whole(self._folder / _COPIES, json.dumps(copies))
            used = {bundle.folder for bundle in self._bundles if bundle.wanted}
            _remove_all_but(self._folder, used | {self._folder / _COPIES})
            _remove_all_but(self._version.parent, {self._version})

    @cached_property
    def _tables(self) -> Landed | None:
        import pyarrow as pa

        parts = [_load(bundle) for bundle in self._bundles if bundle.wanted]
        return {name: pa.concat_tables([part[name] for part in parts]) for name in parts[0]} if parts else None

    def _key(self, document: Document) -> str | None:
        size = self._readings.size(document)
        if size is None:
            return None
        parts = (document_key(document), document.document_id, document.path, str(size))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def _write(self, new: Landed) -> None:
        import pyarrow as pa

        keys = {name: key for name, document in self._missing.items() if (key := self._key(document))}
        self._keys |= keys
        kept = sum(len(bundle.keys) for bundle in self._bundles)
        if self._tables and (len(self._bundles) >= _MOST or kept > 2 * len(self.held)):
            keys = self._keys
            new = {name: pa.concat_tables([table, self._tables[name]]) for name, table in new.items()}
            self._bundles = []
        self._bundles.append(_Bundle(_write_bundle(new, keys, self._folder), keys, list(keys)))

    def _sound_bundles(self) -> Iterator[_Bundle]:
        for folder in sorted(path for path in self._folder.glob("[!.]*") if path.is_dir()):
            try:
                index = json.loads((folder / _INDEX).read_text(encoding="utf-8"))
                wrong = [name for name, digest in index["files"].items() if _digest(folder / name) != digest]
                if wrong:
                    raise ValueError(f"{wrong[0]} is not as it was written")
                yield _Bundle(folder, dict(index["documents"]))
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                self.findings.append(
                    damaged_entry(folder, "kept rows are", "they are made anew from the readings", error)
                )


def _write_bundle(tables: Landed, keys: dict[str, str], folder: Path) -> Path:
    """Write a bundle beside and rename it, so that it is whole or not there."""
    import pyarrow.parquet as pq

    place = folder / hashlib.sha256("\0".join(sorted(keys.values())).encode()).hexdigest()[:16]
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    beside.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, beside / f"{name}.parquet", compression="zstd")
    files = {f"{name}.parquet": _digest(beside / f"{name}.parquet") for name in tables}
    (beside / _INDEX).write_text(json.dumps({"documents": keys, "files": files}), encoding="utf-8")
    shutil.rmtree(place, ignore_errors=True)
    beside.rename(place)
    return place


def _load(bundle: _Bundle) -> Landed:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    tables = {path.stem: pq.ParquetFile(path).read() for path in sorted(bundle.folder.glob("*.parquet"))}
    if len(bundle.wanted) == tables["documents"].num_rows:
        return tables
    wanted = pa.array(bundle.wanted)
    return {name: table.filter(pc.is_in(table["document_id"], wanted)) for name, table in tables.items()}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove_all_but(folder: Path, used: set[Path]) -> None:
    for path in folder.glob("*"):
        if path not in used:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
