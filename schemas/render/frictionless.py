"""Frictionless Table Schemas (Data Package v2), one for each table as it stands in CSV."""

from __future__ import annotations

from typing import Any

from schemas import TABLES, VOCABULARIES
from schemas.model import Column, ForeignKey, Table
from schemas.render.dictionary import as_text

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
LONGEST_ENUM = 50
"""Lists longer than this (countries, units, commodities) are given by foreign key alone, to keep schemas readable."""


def table_schema(table: Table | str) -> dict[str, Any]:
    """The Table Schema of a table.

    An empty cell is the only missing value: "NA" is text. `unit`, `nullMeaning` and `vocabulary` are properties of our
    own, which the standard allows.
    """
    declared = TABLES[table] if isinstance(table, str) else table
    schema: dict[str, Any] = {
        "$schema": PROFILE,
        "fields": [_field(column) for column in declared.columns],
        "missingValues": [""],
        "primaryKey": list(declared.primary_key),
    }
    keys = [_foreign_key(key) for key in declared.foreign_keys if not _half_empty(declared, key)]
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(column: Column) -> dict[str, Any]:
    facts = {
        "name": column.name,
        "type": column.type,
        "title": column.title,
        "description": column.description,
        "example": as_text(column.example) if column.type in {"string", "date"} else column.example,
        "unit": column.unit,
        "nullMeaning": column.null_meaning,
        "vocabulary": column.vocabulary,
        "categories": _categories(column),
        "constraints": _constraints(column),
    }
    return {name: fact for name, fact in facts.items() if fact not in (None, [], {})}


def _categories(column: Column) -> list[dict[str, str]]:
    """Values with their titles, where the values are few and mean the same wherever they stand."""
    if column.vocabulary is None or not _is_short(column.vocabulary):
        return []
    titles = {row["value"]: row["title"] for row in reversed(VOCABULARIES[column.vocabulary].rows)}
    return [{"value": value, "label": titles[value]} for value in VOCABULARIES[column.vocabulary].values]


def _constraints(column: Column) -> dict[str, Any]:
    limits = {
        "required": None if column.nullable else True,
        "pattern": f"({column.pattern})" if column.pattern and "|" in column.pattern else column.pattern,
        "minimum": column.minimum,
        "maximum": column.maximum,
        "enum": list(VOCABULARIES[column.vocabulary].values)
        if column.vocabulary is not None and _is_short(column.vocabulary)
        else None,
    }
    return {name: limit for name, limit in limits.items() if limit is not None}


def _is_short(vocabulary: str) -> bool:
    return len(VOCABULARIES[vocabulary].values) <= LONGEST_ENUM


def _half_empty(table: Table, key: ForeignKey) -> bool:
    """Whether a key of several columns may be given in part.

    SQL lets such a row pass; Frictionless readers look for the empty cell in the other table and call the row wrong.
    """
    return len({table.column(name).nullable for name in key.columns}) > 1


def _foreign_key(key: ForeignKey) -> dict[str, Any]:
    reference = {"resource": key.table, "fields": list(key.references)}
    return {"fields": list(key.columns), "reference": reference}
