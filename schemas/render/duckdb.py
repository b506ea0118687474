"""DuckDB tables: types, keys, and comments on every table and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemas.model import Column, Table
from schemas.render.dictionary import unit_in_words

TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}


def create_statements(tables: Iterable[Table]) -> list[str]:
    """The statements that make these tables, in the order given, which must be that of their foreign keys.

    A table that points to itself (the parent of an organisation) takes its rows parents first, in several statements:
    DuckDB looks a key up among the rows that stood there before the statement.
    """
    return [statement for table in tables for statement in _statements(table)]


def quote_name(name: str) -> str:
    """A name as SQL takes it whatever it is: `end` is a reserved word."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def column_comment(column: Column) -> str:
    """What a column means, its unit and what an empty cell says, in one text."""
    parts = [column.description]
    if column.unit is not None:
        parts.append(f"Unit: {unit_in_words(column)}.")
    if column.vocabulary is not None:
        parts.append(f"Values: table {column.vocabulary}.")
    if column.null_meaning is not None:
        parts.append(f"Null: {column.null_meaning}")
    return " ".join(parts)


def _statements(table: Table) -> Iterator[str]:
    name = quote_name(table.name)
    lines = [*map(_column, table.columns), *_keys(table)]
    yield f"CREATE TABLE {name} (\n  " + ",\n  ".join(lines) + "\n)"
    yield f"COMMENT ON TABLE {name} IS {quote_text(table.description)}"
    for column in table.columns:
        yield f"COMMENT ON COLUMN {name}.{quote_name(column.name)} IS {quote_text(column_comment(column))}"


def _column(column: Column) -> str:
    return f"{quote_name(column.name)} {TYPES[column.type]}" + ("" if column.nullable else " NOT NULL")


def _keys(table: Table) -> Iterator[str]:
    yield f"PRIMARY KEY ({_names(table.primary_key)})"
    for key in table.foreign_keys:
        yield f"FOREIGN KEY ({_names(key.columns)}) REFERENCES {quote_name(key.table)} ({_names(key.references)})"


def _names(columns: Iterable[str]) -> str:
    return ", ".join(map(quote_name, columns))
