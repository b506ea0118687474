"""`bilateral sql`: ask the published tables and views."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.package import AsOf, Output, find_package
from pipeline.cli.screen import complain, console, print_plain, show_rows
from pipeline.report import ExitCode

if TYPE_CHECKING:
    import pyarrow as pa


def sql(
    query: Annotated[str, typer.Argument(metavar="SELECT…", help='A query in SQL, such as "SELECT * FROM trade".')],
    output: Output = None,
    as_of: AsOf = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, a list of objects.")] = False,
    parquet: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the answer into a Parquet file.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="Rows that the table on the screen shows; 0 = all.")] = 100,
) -> None:
    """Ask the package in SQL (DuckDB). All tables and views are there: try SHOW TABLES."""
    if as_csv + as_json + (parquet is not None) > 1:
        complain("give one of --csv, --json and --parquet")
        raise typer.Exit(ExitCode.USAGE)
    answer = _ask(query, find_package(output, as_of))
    if parquet is not None:
        _write_parquet(answer, parquet)
    elif as_csv:
        print_plain(_as_csv(answer))
    elif as_json:
        print_plain(json.dumps(answer.to_pylist(), ensure_ascii=False, indent=1, default=str))
    else:
        _show(answer, limit)


def _ask(query: str, package: Path) -> pa.Table:
    import duckdb

    from pipeline.publish import connect

    with connect(package) as connection:
        try:
            # a statement that is no query (SET) gives no relation
            answer = connection.sql(query) or connection.sql("SELECT 'done' AS result")
            return answer.to_arrow_table()
        except duckdb.Error as error:
            complain(f"the query failed: {error}", "SHOW TABLES lists the tables, DESCRIBE trade its columns")
            raise typer.Exit(ExitCode.USAGE) from None


def _write_parquet(answer: pa.Table, path: Path) -> None:
    import pyarrow.parquet as pq

    try:
        pq.write_table(answer, path, compression="zstd")
    except OSError as error:
        complain(f"{path} cannot be written: {error.strerror or error}", "name a file in a folder that exists")
        raise typer.Exit(ExitCode.USAGE) from None
    console(error=True).print(f"{answer.num_rows} rows → {path}")


def _as_csv(answer: pa.Table) -> str:
    from pipeline.publish.files import plain_number

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.column_names)
    for row in answer.to_pylist():
        writer.writerow(plain_number(value) if isinstance(value, float) else value for value in row.values())
    return text.getvalue().removesuffix("\n")


def _show(answer: pa.Table, limit: int) -> None:
    shown = answer.slice(0, limit) if limit else answer
    columns = [shown.column(index).to_pylist() for index in range(shown.num_columns)]
    show_rows(answer.column_names, zip(*columns, strict=True))
    if shown.num_rows < answer.num_rows:
        console(error=True).print(f"{shown.num_rows} of {answer.num_rows} rows; --limit 0 shows all")
