"""Keys: is every row the only one of its key, and does every reference point at a row?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.check.findings import limit_findings, parts_of, row_key, table_error
from schemas import DECLARED

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.records import Finding
    from schemas import ForeignKey, Table


def check_keys(tables: Mapping[str, pa.Table]) -> list[Finding]:
    """Check primary keys, foreign keys (by anti-join) and that no two claims of any table share a `claim_id`."""
    found: list[Finding] = []
    for name, rows in tables.items():
        if name not in DECLARED:
            continue
        table = DECLARED[name]
        found.extend(limit_findings(_check_primary_key(table, rows)))
        for key in table.foreign_keys:
            if key.table in tables:
                found.extend(limit_findings(_check_foreign_key(table, key, rows, tables[key.table])))
    found.extend(limit_findings(_check_claim_ids(tables)))
    return found


def _check_primary_key(table: Table, rows: pa.Table) -> Iterator[Finding]:
    import polars as pl

    key = list(table.primary_key)
    for part in parts_of(rows, key):
        for row in part.filter(pl.any_horizontal(pl.col(key).is_null())).iter_rows(named=True):
            message = f"The primary key ({', '.join(key)}) has no value."
            remedy = "Every row needs its key: fill it where the row is made."
            yield table_error(
                "primary_key_null", message, remedy, table=table.name, row=row_key(table, row), column=key[0]
            )
    if _in_strict_order(rows, key):
        return
    repeated = pl.concat(parts_of(rows, key)).group_by(key, maintain_order=True).len().filter(pl.col("len") > 1)
    for row in repeated.iter_rows(named=True):
        yield table_error(
            "primary_key_repeated",
            f"{row['len']} rows have the primary key ({', '.join(key)}).",
            "Merge them, or tell them apart by what the key is made of.",
            table=table.name,
            row=row_key(table, row),
            column=key[0] if len(key) == 1 else None,
            value=row_key(table, row),
        )


def _in_strict_order(rows: pa.Table, key: list[str]) -> bool:
    """Whether each row's key is greater than that of the row before, as merged tables are sorted: then none is repeated."""
    import polars as pl

    greater = pl.lit(False)
    for name in reversed(key):
        own, before = pl.col(name), pl.col(name).shift(1)
        greater = (own > before) | ((own == before) & greater)
    greater = greater.fill_null(False)
    return all(part.select(greater.slice(1).all()).item() for part in parts_of(rows, key, overlap=1))


def _check_foreign_key(table: Table, key: ForeignKey, rows: pa.Table, others: pa.Table) -> Iterator[Finding]:
    columns, references = list(key.columns), list(key.references)
    for part in parts_of(rows, [*dict.fromkeys([*table.primary_key, *columns])]):
        lost = part.drop_nulls(columns)
        for other in parts_of(others, references):
            lost = lost.join(other, left_on=columns, right_on=references, how="anti", maintain_order="left")
            if lost.is_empty():
                break
        for row in lost.iter_rows(named=True):
            value = ", ".join(str(row[name]) for name in columns)
            yield table_error(
                "foreign_key",
                f"{key.table}.{', '.join(references)} has no {value!r}.",
                f"Add the row to {key.table}, or leave the reference null.",
                table=table.name,
                row=row_key(table, row),
                column=", ".join(columns),
                value=value,
            )


def _check_claim_ids(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    import polars as pl

    ids = [
        part.with_columns(pl.lit(name).alias("table"))
        for name, rows in tables.items()
        if name in DECLARED and DECLARED[name].kind == "claim"
        for part in parts_of(rows, ["claim_id"])
    ]
    if not ids:
        return
    shared = pl.concat(ids).group_by("claim_id", maintain_order=True).agg(pl.col("table").unique(maintain_order=True))
    for claim_id, names in shared.filter(pl.col("table").list.len() > 1).iter_rows():
        yield table_error(
            "claim_id_shared",
            f"The tables {', '.join(names)} have a claim with this id.",
            "The table is part of what the id is a hash of: make it so.",
            table=names[-1],
            row=claim_id,
            column="claim_id",
            value=claim_id,
        )
