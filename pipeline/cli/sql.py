"""`bilateral sql`: ask the published tables and views."""

from __future__ import annotations

import csv
import io
import json
from math import isfinite
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
        complain("several ways to answer", "give one of --csv, --json and --parquet")
        raise typer.Exit(ExitCode.USAGE)
    answer = _ask(query, find_package(output, as_of, anywhere=True))
    if as_json or parquet is not None:
        _refuse_twins(answer)
    if parquet is not None:
        _write_parquet(answer, parquet)
    elif as_csv:
        print_plain(_as_csv(answer))
    elif as_json:
        print_plain(_as_json(answer))
    else:
        _show(answer, limit)


def _ask(query: str, package: Path) -> pa.Table:
    import duckdb

    from pipeline.publish import connect

    with connect(package) as connection:
        try:
            answer = connection.sql(query)
            if answer is None:
                complain("that was no query, so there is no answer", 'ask for rows: "SELECT * FROM trade"')
                raise typer.Exit(ExitCode.USAGE)
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


def _refuse_twins(answer: pa.Table) -> None:
    """A JSON object and a Parquet file have one value a name: of two columns called alike one would be lost."""
    twins = sorted({name for name in answer.column_names if answer.column_names.count(name) > 1})
    if twins:
        complain(f"several columns of the answer are called {twins[0]}", "name them apart: SELECT … AS other_name")
        raise typer.Exit(ExitCode.USAGE)


def _as_json(answer: pa.Table) -> str:
    """The rows as JSON objects; a number that JSON does not have (NaN, infinity) is null."""
    rows = [
        {name: None if isinstance(value, float) and not isfinite(value) else value for name, value in row.items()}
        for row in answer.to_pylist()
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1, default=str)


def _as_csv(answer: pa.Table) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.column_names)
    for row in answer.to_pylist():
        writer.writerow(_csv_cell(value) for value in row.values())
    return text.getvalue().removesuffix("\n")


def _csv_cell(value: object) -> object:
    """A value as the published CSV files have it."""
    from pipeline.publish.files import no_formula, plain_number

    if isinstance(value, float):
        return plain_number(value)
    return no_formula(value) if isinstance(value, str) else value


def _show(answer: pa.Table, limit: int) -> None:
    shown = answer.slice(0, limit) if limit else answer
    columns = [shown.column(index).to_pylist() for index in range(shown.num_columns)]
    show_rows(answer.column_names, zip(*columns, strict=True))
    if shown.num_rows < answer.num_rows:
        console(error=True).print(f"{shown.num_rows} of {answer.num_rows} rows; --limit 0 shows all")
