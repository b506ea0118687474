"""Publish: checked tables become a release in a folder, all of it or nothing.

In: Arrow tables as `schemas` declares them. Out: `output/` with Parquet, CSV, descriptor, views, pages and database.
The same tables give the same bytes in every file that the descriptor names.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.publish import descriptor as package
from pipeline.publish import pages
from pipeline.publish.database import DATABASE, write_database
from pipeline.publish.errors import PublishError, failure
from pipeline.publish.files import Release, write_csv, write_parquet, write_text
from pipeline.publish.metadata import Publication, data_version, latest_day, load_publication
from pipeline.publish.prepared import prepare_views
from pipeline.publish.store import PACKAGES, uploading
from pipeline.publish.swap import replacing
from pipeline.publish.views import read_parquet, views_sql
from pipeline.records import Finding
from pipeline.scratch import TablesOnDemand
from pipeline.settings import is_address
from schemas import DECLARED, Table

if TYPE_CHECKING:
    import pyarrow as pa

DESCRIPTOR = "datapackage.json"
SITE = "site"  # the folder of the pages that `pipeline.site` makes of a release


def publish(
    tables: Mapping[str, pa.Table],
    output: Path,
    *,
    publication: Publication | None = None,
    findings: Sequence[Finding] = (),
    more_pages: Mapping[str, tuple[str, str]] | None = None,
    finish: Callable[[Path], None] | None = None,
) -> Release:
    """Write a release beside `output` and put it in its place at once; see `pipeline.publish.publish`."""
    import duckdb
    import polars as pl

    publication = publication or load_publication()
    typed = _typed(tables)
    _refuse_errors(findings)
    refuse_foreign_folder(output)
    elsewhere = is_address(output)
    with uploading(output) if elsewhere else replacing(output) as folder:
        try:
            release = _write_release(typed, folder, publication, findings, more_pages or {})
            if finish is not None:
                finish(folder)
            if not elsewhere:
                _keep_others(output, folder)
        except (OSError, duckdb.Error, pl.exceptions.PolarsError) as error:
            message, remedy = f"The release could not be written ({error}).", "Make room, or name another folder."
            raise PublishError(failure("not_written", message, remedy, file=str(output))) from error
    return Release(output, release.version, release.rows, release.files)


def _write_release(
    tables: Mapping[str, pa.Table],
    folder: Path,
    publication: Publication,
    findings: Sequence[Finding],
    more_pages: Mapping[str, tuple[str, str]],
) -> Release:
    csv = {name: write_csv(table, folder / f"{name}.csv") for name, table in tables.items()}
    parquet = {name: write_parquet(table, folder / f"{name}.parquet") for name, table in tables.items()}
    rows = {name: table.num_rows for name, table in tables.items()}
    # The hash of the CSV files is one of the rows alone: the bytes of Parquet change with the writer's version.
    row_hash = hashlib.sha256("".join(f"{file.path} {file.sha256}\n" for file in csv.values()).encode()).hexdigest()
    version, day = data_version(publication, row_hash), latest_day(tables.get("documents"))
    prepared = prepare_views(folder, rows)
    texts = (
        ("Read me", "README.md", pages.readme(publication, version, day, rows, findings, prepared)),
        ("Data dictionary", "data_dictionary.md", pages.dictionary(tables)),
        ("Views over the Parquet files", "views.sql", views_sql(tables, prepared)),
        ("Citation", "CITATION.cff", pages.citation(publication, version, day)),
        ("Terms of use", "LICENSE.md", pages.licence(publication)),
        *((title, name, text) for name, (title, text) in more_pages.items()),
    )
    others = [(title, write_text(text, folder / name)) for title, name, text in texts]
    described = package.describe_release(
        publication,
        version,
        day,
        tables.get("documents"),
        [(DECLARED[name], rows[name], csv[name], parquet[name]) for name in tables],
        others,
        findings,
        prepared,
    )
    written = write_text(package.as_json(described), folder / DESCRIPTOR)
    answered = {name: read_parquet(str(folder), name) for name in prepared}
    write_database(tables, folder / DATABASE, version=version, descriptor_sha256=written.sha256, answered=answered)
    files = (*csv.values(), *parquet.values(), *prepared.values(), *(file for _, file in others))
    return Release(folder, version, rows, files)


def _typed(tables: Mapping[str, pa.Table]) -> TablesOnDemand:
    """Return the tables in foreign-key order, each with the declared types and the text about its columns."""
    import pyarrow as pa

    if not tables:
        raise PublishError(failure("table_missing", "There is no table to publish.", "Hand over at least one."))
    typed: dict[str, Callable[[], pa.Table]] = {}
    for name, table in DECLARED.items():
        if name not in tables:
            continue
        for key in table.foreign_keys:
            if key.table not in tables:
                message = f"{name!r} refers to the table {key.table!r}, which is missing."
                remedy = "Hand over every table that is referred to; one without rows is an empty table."
                raise PublishError(failure("table_missing", message, remedy, table=key.table))
        try:
            _as_declared(tables, table)
        except (KeyError, ValueError, pa.ArrowException) as error:
            remedy = "Check the tables before you publish them."
            message = f"The table {name!r} is not as declared: {error}."
            raise PublishError(failure("table_shape", message, remedy, table=name)) from error
        typed[name] = partial(_as_declared, tables, table)
    return TablesOnDemand(typed)


def _as_declared(tables: Mapping[str, pa.Table], table: Table) -> pa.Table:
    from schemas.render.arrow import arrow_schema

    return tables[table.name].select(list(table.column_names)).cast(arrow_schema(table))


def _refuse_errors(findings: Sequence[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity == "error" and finding.table is not None]
    if errors:
        message = f"{len(errors)} errors stand against the tables, the first in {errors[0].table}: {errors[0].message}"
        raise PublishError(failure("errors_found", message, "Mend them first; the last release is untouched."))


def refuse_foreign_folder(output: Path) -> None:
    """A release replaces its folder whole: never do that to a folder that holds something else."""
    if output.exists() and not output.is_dir():
        message, remedy = f"{output} is a file.", "Name a folder."
        raise PublishError(failure("output_not_folder", message, remedy, file=str(output)))
    if not output.is_dir() or (output / DESCRIPTOR).is_file():
        return
    visible = sorted(path.name for path in output.iterdir() if not path.name.startswith("."))
    if is_address(output):
        visible = [name for name in visible if name != PACKAGES]  # left by a first upload that broke off
    if visible:
        raise PublishError(
            failure(
                "output_foreign",
                f"{output} holds {visible[0]!r} and no release.",
                "Name an empty folder, one that does not exist yet, or one with a release (with datapackage.json).",
                file=str(output),
            )
        )


def _keep_others(output: Path, folder: Path) -> None:
    """Carry over what stands in the old folder and belongs to no release, such as a file somebody added."""
    if not output.is_dir():
        return
    released = _released_names(output) | {path.name for path in folder.iterdir()}
    for path in sorted(output.iterdir()):
        if path.name in released:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, folder / path.name, symlinks=True)
        else:
            shutil.copy2(path, folder / path.name, follow_symlinks=False)


def _released_names(output: Path) -> set[str]:
    names = {DESCRIPTOR, DATABASE, SITE, f"{DATABASE}.wal"}
    try:
        described = json.loads((output / DESCRIPTOR).read_text(encoding="utf-8"))
        return names | {str(resource["path"]) for resource in described["resources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return names
