"""What all checks need: a table's rows some at a time, the row's key as text, a limit to how many rows are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.records import Finding

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    from schemas import Table

STAGE = "check"
MOST_ROWS = 50  # of one kind in one column: more would hide the other kinds
MOST_CHARACTERS = 200  # of a value: enough to find it by
MOST_IN_A_PART = 131_072  # rows: a mapped table need not be in memory whole


def parts_of(rows: pa.Table, columns: Sequence[str] | None = None, *, overlap: int = 0) -> Iterator[pl.DataFrame]:
    """A table's rows some at a time, at least one part.

    Args:
        rows: the table.
        columns: which of its columns; all by default.
        overlap: how many of the last rows of a part come again as the first ones of the next.
    """
    import polars as pl

    chosen = rows if columns is None else rows.select(list(columns))
    for start in range(0, max(rows.num_rows, 1), MOST_IN_A_PART):
        first = max(start - overlap, 0)
        yield pl.DataFrame(pl.from_arrow(chosen.slice(first, start + MOST_IN_A_PART - first)))


def row_key(table: Table, row: Mapping[str, Any]) -> str:
    """Return the key of a row as text: the value of a single key column, `name=value` for several."""
    if len(table.primary_key) == 1:
        return str(row[table.primary_key[0]])
    return ", ".join(f"{name}={row[name]}" for name in table.primary_key)


def cell_text(value: object) -> str | None:
    """Return a value as a finding shows it: shortened, null as null."""
    if value is None:
        return None
    text = str(value)
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


def table_error(
    rule: str,
    message: str,
    remedy: str,
    *,
    table: str | None = None,
    row: str | None = None,
    column: str | None = None,
    value: object = None,
    file: str | None = None,
) -> Finding:
    """Return an error found by a check."""
    return Finding(
        "error", STAGE, rule, message, remedy, file=file, table=table, row=row, column=column, value=cell_text(value)
    )


def limit_findings(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Pass on the first findings of each table, column and rule; then say how many more there are."""
    counts: Counter[tuple[str | None, str | None, str]] = Counter()
    for finding in findings:
        kind = (finding.table, finding.column, finding.rule)
        counts[kind] += 1
        if counts[kind] <= MOST_ROWS:
            yield finding
    for (table, column, rule), count in counts.items():
        if count > MOST_ROWS:
            yield table_error(
                rule,
                f"{count - MOST_ROWS} more rows fail in the same way ({count} in all).",
                "Mend what the first ones have in common, then check again.",
                table=table,
                column=column,
            )
