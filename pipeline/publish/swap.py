"""Put a finished folder in the place of another, so that a reader sees the old one or the new one and never a mixture.

The new release is written into a hidden sibling (`.output.new-1a2b3c4d`), made durable, and exchanged with the old
one by a single `renameat2(RENAME_EXCHANGE)` where the system has it (Linux); elsewhere by two renames, the second of
which is undone if it fails. A run that is killed leaves a sibling behind: the next run removes it, unless its owner
still lives, which is known from a lock on the folder itself that the system drops with the process. What a release
contains is no matter of this module.
"""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.publish.errors import PublishError, failure

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no flock; leftovers stay there until somebody removes them
    fcntl = None  # type: ignore[assignment]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
# Not every file system can exchange; these are its ways of saying so.
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """Yield an empty folder to write in; when the block ends well, it takes the place of `output`.

    Args:
        output: the folder to replace; it need not exist. A symbolic link is followed, so that the link stays.

    Yields:
        The folder to fill, a sibling of `output` on the same file system.

    Raises:
        PublishError: the parent folder cannot be written or `output` cannot be moved. `output` is then as it was.
    """
    target = output.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        restore_interrupted(target)
        remove_leftovers(target)
        fresh = _sibling(target, "new")
        fresh.mkdir()
    except OSError as error:
        raise _cannot_write(target, error) from error
    lock = _lock(fresh)
    try:
        yield fresh
        _make_durable(fresh)
        _put_in_place(fresh, target)
    finally:
        # After an exchange this path holds the previous release; after a failure, the unfinished one.
        shutil.rmtree(fresh, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def remove_leftovers(target: Path) -> list[Path]:
    """Remove siblings that killed runs left beside `target`; a living run's folder is locked and stays."""
    removed = []
    for path in sorted(target.parent.glob(f".{_escaped(target.name)}.new-*")):
        lock = _lock(path)
        if lock is None:
            continue
        shutil.rmtree(path, ignore_errors=True)
        os.close(lock)
        removed.append(path)
    return removed


def restore_interrupted(target: Path) -> bool:
    """Bring back the last good release if a run died between the two renames of the fallback; say whether it did."""
    kept = sorted(target.parent.glob(f".{_escaped(target.name)}.old-*"))
    if target.exists():
        for path in kept:
            shutil.rmtree(path, ignore_errors=True)
        return False
    if not kept:
        return False
    kept[-1].rename(target)
    return True


def exchange(left: Path, right: Path) -> bool:
    """Exchange two folders by one system call; return False, with nothing moved, where the system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(left), _AT_FDCWD, os.fsencode(right), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(right))


def _put_in_place(fresh: Path, target: Path) -> None:
    try:
        if not target.exists():
            fresh.rename(target)
        elif not exchange(fresh, target):
            _rename_twice(fresh, target)
        _sync_folder(target.parent)
    except OSError as error:
        raise _cannot_write(target, error) from error


def _rename_twice(fresh: Path, target: Path) -> None:
    old = _sibling(target, "old")
    target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _make_durable(folder: Path) -> None:
    for place, _, names in os.walk(folder, topdown=False):
        for path in (Path(place, name) for name in names):
            if path.is_file():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
        _sync_folder(Path(place))


def _sync_folder(folder: Path) -> None:
    # Some file systems (and Windows) cannot sync a folder: the rename is then as durable as they make it.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _lock(folder: Path) -> int | None:
    """Lock a folder for as long as the handle is open; None if another process holds it or it is gone."""
    if fcntl is None:  # pragma: no cover
        return None
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _sibling(target: Path, kind: str) -> Path:
    return target.parent / f".{target.name}.{kind}-{secrets.token_hex(4)}"


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _cannot_write(target: Path, error: OSError) -> PublishError:
    mount = error.errno in {errno.EBUSY, errno.EXDEV}
    remedy = (
        "A mount point cannot be replaced: name a folder inside it."
        if mount
        else "Check that the folder above it exists, has room and may be written."
    )
    return PublishError(
        failure(
            "output_not_writable",
            f"{target}: the release could not be put in place ({error.strerror or error}).",
            remedy,
            file=str(target),
        )
    )
