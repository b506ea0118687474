"""A draft becomes a file: under a name that nothing else has, all of it at once.

The file is written under a hidden name, which no build reads, and then gets its own by one act that fails where the name is
taken: whoever watches the folder never sees half a document, and no document is ever overwritten.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from pipeline.acquire.draft import Draft
from pipeline.ingest import slugify

_LONGEST = 80  # characters of a file's name
_FIRST_WORDS = 8


def keep(draft: Draft, folder: Path, name_taken: Callable[[str], bool]) -> Path:
    """Write a draft into a folder, which is made if need be.

    Args:
        draft: what to write.
        folder: where.
        name_taken: says of a name without its ending whether another document has it.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{secrets.token_hex(8)}.part"
    try:
        with fresh.open("xb") as file:
            file.write(draft.file_text().encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        return next(
            path for name in _names(draft) if not name_taken(name) and _appears(fresh, path := folder / f"{name}.md")
        )
    finally:
        fresh.unlink(missing_ok=True)


def _names(draft: Draft) -> Iterator[str]:
    """Day and title as a slug, then the same with a number."""
    title = draft.values.get("title") or " ".join(draft.text.split()[:_FIRST_WORDS])
    day = draft.values.get("published")
    slug = slugify(f"{day} {title}" if day else title)
    short = slug if len(slug) <= _LONGEST else slug[: _LONGEST + 1].rpartition("-")[0] or slug[:_LONGEST]
    yield short
    yield from (f"{short}-{number}" for number in count(2))


def _appears(fresh: Path, path: Path) -> bool:
    """Give a finished file its name; False if the name is taken."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        return False
    except OSError:
        # a file system without hard links: between the look and the renaming somebody could take the name
        if path.exists():
            return False
        fresh.rename(path)
    return True
