"""Waiting for the inputs of a build to change: seeds, corrections, lexicons, vocabularies, code.

In: settings. Out: which files came, changed and went, each time they have come to rest. `watchfiles` only wakes us; what has
changed is seen by comparing the files with what they were, so that nothing but an input counts: neither what a build writes
nor what an editor keeps for a moment. What a change leads to is no matter of this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Literal

from pipeline.cache import CODE_FOLDERS, code_files, seed_files
from pipeline.settings import Settings, SettingsError, is_address

# time of the content, size, rights; not the time of the inode, which a build moves that links to a file of the code
Stamp = tuple[int, int, int]
_STEP = 50  # milliseconds in which events are gathered


@dataclass(frozen=True, slots=True)
class FileChange:
    """One input file that came, changed or went."""

    kind: Literal["added", "changed", "removed"]
    path: Path


def watch_inputs(settings: Settings, *, settle: float = 0.5, stop: Event | None = None) -> Iterator[list[FileChange]]:
    """Yield an empty list when watching has begun, then the changes of the input files each time these are at rest again.

    What changes while the caller works is not missed: it is yielded next.

    Args:
        settings: say where the seeds are, and where a build writes.
        settle: seconds in which nothing may happen before files count as at rest.
        stop: ends the watch when it is set.

    Raises:
        SettingsError: the seeds are at an address, which cannot be watched.
    """
    from watchfiles import watch

    if is_address(settings.seeds):
        raise SettingsError(f"{settings.seeds} is an address, whose changes nobody tells; build on a schedule instead")
    known: Mapping[Path, Stamp] | None = None
    rest = max(int(settle * 1000), _STEP)
    while True:
        held, woken = _watched(settings), True  # what happened before this watch began is not known
        for events in watch(
            *held, watch_filter=None, step=_STEP, rust_timeout=rest, yield_on_timeout=True, stop_event=stop
        ):
            if events:
                woken = True
                continue
            if woken:
                found, woken = _stamps(settings), False
                changes = [] if known is None else _differences(known, found)
                begun, known = known is None, found
                if begun or changes:
                    yield changes
            if _watched(settings) != held:
                break
        else:
            return


def _watched(settings: Settings) -> dict[Path, int]:
    """What is watched, each with its inode: who is removed and made again under the same name must be watched anew."""
    seeds = seed_files(settings.seeds) if settings.seeds.is_file() else [settings.seeds]
    found: dict[Path, int] = {}
    for path in (*seeds, *CODE_FOLDERS):
        with suppress(OSError):
            found[path] = path.stat().st_ino
    return found


def _stamps(settings: Settings) -> dict[Path, Stamp]:
    """Every input file with its stamp; what a build writes is none, though it lie among the seeds."""
    written = [folder.absolute() for folder in (settings.output, settings.cache, settings.releases)]
    found: dict[Path, Stamp] = {}
    for path in (*seed_files(settings.seeds), *code_files()):
        if not any(path.absolute().is_relative_to(folder) for folder in written):
            with suppress(OSError):  # it went just now
                stat = path.stat()
                found[path] = (stat.st_mtime_ns, stat.st_size, stat.st_mode)
    return found


def _differences(old: Mapping[Path, Stamp], new: Mapping[Path, Stamp]) -> list[FileChange]:
    changes: list[FileChange] = []
    for path in sorted(old.keys() | new.keys()):
        if path not in old:
            changes.append(FileChange("added", path))
        elif path not in new:
            changes.append(FileChange("removed", path))
        elif old[path] != new[path]:
            changes.append(FileChange("changed", path))
    return changes
