"""Readings → the tables of `schemas`, typed, sorted by their keys.

In: `Reading`s in any order. Out: one Arrow table for every table declared, the same bytes whatever the order.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import schemas
from pipeline.extract.rules import rule_rows
from pipeline.records import Document, Reading, Row
from pipeline.resolve.copies import find_copies
from pipeline.resolve.edtf import bounds
from pipeline.resolve.entities import Registry
from pipeline.resolve.ids import claim_id, fact_id
from schemas.render.arrow import arrow_schema
from schemas.render.dictionary import dictionary_rows

if TYPE_CHECKING:
    import pyarrow as pa

_ENTITY_COLUMNS = ("actor1_id", "actor2_id", "subject_id", "object_id")


def assemble(readings: Iterable[Reading], copies: dict[str, str] | None = None) -> dict[str, pa.Table]:
    """All tables of `schemas.TABLES`. `copies` maps a near-duplicate document to the one it copies; found if not given."""
    ordered = sorted(readings, key=lambda r: r.document.document_id)
    copies = find_copies(ordered) if copies is None else copies
    registry = Registry(ordered)
    confidence = {row["rule"]: row["confidence"] for row in rule_rows()}
    rows: dict[str, list[Row]] = {name: [] for name in schemas.TABLES}
    for reading in ordered:
        told: Counter[int] = Counter()
        for table, claims in reading.claims.items():
            finished = _claims(table, claims, reading.document, registry, confidence)
            rows[table] += finished
            told.update(row["sentence"] for row in finished)
        rows["documents"].append(_document(reading, sum(told.values()), copies.get(reading.document.document_id)))
        rows["sentences"] += [_sentence(reading.document, row, told) for row in reading.sentences]
        rows["mentions"] += _mentions(reading, registry)
    rows["organisations"], rows["people"] = registry.organisations(), registry.people()
    rows["rules"], rows["dictionary"] = rule_rows(), dictionary_rows()
    for name, declared in schemas.TABLES.items():
        if declared.kind == "vocabulary":
            rows[name] = [dict(row) for row in schemas.VOCABULARIES[name].rows]
    return {name: _arrow(name, rows[name]) for name in schemas.TABLES}


def _arrow(name: str, rows: Sequence[Row]) -> pa.Table:
    import pyarrow as pa

    table = schemas.TABLES[name]
    schema = arrow_schema(table)
    ordered = sorted(
        rows,
        key=lambda row: tuple(
            str(row.get(k)) if not isinstance(row.get(k), int) else f"{row.get(k):012d}" for k in table.primary_key
        ),
    )
    if table.kind == "vocabulary":
        ordered = list(rows)  # a vocabulary keeps the order in which it teaches
    columns = {field.name: [_plain(row.get(field.name), field.type) for row in ordered] for field in schema}
    return pa.table(columns, schema=schema)


def _plain(value: Any, kind: pa.DataType) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) and str(kind) == "double" else value


def _claims(
    table: str, claims: Sequence[Row], document: Document, registry: Registry, confidence: dict[str, float | None]
) -> list[Row]:
    key = schemas.TABLES[table].fact_key
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for claim in claims:
        row = dict(claim)
        for column in _ENTITY_COLUMNS:
            if column in row:
                row[column] = registry.id_of(document.document_id, row[column])
        evidence = document.text[row["evidence_start"] : row["evidence_end"]]
        fact = fact_id(table, key, row)
        seen[(fact, evidence)] += 1
        start, end = bounds(row.get("date"))
        row |= {
            "claim_id": claim_id(table, document.document_id, fact, evidence, seen[(fact, evidence)]),
            "fact_id": fact,
            "document_id": document.document_id,
            "evidence": None if document.redistribution == "spans" else evidence,
            "evidence_sha256": hashlib.sha256(evidence.encode()).hexdigest(),
            "date_start": start,
            "date_end": end,
            "confidence": confidence.get(row["rule"]),
            "corrected_by": None,
        }
        found.append(row)
    return found


def _document(reading: Reading, claims: int, copy_of: str | None) -> Row:
    d = reading.document
    return {
        "document_id": d.document_id, "path": d.path, "sha256": d.sha256, "title": d.title, "publisher": d.publisher,
        "author": d.author, "url": d.url, "language": d.language, "published": d.published, "retrieved": d.retrieved,
        "license": d.license, "redistribution": d.redistribution, "copy_of": copy_of, "characters": len(d.text),
        "sentences": len(reading.sentences), "claims": claims,
    }  # fmt: skip


def _sentence(document: Document, row: Row, told: Counter[int]) -> Row:
    text = document.text[row["start"] : row["end"]] if document.redistribution == "full" else None
    return {**row, "document_id": document.document_id, "text": text, "claims": told[row["sentence"]]}


def _mentions(reading: Reading, registry: Registry) -> list[Row]:
    document = reading.document
    hidden = document.redistribution == "spans"
    return [
        {
            **row,
            "document_id": document.document_id,
            "text": None if hidden else document.text[row["start"] : row["end"]],
            "entity_id": registry.id_of(document.document_id, row["entity_id"]) or row["entity_id"],
        }
        for row in reading.mentions
    ]
