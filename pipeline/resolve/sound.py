"""Claims that cannot be: a country that trades with itself, an event of nobody about nothing.

In: the claims of one table, as read. Out: those that keep the rules that `schemas` declares of a row. A row that breaks one is a
misreading; it is left out here, where it costs itself, and not found by the check, where it would cost the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import schemas
from pipeline.records import Row
from schemas.render.arrow import arrow_schema

if TYPE_CHECKING:
    import polars as pl


def sound(table: str, claims: Sequence[Row]) -> list[Row]:
    """The claims without those that break a rule of their table over the columns that a reading fills."""
    import polars as pl

    holds, types = _rules(table, frozenset(column for row in claims for column in row))
    if not claims or holds is None:
        return list(claims)
    frame = pl.DataFrame({name: [row.get(name) for row in claims] for name in types}, schema=types)
    return [row for row, fits in zip(claims, frame.select(holds).to_series(), strict=True) if fits]


@cache
def _rules(table: str, given: frozenset[str]) -> tuple[pl.Expr | None, dict[str, pl.DataType]]:
    """What must hold by the rules that ask for no column but the given ones, and the types of the columns they ask for.

    A rule speaks only of the cells that are given: where it comes to null it holds.
    """
    import polars as pl

    declared = schemas.TABLES[table]
    asked = [({*rule.columns, *rule.holds.meta.root_names()}, rule.holds) for rule in declared.rules]
    asked = [(columns, holds) for columns, holds in asked if columns <= given]
    if not asked:
        return None, {}
    needed = set().union(*(columns for columns, _ in asked))
    empty = pl.from_arrow(arrow_schema(declared).empty_table())
    assert isinstance(empty, pl.DataFrame)
    types = {name: kind for name, kind in empty.schema.items() if name in needed}
    return pl.all_horizontal([holds.fill_null(True) for _, holds in asked]), types
