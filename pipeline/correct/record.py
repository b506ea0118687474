"""A correction as a record, and the findings that are said about one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pipeline.records import Finding, Row, Severity

Action = Literal["drop", "set", "add", "approve"]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says about one row.

    `claim_id` names the row of a drop, a set and an approval; `document_id` and `evidence` say where an added row stands.
    `expect` are values that the row must have, `values` those that it gets; both are typed as their columns. `row_sha256` and
    `text_sha256` are the row and the document's text as they were approved.
    """

    correction_id: str
    action: Action
    table: str
    reason: str
    author: str
    date: date
    file: str
    line: int
    claim_id: str | None = None
    document_id: str | None = None
    evidence: str | None = None
    expect: Row = field(default_factory=dict)
    values: Row = field(default_factory=dict)
    row_sha256: str | None = None
    text_sha256: str | None = None


def problem(
    rule: str, message: str, remedy: str, *, file: str, line: int | None = None, severity: Severity = "error"
) -> Finding:
    """A finding of this stage."""
    return Finding(severity, "correct", rule, message, remedy, file=file, line=line)


def misfit(correction: Correction, rule: str, message: str, remedy: str, *, severity: Severity = "error") -> Finding:
    """A finding about one correction, which it names."""
    said = f"{correction.correction_id}: {message}"
    return problem(rule, said, remedy, file=correction.file, line=correction.line, severity=severity)
