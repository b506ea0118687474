"""Values: does every cell keep to its column, and every row to the rules between columns?

The pandera models of `schemas` say what holds; they run on eager polars frames, because on a lazy one pandera looks
at names and types alone. Every failure is mapped back to the key of its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.check.findings import limit_findings, parts_of, row_key, table_error
from schemas import DECLARED

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    from pipeline.records import Finding
    from schemas import Table

# Failures of a table's shape: with one of them the other checks have nothing to stand on.
SHAPE_RULES = frozenset({"table_missing", "table_unknown", "column_missing", "column_unknown", "column_type"})
_SHAPE_CHECKS = {"column_in_schema": "column_unknown", "column_in_dataframe": "column_missing"}


def check_values(tables: Mapping[str, pa.Table]) -> list[Finding]:
    """Check tables against their models, and that a table comes with those it refers to; findings in table order."""
    findings = [
        table_error("table_unknown", f"No table {name!r} is declared.", "Declare it in schemas or drop it.", table=name)
        for name in sorted(set(tables) - set(DECLARED))
    ]
    for name, table in DECLARED.items():
        if name not in tables:
            continue
        for target in sorted({key.table for key in table.foreign_keys} - set(tables)):
            message = f"{name} refers to the table {target!r}, which is missing."
            remedy = "Hand over every table that is referred to; one without rows is an empty table."
            findings.append(table_error("table_missing", message, remedy, table=target))
        findings.extend(limit_findings(_check_table(table, tables[name])))
    return findings


def _check_table(table: Table, rows: pa.Table) -> Iterator[Finding]:
    shape = list(_check_shape(table, rows))
    yield from shape
    if not shape and rows.num_rows and not _is_known(table, rows):
        for part in parts_of(rows):
            yield from _check_model(table, part)
            yield from _check_cells(table, part)


def _check_shape(table: Table, rows: pa.Table) -> Iterator[Finding]:
    from schemas.render.arrow import arrow_schema

    declared = arrow_schema(table)
    for name in declared.names:
        if name not in rows.column_names:
            remedy = "Fill it, with nulls where nothing is known."
            yield table_error("column_missing", f"The column {name} is missing.", remedy, table=table.name, column=name)
    for field in rows.schema:
        if field.name not in declared.names:
            remedy = f"The columns are {', '.join(declared.names)}."
            message = f"No column {field.name} is declared."
            yield table_error("column_unknown", message, remedy, table=table.name, column=field.name)
        elif field.type != declared.field(field.name).type:
            message = f"Type {field.type}, expected {declared.field(field.name).type}."
            remedy = "Build the table with schemas.render.arrow.arrow_schema."
            yield table_error("column_type", message, remedy, table=table.name, column=field.name, value=field.type)


def _is_known(table: Table, rows: pa.Table) -> bool:
    """Whether a table holds, in any order, what its declaration says that it holds: that this is sound is seen once for all releases."""
    known = _known_tables().get(table.name)
    return known is not None and rows.sort_by([(key, "ascending") for key in table.primary_key]).equals(known)


@cache
def _known_tables() -> dict[str, pa.Table]:
    from schemas.render.arrow import known_tables

    return known_tables()


def _check_model(table: Table, frame: pl.DataFrame) -> Iterator[Finding]:
    from pandera.errors import SchemaErrors

    try:
        table.model.validate(frame, lazy=True)
    except SchemaErrors as errors:
        for case in errors.failure_cases.sort("index", nulls_last=False, maintain_order=True).iter_rows(named=True):
            yield _finding_of_case(table, frame, case)


def _finding_of_case(table: Table, frame: pl.DataFrame, case: Mapping[str, Any]) -> Finding:
    row = frame.row(case["index"], named=True) if case["index"] is not None else None
    key = row_key(table, row) if row is not None else None
    check = str(case["check"])
    rule = next((rule for rule in table.rules if rule.name == check), None)
    if rule is not None:
        value = ", ".join(f"{name}={row[name]}" for name in rule.columns) if row is not None else case["failure_case"]
        column = rule.columns[0] if len(rule.columns) == 1 else None
        return table_error(
            rule.name, rule.description, rule.remedy, table=table.name, row=key, column=column, value=value
        )
    column = case["column"] if case["schema_context"] == "Column" else None
    return table_error(
        _SHAPE_CHECKS.get(check, check.partition("(")[0]),
        f"Found {case['failure_case']!r}, expected {_expectation(table, column, check)}.",
        _remedy(table, column, check),
        table=table.name,
        row=key,
        column=column,
        value=case["failure_case"],
    )


def _expectation(table: Table, column: str | None, check: str) -> str:
    if column is None:
        return check
    declared = table.column(column)
    if check == "not_nullable":
        return "a value: this column is never empty"
    if check.startswith("isin") and declared.vocabulary:
        return f"a value of the vocabulary {declared.vocabulary}"
    if check.startswith("str_matches"):
        return f"text of the form {declared.pattern}, such as {declared.example!r}"
    return check.replace("_", " ")


def _remedy(table: Table, column: str | None, check: str) -> str:
    if column is None:
        return f"See the table {table.name} in the data dictionary."
    if check == "not_nullable":
        return "Fill it where the row is made, or do not make the row."
    if check.startswith("isin"):
        return f"Use one of the values, or describe this one in the vocabulary {table.column(column).vocabulary}."
    return f"Correct the value where the row is made: {table.column(column).description}"


def _check_cells(table: Table, frame: pl.DataFrame) -> Iterator[Finding]:
    """What no column may hold: an empty text (unknown is null), a number that is none, half a character."""
    import polars as pl

    for name, dtype in frame.schema.items():
        if dtype == pl.String:
            bad, rule, found = frame[name] == "", "empty_text", "an empty text"
            remedy = "Leave the cell null: an empty text and null are the same in CSV."
        elif dtype.is_float():
            bad, rule, found = ~frame[name].is_finite(), "not_finite", "no finite number"
            remedy = "Leave the cell null where the number is not known."
        else:
            continue
        for row in frame.filter(bad.fill_null(False)).iter_rows(named=True):
            yield table_error(
                rule,
                f"Found {found}.",
                remedy,
                table=table.name,
                row=row_key(table, row),
                column=name,
                value=row[name],
            )
