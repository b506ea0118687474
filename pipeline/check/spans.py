"""Spans: do the offsets point at the words, does each hash belong to them, do the counts agree with the rows?

Offsets are Unicode code points of the document's text as read, end exclusive. Where the words may not be published
the text is held against the hash instead, so that a withheld row is checked as hard as a published one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pipeline.check.findings import cell_text, limit_findings, row_key, table_error
from schemas import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.records import Finding

_REREAD = "Offsets come from the text as read: build the row again from the same file."
_EVIDENCE_COLUMNS = [
    "claim_id",
    "document_id",
    "sentence",
    "evidence",
    "evidence_sha256",
    "evidence_start",
    "evidence_end",
]
_CLAIMS = [name for name, table in TABLES.items() if table.kind == "claim"]
_OF_DOCUMENTS = ("documents", "sentences", "mentions", *_CLAIMS)
Span = tuple[int, int]


def check_spans(
    tables: Mapping[str, pa.Table], texts: Mapping[str, str], held: Collection[str] = frozenset()
) -> list[Finding]:
    """Check documents, sentences, evidence and mentions against the texts, and the counts against the rows.

    Args:
        tables: the tables by name.
        texts: the texts of documents by id.
        held: ids of documents whose rows need not be held against their texts; they are counted all the same.
    """
    return [*_check_words_of(_without(tables, held), texts), *_counted(tables)]


def _check_words_of(tables: Mapping[str, pa.Table], texts: Mapping[str, str]) -> list[Finding]:
    found: list[Finding] = []
    if "documents" in tables:
        found.extend(limit_findings(_check_documents(tables["documents"], texts)))
    if "sentences" not in tables:
        return found  # nor is there a claim: each refers to its sentence
    found.extend(limit_findings(_check_sentences(tables, texts)))
    sentences = {(row["document_id"], row["sentence"]): row for row in tables["sentences"].to_pylist()}
    allowed = _redistribution(tables)
    for name in _claim_tables(tables):
        found.extend(limit_findings(_check_evidence(name, tables[name], texts, sentences, allowed)))
    if "mentions" in tables:
        found.extend(limit_findings(_check_mentions(tables["mentions"], texts, sentences)))
    return found


def _without(tables: Mapping[str, pa.Table], held: Collection[str]) -> Mapping[str, pa.Table]:
    """The tables of documents without the rows of some."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not held:
        return tables
    ids = pa.array(list(held), pa.string())
    asked = {name: table for name, table in tables.items() if name in _OF_DOCUMENTS}
    return {name: table.filter(pc.invert(pc.is_in(table["document_id"], ids))) for name, table in asked.items()}


def check_hashes(tables: Mapping[str, pa.Table]) -> list[Finding]:
    """Check without the texts what can be: published words have their hash, withheld words are withheld."""
    found: list[Finding] = []
    if "sentences" not in tables:
        return found
    allowed = _redistribution(tables)
    for name in _claim_tables(tables):
        rows = tables[name].select(_EVIDENCE_COLUMNS).to_pylist()
        found.extend(
            limit_findings(finding for row in rows for finding in _check_words(name, row, row["evidence"], allowed))
        )
    return [*found, *_counted(tables)]


def _check_documents(documents: pa.Table, texts: Mapping[str, str]) -> Iterator[Finding]:
    for row in documents.select(["document_id", "sha256", "characters"]).to_pylist():
        key = row["document_id"]
        if key not in texts:
            message, remedy = "The document's text was not handed over.", "Hand over the text of every document."
            yield table_error("text_missing", message, remedy, table="documents", row=key)
            continue
        found = {"sha256": _sha256(texts[key]), "characters": len(texts[key])}
        for column, value in found.items():
            if row[column] != value:
                message = f"Found {row[column]}, the text has {value}."
                yield table_error(
                    "document_text", message, _REREAD, table="documents", row=key, column=column, value=row[column]
                )


def _check_sentences(tables: Mapping[str, pa.Table], texts: Mapping[str, str]) -> Iterator[Finding]:
    allowed = _redistribution(tables)
    previous: dict[str, tuple[int, int]] = {}
    rows = tables["sentences"].select(["document_id", "sentence", "start", "end", "text"]).to_pylist()
    for row in sorted(rows, key=lambda row: (row["document_id"], row["sentence"])):
        document, key = row["document_id"], row_key(TABLES["sentences"], row)
        number, end = previous.get(document, (-1, 0))
        previous[document] = (row["sentence"], max(end, row["end"]))
        if row["sentence"] != number + 1:
            message, remedy = (
                f"Sentence {number + 1} is missing before it.",
                "Number the sentences from 0 without gaps.",
            )
            yield table_error("sentence_number", message, remedy, table="sentences", row=key, column="sentence")
        if row["start"] < end:
            message, remedy = (
                f"It starts at {row['start']}, before the last one ends at {end}.",
                "Sentences never overlap.",
            )
            yield table_error("sentence_overlap", message, remedy, table="sentences", row=key, column="start")
        if document in texts:
            yield from _check_span("sentences", key, "text", row, texts[document])
        if row["text"] is not None and allowed.get(document) != "full":
            yield _withheld("sentences", key, "text", allowed.get(document))


