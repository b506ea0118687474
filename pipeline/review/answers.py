"""An answer becomes a file of its own under `seeds/corrections/`, written in one piece."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.correct.file import FOLDER, find_fault
from pipeline.review.questions import Question
from schemas import TABLES


class AnswerError(ValueError):
    """An answer that makes no correction; the message says why, `remedy` what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says: "approve", "drop", or "set" with the values as written."""

    action: str
    reason: str
    author: str
    day: date
    values: dict[str, str] = field(default_factory=dict)


def write_answer(question: Question, answer: Answer, seeds: Path) -> Path:
    """Write the correction or approval; an earlier answer to the same question is replaced.

    Raises:
        AnswerError: the answer names no column, or a value that its column cannot have.
        OSError: the seeds cannot be written.
    """
    import yaml

    record = _record(question, answer)
    fault = find_fault(record)
    if fault:
        raise AnswerError(*fault)
    path = seeds / FOLDER / f"review-{question.claim_id}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(yaml.safe_dump(record, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")
    beside.replace(path)
    return path


def _record(question: Question, answer: Answer) -> dict[str, Any]:
    record: dict[str, Any] = {"action": answer.action, "table": question.table, "claim": question.claim_id}
    row = question.row
    if answer.action == "approve":
        record |= {"row_sha256": question.row_sha256, "text_sha256": question.text_sha256}
    elif answer.action == "drop":
        key = TABLES[question.table].fact_key
        record["expect"] = {name: _written(row[name]) for name in key if row[name] is not None}
    else:
        known = {name: row[name] for name in answer.values if name in row}
        record |= {"expect": {name: _written(value) for name, value in known.items()}, "set": answer.values}
    return record | {"reason": answer.reason, "author": answer.author, "date": answer.day.isoformat()}


def _written(value: object) -> str:
    """A value as it is read back by its column's type; null as nothing."""
    return "" if value is None else str(value)
