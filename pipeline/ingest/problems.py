"""The findings of the read stage, and the exception that carries one out of a file that cannot be used."""

from __future__ import annotations

from collections import Counter

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


class Listing(list[Finding]):
    """Findings of a run; of each rule the first are kept and the others counted, so that an archive cannot flood it."""

    MOST = 100

    def __init__(self) -> None:
        super().__init__()
        self._counts: Counter[tuple[str, Severity]] = Counter()

    def note(self, finding: Finding) -> None:
        """Take in a finding."""
        kind = (finding.rule, finding.severity)
        self._counts[kind] += 1
        if self._counts[kind] <= self.MOST:
            self.append(finding)

    def close(self) -> None:
        """Say how many were not kept."""
        for (rule, severity), count in self._counts.items():
            if count > self.MOST:
                message = f"{count - self.MOST} more documents are concerned ({count} in all)"
                remedy = "see the findings of this rule before"
                self.append(Finding(severity, "read", rule, message, remedy))


def first_line(error: Exception) -> str:
    """What a library says of a broken file, without the pages that may follow; the error's kind where it says nothing."""
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
