"""Which rows to look at first: those of the rules that were right least often, and not yet judged by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.correct import row_digest
from pipeline.records import Row
from schemas import TABLES

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Question:
    """One row to be judged, with the hashes that an approval of it is bound to."""

    table: str
    row: Row
    row_sha256: str
    text_sha256: str

    @property
    def claim_id(self) -> str:
        """The claim's id."""
        return str(self.row["claim_id"])

    @property
    def said(self) -> Row:
        """What the row says: its own columns, its date and its hedge, where they are given."""
        table = TABLES[self.table]
        own = table.column_names[2 : table.column_names.index("document_id")]  # behind the ids, before the place
        derived = ("date_start", "date_end")
        return {name: self.row[name] for name in own if self.row[name] is not None and name not in derived}


def find_questions(tables: Mapping[str, pa.Table], limit: int | None = None) -> list[Question]:
    """Rows that nobody has corrected or approved, the least certain first; a rule never measured is the least certain.

    Args:
        tables: the tables of a package; one without the table `corrections` has none.
        limit: how many; all without one.
    """
    said = tables["corrections"].to_pylist() if "corrections" in tables else []
    judged = {row["claim_id"] for row in said if not row["is_lapsed"]}
    texts = {row["document_id"]: row["sha256"] for row in tables["documents"].to_pylist()}
    found = [
        Question(name, row, row_digest(row), texts[row["document_id"]])
        for name, table in TABLES.items()
        if table.kind == "claim" and name in tables
        for row in tables[name].to_pylist()
        if row["claim_id"] not in judged
    ]
    found.sort(
        key=lambda q: (q.row["confidence"] or 0.0, q.table, q.row["document_id"], q.row["evidence_start"], q.claim_id)
    )
    return found[:limit]
