"""The rows of one document, finished but for the ids of its entities, which only all documents together give.

In: a `Reading` whose claims are sound. Out: rows of the tables that belong to a document.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import cache

import schemas
from pipeline.extract.rules import rule_rows
from pipeline.records import Document, Reading, Row
from pipeline.resolve.edtf import bounds
from pipeline.resolve.ids import claim_id, fact_id

ENTITY_COLUMNS = ("actor1_id", "actor2_id", "subject_id", "object_id")


def finished_rows(reading: Reading) -> dict[str, list[Row]]:
    """Rows of `documents`, `sentences`, `mentions` and the claim tables; ids of entities are the document's own."""
    told: Counter[int] = Counter()
    rows: dict[str, list[Row]] = {}
    for table, claims in reading.claims.items():
        rows[table] = _claims(table, claims, reading.document)
        told.update(row["sentence"] for row in rows[table])
    rows["documents"] = [_document(reading, sum(told.values()))]
    rows["sentences"] = [_sentence(reading.document, row, told) for row in reading.sentences]
    rows["mentions"] = [_mention(reading.document, row) for row in reading.mentions]
    return rows


@cache
def _confidence() -> dict[str, float | None]:
    return {row["rule"]: row["confidence"] for row in rule_rows()}


def _claims(table: str, claims: Sequence[Row], document: Document) -> list[Row]:
    key = schemas.TABLES[table].fact_key
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for claim in claims:
        row = dict(claim)
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
            "confidence": _confidence().get(row["rule"]),
            "corrected_by": None,
        }
        found.append(row)
    return found


def _document(reading: Reading, claims: int) -> Row:
    d = reading.document
    return {
        "document_id": d.document_id, "path": d.path, "sha256": d.sha256, "title": d.title, "publisher": d.publisher,
        "author": d.author, "url": d.url, "language": d.language, "published": d.published, "retrieved": d.retrieved,
        "license": d.license, "redistribution": d.redistribution, "copy_of": None, "characters": len(d.text),
        "sentences": len(reading.sentences), "claims": claims,
    }  # fmt: skip


def _sentence(document: Document, row: Row, told: Counter[int]) -> Row:
    text = document.text[row["start"] : row["end"]] if document.redistribution == "full" else None
    return {**row, "document_id": document.document_id, "text": text, "claims": told[row["sentence"]]}


def _mention(document: Document, row: Row) -> Row:
    text = None if document.redistribution == "spans" else document.text[row["start"] : row["end"]]
    return {**row, "document_id": document.document_id, "text": text}
