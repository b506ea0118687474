"""The rows of the `dictionary` table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any

from schemas import TABLES, VOCABULARIES
from schemas.model import Column, Table


def dictionary_rows() -> list[dict[str, Any]]:
    """One row for every column of every table, in the order of tables and columns."""
    return [row for table in TABLES.values() for row in _rows(table)]


def as_text(value: Any) -> str:
    """A value as it is written in CSV."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def unit_in_words(column: Column) -> str:
    """The unit of a column: one for all rows, or the column that holds each row's."""
    if column.unit is None:
        return ""
    return _units().get(column.unit, f"in {column.unit}")


@cache
def _units() -> dict[str, str]:
    return {row["value"]: row["title"].lower() for row in VOCABULARIES["units"].rows}


def key_roles(table: Table, column: str) -> Iterator[str]:
    """What part a column plays in keys, in words."""
    if column in table.primary_key:
        yield "primary key"
    if column in table.fact_key:
        yield "fact key"
    for key in table.foreign_keys:
        if column in key.columns:
            yield f"→ {key.table}.{key.references[key.columns.index(column)]}"


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    for position, column in enumerate(table.columns, start=1):
        yield _row(table, column, position)


def _row(table: Table, column: Column, position: int) -> dict[str, Any]:
    return {
        "table_name": table.name,
        "column_name": column.name,
        "position": position,
        "type": column.type,
        "unit": column.unit,
        "title": column.title,
        "description": column.description,
        "null_meaning": column.null_meaning,
        "example": as_text(column.example),
        "vocabulary": column.vocabulary,
        "key_role": "; ".join(dict.fromkeys(key_roles(table, column.name))) or None,
    }
