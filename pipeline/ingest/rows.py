"""Rows of bulk files as they stand: `.jsonl` (plain, gzip, Zstandard), `.csv` (the same) and `.parquet`, one at a time.

In: an open file. Out: line or row number and a mapping, or, for a row that is none, the exception that says why as a value:
the rows after it are still read. What a row means is decided in `bulk`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from pipeline.ingest.problems import UnreadableError, first_line, unreadable

COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
_LONGEST_CELL = 2**31 - 1
_PARQUET_ROWS = 200  # documents in memory at a time
_NAMED_COLUMNS = 12

RawRow = tuple[int, object]


def raw_rows(path: Path, file: str, wanted: Collection[str], text_column: str) -> Iterator[RawRow]:
    """The rows of a bulk file.

    Args:
        path: the file, local or of another file system.
        file: how it is named in findings.
        wanted: columns that are read; those that the file lacks are no mistake.
        text_column: the column that must be there in a file with a header.

    Raises:
        UnreadableError: the file is damaged (rows before the damage have been given), or lacks the text column.
    """
    name = path.name.casefold()
    if name.endswith(".parquet"):
        return _parquet_rows(path, file, wanted, text_column)
    if _without_compression(name).endswith(".csv"):
        return _csv_rows(path, file, text_column)
    return _jsonl_rows(path, file)


def _without_compression(name: str) -> str:
    return name.removesuffix(".gz").removesuffix(".zst")


@contextmanager
def open_plain(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading, decompressed where its name says that it is compressed."""
    import pyarrow as pa

    kind = COMPRESSIONS.get(path.suffix.casefold())
    with path.open("rb") as file:
        if kind is None:
            yield file
        else:
            with pa.CompressedInputStream(pa.PythonFile(file, "r"), kind) as stream:
                yield io.BufferedReader(stream)


def _damaged(file: str, line: int, error: Exception) -> UnreadableError:
    message = f"the file is damaged after line {line}: {first_line(error)}"
    return unreadable("broken_file", file, message, "fetch, write or compress it anew", line=line + 1)


def _jsonl_rows(path: Path, file: str) -> Iterator[RawRow]:
    line = 0
    try:
        with open_plain(path) as lines:
            for line, data in enumerate(lines, start=1):
                if data.strip(b" \t\r\n\xef\xbb\xbf"):
                    yield line, _json(data, line, file)
    except (OSError, EOFError) as error:
        raise _damaged(file, line, error) from None


def _json(data: bytes, line: int, file: str) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        message, remedy = "the line is not UTF-8", f"convert the file to UTF-8 (iconv -t UTF-8 -f …): {file}"
        return unreadable("wrong_encoding", file, message, remedy, line=line)
    except (ValueError, RecursionError) as error:
        said = getattr(error, "msg", type(error).__name__)
        return unreadable("bad_row", file, f"the line is no JSON: {said}", "write one JSON object a line", line=line)


def _csv_rows(path: Path, file: str, text_column: str) -> Iterator[RawRow]:
    csv.field_size_limit(_LONGEST_CELL)
    line = 0
    try:
        with open_plain(path) as data, io.TextIOWrapper(data, encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            _need_text(reader.fieldnames or [], text_column, file)
            for row in reader:
                line = reader.line_num
                yield line, {name: value for name, value in row.items() if name is not None and value}
    except UnicodeDecodeError:
        message, remedy = "the file is not UTF-8", f"convert it: iconv -t UTF-8 -f … {file} > new.csv"
        raise unreadable("wrong_encoding", file, message, remedy, line=line + 1) from None
    except (OSError, EOFError, csv.Error) as error:
        raise _damaged(file, line, error) from None


def _parquet_rows(path: Path, file: str, wanted: Collection[str], text_column: str) -> Iterator[RawRow]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with path.open("rb") as data, pq.ParquetFile(data) as parquet:
            names = parquet.schema_arrow.names
            _need_text(names, text_column, file)
            line = 0
            columns = [name for name in names if name in wanted]
            for batch in parquet.iter_batches(batch_size=_PARQUET_ROWS, columns=columns):
                for raw in batch.to_pylist():
                    line += 1
                    yield line, raw
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise unreadable(
            "broken_file", file, f"no readable Parquet file: {first_line(error)}", "write or fetch it anew"
        ) from None


def _need_text(names: Any, text_column: str, file: str) -> None:
    if text_column in names:
        return
    columns = ", ".join(list(names)[:_NAMED_COLUMNS])
    raise unreadable(
        "no_text",
        file,
        f"no column {text_column}; there are: {columns}",
        "name the column that holds the words: --column text=NAME, or columns: [text=NAME] in the file's sidecar",
        column=text_column,
    )
