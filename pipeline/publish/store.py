"""Publish into an object store, which has no rename: new files under a name of their own, then one small file that names them.

    datapackage.json              names the files of the release that holds now: the only file that is ever written over
    packages/1a2b3c4d5e6f7890/    a release, whole, as it lies in a folder; named by the hash of its files, never changed

A store puts an object in place at once, so whoever reads `datapackage.json` finds one whole release, before and after, and an
upload that breaks off leaves the last. What has arrived of it is not sent again. Older releases stay: whoever reads one reads on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from pipeline.publish.database import DATABASE
from pipeline.publish.descriptor import as_json
from pipeline.publish.errors import PublishError, failure
from pipeline.publish.files import describe_file

if TYPE_CHECKING:
    from upath import UPath

PACKAGES = "packages"
_DESCRIPTOR = "datapackage.json"
_AT_ONCE = 8  # files being sent: each may be held in memory up to a hundred megabytes


def refuse_unwritable(output: Path) -> None:
    """See that the store takes a file: an empty one, `packages/.writable`, which stays and means nothing.

    Raises:
        PublishError: it does not.
    """
    place = cast("UPath", output) / PACKAGES / ".writable"
    try:
        place.fs.pipe_file(place.path, b"")
    except Exception as error:  # the library of each kind of store raises errors of its own
        raise _cannot_write(output, error) from error


@contextmanager
def uploading(output: Path) -> Iterator[Path]:
    """Yield an empty folder of this machine; when the block ends well, what it holds is the release at the address `output`.

    Raises:
        PublishError: the store cannot be written. What was published there before is as it was.
    """
    with TemporaryDirectory(prefix="bilateral-") as scratch:
        folder = Path(scratch, "package")
        folder.mkdir()
        yield folder
        try:
            _switch(cast("UPath", output), folder, _send(cast("UPath", output), folder))
        except Exception as error:  # as before
            raise _cannot_write(output, error) from error


def current_release(output: Path) -> Path:
    """The place of the release that an address shows now: it holds all files of it, and never changes.

    Raises:
        FileNotFoundError: there is no `datapackage.json`.
        ValueError, KeyError, IndexError: it is none of ours.
    """
    place = cast("UPath", output)
    place.fs.invalidate_cache()  # of listings, which may be older than the release
    described = json.loads(place.fs.cat_file((place / _DESCRIPTOR).path))
    return cast(Path, (place / described["resources"][0]["path"]).parent)


def _cannot_write(output: Path, error: Exception) -> PublishError:
    message = f"Nothing can be put at {output} ({type(error).__name__}: {error}); what was published there holds."
    remedy = "Check address, rights and connection, then build again: what has arrived is not sent again."
    return PublishError(failure("output_not_writable", message, remedy, file=str(output)))


def _send(output: UPath, folder: Path) -> str:
    """Send what is not there yet of the files of a folder; return where they lie under `output`."""
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    place = f"{PACKAGES}/{_content_hash(folder, sizes)}"
    target = output / place
    missing = _missing(target, sizes)
    if missing:
        sent = [str(folder / name) for name in missing]
        target.fs.put(sent, [f"{target.path}/{name}" for name in missing], batch_size=_AT_ONCE)
    lost = _missing(target, sizes)
    if lost:
        raise OSError(f"{len(lost)} files did not arrive whole, the first {lost[0]}")
    return place


def _switch(output: UPath, folder: Path, place: str) -> None:
    """Name the files at `place` in the descriptor at the address."""
    described: dict[str, Any] = json.loads((folder / _DESCRIPTOR).read_text(encoding="utf-8"))
    for resource in described["resources"]:
        resource["path"] = f"{place}/{resource['path']}"
    output.fs.pipe_file((output / _DESCRIPTOR).path, as_json(described).encode())


def _content_hash(folder: Path, names: dict[str, int]) -> str:
    """The hash of the files; the database, whose bytes differ from build to build, says nothing that others do not."""
    lines = [f"{name} {describe_file(folder / name).sha256}\n" for name in sorted(names) if name != DATABASE]
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]


def _missing(target: UPath, sizes: dict[str, int]) -> list[str]:
    """Which files the store does not hold, or not in their size (of the database any size will do), sorted."""
    target.fs.invalidate_cache()
    held = {
        str(path).removeprefix(f"{target.path}/"): about["size"]
        for path, about in target.fs.find(target.path, detail=True).items()
    }
    return sorted(name for name, size in sizes.items() if held.get(name) != size and not (name == DATABASE in held))
