"""The plain records that travel between the stages: what a stage hands to the next, and nothing that does work.

`Document` (read → annotate), `Reading` (extract → resolve) and `Finding` (every stage → report). Tables after `resolve`
are Arrow tables as declared in `schemas`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Row = dict[str, Any]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Document:
    """One text with what is known about it.

    `text` is the file's text as read (UTF-8, no newline translation); every offset anywhere refers to it, in Unicode code
    points. `body_start` is where the article begins after front matter (0 without). `sha256` is of the text's UTF-8 bytes.
    """

    document_id: str
    path: str
    text: str
    sha256: str
    body_start: int = 0
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    published: date | None = None
    retrieved: date | None = None
    license: str | None = None
    redistribution: str = "quotes"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing somebody should know: where, what was found, what was expected, what to do.

    An `error` of a document costs that document; an `error` of a table stops publication; a `warning` and a `note` stop
    nothing. `row` is the row's key as text, `rule` the machine name of what was checked.
    """

    severity: Severity
    stage: str
    rule: str
    message: str
    remedy: str
    file: str | None = None
    line: int | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document says, as rows that know nothing of other documents.

    `claims` maps a table's name (events, trade, arms_transfers, relations, indicators) to rows without ids; entity columns
    hold ids local to the document. Plain values only, so that a reading can be kept as JSON.
    """

    document: Document
    sentences: list[Row] = field(default_factory=list)
    claims: dict[str, list[Row]] = field(default_factory=dict)
    organisations: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    mentions: list[Row] = field(default_factory=list)
