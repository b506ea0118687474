"""One build at a time a folder.

The lock is the system's own (flock) on a file beside the folder, `.output.lock`: it is gone with the process that held it, however
that ended. The file itself stays and means nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.publish.errors import PublishError, failure
from pipeline.settings import is_address


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold a folder for a block.

    A store at an address has no lock and needs none: each build sends files of its own, and whichever ends last holds.

    Raises:
        PublishError: somebody else holds it, or nothing can be written beside it.
    """
    if is_address(folder):
        yield
        return
    target = folder.resolve()
    path = target.parent / f".{target.name}.lock"
    lock = FileLock(path, timeout=0)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        message, remedy = f"Another process{_holder(path)} is writing {folder}.", "Wait for it, or name another folder."
        raise PublishError(failure("folder_held", message, remedy, file=str(folder))) from None
    except OSError as error:
        message = f"Nothing can be written beside {folder} ({error.strerror or error})."
        remedy = "Name a folder that can be written, with room left."
        raise PublishError(failure("output_not_writable", message, remedy, file=str(folder))) from error
    try:
        with suppress(OSError):  # a courtesy to whoever finds the folder held
            path.write_text(f"{os.getpid()}\n", encoding="utf-8")
        yield
    finally:
        lock.release()


def _holder(path: Path) -> str:
    try:
        return f" ({int(path.read_text(encoding='utf-8'))})"
    except (OSError, ValueError):
        return ""
