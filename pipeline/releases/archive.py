"""A release as one file: a zip whose bytes hang on the files in it alone, with the checksum of each."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pipeline.publish.database import DATABASE
from pipeline.publish.files import PublishedFile, describe_file, write_text

CHECKSUMS = "SHA256SUMS"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest day that a zip can say


def write_checksums(folder: Path) -> None:
    """Write `SHA256SUMS`, as `sha256sum --check` reads it, of every file but the database, which differs by build."""
    lines = [f"{describe_file(path).sha256}  {path.name}\n" for path in _files(folder) if path.name != CHECKSUMS]
    write_text("".join(lines), folder / CHECKSUMS)


def write_zip(folder: Path, path: Path, root: str) -> PublishedFile:
    """Pack a folder's files under `root/`, in one piece: the file is there whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for file in _files(folder):
                entry = zipfile.ZipInfo(f"{root}/{file.name}", _EPOCH)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(entry, file.read_bytes())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return describe_file(path)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name != DATABASE)
