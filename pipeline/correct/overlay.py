"""A table with changes of single rows laid over it.

In: a table sorted by its key, which may be mapped from a file larger than memory. Out: the same with some rows put in, replaced or
taken out. Only rows that are asked for are loaded, and all others stay where they are: the result is made of slices of what was given.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.records import Row
from schemas import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

Key = tuple[Any, ...]


class Overlay:
    """One table and what was done to its rows."""

    def __init__(self, name: str, table: pa.Table) -> None:
        """Lay nothing over a table yet.

        Args:
            name: of the table in `schemas.TABLES`.
            table: sorted by its primary key.
        """
        self._table = table
        self._key = TABLES[name].primary_key
        self._columns = [table.column(column) for column in self._key]
        self._laid: dict[Key, Row | None] = {}

    def get(self, *key: Any) -> Row | None:
        """The row of a key as it is now; None where there is none."""
        if key in self._laid:
            return self._laid[key]
        place = self._place(key)
        return self._row(place) if place < self._table.num_rows and self._key_at(place) == key else None

    def rows_of(self, *beginning: Any) -> Iterator[Row]:
        """The rows as given whose keys begin so, in order."""
        place = self._place(beginning)
        while place < self._table.num_rows and self._key_at(place)[: len(beginning)] == beginning:
            yield self._row(place)
            place += 1

    def put(self, row: Row) -> None:
        """Lay a row over the one of its key, or between the others."""
        self._laid[tuple(row[column] for column in self._key)] = row

    def drop(self, *key: Any) -> None:
        """Take a row out."""
        self._laid[key] = None

    def table(self) -> pa.Table:
        """The table as it is now."""
        import pyarrow as pa

        parts, done = [], 0
        for key in sorted(self._laid):
            place, row = self._place(key), self._laid[key]
            parts.append(self._table.slice(done, place - done))
            if row is not None:
                parts.append(pa.Table.from_pylist([row], schema=self._table.schema))
            done = place + (place < self._table.num_rows and self._key_at(place) == key)
        return pa.concat_tables([*parts, self._table.slice(done)])

    def _place(self, key: Key) -> int:
        """How many rows stand before a key, or before all keys that begin so."""
        return bisect_left(range(self._table.num_rows), key, key=lambda place: self._key_at(place)[: len(key)])

    def _key_at(self, place: int) -> Key:
        return tuple(column[place].as_py() for column in self._columns)

    def _row(self, place: int) -> Row:
        (row,) = self._table.slice(place, 1).to_pylist()
        return dict(row)
