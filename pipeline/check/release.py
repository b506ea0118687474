"""A published folder: are its files the ones its descriptor names, and do they hold what the tables promise?

In: the folder. Out: findings. CSV and Parquet are read here by other code than that which wrote them, so that an
error of the writer shows. How a release is written is in `pipeline.publish`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.check.findings import STAGE, limit_findings, row_key, table_error
from pipeline.check.keys import check_keys
from pipeline.check.spans import check_hashes
from pipeline.check.values import SHAPE_RULES, check_values
from pipeline.records import Finding
from schemas import DECLARED, TABLES

if TYPE_CHECKING:
    import pyarrow as pa

    from schemas import Table

DESCRIPTOR = "datapackage.json"
# an apostrophe that keeps a spreadsheet from running a text as a formula is no part of the text
_GUARDED = "^'('*[=+\\-@\t\r\n＝＋－＠])"
_REBUILD = "Build the release again; files of a release are never edited by hand."


def check_release(output: Path) -> list[Finding]:
    """Check a published folder; see `pipeline.check.check_release`."""
    descriptor, findings = _read_descriptor(output)
    if descriptor is None:
        return findings
    findings.extend(_check_files(output, descriptor))
    left_out = [name for name in TABLES if name not in _named_tables(descriptor)]
    if left_out:
        findings.append(_note_left_out(left_out, output))
    tables: dict[str, pa.Table] = {}
    for table in (DECLARED[name] for name in _named_tables(descriptor)):
        rows, found = _check_table_files(output, table)
        findings.extend(limit_findings(found))
        if rows is not None:
            tables[table.name] = rows
    if len(tables) < len(_named_tables(descriptor)):
        return findings
    values = check_values(tables)
    findings.extend(values)
    if not any(finding.rule in SHAPE_RULES for finding in values):
        findings.extend(check_keys(tables))
        findings.extend(check_hashes(tables))
    return findings


def _note_left_out(names: list[str], output: Path) -> Finding:
    message = f"The release holds only some tables; these are left out: {', '.join(names)}."
    remedy = "Nothing, if that was meant; otherwise build without --only."
    return Finding("note", STAGE, "tables_left_out", message, remedy, file=str(output))


def _read_descriptor(output: Path) -> tuple[dict[str, Any] | None, list[Finding]]:
    path = output / DESCRIPTOR
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        remedy = "Name the folder of a release, or build one."
        return None, [table_error("descriptor_missing", f"{output} has no {DESCRIPTOR}.", remedy, file=str(path))]
    except ValueError as error:
        return None, [table_error("descriptor_broken", f"It is no JSON: {error}.", _REBUILD, file=str(path))]
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        return None, [table_error("descriptor_broken", "It lists no resources.", _REBUILD, file=str(path))]
    return descriptor, []


def _named_tables(descriptor: Mapping[str, Any]) -> list[str]:
    """Return the declared tables that a release names, be it as CSV or as Parquet, in foreign-key order."""
    paths = {str(resource.get("path")) for resource in descriptor["resources"]}
    return [name for name in DECLARED if paths & {f"{name}.csv", f"{name}.parquet"}]


def _check_files(output: Path, descriptor: Mapping[str, Any]) -> Iterator[Finding]:
    named = {str(resource.get("path")): resource for resource in descriptor["resources"]}
    for table in _named_tables(descriptor):
        for name in (f"{table}.csv", f"{table}.parquet"):
            if name not in named:
                message = f"{DESCRIPTOR} does not name {name}."
                yield table_error("file_not_named", message, _REBUILD, table=table, file=str(output / name))
    for name, resource in named.items():
        path = output / name
        if Path(name).name != name or not path.is_file():
            message = f"{DESCRIPTOR} names {name}, which is not in the folder."
            yield table_error("file_missing", message, _REBUILD, file=str(path))
            continue
        with path.open("rb") as file:
            digest = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
        for rule, found in (("bytes", path.stat().st_size), ("hash", digest)):
            if resource.get(rule) != found:
                message = f"{name}: {DESCRIPTOR} says {rule} {resource.get(rule)}, the file has {found}."
                yield table_error(f"file_{rule}", message, _REBUILD, file=str(path), value=found)


def _check_table_files(output: Path, table: Table) -> tuple[pa.Table | None, list[Finding]]:
    """Read a table from Parquet and hold its schema and its CSV against it; None where it cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from schemas.render.arrow import arrow_schema

    path, declared = output / f"{table.name}.parquet", arrow_schema(table)
    if not path.is_file():
        return None, []  # said of the file
    try:
        rows = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        message = f"It cannot be read as Parquet: {error}."
        return None, [table_error("parquet_broken", message, _REBUILD, table=table.name, file=str(path))]
    found = list(_check_schema(table, declared, rows.schema, path))
    if not found and (output / f"{table.name}.csv").is_file():
        found.extend(_check_csv(table, rows, output / f"{table.name}.csv"))
    return rows, found


def _check_schema(table: Table, declared: pa.Schema, found: pa.Schema, path: Path) -> Iterator[Finding]:
    if declared.names != found.names:
        message = f"The columns are {', '.join(found.names)}, expected {', '.join(declared.names)}."
        yield table_error("parquet_columns", message, _REBUILD, table=table.name, file=str(path))
        return
    for expected, field in zip(declared, found, strict=True):
        if not field.equals(expected, check_metadata=True):
            what = "type" if field.type != expected.type else "text about the column"
            message = f"The {what} is not the declared one ({field.type}, expected {expected.type})."
            yield table_error(
                "parquet_schema",
                message,
                _REBUILD,
                table=table.name,
                column=field.name,
                file=str(path),
                value=field.type,
            )


def _check_csv(table: Table, rows: pa.Table, path: Path) -> Iterator[Finding]:
    import pyarrow as pa

    try:
        read = _read_csv(path, rows.schema)
    except (pa.ArrowException, OSError) as error:
        yield table_error("csv_broken", f"It cannot be read: {error}.", _REBUILD, table=table.name, file=str(path))
        return
    if read.column_names != rows.column_names or read.num_rows != rows.num_rows:
        message = (
            f"{read.num_rows} rows of {', '.join(read.column_names)}; Parquet has {rows.num_rows} of "
            f"{', '.join(rows.column_names)}."
        )
        yield table_error("csv_shape", message, _REBUILD, table=table.name, file=str(path))
        return
    for name in rows.column_names:
        if read.column(name).equals(rows.column(name)):
            continue
        pairs = zip(read.column(name).to_pylist(), rows.column(name).to_pylist(), strict=True)
        for index, (csv_value, value) in enumerate(pairs):
            if csv_value != value:
                key = row_key(table, rows.slice(index, 1).to_pylist()[0])
                message = f"CSV has {csv_value!r}, Parquet has {value!r}."
                yield table_error(
                    "csv_value",
                    message,
                    _REBUILD,
                    table=table.name,
                    row=key,
                    column=name,
                    file=str(path),
                    value=csv_value,
                )


def _read_csv(path: Path, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa
    from pyarrow import csv
    from pyarrow.compute import replace_substring_regex

    read = csv.read_csv(
        path,
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types={field.name: field.type for field in schema},
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            true_values=["true"],
            false_values=["false"],
        ),
    )
    for index, field in enumerate(read.schema):
        if pa.types.is_string(field.type):
            text = replace_substring_regex(read.column(index), _GUARDED, r"\1")
            read = read.set_column(index, field.name, text)
    return read
