"""Lay corrections over the tables.

In: the tables as assembled or merged. Out: the same tables, their rows still sorted by key and their counts right, and the table
`corrections` filled. A row keeps its `claim_id` when it is corrected, so that the correction finds it again next time; its
`fact_id` follows its values. Memory holds what was said and the rows it is said of, however large the tables are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.correct.digest import row_digest
from pipeline.correct.overlay import Overlay
from pipeline.correct.record import Correction, misfit
from pipeline.records import Finding, Row
from pipeline.resolve.edtf import bounds
from pipeline.resolve.ids import claim_id, fact_id
from schemas import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

HAND = "corrections.hand"
"""The rule of a row that a person added."""
_REMOVE = "if the machine is right now remove the correction, else correct its expectation"


class _MisfitError(Exception):
    """A correction does not fit the tables any more."""

    def __init__(self, rule: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.rule, self.remedy = rule, remedy


def correct(
    tables: Mapping[str, pa.Table], corrections: Sequence[Correction], texts: Mapping[str, str]
) -> tuple[dict[str, pa.Table], list[Finding]]:
    """Apply corrections.

    Args:
        tables: all tables, as `pipeline.resolve` makes them: sorted by their keys.
        corrections: in any order; no two may correct the same row.
        texts: the text of every document by its id; those of `documents_to_add_to` are enough.

    Returns:
        The corrected tables, and findings: an error for each correction whose expectation fails, which must stop the
        publication, and a note for each approval that has lapsed.
    """
    if not corrections:
        return dict(tables), []
    hand = _Hand(tables, texts)
    findings: list[Finding] = []
    # approvals speak of the rows as they are published, so they come last
    for correction in sorted(corrections, key=lambda one: (one.action == "approve", one.correction_id)):
        try:
            hand.apply(correction)
        except _MisfitError as error:
            findings.append(misfit(correction, error.rule, str(error), error.remedy))
    return hand.tables(), [*findings, *hand.notes]


def documents_to_add_to(corrections: Iterable[Correction]) -> frozenset[str]:
    """Ids of the documents in whose texts words must be found."""
    return frozenset(one.document_id for one in corrections if one.action == "add" and one.document_id)


class _Hand:
    """The rows that corrections speak of, and what was done to them."""

    def __init__(self, tables: Mapping[str, pa.Table], texts: Mapping[str, str]) -> None:
        self._given, self._texts = tables, texts
        self._laid: dict[str, Overlay] = {}
        self._log = Overlay("corrections", tables["corrections"].slice(0, 0))
        self.notes: list[Finding] = []

    def apply(self, correction: Correction) -> None:
        """Do what one correction says, or raise where it does not fit."""
        if correction.action == "add":
            self._add(correction)
        elif correction.action == "approve":
            self._approve(correction)
        else:
            self._change(correction)

    def tables(self) -> dict[str, pa.Table]:
        """All tables as they are now."""
        laid = {name: overlay.table() for name, overlay in self._laid.items()}
        return {**self._given, **laid, "corrections": self._log.table()}

    def _rows(self, table: str) -> Overlay:
        if table not in self._laid:
            self._laid[table] = Overlay(table, self._given[table])
        return self._laid[table]

    def _change(self, correction: Correction) -> None:
        rows = self._rows(correction.table)
        row = rows.get(correction.claim_id)
        if row is None:
            message = f"{correction.table} has no claim {correction.claim_id}"
            raise _MisfitError(
                "no_such_claim", message, f"{_REMOVE}: its document may be gone, or be read differently now"
            )
        wrong = {name: row[name] for name, value in correction.expect.items() if row[name] != value}
        if wrong:
            expected = {name: correction.expect[name] for name in wrong}
            message = f"claim {correction.claim_id} has {_json(wrong)}, expected {_json(expected)}"
            raise _MisfitError("expectation_failed", message, _REMOVE)
        if correction.action == "drop":
            rows.drop(row["claim_id"])
            self._count(row, -1)
            self._note(correction, row["claim_id"], row["document_id"], old=correction.expect)
            return
        before = {name: row[name] for name in correction.values}
        rows.put(_derived(correction.table, row | correction.values, correction))
        self._note(
            correction, row["claim_id"], row["document_id"], old=correction.expect | before, new=correction.values
        )

    def _add(self, correction: Correction) -> None:
        rows = self._rows(correction.table)
        document, evidence = self._rows("documents").get(correction.document_id), correction.evidence or ""
        text = self._texts.get(correction.document_id or "")
        if document is None or text is None:
            raise _MisfitError("no_such_document", f"there is no document {correction.document_id}", _REMOVE)
        if text.count(evidence) != 1:
            message = f"the words {evidence[:80]!r} stand {text.count(evidence)} times in {correction.document_id}"
            raise _MisfitError("expectation_failed", message, "give words that stand there once, to the letter")
        start = text.index(evidence)
        row = dict.fromkeys(TABLES[correction.table].column_names) | {
            "hedge": "exact",
            **correction.values,
            "document_id": correction.document_id,
            "sentence": self._sentence_at(correction.document_id or "", start),
            "evidence": None if document["redistribution"] == "spans" else evidence,
            "evidence_sha256": hashlib.sha256(evidence.encode()).hexdigest(),
            "evidence_start": start,
            "evidence_end": start + len(evidence),
            "rule": HAND,
        }
        row = _derived(correction.table, row, correction)
        row["claim_id"] = claim_id(correction.table, row["document_id"], row["fact_id"], evidence, 1)
        if rows.get(row["claim_id"]) is not None:
            raise _MisfitError(
                "already_read", f"the row is there without it ({row['claim_id']})", "remove the correction"
            )
        rows.put(row)
        self._count(row, 1)
        self._note(correction, row["claim_id"], row["document_id"], new=correction.values)

    def _approve(self, correction: Correction) -> None:
        row = self._rows(correction.table).get(correction.claim_id)
        document = (self._rows("documents").get(row["document_id"]) if row else None) or {}
        kept = (correction.row_sha256, correction.text_sha256)
        lapsed = row is None or (row_digest(row), document.get("sha256")) != kept
        if lapsed:
            message = "the row or its text has changed since it was approved" if row else "the approved row is gone"
            remedy = "look at it again with bilateral review, or remove the approval"
            self.notes.append(misfit(correction, "approval_lapsed", message, remedy, severity="note"))
        self._note(
            correction, correction.claim_id or "", document.get("document_id"), old=correction.expect, lapsed=lapsed
        )

    def _note(
        self,
        correction: Correction,
        claim: str,
        document: str | None,
        *,
        old: Row | None = None,
        new: Row | None = None,
        lapsed: bool = False,
    ) -> None:
        self._log.put(
            {
                "correction_id": correction.correction_id,
                "action": correction.action,
                "table_name": correction.table,
                "claim_id": claim,
                "document_id": document,
                "old": _json(old) if old else None,
                "new": _json(new) if new else None,
                "reason": correction.reason,
                "author": correction.author,
                "date": correction.date,
                "is_lapsed": lapsed,
            }
        )

    def _sentence_at(self, document_id: str, offset: int) -> int:
        for row in self._rows("sentences").rows_of(document_id):
            if row["start"] <= offset < row["end"]:
                if row["kind"] != "body":
                    message = f"the words stand in a sentence of kind {row['kind']}, which carries no claim"
                    raise _MisfitError("expectation_failed", message, "give words of the body of the text")
                return int(row["sentence"])
        raise _MisfitError("expectation_failed", "the words stand in no sentence", "give words of the body of the text")

    def _count(self, row: Row, change: int) -> None:
        """Let the document and the sentence of a row have one claim more or less."""
        documents, sentences = self._rows("documents"), self._rows("sentences")
        document = documents.get(row["document_id"])
        sentence = sentences.get(row["document_id"], row["sentence"])
        if document is not None:
            documents.put(document | {"claims": document["claims"] + change})
        if sentence is not None:
            claims = sentence["claims"] + change
            sentences.put(sentence | {"claims": claims, "refused": None if claims else sentence["refused"]})


def _derived(table: str, row: Row, correction: Correction) -> Row:
    """The row with all that follows from its values."""
    start, end = bounds(row["date"])
    fact = fact_id(table, TABLES[table].fact_key, row)
    return row | {"fact_id": fact, "date_start": start, "date_end": end, "corrected_by": correction.correction_id}


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(dict(values), ensure_ascii=False, default=str)
