"""Archives: a zip or tar file is read as the folder that it holds.

It is unpacked into a temporary folder, one member after another, so that sidecars are found and members are read in order
whatever order they were packed in; disk is needed for the unpacked files, memory is not.
"""

from __future__ import annotations

import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.ingest.problems import first_line, unreadable
from pipeline.ingest.rows import open_plain

ZIP_SUFFIXES = (".zip",)
TAR_SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst")
ARCHIVE_SUFFIXES = (*ZIP_SUFFIXES, *TAR_SUFFIXES)


@contextmanager
def unpacked(archive: Path, file: str) -> Iterator[Path]:
    """The folder of an archive's members, gone when the block ends.

    Raises:
        UnreadableError: the file is no archive, is damaged, asks for a password, or has a member that would lie
            outside of the folder.
    """
    with tempfile.TemporaryDirectory(prefix="bilateral-") as folder:
        try:
            _unpack(archive, folder)
        except (OSError, EOFError, RuntimeError, tarfile.TarError, zipfile.BadZipFile) as error:
            remedy = "pack the files anew, without a password and with plain relative names"
            raise unreadable(
                "broken_file", file, f"the archive cannot be unpacked: {first_line(error)}", remedy
            ) from None
        yield Path(folder)


def _unpack(archive: Path, folder: str) -> None:
    name = archive.name.casefold()
    with open_plain(archive) if name.endswith(".zst") else archive.open("rb") as data:
        if name.endswith(ZIP_SUFFIXES):
            with zipfile.ZipFile(data) as members:
                members.extractall(folder)
        else:
            with tarfile.open(fileobj=data, mode="r|*") as members:
                members.extractall(folder, filter="data")
