"""`bilateral check` and `bilateral dictionary`: is a package whole, and what do its columns mean?"""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.package import Output, find_package
from pipeline.cli.screen import complain, print_text, show_findings, show_rows
from pipeline.report import ExitCode


def check(
    output: Output = None,
    limit: Annotated[int, typer.Option(min=1, help="Findings to show.")] = 50,
) -> None:
    """Check a published folder.

    Files and their hashes, values, keys and rules, CSV against Parquet, and evidence against its hash.
    """
    from pipeline.check import check_release

    package = find_package(output)
    if not (package / "datapackage.json").is_file():
        complain(f"{package} holds no package", "build one with bilateral build, or name its folder with --output")
        raise typer.Exit(ExitCode.NOT_FOUND)
    findings = check_release(package)
    show_findings(findings, limit=limit)
    errors = sum(finding.severity == "error" for finding in findings)
    print_text(f"{package}: {errors} errors, {len(findings) - errors} other findings")
    raise typer.Exit(ExitCode.ERRORS if errors else ExitCode.OK)


def dictionary(
    table: Annotated[str | None, typer.Argument(metavar="[TABLE]", help="A table; all of them without one.")] = None,
) -> None:
    """Say what the columns mean.

    Of each its type and unit, what its values mean, and what an empty cell says.
    """
    from difflib import get_close_matches

    from schemas import TABLES

    if table is None:
        rows = [(name, declared.kind, len(declared.columns), declared.description) for name, declared in TABLES.items()]
        show_rows(("table", "kind", "columns", "what a row is"), rows)
        return
    if table not in TABLES:
        near = get_close_matches(table, TABLES, n=1)
        complain(
            f"there is no table {table!r}", f"did you mean {near[0]}?" if near else "bilateral dictionary lists them"
        )
        raise typer.Exit(ExitCode.NOT_FOUND)
    declared = TABLES[table]
    print_text((declared.title, "bold"), f" — {declared.description}")
    columns = [(c.name, c.type, c.unit, c.description, c.null_meaning, c.example) for c in declared.columns]
    show_rows(("column", "type", "unit", "meaning", "empty means", "example"), columns)
    print_text(f"Key: {', '.join(declared.primary_key)}")
