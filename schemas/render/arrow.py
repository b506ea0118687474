"""Arrow schemas that explain themselves, and the tables whose rows are known from the declarations alone."""

from __future__ import annotations

import json
from dataclasses import asdict

import pyarrow as pa

from schemas import TABLES, VOCABULARIES
from schemas.model import Column, Table
from schemas.render.dictionary import dictionary_rows

TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


def arrow_schema(table: Table | str) -> pa.Schema:
    """The Arrow schema of a table: columns in published order, with what they mean as metadata of fields and schema."""
    declared = TABLES[table] if isinstance(table, str) else table
    facts = {
        "name": declared.name,
        "title": declared.title,
        "description": declared.description,
        "primary_key": json.dumps(declared.primary_key),
        "foreign_keys": json.dumps([asdict(key) for key in declared.foreign_keys]),
    }
    return pa.schema([_field(column) for column in declared.columns], metadata=facts)


def _field(column: Column) -> pa.Field:
    facts = {
        "title": column.title,
        "description": column.description,
        "unit": column.unit,
        "null_meaning": column.null_meaning,
        "example": str(column.example),
        "vocabulary": column.vocabulary,
    }
    given = {name: fact for name, fact in facts.items() if fact is not None}
    return pa.field(column.name, TYPES[column.type], nullable=column.nullable, metadata=given)


def known_tables() -> dict[str, pa.Table]:
    """The tables that need no document: every vocabulary, and the dictionary; rows sorted by primary key."""
    rows = {name: list(listed.rows) for name, listed in VOCABULARIES.items()} | {"dictionary": dictionary_rows()}
    filled = {name: pa.Table.from_pylist(content, schema=arrow_schema(name)) for name, content in rows.items()}
    return {
        name: full.sort_by([(key, "ascending") for key in TABLES[name].primary_key]) for name, full in filled.items()
    }
