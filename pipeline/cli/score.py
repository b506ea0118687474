"""`bilateral score`: how right is a package, against labelled documents?"""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.package import Output, find_package
from pipeline.cli.screen import clean, complain, print_plain, print_text, show_findings, show_rows
from pipeline.report import ExitCode

if TYPE_CHECKING:
    from pipeline.score import Miss, Score

LEFT_OUT = ("evidence_start", "evidence_end", "sentence", "span")


def score(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Folder with NAME.txt beside NAME.gold.json.")],
    output: Output = None,
    build: Annotated[
        bool, typer.Option("--build", help="Build GOLD_DIR into a temporary package and score that.")
    ] = False,
    errors: Annotated[
        bool, typer.Option("--errors", help="List rows that were missed and rows nobody labelled.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    rules: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write how often each rule was right, as YAML, to FILE.")
    ] = None,
    at_least: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=F1", help="Fail where a table, core or all is below this F1; may be repeated."),
    ] = None,
) -> None:
    """Compare with labelled documents.

    Precision, recall and F1 of each table: a row is right when its key columns agree with a labelled row and its
    evidence overlaps the words that the label quotes.
    """
    from pipeline.score import GoldError
    from pipeline.score import score as compare

    floors = _floors(at_least or [])
    with ExitStack() as stack:
        package = _build_gold(gold, Path(stack.enter_context(TemporaryDirectory()))) if build else find_package(output)
        try:
            result = compare(package, gold)
        except GoldError as error:
            complain(str(error))
            raise typer.Exit(ExitCode.USAGE) from None
    for name in result.unpublished:
        complain(f"not published: {name}")
    if rules:
        rules.write_text(_rule_lines(result), encoding="utf-8")
    if as_json:
        misses = [_flat(miss) for miss in result.misses] if errors else None
        print_plain(
            json.dumps(
                result.as_json() | ({"errors": misses} if errors else {}), ensure_ascii=False, indent=1, default=str
            )
        )
    else:
        if errors:
            _list_misses(result)
        _show(result)
    raise typer.Exit(_judge(result, floors))


def _rule_lines(result: Score) -> str:
    head = "# Rule: rows right, rows wrong on the labelled documents. Written by `bilateral score --rules`.\n"
    return head + "".join(f"{rule}: [{right}, {wrong}]\n" for rule, (right, wrong) in sorted(result.rules.items()))


def _build_gold(gold: Path, folder: Path) -> Path:
    from pipeline.flow import build
    from pipeline.settings import Settings

    made = build(Settings.load(seeds=gold, output=folder / "output", cache=folder / "cache", direct=True))
    if made.release is None:
        show_findings(made.errors, limit=20)
        complain("the labelled documents could not be built")
        raise typer.Exit(ExitCode.ERRORS)
    return folder / "output"


def _floors(written: list[str]) -> dict[str, float]:
    from pipeline.score import TABLES

    floors = {}
    for item in written:
        name, _, number = item.partition("=")
        try:
            floors[name] = float(number)
        except ValueError:
            complain(f"--at-least {item}: write a name and a number, such as core=0.9")
            raise typer.Exit(ExitCode.USAGE) from None
        if name not in (*TABLES, "core", "all"):
            complain(f"--at-least {item}: there is no score of {name!r}", f"names: {', '.join(TABLES)}, core, all")
            raise typer.Exit(ExitCode.USAGE)
    return floors


def _judge(result: Score, floors: dict[str, float]) -> ExitCode:
    report = result.as_json()
    below = {name: floor for name, floor in floors.items() if report[name]["f1"] < floor}
    for name, floor in below.items():
        complain(f"F1 of {name} is {report[name]['f1']:.3f}, below {floor}")
    return ExitCode.ERRORS if below else ExitCode.OK


def _show(result: Score) -> None:
    report = result.as_json()
    rows = [
        (
            name,
            *(f"{values[key]:.3f}" for key in ("precision", "recall", "f1")),
            *(values.get(key) for key in ("tp", "fp", "fn")),
            " ".join(f"{cell} {count}" for cell, count in values.get("slots", {}).items()),
        )
        for name, values in report.items()
        if isinstance(values, dict)
    ]
    show_rows(("table", "precision", "recall", "F1", "right", "extra", "missed", "further columns right"), rows)
    accuracy, grounded = report["core"]["slot_accuracy"], report["grounded"]
    print_text(f"further columns of the core tables right: {accuracy:.3f}; evidence equal to the text: {grounded}")
    print_text(f"documents: {result.documents}")


def _list_misses(result: Score) -> None:
    for miss in result.misses:
        row = json.dumps(_told(miss), ensure_ascii=False, default=str)
        print_text((miss.kind, "bold"), f" {miss.document} {miss.table}: {clean(row)}")


def _told(miss: Miss) -> dict[str, object]:
    ids = ("_id", "_sha256")
    return {k: v for k, v in miss.row.items() if v is not None and k not in LEFT_OUT and not k.endswith(ids)}


def _flat(miss: Miss) -> dict[str, object]:
    return {"kind": miss.kind, "document": miss.document, "table": miss.table, "row": _told(miss)}
