"""What a run has met before: keys and where each was first, kept on disk beyond a few megabytes.

An archive has millions of documents, and each must be told apart from all before it.
"""

from __future__ import annotations

import sqlite3


class Seen:
    """Remembers the first place of each key."""

    def __init__(self) -> None:
        # the empty name is SQLite's for a database of its own in a temporary file, gone with the connection
        self._store = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._store.execute("PRAGMA journal_mode = OFF")
        self._store.execute("PRAGMA synchronous = OFF")
        self._store.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")
        self._store.execute("BEGIN")

    def first(self, key: str, place: str) -> str | None:
        """Where the key was met before; None, and it is remembered with this place, if it was not."""
        if self._store.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, place)).rowcount:
            return None
        (found,) = self._store.execute("SELECT place FROM seen WHERE key = ?", (key,)).fetchone()
        return str(found)
