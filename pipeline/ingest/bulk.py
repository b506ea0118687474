"""Bulk files: many documents in one `.jsonl`, `.csv` (plain, `.gz`, `.zst`) or `.parquet` file, one a row.

A row needs `text`; `id` names it within the file (without one the text's hash does), and the metadata fields may stand
beside them, under these names or under those that a mapping gives. Other columns are nobody's mistake in a file made
elsewhere, so they are not reported. Rows are read one after another: a file may be larger than memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.ingest.metadata import Metadata, Value, check_values, fields
from pipeline.ingest.problems import UnreadableError, problem, unreadable
from pipeline.ingest.rows import raw_rows
from pipeline.records import Finding

REPORTED_ROWS = 20
TEXT_COLUMNS = ("body", "content", "article", "full_text", "fulltext")
_HASH_DIGITS = 12

Columns = Mapping[str, str]
"""Our name of a column (`text`, `id` or a metadata field) → the file's name."""


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One document of a bulk file: its name within the file, its text, what is known about it, its line or row."""

    key: str
    text: str
    metadata: Metadata
    line: int


def parse_columns(text: str) -> dict[str, str]:
    """A mapping of columns as people write it: `text=body, published=date`.

    Raises:
        ValueError: a part has no `=`, or names a column that no document has; the message says which there are.
    """
    known = ("id", "text", *fields())
    found = {}
    for part in text.replace(";", ",").split(","):
        ours, sign, theirs = (piece.strip() for piece in part.partition("="))
        if not part.strip():
            continue
        if not sign or not theirs or ours not in known:
            raise ValueError(
                f"{part.strip()!r} is no mapping of a column: write NAME=COLUMN, NAME of {', '.join(known)}"
            )
        found[ours] = theirs
    return found


def read_bulk(path: Path, file: str, columns: Columns | None = None) -> Iterator[BulkRow | Finding]:
    """The rows of a bulk file that hold a text, and findings for the others (at most 20 rows are named one by one)."""
    named = {name: (columns or {}).get(name, name) for name in ("id", "text", *fields())}
    given = skipped = 0
    try:
        for line, raw in raw_rows(path, file, set(named.values()), named["text"]):
            try:
                yield _row(raw, line, file, named)
                given += 1
            except UnreadableError as error:
                skipped += 1
                if skipped <= REPORTED_ROWS:
                    yield error.finding
    except UnreadableError as error:
        skipped += 1
        yield error.finding
    if skipped > REPORTED_ROWS:
        message = f"{skipped - REPORTED_ROWS} further rows could not be read"
        yield problem("more_bad_rows", file, message, "mend the rows named before and build again")
    if not given and not skipped:
        yield problem("empty_file", file, "the file has no rows", "fill it or remove it")


def _row(raw: object, line: int, file: str, named: Mapping[str, str]) -> BulkRow:
    if isinstance(raw, UnreadableError):
        raise raw
    if not isinstance(raw, dict):
        raise unreadable("bad_row", file, "the row is no JSON object", 'write {"id": …, "text": …}', line=line)
    text = raw.get(named["text"])
    if not isinstance(text, str) or not text.strip():
        near = next((name for name in TEXT_COLUMNS if raw.get(name)), None)
        remedy = f"rename {near} to text" if near else "give each row its words in the field text"
        raise unreadable("no_text", file, "the row has no text", remedy, line=line, column=named["text"])
    try:
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError:
        message, remedy = "the text holds half of a surrogate pair (\\ud800–\\udfff)", "write the text anew in UTF-8"
        raise unreadable("wrong_encoding", file, message, remedy, line=line, column=named["text"]) from None
    written = {name: Value(_as_text(raw[named[name]]), line) for name in fields() if raw.get(named[name]) is not None}
    metadata = check_values(written, file)
    if metadata.broken:
        raise UnreadableError(next(f for f in metadata.findings if f.severity == "error"))
    key = raw.get(named["id"])
    return BulkRow(str(key) if key not in (None, "") else digest[:_HASH_DIGITS], text, metadata, line)


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    return value.isoformat() if isinstance(value, date) else str(value)
