"""Rows to try the tables with: one good row a table, and a way to see what pandera says to it."""

from __future__ import annotations

import polars as pl
from pandera.errors import SchemaErrors

from schemas import Table

POLARS = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date, "boolean": pl.Boolean}

# What a good row needs beyond the examples of the columns that are never empty.
COMPLETIONS = {
    "events": {"actor1_country": "AZE"},
    "trade": {"value": 40.0, "unit": "percent"},
    "arms_transfers": {"value": 69.0, "unit": "percent", "supplier_country": "ISR", "recipient_country": "AZE"},
    "indicators": {"value": 7000.0, "unit": "1"},
}


def good_row(table: Table) -> dict[str, object]:
    """The examples of all columns that are never empty, nothing in the others but what the rules ask for."""
    row = {column.name: None if column.nullable else column.example for column in table.columns}
    if table.kind == "claim":
        row |= {"hedge": "exact"}
    if table.name == "sentences":
        row |= {"claims": 1}
    return row | COMPLETIONS.get(table.name, {})


def as_frame(table: Table, *rows: dict[str, object]) -> pl.DataFrame:
    """The rows as an eager frame of the table's types."""
    return pl.DataFrame(list(rows), schema={column.name: POLARS[column.type] for column in table.columns}, orient="row")


def failures(table: Table, frame: pl.DataFrame) -> list[tuple[str | None, str, int | None]]:
    """What pandera finds: column (None for a rule of the row), check, index of the row."""
    try:
        table.model.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.iter_rows(named=True)
        return [
            (case["column"] if case["schema_context"] == "Column" else None, case["check"], case["index"])
            for case in cases
        ]
    return []
