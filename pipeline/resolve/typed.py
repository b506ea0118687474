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
        ordered.sort(
            key=lambda row: tuple(
                str(row.get(k)) if not isinstance(row.get(k), int) else f"{row.get(k):012d}" for k in table.primary_key
            )
        )
    columns = {field.name: [_plain(row.get(field.name), field.type) for row in ordered] for field in schema}
    return pa.table(columns, schema=schema)


def _plain(value: Any, kind: pa.DataType) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) and str(kind) == "double" else value
