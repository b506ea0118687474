"""Readings kept by content: a file each, named by what the reader saw of the document.

An entry is JSON. A damaged one is read anew and reported. Nothing here fails a build: a cache that cannot be written is a warning.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from pipeline.cache.entries import DAMAGED, Entries, damaged_entry
from pipeline.records import Document, Finding, Reading

ReadShard = Callable[[], tuple[list[Reading], list[Finding]]]
_FOLDER = "readings"
_KEPT = ("sentences", "claims", "organisations", "people", "mentions")
# who the document is and where it lies: a reading does not depend on it, so a renamed file is not read again
_NOT_SEEN = ("document_id", "path", "text")


class ReadingCache:
    """The readings of one version of the reader.

    Attributes:
        findings: what was found damaged or could not be written, in the order of finding.
    """

    def __init__(self, cache: Path, version: str, *, fresh: bool = False) -> None:
        """Open the cache.

        Args:
            cache: the cache folder; nothing of it needs to exist.
            version: of the reader (`pipeline.cache.reader_version`).
            fresh: take nothing that is held, only keep.
        """
        self._entries = Entries(cache / _FOLDER, version, ".json.gz", fresh=fresh)
        self.findings: list[Finding] = []

    def holds(self, document: Document) -> bool:
        """Whether there is a reading of a document: then it was read, and so it was taken for English."""
        return self._entries.holds(document_key(document))

    def size(self, document: Document) -> int | None:
        """How many bytes the reading of a document takes; None where there is none."""
        return self._entries.size(document_key(document))

    def split(self, documents: Iterable[Document]) -> tuple[list[Reading], list[Document]]:
        """Readings of the documents that are held, and the documents that must be read."""
        held: list[Reading] = []
        missing: list[Document] = []
        for document in documents:
            reading = self._load(document)
            if reading is None:
                missing.append(document)
            else:
                held.append(reading)
        return held, missing

    def keeping(self, read_shard: ReadShard) -> ReadShard:
        """The same work, whose readings are kept as soon as it is done: a killed build need not do it again."""

        def read_and_keep() -> tuple[list[Reading], list[Finding]]:
            readings, findings = read_shard()
            for reading in readings:
                self._keep(reading)
            return readings, findings

        return read_and_keep

    def forget_other_versions(self) -> None:
        """Remove what other versions of the reader have left: nobody asks for it again."""
        self._entries.forget_other_versions()

    def _load(self, document: Document) -> Reading | None:
        key = document_key(document)
        try:
            held = self._entries.load(key)
            if held is None:
                return None
            kept = json.loads(held)
            return Reading(document, **{name: kept[name] for name in _KEPT})
        except (*DAMAGED, ValueError, KeyError, TypeError) as error:
            self.findings.append(_damaged(self._entries.path(key), document, error))
            return None

    def _keep(self, reading: Reading) -> None:
        entry = {name: getattr(reading, name) for name in _KEPT}
        try:
            self._entries.keep(document_key(reading.document), json.dumps(entry, ensure_ascii=False).encode())
        except OSError as error:
            self.findings.append(_not_kept(self._entries.folder, error))


def document_key(document: Document) -> str:
    """The hash of what a reading depends on: text (by its own hash) and metadata."""
    names = [field.name for field in fields(document) if field.name not in _NOT_SEEN]
    seen: dict[str, Any] = {name: getattr(document, name) for name in names}
    return hashlib.sha256(json.dumps(seen, sort_keys=True, default=str).encode()).hexdigest()


def _damaged(path: Path, document: Document, error: Exception) -> Finding:
    return damaged_entry(path, f"the kept reading of {document.path} is", "the document is read again", error)


def _not_kept(folder: Path, error: OSError) -> Finding:
    return Finding(
        "warning",
        "cache",
        "not_kept",
        f"readings could not be kept ({error.strerror or error}), so the next build reads these documents again",
        "make room, or name a folder that can be written in BILATERAL_CACHE",
        file=str(folder),
    )
