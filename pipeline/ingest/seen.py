"""What a run has met before: keys and where each was first, kept on disk beyond a few megabytes.

An archive has millions of documents, and each must be told apart from all before it.
"""

from __future__ import annotations

from pipeline.scratch import scratch_database


class Seen:
    """Remembers the first place of each key."""

    def __init__(self) -> None:
        self._store = scratch_database("seen (key TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")

    def first(self, key: str, place: str) -> str | None:
        """Where the key was met before; None, and it is remembered with this place, if it was not."""
        if self._store.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, place)).rowcount:
            return None
        (found,) = self._store.execute("SELECT place FROM seen WHERE key = ?", (key,)).fetchone()
        return str(found)
