"""Readings → the tables of `schemas`, typed, sorted by their keys.

In: `Reading`s in any order. Out: one Arrow table for every table declared, the same bytes whatever the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import schemas
from pipeline.extract.rules import rule_rows
from pipeline.records import Reading, Row
from pipeline.resolve.copies import find_copies
from pipeline.resolve.entities import Registry
from pipeline.resolve.rows import finished_rows, with_ids
from pipeline.resolve.sound import sound_readings
from schemas.render.arrow import arrow_schema
from schemas.render.dictionary import dictionary_rows

if TYPE_CHECKING:
    import pyarrow as pa


def assemble(readings: Iterable[Reading], copies: dict[str, str] | None = None) -> dict[str, pa.Table]:
    """All tables of `schemas.TABLES`. `copies` maps a near-duplicate document to the one it copies; found if not given."""
    ordered = sorted(readings, key=lambda r: r.document.document_id)
    copies = find_copies(ordered) if copies is None else copies
    registry = Registry()
    rows: dict[str, list[Row]] = {name: [] for name in schemas.TABLES}
    for reading in sound_readings(ordered):
        ids = registry.add(reading.organisations, reading.people)
        for table, found in finished_rows(reading, copies.get(reading.document.document_id)).items():
            rows[table] += [with_ids(table, row, ids) for row in found]
    rows |= common_rows(registry)
    return {name: typed_table(name, rows[name]) for name in schemas.TABLES}


def common_rows(registry: Registry) -> dict[str, list[Row]]:
    """Rows of the tables that belong to no one document: entities, rules, dictionary, vocabularies."""
    return {
        **{name: [dict(row) for row in listed.rows] for name, listed in schemas.VOCABULARIES.items()},
        "organisations": registry.organisations(),
        "people": registry.people(),
        "rules": rule_rows(),
        "dictionary": dictionary_rows(),
        "corrections": [],  # laid over the rows later
    }


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
