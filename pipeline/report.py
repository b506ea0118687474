"""The report of a run: what was made, what was found, how long it took, and what may have been missed.

It is for the person who ran the build and lives in the cache folder: it has times of the clock and words of the seeds,
so it is no part of the published package.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.records import Finding

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.publish.files import Release
    from pipeline.releases import Change

Status = Literal["published", "incomplete", "unchanged", "checked", "written", "stopped"]
REPORT_JSON = "run_report.json"
REPORT_TEXT = "run_report.md"
DELTA = "delta.csv"
SHOWN_FINDINGS = 50
SHOWN_SENTENCES = 50


class ExitCode(IntEnum):
    """What the command's exit code means."""

    OK = 0
    """Done; nothing of severity error was found."""
    ERRORS = 1
    """Errors were found and nothing was published, or a check or a score failed."""
    USAGE = 2
    """The command was not understood: an unknown option, table or setting, or a broken query."""
    NOT_FOUND = 3
    """There is no such package, table or claim."""
    INCOMPLETE = 4
    """Published, but one or more documents had to be left out."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C; the last good package is untouched."""


@dataclass(frozen=True)
class Refusal:
    """A sentence that looked like a claim and gave none, with the reason from the vocabulary of refusals."""

    document_id: str
    sentence: int
    reason: str
    text: str | None


@dataclass
class BuildResult:
    """What a build made: the release (None if nothing was published), findings, rows a table, seconds a stage.

    `changes` are the claims that moved since the package that was in the folder before; None where there was none. `written`
    are the files of a build of one table only, which makes no release; `status` is then "written". Of `documents_read` only
    `read_anew` had to be read in this run.
    """

    status: Status = "stopped"
    release: Release | None = None
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    changes: list[Change] | None = None
    timings: dict[str, float] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    documents_read: int = 0
    read_anew: int = 0
    orchestration: str = "direct"
    written: list[Path] = field(default_factory=list)
    report: Path | None = None

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of a build with this result."""
        if self.status == "stopped":
            return ExitCode.ERRORS
        return ExitCode.INCOMPLETE if self.errors else ExitCode.OK

    def summary(self) -> dict[str, Any]:
        """What a later run that changes nothing tells again."""
        findings = [asdict(finding) for finding in self.findings]
        return {"documents_read": self.documents_read, "counts": self.counts, "findings": findings}

    @classmethod
    def unchanged(cls, summary: dict[str, Any], cache: Path) -> BuildResult:
        """The result of a build that had nothing to do, from the summary of the one that published."""
        findings = [Finding(**finding) for finding in summary["findings"]]
        result = cls("unchanged", None, findings, summary["counts"], documents_read=summary["documents_read"])
        report = cache / REPORT_TEXT
        result.report = report if report.is_file() else None
        return result

    @property
    def errors(self) -> list[Finding]:
        """Findings of severity error."""
        return [finding for finding in self.findings if finding.severity == "error"]


def find_refusals(tables: Mapping[str, pa.Table], texts: Mapping[str, str]) -> list[Refusal]:
    """Refused sentences of the `sentences` table, with their words from the seeds' texts."""
    if "sentences" not in tables:
        return []
    columns = ["document_id", "sentence", "start", "end", "refused"]
    rows = tables["sentences"].select(columns)
    refused = rows.filter(rows["refused"].is_valid()).to_pylist()
    return [
        Refusal(
            row["document_id"],
            row["sentence"],
            row["refused"],
            texts[row["document_id"]][row["start"] : row["end"]] if row["document_id"] in texts else None,
        )
        for row in refused
    ]


def find_silent(tables: Mapping[str, pa.Table]) -> list[Finding]:
    """A note for each document in which no claim was found."""
    if "documents" not in tables:
        return []
    rows = tables["documents"].select(["path", "claims"]).to_pylist()
    remedy = "see its sentences in the run report for what was refused, and why"
    return [
        Finding("note", "extract", "no_claim", "no claim was found in this document", remedy, file=row["path"])
        for row in rows
        if not row["claims"]
    ]