def _check_evidence(
    name: str,
    table: pa.Table,
    texts: Mapping[str, str],
    sentences: Mapping[tuple[str, int], dict[str, Any]],
    allowed: Mapping[str, str],
) -> Iterator[Finding]:
    for row in table.select(_EVIDENCE_COLUMNS).to_pylist():
        text, key = texts.get(row["document_id"]), row["claim_id"]
        if text is None:
            continue  # said once, of the document
        span = {"start": row["evidence_start"], "end": row["evidence_end"], "evidence": row["evidence"]}
        problems = list(_check_span(name, key, "evidence", span, text))
        yield from problems
        if not problems:
            yield from _check_words(name, row, text[row["evidence_start"] : row["evidence_end"]], allowed)
        sentence = sentences.get((row["document_id"], row["sentence"]))
        if sentence and not _overlap(
            (row["evidence_start"], row["evidence_end"]), (sentence["start"], sentence["end"])
        ):
            message = (
                f"The evidence lies outside sentence {row['sentence']} ({sentence['start']} to {sentence['end']})."
            )
            yield table_error("evidence_sentence", message, _REREAD, table=name, row=key, column="sentence")


def _check_words(name: str, row: Mapping[str, Any], words: str | None, allowed: Mapping[str, str]) -> Iterator[Finding]:
    """Hold the words of a claim, from the text or as published, against its hash and against what may be published."""
    may = allowed.get(row["document_id"])
    if row["evidence"] is not None and may == "spans":
        yield _withheld(name, row["claim_id"], "evidence", may)
    if row["evidence"] is None and may in {"full", "quotes"}:
        message, remedy = f"The words may be published (redistribution {may}) and are not.", "Fill the evidence."
        yield table_error("evidence_missing", message, remedy, table=name, row=row["claim_id"], column="evidence")
    if words is not None and _sha256(words) != row["evidence_sha256"]:
        shown = "the words that may not be shown" if may == "spans" else repr(cell_text(words))
        message = f"The hash is not that of {shown} ({_sha256(words)})."
        yield table_error(
            "evidence_sha256",
            message,
            "Hash the UTF-8 bytes of the evidence.",
            table=name,
            row=row["claim_id"],
            column="evidence_sha256",
            value=row["evidence_sha256"],
        )


def _check_mentions(
    mentions: pa.Table, texts: Mapping[str, str], sentences: Mapping[tuple[str, int], dict[str, Any]]
) -> Iterator[Finding]:
    for row in mentions.to_pylist():
        key = row_key(TABLES["mentions"], row)
        if row["document_id"] in texts:
            yield from _check_span("mentions", key, "text", row, texts[row["document_id"]])
        sentence = sentences.get((row["document_id"], row["sentence"]))
        if sentence and not (sentence["start"] <= row["start"] and row["end"] <= sentence["end"]):
            message = f"The mention lies outside sentence {row['sentence']} ({sentence['start']} to {sentence['end']})."
            yield table_error("mention_sentence", message, _REREAD, table="mentions", row=key, column="sentence")


def _claim_tables(tables: Mapping[str, pa.Table]) -> list[str]:
    return [name for name in _CLAIMS if name in tables]


def _counted(tables: Mapping[str, pa.Table]) -> list[Finding]:
    if "sentences" not in tables or len(_claim_tables(tables)) < len(_CLAIMS):
        return []  # the counts are of all tables, and some were left out
    return list(limit_findings(_check_counts(tables)))


def _check_counts(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    import polars as pl

    documents, sentences = (pl.DataFrame(pl.from_arrow(tables[name])) for name in ("documents", "sentences"))
    places = ["document_id", "sentence"]
    claims = pl.concat([pl.DataFrame(pl.from_arrow(tables[name].select(places))) for name in _CLAIMS])
    for name, column, frame, counted in (
        ("documents", "sentences", documents, sentences),
        ("documents", "claims", documents, claims),
        ("sentences", "claims", sentences, claims),
    ):
        key = list(TABLES[name].primary_key)
        there = counted.group_by(key).len("there")
        joined = frame.join(there, on=key, how="left", maintain_order="left").with_columns(pl.col("there").fill_null(0))
        for row in joined.filter(pl.col(column) != pl.col("there")).iter_rows(named=True):
            yield from _check_count(name, row_key(TABLES[name], row), column, row[column], row["there"])


def _check_count(table: str, key: str, column: str, found: int, expected: int) -> Iterator[Finding]:
    if found != expected:
        message = f"Found {found}, the tables have {expected} rows."
        yield table_error(
            "count", message, "Count after the last row is in.", table=table, row=key, column=column, value=found
        )


def _check_span(table: str, key: str, column: str, row: Mapping[str, Any], text: str) -> Iterator[Finding]:
    """Check that a span lies in the text and that its words, where they are published, stand there."""
    start, end, words = row["start"], row["end"], row[column]
    if not 0 <= start < end <= len(text):
        message = f"The span {start} to {end} does not lie in the text of {len(text)} characters."
        yield table_error("span_bounds", message, _REREAD, table=table, row=key, column=column, value=f"{start}..{end}")
    elif words is not None and text[start:end] != words:
        message = f"At {start} to {end} the text has {text[start:end]!r}."
        yield table_error("span_text", message, _REREAD, table=table, row=key, column=column, value=words)


def _withheld(table: str, key: str, column: str, may: str | None) -> Finding:
    message = f"The words are published, but the document's redistribution is {may}."
    return table_error("words_withheld", message, f"Leave {column} null.", table=table, row=key, column=column)


def _redistribution(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    columns = tables["documents"].select(["document_id", "redistribution"]).to_pydict()
    return dict(zip(columns["document_id"], columns["redistribution"], strict=True))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
