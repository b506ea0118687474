"""`bilateral review`: the least certain rows, one by one, and a person's word on each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.explain import seed_text
from pipeline.cli.package import Output, Seeds, find_package, find_seeds
from pipeline.cli.screen import clean, complain, print_text, show_fields
from pipeline.report import ExitCode

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.review import Answer, Question

KEYS = "a approve · d drop · s set a value · n next · q quit"
Texts = Mapping[str, str | None]


def review(
    output: Output = None,
    seeds: Seeds = None,
    limit: Annotated[int, typer.Option(min=1, help="Rows to look at.")] = 20,
    author: Annotated[str | None, typer.Option(help="Who answers; published with the correction.")] = None,
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Day of the answers (today).")
    ] = None,
    export: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the questions as CSV instead.")] = None,
    take: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Take the answers of such a CSV.")
    ] = None,
) -> None:
    """Look at the least certain rows and approve, drop or correct them.

    Each is shown with its sentence. An answer becomes a file in seeds/corrections/, and the next build applies it. What was
    approved is asked again only when its row or its text has changed.
    """
    from pipeline.publish import read_tables
    from pipeline.review import find_questions

    package = find_package(output)
    folder = find_seeds(seeds, package)
    tables = read_tables(package)
    if export is not None:
        _export(find_questions(tables, limit), tables, folder, export)
        return
    name = author or typer.prompt("Your name, as it will be published")
    answered = day.date() if day else date.today()
    if take is not None:
        raise typer.Exit(_import(find_questions(tables), take, folder, name, answered))
    _ask_all(find_questions(tables, limit), tables, folder, name, answered)


def _export(questions: list[Question], tables: Mapping[str, pa.Table], seeds: Path, path: Path) -> None:
    from pipeline.review import write_sheet

    texts, spans = _texts(questions, tables, seeds), _spans(tables)
    try:
        count = write_sheet(((q, *_words(q, texts, spans)) for q in questions), path)
    except OSError as error:
        complain(f"{path} cannot be written: {error.strerror or error}", "name a file in a folder that exists")
        raise typer.Exit(ExitCode.USAGE) from None
    print_text(f"{count} rows → {path}: fill in answer, set and reason, then bilateral review --import {path}")


def _import(questions: list[Question], path: Path, seeds: Path, author: str, day: date) -> ExitCode:
    from pipeline.review import AnswerError, read_sheet, write_answer

    taken = refused = 0
    try:
        for line, question, answer in read_sheet(path, {q.claim_id: q for q in questions}, author, day):
            try:
                if question is None or isinstance(answer, AnswerError):
                    raise answer if isinstance(answer, AnswerError) else AnswerError("no such claim", "export again")
                write_answer(question, answer, seeds)
                taken += 1
            except AnswerError as error:
                refused += 1
                complain(f"{path}:{line}: {error}", error.remedy)
    except (AnswerError, OSError, UnicodeDecodeError) as error:
        complain(f"{path}: {error}", getattr(error, "remedy", "give a CSV that can be read"))
        return ExitCode.USAGE
    print_text(f"{taken} answers taken, {refused} refused; bilateral build applies them")
    return ExitCode.ERRORS if refused else ExitCode.OK


def _ask_all(questions: list[Question], tables: Mapping[str, pa.Table], seeds: Path, author: str, day: date) -> None:
    from pipeline.review import AnswerError, write_answer

    texts, spans = _texts(questions, tables, seeds), _spans(tables)
    taken = 0
    for number, question in enumerate(questions, start=1):
        sentence, evidence = _words(question, texts, spans)
        show_fields(question.said, title=f"\n{number} of {len(questions)}: {question.table} {question.claim_id}")
        before, found, after = sentence.partition(evidence) if evidence else (sentence, "", "")
        print_text(clean(before), (clean(found), "reverse"), clean(after))
        while True:
            key = typer.prompt(KEYS, default="n").strip().casefold()[:1]
            if key in ("n", "q"):
                break
            try:
                answer = _answer(key, author, day)
                if answer is not None:
                    print_text(f"→ {write_answer(question, answer, seeds)}")
                    taken += 1
                    break
            except AnswerError as error:
                complain(str(error), error.remedy)
        if key == "q":
            break
    print_text(
        f"{taken} answers taken; bilateral build applies them" if questions else "No row is left to be looked at."
    )


def _answer(key: str, author: str, day: date) -> Answer | None:
    from pipeline.review import Answer
    from pipeline.review.sheet import APPROVED, parse_values

    if key == "a":
        return Answer("approve", APPROVED, author, day)
    if key == "d":
        return Answer("drop", typer.prompt("Why"), author, day)
    if key == "s":
        values = parse_values(typer.prompt("column=value; column=value"))
        return Answer("set", typer.prompt("Why"), author, day, values)
    return None


def _texts(questions: list[Question], tables: Mapping[str, pa.Table], seeds: Path) -> Texts:
    """The texts of the documents asked about, where their seeds are at hand and unchanged."""
    asked = {question.row["document_id"] for question in questions}
    documents = [row for row in tables["documents"].to_pylist() if row["document_id"] in asked]
    return {row["document_id"]: seed_text(row, seeds) for row in documents}


def _spans(tables: Mapping[str, pa.Table]) -> dict[tuple[str, int], tuple[int, int]]:
    rows: list[dict[str, Any]] = tables["sentences"].select(["document_id", "sentence", "start", "end"]).to_pylist()
    return {(row["document_id"], row["sentence"]): (row["start"], row["end"]) for row in rows}


def _words(question: Question, texts: Texts, spans: Mapping[tuple[str, int], tuple[int, int]]) -> tuple[str, str]:
    """Sentence and evidence; without the seed what the package itself shows."""
    row = question.row
    text = texts.get(row["document_id"])
    if text is None:
        return row["evidence"] or "", row["evidence"] or ""
    start, end = spans[row["document_id"], row["sentence"]]
    first, last = min(start, row["evidence_start"]), max(end, row["evidence_end"])
    return text[first:last], text[row["evidence_start"] : row["evidence_end"]]
