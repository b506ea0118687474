"""Entries of the cache: bytes under a key, a file each, which is whole or not there.

An entry is gzip, whose own check sum tells a damaged one. It is written beside and renamed, so a killed build leaves whole entries only.
"""

from __future__ import annotations

import gzip
import os
import shutil
import zlib
from contextlib import suppress
from pathlib import Path

from pipeline.records import Finding

DAMAGED = (OSError, EOFError, zlib.error)
"""What reading an entry raises that is there and broken."""


class Entries:
    """The entries of one kind and one version of the code that made them."""

    def __init__(self, kind: Path, version: str, suffix: str, *, fresh: bool) -> None:
        """Name a place for entries; nothing of it needs to exist.

        Args:
            kind: the folder of all versions.
            version: of what the entries depend on besides their keys.
            suffix: ends the names of the files.
            fresh: take nothing that is held, only keep.
        """
        self.folder, self._suffix, self._fresh = kind / version, suffix, fresh
        self._writable = True

    def path(self, key: str) -> Path:
        """Where the entry of a key lies."""
        return self.folder / key[:2] / f"{key[2:]}{self._suffix}"

    def holds(self, key: str) -> bool:
        """Whether there is an entry, be it damaged."""
        return not self._fresh and self.path(key).is_file()

    def size(self, key: str) -> int | None:
        """How many bytes an entry has, whether it may be taken or not; None where there is none."""
        try:
            return self.path(key).stat().st_size
        except OSError:
            return None

    def load(self, key: str) -> bytes | None:
        """What is kept under a key; None where nothing is.

        Raises:
            DAMAGED: the entry cannot be read, or is not as it was written.
        """
        if self._fresh:
            return None
        try:
            held = self.path(key).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        if not held:  # to gzip that is nothing, well packed
            raise EOFError("the file is empty")
        return gzip.decompress(held)

    def keep(self, key: str, data: bytes) -> None:
        """Keep something under a key; once that has failed, do nothing.

        Raises:
            OSError: the cache cannot be written.
        """
        if not self._writable:
            return
        path = self.path(key)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(gzip.compress(data, 1, mtime=0))
            beside.replace(path)
        except OSError:
            self._writable = False
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise

    def forget_other_versions(self) -> None:
        """Remove what other versions have left: nobody asks for it again."""
        for folder in self.folder.parent.glob("*"):
            if folder != self.folder:
                shutil.rmtree(folder, ignore_errors=True)


def write_whole(path: Path, text: str) -> None:
    """Write a text beside and rename it, so that it is whole or what it was.

    Raises:
        OSError: it cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def damaged_entry(place: Path, what: str, then: str, error: Exception) -> Finding:
    """The finding that something kept cannot be used; `then` says what is done instead."""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:120]
    return Finding(
        "warning",
        "cache",
        "damaged_entry",
        f"{what} damaged ({said}); {then}",
        "nothing, if it happens once; if it comes back, check the disk or name another folder in BILATERAL_CACHE",
        file=str(place),
    )
