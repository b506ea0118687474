"""Claims that cannot be: a country that trades with itself, an event of nobody about nothing.

In: the claims of one table, as read. Out: those that keep the rules that `schemas` declares of a row. A row that breaks one is a
misreading; it is left out here, where it costs itself, and not found by the check, where it would cost the package.
"""

from __future__ import annotations

from collections.abc import Sequence

import schemas
from pipeline.records import Row
from schemas.model import Rule
from schemas.render.arrow import arrow_schema


def sound(table: str, claims: Sequence[Row]) -> list[Row]:
    """The claims without those that break a rule of their table over the columns that a reading fills."""
    import polars as pl
    import pyarrow as pa

    if not claims:
        return []
    given = {column for row in claims for column in row}
    rules = [rule for rule in schemas.TABLES[table].rules if _columns(rule) <= given]
    needed = set().union(*map(_columns, rules))
    fields = [field for field in arrow_schema(schemas.TABLES[table]) if field.name in needed]
    columns = {f.name: [_number(row.get(f.name), f.type) for row in claims] for f in fields}
    frame = pl.from_arrow(pa.table(columns, schema=pa.schema(fields)))
    assert isinstance(frame, pl.DataFrame)
    kept = frame.select(pl.all_horizontal([rule.holds.fill_null(True) for rule in rules] or [pl.lit(True)]))
    holds = kept.to_series().to_list()
    return [row for row, fits in zip(claims, holds * (len(claims) if len(holds) == 1 else 1), strict=False) if fits]


def _columns(rule: Rule) -> set[str]:
    return {*rule.columns, *rule.holds.meta.root_names()}


def _number(value: object, kind: object) -> object:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) and str(kind) == "double" else value
