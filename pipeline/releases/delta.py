"""What moved between two packages, claim by claim, and why.

In: the tables of both. Out: `Change`s sorted by table and claim. The cause is found by elimination: a person, the source, another
source; where all of these are as they were, the same words were read differently.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.correct.apply import HAND
from pipeline.publish import ReleaseNotFoundError, read_tables
from pipeline.records import Row
from schemas import DECLARED, TABLES

if TYPE_CHECKING:
    import pyarrow as pa

Tables = Mapping[str, "pa.Table"]
# a paragraph inserted above moves a row without changing what it says
_PLACE = frozenset({"sentence", "evidence_start", "evidence_end", "evidence"})
_IDENTITY = frozenset({"claim_id", "fact_id", "document_id", "evidence_sha256"})
# of a document, what follows from its rows or from other documents
_COUNTED = frozenset({"sentences", "claims", "copy_of"})


VERBS = {"ADD": "added", "MOD": "changed", "DEL": "removed"}
"""The kinds of change in words."""


@dataclass(frozen=True, slots=True)
class Change:
    """One claim that was added (`ADD`), changed (`MOD`) or removed (`DEL`), with the values that moved."""

    table: str
    claim_id: str
    change: str
    why: str
    document_id: str
    old: Row | None
    new: Row | None


def compare(old: Tables, new: Tables) -> list[Change]:
    """The changes from one package to another; of columns that only one of them has nothing is said."""
    causes = _Causes(old, new)
    changes: list[Change] = []
    for name in (name for name, table in TABLES.items() if table.kind == "claim"):
        before, after = (
            {row["claim_id"]: row for row in _only_in(one, other, name)} for one, other in ((old, new), (new, old))
        )
        for claim in sorted(before.keys() | after.keys()):
            found = _change(name, claim, before.get(claim), after.get(claim), causes)
            changes += [found] if found else []
    return changes


def changes_since(output: Path, tables: Tables) -> list[Change] | None:
    """The changes from the package in a folder to these tables; None where there is none to compare with."""
    try:
        return compare(read_tables(output), tables)
    except ReleaseNotFoundError:
        return None


def delta_table(changes: Iterable[Change]) -> pa.Table:
    """Changes as the table `delta`."""
    import pyarrow as pa

    from schemas.render.arrow import arrow_schema

    rows = [
        {
            "table_name": change.table,
            "claim_id": change.claim_id,
            "change": change.change,
            "why": change.why,
            "document_id": change.document_id,
            "old": as_json(change.old),
            "new": as_json(change.new),
        }
        for change in changes
    ]
    return pa.Table.from_pylist(rows, schema=arrow_schema(DECLARED["delta"])).sort_by(
        [("table_name", "ascending"), ("claim_id", "ascending")]
    )


def as_json(values: Row | None) -> str | None:
    """Values as a JSON object, null as null."""
    return None if values is None else json.dumps(values, ensure_ascii=False, default=str)


def tally(changes: Iterable[Change]) -> list[tuple[str, str, str, int]]:
    """Counts as (change, why, table, number), in a fixed order."""
    counts = Counter((change.change, change.why, change.table) for change in changes)
    return [(*kind, count) for kind, count in sorted(counts.items())]


def _only_in(tables: Tables, others: Tables, name: str) -> list[Row]:
    """The rows of a table that the other package does not have just so; all of them where the columns' types moved."""
    import polars as pl

    rows, known = (pl.DataFrame(pl.from_arrow(of[name])) if name in of else None for of in (tables, others))
    if rows is None or known is None:
        return [] if rows is None else rows.to_dicts()
    shared = [column for column in rows.columns if column in known.columns]
    if any(rows.schema[column] != known.schema[column] for column in shared):
        return rows.to_dicts()
    return rows.join(known, on=shared, how="anti", nulls_equal=True).to_dicts()


def _documents(tables: Tables) -> dict[str, Row]:
    return {row["document_id"]: row for row in tables["documents"].to_pylist()} if "documents" in tables else {}


def _change(table: str, claim: str, old: Row | None, new: Row | None, causes: _Causes) -> Change | None:
    if old is None or new is None:
        row = new or old or {}
        said = {name: value for name, value in row.items() if value is not None and name not in _PLACE | _IDENTITY}
        kind = "ADD" if old is None else "DEL"
        pair = (None, said) if old is None else (said, None)
        return Change(table, claim, kind, causes.of(claim, old, new, ()), row["document_id"], *pair)
    moved = [name for name in new if name in old and name not in _PLACE and old[name] != new[name]]
    if not moved:
        return None
    shown = [name for name in moved if name not in _IDENTITY] or moved
    before, after = ({name: row[name] for name in shown} for row in (old, new))
    return Change(table, claim, "MOD", causes.of(claim, old, new, moved), new["document_id"], before, after)


class _Causes:
    """Knows documents and corrections of both sides, and so why a claim moved."""

    def __init__(self, old: Tables, new: Tables) -> None:
        self._old, self._new = map(_documents, (old, new))
        self._gone = {row["sha256"] for key, row in self._old.items() if key not in self._new}
        self._come = {row["sha256"] for key, row in self._new.items() if key not in self._old}
        self._corrected = {claim for claim, *_ in _said(old) ^ _said(new)}

    def of(self, claim: str, old: Row | None, new: Row | None, moved: Iterable[str]) -> str:
        """The reason, from the vocabulary `change_reasons`."""
        row: Row = new or old or {}
        document = row["document_id"]
        before, after = self._old.get(document), self._new.get(document)
        if claim in self._corrected and (row["rule"] == HAND or (before and after)):
            return "correction"
        if before is None:
            return "source_renamed" if after and after["sha256"] in self._gone else "new_source"
        if after is None:
            return "source_renamed" if before["sha256"] in self._come else "source_removed"
        if _own(before) != _own(after):
            return "source_changed"
        moved = set(moved) - {"fact_id"}
        if moved and all(name.endswith("_id") for name in moved) and self._old.keys() != self._new.keys():
            return "other_source"
        return "rule_changed"


def _said(tables: Tables) -> set[tuple[Any, ...]]:
    """What corrections say of which claim; approvals change no row."""
    rows = tables["corrections"].to_pylist() if "corrections" in tables else []
    return {(r["claim_id"], r["action"], r["old"], r["new"]) for r in rows if r["action"] != "approve"}


def _own(document: Row) -> Row:
    return {name: value for name, value in document.items() if name not in _COUNTED}
