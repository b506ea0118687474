"""Bulk files: many documents in one `.jsonl`, `.jsonl.gz` or `.parquet` file, one a row.

A row needs `text`; `id` names it within the file (without one the text's hash does), and the metadata fields may stand
beside them. Other columns are nobody's mistake in a file made elsewhere, so they are not reported.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.ingest.metadata import Metadata, Value, check_values, fields
from pipeline.ingest.problems import UnreadableError, problem, unreadable
from pipeline.records import Finding

REPORTED_ROWS = 20
TEXT_COLUMNS = ("body", "content", "article", "full_text", "fulltext")


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One document of a bulk file: its name within the file, its text, what is known about it, its line or row."""

    key: str
    text: str
    metadata: Metadata
    line: int


def read_bulk(path: Path, file: str) -> tuple[list[BulkRow], list[Finding]]:
    """The rows of a bulk file that hold a text, and findings for the others (at most 20 rows are named one by one)."""
    rows: list[BulkRow] = []
    findings: list[Finding] = []
    skipped = 0
    source = _parquet_rows(path, file) if path.suffix.casefold() == ".parquet" else _jsonl_rows(path, file)
    try:
        for line, raw in source:
            try:
                rows.append(_row(raw, line, file))
            except UnreadableError as error:
                skipped += 1
                if skipped <= REPORTED_ROWS:
                    findings.append(error.finding)
    except UnreadableError as error:
        findings.append(error.finding)
    if skipped > REPORTED_ROWS:
        message = f"{skipped - REPORTED_ROWS} further rows could not be read"
        findings.append(problem("more_bad_rows", file, message, "mend the rows named before and build again"))
    if not rows and not findings:
        findings.append(problem("empty_file", file, "the file has no rows", "fill it or remove it"))
    return rows, findings


def _row(raw: object, line: int, file: str) -> BulkRow:
    if isinstance(raw, UnreadableError):
        raise raw
    if not isinstance(raw, dict):
        raise unreadable("bad_row", file, "the row is no JSON object", 'write {"id": …, "text": …}', line=line)
    text = raw.get("text")
    if not isinstance(text, str) or not text.strip():
        near = next((name for name in TEXT_COLUMNS if raw.get(name)), None)
        remedy = f"rename {near} to text" if near else "give each row its words in the field text"
        raise unreadable("no_text", file, "the row has no text", remedy, line=line, column="text")
    try:
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError:
        message, remedy = "the text holds half of a surrogate pair (\\ud800–\\udfff)", "write the text anew in UTF-8"
        raise unreadable("wrong_encoding", file, message, remedy, line=line, column="text") from None
    written = {name: Value(_as_text(raw[name]), line) for name in fields() if raw.get(name) is not None}
    metadata = check_values(written, file)
    if metadata.broken:
        raise UnreadableError(next(f for f in metadata.findings if f.severity == "error"))
    key = raw.get("id")
    return BulkRow(str(key) if key not in (None, "") else digest[:12], text, metadata, line)


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _jsonl_rows(path: Path, file: str) -> Iterator[tuple[int, object]]:
    opener = gzip.open if path.suffix.casefold() == ".gz" else open
    line = 0
    try:
        with opener(path, "rb") as lines:
            for line, data in enumerate(lines, start=1):
                if data.strip(b" \t\r\n\xef\xbb\xbf"):
                    yield line, _json(data, line, file)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        message, remedy = f"the compressed file is damaged after line {line}: {error}", "fetch or compress it anew"
        raise unreadable("broken_file", file, message, remedy, line=line + 1) from None


def _json(data: bytes, line: int, file: str) -> object:
    """The row of one line, or the exception for it as a value: the lines after it are still read."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        message, remedy = "the line is not UTF-8", f"convert the file to UTF-8 (iconv -t UTF-8 -f …): {file}"
        return unreadable("wrong_encoding", file, message, remedy, line=line)
    except (ValueError, RecursionError) as error:
        said = getattr(error, "msg", type(error).__name__)
        return unreadable("bad_row", file, f"the line is no JSON: {said}", "write one JSON object a line", line=line)


def _parquet_rows(path: Path, file: str) -> Iterator[tuple[int, object]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as parquet:
            wanted = [name for name in ("id", "text", *fields()) if name in parquet.schema_arrow.names]
            if "text" not in wanted:
                columns = ", ".join(parquet.schema_arrow.names[:12])
                message, remedy = (
                    f"no column text; there are: {columns}",
                    "rename the column that holds the words to text",
                )
                raise unreadable("no_text", file, message, remedy, column="text")
            line = 0
            for batch in parquet.iter_batches(batch_size=1000, columns=wanted):
                for raw in batch.to_pylist():
                    line += 1
                    yield line, raw
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        first = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise unreadable("broken_file", file, f"no readable Parquet file: {first}", "write or fetch it anew") from None
