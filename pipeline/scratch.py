"""What a run keeps on disk, of more documents than memory holds: a database to look things up in, tables that are mapped."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


class TablesOnDemand(Mapping[str, "pa.Table"]):
    """Tables made anew whenever they are asked for: one that is mapped from a file leaves memory with whoever asked for it."""

    def __init__(self, makers: Mapping[str, Callable[[], pa.Table]]) -> None:
        self._makers = makers

    def __getitem__(self, name: str) -> pa.Table:
        return self._makers[name]()

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


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
