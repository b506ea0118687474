"""The words in which tables are declared.

`field` declares a column, `constraint` what holds in every row, `table` the whole. A column's type is the annotation of
the model's attribute; everything else about it goes into `field`, once. A column may be empty exactly where `null` says
what an empty cell means.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, get_type_hints

import pandera.polars as pa
import polars as pl

from schemas.model import Column, ColumnType, ForeignKey, Rule, Table, TableKind
from schemas.vocabulary import VOCABULARIES

_TYPES: dict[type, ColumnType] = {str: "string", int: "integer", float: "number", dt.date: "date", bool: "boolean"}


class Model(pa.DataFrameModel):
    """The base of all models: exactly the declared columns, of exactly the declared types."""

    class Config:
        """No further column is let through and no type is changed on the way."""

        strict = True
        coerce = False


def field(
    title: str,
    description: str,
    *,
    example: Any,
    null: str | None = None,
    unit: str | None = None,
    vocabulary: str | None = None,
    references: str | None = None,
    pattern: str | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
) -> Any:
    """Declare a column.

    Args:
        title: A short name for people.
        description: What the value means, as a full sentence.
        example: A value that the column's own checks let pass.
        null: What an empty cell means; without it the column is never empty.
        unit: A value of the vocabulary `units`, or the column that holds each row's unit.
        vocabulary: The closed list the value is taken from; a foreign key too, where the list's key is one column.
        references: `table.column` that the value points to.
        pattern: A regular expression that the whole value matches.
        minimum: The smallest value.
        maximum: The largest value.
    """
    facts = {"example": example, "null_meaning": null, "unit": unit, "vocabulary": vocabulary}
    limits = {"pattern": pattern, "minimum": minimum, "maximum": maximum}
    return pa.Field(
        title=title,
        description=description,
        nullable=null is not None,
        str_matches=None if pattern is None else f"^(?:{pattern})$",
        ge=minimum,
        le=maximum,
        isin=None if vocabulary is None else list(VOCABULARIES[vocabulary].values),
        metadata={**facts, **limits, "references": references},
    )


def constraint(name: str, description: str, *, remedy: str, columns: Sequence[str], holds: pl.Expr) -> Any:
    """Declare what must hold in every row: a pandera dataframe check that carries its `Rule`."""
    declared = Rule(name, description, remedy, tuple(columns), holds)

    def check(cls: type[pa.DataFrameModel], data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(holds.fill_null(True))

    check.__name__ = name
    check.rule = declared  # type: ignore[attr-defined]
    return pa.dataframe_check(check, name=name, description=description)


def table(
    model: type[Model],
    name: str,
    title: str,
    *,
    kind: TableKind,
    key: Sequence[str],
    fact_key: Sequence[str] = (),
    fact_key_fallbacks: Sequence[tuple[str, str]] = (),
    foreign_keys: Sequence[ForeignKey] = (),
    description: str | None = None,
) -> Table:
    """Derive a table from its model, whose docstring is the table's description.

    `foreign_keys` adds those of several columns to those that the columns declare themselves.
    """
    return Table(
        name=name,
        title=title,
        description=description or " ".join((model.__doc__ or "").split()),
        kind=kind,
        columns=tuple(_columns(model, key)),
        primary_key=tuple(key),
        foreign_keys=(*_column_keys(model, key), *foreign_keys),
        rules=tuple(_rules(model)),
        model=model,
        fact_key=tuple(fact_key),
        fact_key_fallbacks=tuple(fact_key_fallbacks),
    )


def _names_in_order(model: type[Model], key: Sequence[str]) -> list[str]:
    """Identity first, then what the table says itself, then what all tables of its kind share.

    A reader of a spreadsheet sees who did what to whom before hashes and offsets.
    """
    own = set(model.__annotations__)
    names = list(model.to_schema().columns)
    identity = [name for name in names if name not in own and name in {*key, "fact_id"}]
    return [*identity, *(n for n in names if n in own), *(n for n in names if n not in own and n not in identity)]


def _columns(model: type[Model], key: Sequence[str]) -> Iterator[Column]:
    types, columns = get_type_hints(model), model.to_schema().columns
    for name in _names_in_order(model, key):
        declared = columns[name]
        facts = {fact: value for fact, value in declared.metadata.items() if fact != "references"}
        yield Column(name, _TYPES[types[name]], declared.title, declared.description, **facts)


def _column_keys(model: type[Model], key: Sequence[str]) -> Iterator[ForeignKey]:
    columns = model.to_schema().columns
    for name in _names_in_order(model, key):
        facts = columns[name].metadata
        if facts["references"]:
            target, column = facts["references"].split(".")
            yield ForeignKey((name,), target, (column,))
        elif facts["vocabulary"] and not _keyed_by_more(facts["vocabulary"]):
            yield ForeignKey((name,), facts["vocabulary"], ("value",))


def _keyed_by_more(vocabulary: str) -> bool:
    """Whether the list repeats values, so that a value alone is not its key (a mode under two event types)."""
    listed = VOCABULARIES[vocabulary]
    return len(listed.values) < len(listed.rows)


def _rules(model: type[Model]) -> Iterator[Rule]:
    for name in dict.fromkeys(name for parent in reversed(model.__mro__) for name in vars(parent)):
        declared = getattr(getattr(model, name, None), "rule", None)
        if isinstance(declared, Rule):
            yield declared
