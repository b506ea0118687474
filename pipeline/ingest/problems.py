"""The findings of the read stage, and the exception that carries one out of a file that cannot be used."""

from __future__ import annotations

from pipeline.records import Finding, Severity


class UnreadableError(Exception):
    """A file, or a row of a bulk file, that gives no document; `finding` says why and what to do."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def problem(
    rule: str,
    file: str,
    message: str,
    remedy: str,
    *,
    severity: Severity = "error",
    line: int | None = None,
    column: str | None = None,
    value: str | None = None,
) -> Finding:
    """A finding of this stage; `value` is cut to 80 characters so that a broken file cannot flood the report."""
    short = value if value is None or len(value) <= 80 else value[:79] + "…"
    return Finding(severity, "read", rule, message, remedy, file=file, line=line, column=column, value=short)


def unreadable(
    rule: str,
    file: str,
    message: str,
    remedy: str,
    *,
    line: int | None = None,
    column: str | None = None,
    value: str | None = None,
) -> UnreadableError:
    """The exception for a file that gives no document."""
    return UnreadableError(problem(rule, file, message, remedy, line=line, column=column, value=value))
