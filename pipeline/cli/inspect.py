"""`bilateral check` and `bilateral dictionary`: is a package whole, and what do its columns mean?"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.package import Output, find_package
from pipeline.cli.screen import complain, print_text, show_fields, show_findings, show_rows
from pipeline.report import ExitCode, counted

if TYPE_CHECKING:
    from schemas import Table


def check(
    output: Output = None,
    limit: Annotated[int, typer.Option(min=1, help="Findings to show.")] = 50,
) -> None:
    """Check a published folder.

    Files and their hashes, values, keys and rules, CSV against Parquet, and evidence against its hash.
    """
    from pipeline.check import check_release

    package = find_package(output)
    findings = check_release(package)
    show_findings(findings, limit=limit)
    errors = sum(finding.severity == "error" for finding in findings)
    print_text(f"{package}: {counted(errors, 'error')}, {counted(len(findings) - errors, 'other finding')}")
    raise typer.Exit(ExitCode.ERRORS if errors else ExitCode.OK)


def dictionary(
    name: Annotated[
        str | None, typer.Argument(metavar="[TABLE]", help="A table or a view; without one, what there is.")
    ] = None,
) -> None:
    """Say what the columns mean.

    Of each its type and unit, what its values mean, and what an empty cell says.
    """
    from pipeline.publish.views import describe_views
    from schemas import TABLES

    views = {view.name: view for view in describe_views()}
    if name is None:
        tables = [(table.name, table.kind, len(table.columns), table.description) for table in TABLES.values()]
        queries = [(view.name, "view", len(view.columns), view.description) for view in views.values()]
        show_rows(("name", "kind", "columns", "what a row is"), [*tables, *queries])
    elif name in TABLES:
        _show_table(TABLES[name])
    elif name in views:
        print_text((name, "bold"), f" — {views[name].description}\n")
        show_fields({column.column: f"{column.description} ({column.type})" for column in views[name].columns})
    else:
        _choose(name, (*TABLES, *views))


def _show_table(table: Table) -> None:
    from schemas.render.dictionary import as_text, unit_in_words

    print_text((table.title, "bold"), f" — {table.description}\n")
    meanings = {}
    for column in table.columns:
        kind = ", ".join(word for word in (column.type, unit_in_words(column)) if word)
        empty = f" Empty: {column.null_meaning}" if column.null_meaning else ""
        meanings[column.name] = f"{column.description} ({kind}; such as {as_text(column.example)}){empty}"
    show_fields(meanings)
    print_text(f"\nKey: {', '.join(table.primary_key)}")


def _choose(name: str, known: Collection[str]) -> None:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    remedy = f"did you mean {near[0]}?" if near else "bilateral dictionary lists them"
    complain(f"there is no table or view {name!r}", remedy)
    raise typer.Exit(ExitCode.NOT_FOUND)
