"""Rows → the Arrow table that is declared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import schemas
from pipeline.records import Row
from schemas.render.arrow import arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa


def typed_table(name: str, rows: Sequence[Row]) -> pa.Table:
    """Rows as the Arrow table that is declared, sorted by its key; a vocabulary keeps the order in which it teaches."""
    import pyarrow as pa

    table = schemas.TABLES[name]
    schema = arrow_schema(table)
    ordered = list(rows)
    if table.kind != "vocabulary":
        ordered.sort(key=lambda row: [_sortable(row.get(column)) for column in table.primary_key])
    columns = {name: [row.get(name) for row in ordered] for name in schema.names}
    for field in schema:
        if pa.types.is_floating(field.type):
            columns[field.name] = [float(cell) if isinstance(cell, int) else cell for cell in columns[field.name]]
    return pa.table(columns, schema=schema)


def _sortable(cell: Any) -> str:
    return f"{cell:012d}" if isinstance(cell, int) else str(cell)
