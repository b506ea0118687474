"""Questions as a CSV for a spreadsheet, and the answers that come back in it.

`answer` is to be filled with approve, drop or set, `set` with `column=value; column=value`. A row that has changed since the sheet
was written is told by its hash, and its answer is not taken.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from pipeline.review.answers import Answer, AnswerError
from pipeline.review.questions import Question

COLUMNS = ("claim_id", "table", "document_id", "confidence", "sentence", "evidence", "row", "answer", "set", "reason", "row_sha256")  # fmt: skip
APPROVED = "Compared with its sentence."
"""The reason of an approval that gives none."""


def write_sheet(questions: Iterable[tuple[Question, str, str]], path: Path) -> int:
    """Write questions, each with its sentence and evidence, and return how many there were."""
    rows = [_question_row(*one) for one in questions]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def _question_row(question: Question, sentence: str, evidence: str) -> dict[str, object]:
    return {
        "claim_id": question.claim_id,
        "table": question.table,
        "document_id": question.row["document_id"],
        "confidence": question.row["confidence"],
        "sentence": sentence,
        "evidence": evidence,
        "row": json.dumps(question.said, ensure_ascii=False, default=str),
        "row_sha256": question.row_sha256,
    }


def read_sheet(
    path: Path, questions: Mapping[str, Question], author: str, day: date
) -> Iterator[tuple[int, Question | None, Answer | AnswerError]]:
    """Line, question and answer of every row that was answered; an answer that cannot be taken as the error for it.

    Raises:
        AnswerError: the file is no such sheet.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = {"claim_id", "answer", "set", "reason", "row_sha256"} - set(reader.fieldnames or ())
        if missing:
            message = f"{path} has no column {', '.join(sorted(missing))}"
            raise AnswerError(message, "give back the sheet that --export wrote, as CSV with commas, in UTF-8")
        for row in reader:
            if (row["answer"] or "").strip():
                question = questions.get(row["claim_id"])
                yield reader.line_num, question, _answer(row, question, author, day)


def _answer(row: Mapping[str, str], question: Question | None, author: str, day: date) -> Answer | AnswerError:
    action, reason = row["answer"].strip().casefold(), (row["reason"] or "").strip()
    if question is None or question.row_sha256 != row["row_sha256"]:
        return AnswerError(f"claim {row['claim_id']} is not asked any more, or says something else now", "export again")
    if action not in ("approve", "drop", "set"):
        return AnswerError(f"the answer is {row['answer']!r}", "write approve, drop or set")
    if not reason and action != "approve":
        return AnswerError(f"{action} without a reason", "write why into the column reason")
    try:
        values = parse_values(row["set"] or "") if action == "set" else {}
    except AnswerError as error:
        return error
    return Answer(action, reason or APPROVED, author, day, values)


def parse_values(written: str) -> dict[str, str]:
    """`column=value; column=value` as a mapping; an empty value is null.

    >>> parse_values("value=41; hedge = exact; date=")
    {'value': '41', 'hedge': 'exact', 'date': ''}
    """
    pairs = [part.partition("=") for part in written.split(";") if part.strip()]
    if not pairs or any(not sign for _, sign, _ in pairs):
        raise AnswerError(f"the values are {written!r}", "write column=value, several joined by ;")
    return {name.strip(): value.strip() for name, _, value in pairs}
