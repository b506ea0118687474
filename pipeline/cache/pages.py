"""Pages of the site kept by what they show: most of a site is as it was after one document has changed.

Nothing here fails a build or is worth a finding: a page that is damaged or could not be kept is written anew.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from pipeline.cache.entries import DAMAGED, Entries

_FOLDER = "pages"


class PageCache:
    """The pages that one version of all code has written."""

    def __init__(self, cache: Path, version: str, *, fresh: bool = False) -> None:
        """Open the cache.

        Args:
            cache: the cache folder; nothing of it needs to exist.
            version: of the code (`pipeline.cache.build_version`).
            fresh: take nothing that is held, only keep.
        """
        self._entries = Entries(cache / _FOLDER, version, ".html.gz", fresh=fresh)

    def load(self, key: str) -> str | None:
        """The page that is kept under a key, if there is one."""
        try:
            held = self._entries.load(key)
            return None if held is None else held.decode("utf-8")
        except (*DAMAGED, UnicodeDecodeError):
            return None

    def keep(self, key: str, page: str) -> None:
        """Keep a page, if the cache can be written."""
        with suppress(OSError):
            self._entries.keep(key, page.encode("utf-8", "replace"))

    def forget_other_versions(self) -> None:
        """Remove what other versions of the code have left."""
        self._entries.forget_other_versions()
