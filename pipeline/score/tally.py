"""Pair labelled with published rows, and count: right, missed, unasked for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from pipeline.score.compare import same
from pipeline.score.gold import LabelledDocument, Row, load_gold
from pipeline.score.match import MATCH, judge_cells, same_words

CORE = ("events", "trade", "arms_transfers", "organisations")
TABLES = (*CORE, "people", "relations", "indicators")
ENTITY_KEYS = {"organisations": "organisation_id", "people": "person_id"}


@dataclass(frozen=True)
class Miss:
    """A labelled row that was not published ("missed"), or a published row that nobody labelled ("extra")."""

    kind: Literal["missed", "extra"]
    document: str
    table: str
    row: Row


@dataclass
class TableScore:
    """Counts of one or more tables; `cells` maps a judged column to how often it was right and how often judged."""

    right: int = 0
    extra: int = 0
    missed: int = 0
    cells: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """The part of published rows that are right (0 with none)."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 0.0

    @property
    def recall(self) -> float:
        """The part of labelled rows that were published (0 with none)."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Score:
    """The score of a package: by table, with the misses, and how much evidence is equal to the text."""

    tables: dict[str, TableScore]
    misses: list[Miss] = field(default_factory=list)
    documents: int = 0
    unpublished: list[str] = field(default_factory=list)
    spans: int = 0
    spans_right: int = 0
    rules: dict[str, tuple[int, int]] = field(default_factory=dict)  # rule → rows right, rows that nobody labelled

    def total(self, tables: Sequence[str]) -> TableScore:
        """Several tables counted as one."""
        parts = [self.tables[table] for table in tables if table in self.tables]
        return TableScore(sum(p.right for p in parts), sum(p.extra for p in parts), sum(p.missed for p in parts))

    @property
    def cell_accuracy(self) -> float:
        """The part of judged cells of the core tables that are right."""
        cells = [count for table in CORE if table in self.tables for count in self.tables[table].cells.values()]
        return sum(right for right, _ in cells) / max(1, sum(judged for _, judged in cells))

    def as_json(self) -> dict[str, Any]:
        """Plain data: precision, recall, f1, counts and slots a table, and the sums `core` and `all`."""
        report: dict[str, Any] = {
            name: {
                **_ratios(table),
                "tp": table.right,
                "fp": table.extra,
                "fn": table.missed,
                "slots": {cell: f"{right}/{judged}" for cell, (right, judged) in table.cells.items()},
            }
            for name, table in self.tables.items()
        }
        report["core"] = {**_ratios(self.total(CORE)), "slot_accuracy": round(self.cell_accuracy, 3)}
        report["all"] = _ratios(self.total(TABLES))
        return {**report, "grounded": f"{self.spans_right}/{self.spans}", "documents": self.documents}


def score(output: Path, gold: Path) -> Score:
    """Score a published package against a folder of labelled documents.

    Raises:
        GoldError: the labels cannot be used.
        ReleaseError: there is no package in `output`.
    """
    from pipeline.publish import read

    names = ("documents", "mentions", *TABLES)
    return score_tables({name: read(name, output).to_pylist() for name in names}, load_gold(gold, TABLES))


def score_tables(published: Mapping[str, Sequence[Row]], documents: Sequence[LabelledDocument]) -> Score:
    """Score rows by table name (`documents` and `mentions` too); a labelled document is found by its file's name."""
    result = Score({table: TableScore() for table in TABLES}, documents=len(documents))
    ids = {PurePosixPath(row["path"]).name: row["document_id"] for row in published["documents"]}
    for document in documents:
        document_id = ids.get(document.name)
        if document_id is None:
            result.unpublished.append(document.name)
        here = {row["entity_id"] for row in published["mentions"] if row["document_id"] == document_id}
        for table in TABLES:
            key = ENTITY_KEYS.get(table)
            found = [
                row for row in published[table] if (row[key] in here if key else row["document_id"] == document_id)
            ]
            _count(result, document, table, found)
    return result


def _count(result: Score, document: LabelledDocument, table: str, found: Sequence[Row]) -> None:
    labelled = document.rows.get(table, [])
    pairs = pair_rows(document, table, labelled, found)
    counts = result.tables[table]
    for g, f in pairs.items():
        counts.right += not labelled[g].get("optional")
        for cell, right in judge_cells(document, table, labelled[g], found[f]).items():
            before = counts.cells.get(cell, (0, 0))
            counts.cells[cell] = (before[0] + right, before[1] + 1)
    missed = [row for g, row in enumerate(labelled) if g not in pairs and not row.get("optional")]
    extra = [row for f, row in enumerate(found) if f not in pairs.values()]
    counts.missed += len(missed)
    counts.extra += len(extra)
    result.misses += [Miss("missed", document.name, table, row) for row in missed]
    result.misses += [Miss("extra", document.name, table, row) for row in extra]
    for index, row in enumerate(found):
        if row.get("rule"):
            hits, wrong = result.rules.get(row["rule"], (0, 0))
            hit = index in pairs.values()
            result.rules[row["rule"]] = (hits + hit, wrong + (not hit))
    spans = [row for row in found if row.get("evidence_start") is not None]
    result.spans += len(spans)
    result.spans_right += sum(_is_grounded(row, document.text) for row in spans)


def pair_rows(document: LabelledDocument, table: str, labelled: Sequence[Row], found: Sequence[Row]) -> dict[int, int]:
    """The largest one-to-one pairing: index of the labelled row → index of the published row.

    Required labels are paired before optional ones, and pairs whose dates agree are tried first.
    """

    def dated(g: int, f: int) -> bool:
        return "date" in labelled[g] and same(labelled[g]["date"], found[f].get("date"))

    fits = [
        sorted(
            (f for f, row in enumerate(found) if same_words(gold, row) and MATCH[table](document, gold, row)),
            key=lambda f, g=g: not dated(g, f),  # type: ignore[misc]
        )
        for g, gold in enumerate(labelled)
    ]
    owner: dict[int, int] = {}

    def place(g: int, tried: set[int]) -> bool:
        """Give a label a row, moving the row's owner to another where that makes room."""
        for f in fits[g]:
            if f not in tried:
                tried.add(f)
                if f not in owner or place(owner[f], tried):
                    owner[f] = g
                    return True
        return False

    def rank(g: int) -> tuple[bool, bool]:
        return bool(labelled[g].get("optional")), not any(dated(g, f) for f in fits[g])

    for g in sorted(range(len(labelled)), key=rank):
        place(g, set())
    return {g: f for f, g in owner.items()}


def _is_grounded(row: Row, text: str) -> bool:
    """Whether the evidence is what the text has at its offsets; withheld words are compared by their hash."""
    words = text[int(row["evidence_start"]) : int(row["evidence_end"])]
    if row["evidence"] is not None:
        return bool(words == row["evidence"])
    return bool(hashlib.sha256(words.encode("utf-8")).hexdigest() == row.get("evidence_sha256"))


def _ratios(table: TableScore) -> dict[str, float]:
    return {name: round(getattr(table, name), 3) for name in ("precision", "recall", "f1")}
