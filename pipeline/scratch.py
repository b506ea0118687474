"""A database for one run, for what has to be remembered of more documents than memory holds."""

from __future__ import annotations

import sqlite3


def scratch_database(*tables: str) -> sqlite3.Connection:
    """An empty database in a temporary file beyond a few megabytes, gone with the connection; it is never committed.

    Args:
        tables: what stands after CREATE TABLE, of each.
    """
    # the empty name is SQLite's for a database of its own in a temporary file
    database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    for table in tables:
        database.execute(f"CREATE TABLE {table}")
    database.execute("BEGIN")
    return database
