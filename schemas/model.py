"""What a table is: small frozen records that say everything about tables, columns, keys, rules and vocabularies.

Nothing here is written by hand for one table: `schemas.declare.table` derives these records from a pandera model, and
the renderings in `schemas.render` read nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import pandera.polars as pa
import polars as pl

ColumnType = Literal["string", "integer", "number", "date", "boolean"]
TableKind = Literal["entity", "claim", "provenance", "vocabulary"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, what it means, in which unit it is and what an empty cell says.

    `unit` is a value of the vocabulary `units`, or the name of the column of the same table that holds each row's unit.
    `null_meaning` is given exactly where the column may be empty. `pattern` is a regular expression for the whole
    value.
    """

    name: str
    type: ColumnType
    title: str
    description: str
    example: Any
    unit: str | None = None
    null_meaning: str | None = None
    vocabulary: str | None = None
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None

    @property
    def nullable(self) -> bool:
        """Whether a cell may be empty."""
        return self.null_meaning is not None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values, where all of them are given, must stand in columns of another table (or of the same)."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold in every row, as data: a finding can be rendered from it.

    `holds` is a boolean polars expression over the table's columns; a null result counts as holding, so a rule speaks
    only of the cells that are given.
    """

    name: str
    description: str
    remedy: str
    columns: tuple[str, ...]
    holds: pl.Expr = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of values, each with a title and a description; `source` says who defined them.

    `rows` are the published rows in their order: `value`, `title`, `description` and what else the vocabulary knows.
    `values` are the distinct values in that order.
    """

    name: str
    title: str
    description: str
    source: str
    rows: tuple[dict[str, Any], ...] = field(repr=False)

    @property
    def values(self) -> tuple[str, ...]:
        """The distinct values, in the order of the rows."""
        return tuple(dict.fromkeys(row["value"] for row in self.rows))


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in published order, its keys, its rules and the pandera model they were derived from.

    `fact_key` (claim tables only) names the columns that make the same fact the same in every document. A pair in
    `fact_key_fallbacks` says that its second column counts only where the first is null.
    """

    name: str
    title: str
    description: str
    kind: TableKind
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    rules: tuple[Rule, ...]
    model: type[pa.DataFrameModel] = field(repr=False)
    fact_key: tuple[str, ...] = ()
    fact_key_fallbacks: tuple[tuple[str, str], ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns in published order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: the table has no such column; the message names those it has.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}; it has {', '.join(self.column_names)}")
