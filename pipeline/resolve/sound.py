"""Claims that cannot be: a country that trades with itself, an event of nobody about nothing.

In: readings. Out: the same with those claims that keep the rules that `schemas` declares of a row. A row that breaks one is a
misreading; it is left out here, where it costs itself, and not found by the check, where it would cost the package.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import schemas
from pipeline.records import Reading, Row
from schemas.render.arrow import arrow_schema

if TYPE_CHECKING:
    import polars as pl


def sound_readings(readings: Sequence[Reading]) -> list[Reading]:
    """The readings without claims that break a rule of their table over the columns that a reading fills.

    The claims of all readings are asked at once: a question costs far more than a row.
    """
    claims = [dict(reading.claims) for reading in readings]
    alike: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for place, tables in enumerate(claims):
        for table, rows in tables.items():
            alike[table, frozenset(column for row in rows for column in row)].append(place)
    for (table, given), places in alike.items():
        fits = iter(_fit(table, given, [row for place in places for row in claims[place][table]]))
        for place in places:
            claims[place][table] = [row for row in claims[place][table] if next(fits)]
    return [replace(reading, claims=kept) for reading, kept in zip(readings, claims, strict=True)]


def _fit(table: str, given: frozenset[str], rows: Sequence[Row]) -> Iterable[bool]:
    """Whether each row, which has the given columns, keeps the rules of its table."""
    import polars as pl

    holds, types = _rules(table, given)
    if not rows or holds is None:
        return [True] * len(rows)
    frame = pl.DataFrame({name: [row.get(name) for row in rows] for name in types}, schema=types)
    return frame.select(holds).to_series()


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