def write_report(result: BuildResult, folder: Path) -> Path:
    """Write `run_report.json` and `run_report.md` into a folder (made if missing); return the path of the latter.

    What moved since the package before is written beside them as `delta.csv`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data = _one_line_each(as_json(result), "refused_sentences")
    (folder / REPORT_JSON).write_text(data + "\n", encoding="utf-8", newline="\n")
    if result.changes is not None:
        from pipeline.publish.files import write_csv
        from pipeline.releases import delta_table

        write_csv(delta_table(result.changes), folder / DELTA)
    readable = folder / REPORT_TEXT
    readable.write_text(as_markdown(result), encoding="utf-8", newline="\n")
    return readable


def _one_line_each(data: dict[str, Any], last: str) -> str:
    """JSON to read, in which each entry of the last list, which may be very long, takes a line and no more."""
    head = json.dumps({**data, last: []}, ensure_ascii=False, indent=1, default=str).removesuffix("[]\n}")
    lines = (json.dumps(entry, ensure_ascii=False, default=str) for entry in data[last])
    return f"{head}[\n  {f',{chr(10)}  '.join(lines)}\n ]\n}}"


def as_json(result: BuildResult) -> dict[str, Any]:
    """The whole result as plain data."""
    return {
        "status": result.status,
        "exit_code": int(result.exit_code),
        "orchestration": result.orchestration,
        "documents_read": result.documents_read,
        "read_anew": result.read_anew,
        "counts": result.counts,
        "changes": None if result.changes is None else [asdict(change) for change in result.changes],
        "seconds": {stage: round(seconds, 3) for stage, seconds in result.timings.items()},
        "findings": [asdict(finding) for finding in result.findings],
        "refused_by_reason": dict(Counter(refusal.reason for refusal in result.refusals).most_common()),
        "refused_sentences": [vars(refusal) for refusal in result.refusals],
    }


def as_markdown(result: BuildResult, *, sentences: bool = True) -> str:
    """A page to read: status, counts, findings, times and, if wanted, a sample of the refused sentences, which are the seeds'."""
    refused = _section(
        "Sentences that looked like a claim and gave none", _refusal_lines(result.refusals), None, "None."
    )
    parts = [
        "# Report of the build",
        status_line(result),
        _section("Rows", [f"| {table} | {rows} |" for table, rows in result.counts.items()], "| table | rows |"),
        _section("Claims that moved since the package before", _change_lines(result.changes), None, "None."),
        _section("Findings", _finding_lines(result.findings), None, "None."),
        *([refused] if sentences else []),
        _section("Seconds", [f"| {s} | {t:.2f} |" for s, t in result.timings.items()], "| stage | seconds |"),
    ]
    return "\n\n".join(parts) + "\n"


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "document"), counted(0, "error")
    ('1 document', '0 errors')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


STATUS_WORDS = {
    "published": "Published: {documents}, {anew} of them read anew.",
    "incomplete": "Published: {documents}, {anew} of them read anew; others were left out ({errors}).",
    "unchanged": "Nothing has changed: the package of {documents} stands as it was published.",
    "checked": "Dry run: {documents} read and checked, {errors}, nothing published.",
    "written": "One table written from {documents}, {errors}, nothing published.",
    "stopped": "Nothing published: {errors}. What was published before is as it was.",
}


def status_line(result: BuildResult) -> str:
    """What came of the build, in a line."""
    words = STATUS_WORDS[result.status]
    documents, errors = counted(result.documents_read, "document"), counted(len(result.errors), "error")
    return words.format(documents=documents, anew=result.read_anew, errors=errors)


def _section(title: str, lines: Iterable[str], header: str | None, nothing: str = "None.") -> str:
    lines = list(lines)
    if not lines:
        return f"## {title}\n\n{nothing}"
    head = [header, "| --- | ---: |"] if header else []
    return f"## {title}\n\n" + "\n".join([*head, *lines])


def place(finding: Finding) -> str:
    """Where a finding is: file and line, or table, row and column."""
    file = f"{finding.file}:{finding.line}" if finding.file and finding.line else finding.file
    parts = (file, finding.table, finding.row, finding.column)
    return " · ".join(part for part in parts if part)


def _finding_lines(findings: list[Finding]) -> list[str]:
    order = ("error", "warning", "note")
    shown = sorted(findings, key=lambda finding: order.index(finding.severity))[:SHOWN_FINDINGS]
    lines = [f"- **{f.severity}** {_code(place(f))} {_plain(f.message)} ({f.rule}). {_plain(f.remedy)}" for f in shown]
    return [*lines, *_rest(len(findings) - len(shown))]


def _change_lines(changes: list[Change] | None) -> list[str]:
    if changes is None:
        return ["There was no package before."]
    from pipeline.releases import tally

    return [f"- {count} {table} {change}: {why}" for change, why, table, count in tally(changes)]


def _refusal_lines(refusals: list[Refusal]) -> list[str]:
    shown = refusals[:SHOWN_SENTENCES]
    reasons = Counter(refusal.reason for refusal in refusals).most_common()
    head = [", ".join(f"{reason} {count}" for reason, count in reasons) + "\n"] if refusals else []
    lines = [f"- {r.reason} · {_code(f'{r.document_id} {r.sentence}')} {_plain(r.text or '')}" for r in shown]
    return [*head, *lines, *_rest(len(refusals) - len(shown))]


def _rest(count: int) -> list[str]:
    return [f"- … and {count} more in {REPORT_JSON}"] if count > 0 else []


def _plain(text: str) -> str:
    """Text of a seed on one line, its Markdown signs and control characters disarmed."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return "".join("\\" + c if c in "\\`*_[]<>#|" else c for c in " ".join(printable.split()))


def _code(text: str) -> str:
    return f"`{''.join(c if c.isprintable() and c != '`' else ' ' for c in text)}`" if text else ""
