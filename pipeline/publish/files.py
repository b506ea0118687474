"""Write one table as Parquet and as CSV, the same bytes for the same rows.

In: an Arrow table as declared in `schemas`. Out: a file. Every setting of the writers that could differ from machine
to machine is fixed here. Parquet holds the values to the letter. So does CSV, but for a text that a spreadsheet would
run as a formula: an apostrophe stands before it, and taking away one apostrophe gives the text back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

ROW_GROUP = 65_536  # small row groups, so that a reader over HTTP fetches little
ZSTD_LEVEL = 9
# What Excel, LibreOffice and Google Sheets take for the beginning of a formula, the wide forms of East Asian keyboards
# too. A text that has apostrophes before such a sign gets one more, so that no two texts look alike in the file.
FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of a release: its name inside the folder, its size in bytes and the SHA-256 of its bytes in hex."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """What was published: where, which version, how many rows a table, and every file the descriptor names."""

    output: Path
    version: str
    rows: dict[str, int]
    files: tuple[PublishedFile, ...]


def write_parquet(table: pa.Table, path: Path) -> PublishedFile:
    """Write a table as Parquet (zstd, field metadata kept); chunking of the table in memory does not reach the file."""
    return write_parts(_parts(table), table.schema, path)


def write_parts(parts: Iterable[pa.Table], schema: pa.Schema, path: Path) -> PublishedFile:
    """Write the parts of a table as Parquet, each of them, of at most `ROW_GROUP` rows, as a row group."""
    import pyarrow.parquet as pq

    settings = {
        "compression": "zstd",
        "compression_level": ZSTD_LEVEL,
        "use_dictionary": True,
        "write_statistics": True,
        "version": "2.6",
        "data_page_version": "1.0",
        "coerce_timestamps": None,
        "store_schema": True,
    }
    with pq.ParquetWriter(path, schema, **settings) as writer:
        for part in parts:
            writer.write_table(part.combine_chunks(), row_group_size=ROW_GROUP)
    return describe_file(path)


def _parts(table: pa.Table) -> Iterator[pa.Table]:
    """A table's rows some at a time: what is written of a mapped table need not be in memory whole."""
    for start in range(0, max(table.num_rows, 1), ROW_GROUP):
        yield table.slice(start, ROW_GROUP)


def write_csv(table: pa.Table, path: Path) -> PublishedFile:
    """Write a table as CSV: UTF-8, LF, quotes as in RFC 4180, ISO dates, true and false, null as nothing, no formulas."""
    with path.open("wb") as file:
        for number, part in enumerate(_parts(table)):
            frame = _csv_frame(part)
            frame.write_csv(
                file, include_header=not number, line_terminator="\n", quote_style="necessary", null_value=""
            )
    return describe_file(path)


def _csv_frame(table: pa.Table) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(
        {name: _csv_cells(column) for name, column in zip(table.column_names, table.columns, strict=True)}
    )


def _csv_cells(column: pa.ChunkedArray) -> pl.Series:
    """A column as it is written; only what a pattern finds, and each number once, is spelled one by one."""
    import polars as pl
    import pyarrow as pa

    cells = pl.Series(column)
    if pa.types.is_floating(column.type):
        numbers = cells.drop_nulls().unique()
        return cells.replace_strict(numbers, [plain_number(n) for n in numbers], default=None, return_dtype=pl.String)
    if pa.types.is_string(column.type) and cells.str.contains(f"^{FORMULA.pattern}").any():
        return pl.Series([no_formula(value) for value in cells], dtype=pl.String)
    return cells


def no_formula(text: str | None) -> str | None:
    """Return a text with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> no_formula("=1+1"), no_formula("'@home"), no_formula("1 = 1"), no_formula(None)
    ("'=1+1", "''@home", '1 = 1', None)
    """
    return f"'{text}" if text and FORMULA.match(text) else text


def plain_number(value: float | None) -> str | None:
    """Return a number as decimal digits: no exponent, no locale, no needless `.0`, and `float()` of it gives it back.

    >>> plain_number(5e9), plain_number(0.1), plain_number(1e-7), plain_number(None)
    ('5000000000', '0.1', '0.0000001', None)
    """
    if value is None:
        return None
    digits = format(Decimal(repr(value)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def write_text(text: str, path: Path) -> PublishedFile:
    """Write a text as UTF-8 with LF on every system."""
    path.write_bytes(text.encode("utf-8"))
    return describe_file(path)


def describe_file(path: Path) -> PublishedFile:
    """Measure a file: name, size, SHA-256."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return PublishedFile(path.name, path.stat().st_size, digest.hexdigest())
