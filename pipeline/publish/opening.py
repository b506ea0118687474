"""Open a release: as a database to ask, or one table at a time. Nothing here writes."""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pipeline.publish.errors import ReleaseNotFoundError, UnknownTableError, failure
from pipeline.settings import is_address, place

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from upath import UPath


def connect(output: Path | str = "output") -> duckdb.DuckDBPyConnection:
    """Open a release for SQL; see `pipeline.connect`."""
    import duckdb

    from pipeline.publish.database import DATABASE, database_agrees

    folder = _release_folder(output)
    tables, prepared = _named_in(folder)
    if not is_address(folder) and database_agrees(folder, tables):
        return duckdb.connect(str(folder / DATABASE), read_only=True)
    return _connect_files(folder, tables, prepared)


def read(table: str, output: Path | str = "output") -> pa.Table:
    """Read a table or a view of a release; see `pipeline.read`."""
    from pipeline.publish.views import available_views

    folder = _release_folder(output)
    tables, prepared = _named_in(folder)
    if table in tables or table in prepared:
        return _read_file(folder / f"{table}.parquet")
    views = [view.name for view in available_views(tables)]
    if table in views:
        with connect(folder) as connection:
            return connection.sql(f"SELECT * FROM {table}").to_arrow_table()
    known = (*tables, *views)
    near = get_close_matches(table, known, n=1)
    remedy = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(known)}."
    raise UnknownTableError(failure("table_unknown", f"There is no table or view {table!r}.", remedy, table=table))


def read_tables(output: Path | str = "output") -> dict[str, pa.Table]:
    """Read all tables of a release, in foreign-key order.

    Raises:
        ReleaseNotFoundError: the folder holds no release, or one whose tables cannot be read.
    """
    import pyarrow as pa

    folder = _release_folder(output)
    try:
        return {name: _read_file(folder / f"{name}.parquet") for name in _named_in(folder)[0]}
    except (OSError, pa.ArrowException) as error:
        raise _broken(folder, f"its tables cannot be read ({error})") from error


def _read_file(path: Path) -> pa.Table:
    import pyarrow.parquet as pq

    with path.open("rb") as file:
        return pq.read_table(file)


def _release_folder(output: Path | str) -> Path:
    """The folder of a release, or the place at an address where the release lies that holds now."""
    folder = place(str(output))
    if is_address(folder):
        from pipeline.publish.store import current_release

        try:
            return current_release(folder)
        except FileNotFoundError:
            pass  # said below
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise _broken(folder, f"datapackage.json cannot be read ({error})") from error
    else:
        folder = folder.absolute()
    if not (folder / "datapackage.json").is_file():
        raise ReleaseNotFoundError(
            failure(
                "release_missing",
                f"{folder} holds no release: it has no datapackage.json.",
                "Build one with `bilateral build`, or name the folder of one.",
                file=str(folder),
            )
        )
    return folder


def _named_in(folder: Path) -> tuple[list[str], list[str]]:
    """Return the tables that the descriptor names, in foreign-key order, and the views whose rows lie in files."""
    from pipeline.publish.views import VIEWS
    from schemas import DECLARED

    try:
        described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        named = {str(resource["name"]) for resource in described["resources"]}
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(folder, f"datapackage.json cannot be read ({error})") from error
    return [name for name in DECLARED if name in named], [view for view in VIEWS if f"{view}_parquet" in named]


def _broken(folder: Path, what: str) -> ReleaseNotFoundError:
    remedy = "Run `bilateral check` to see what is wrong with it, or build it again."
    return ReleaseNotFoundError(failure("release_broken", f"{folder}: {what}.", remedy, file=str(folder)))


def _connect_files(folder: Path, tables: list[str], prepared: list[str]) -> duckdb.DuckDBPyConnection:
    """Make views over the Parquet files in a database in memory; nothing is read before it is asked for."""
    import duckdb

    from pipeline.publish.views import parquet_statements, read_parquet, view_statements

    connection = duckdb.connect()
    if is_address(folder):
        connection.register_filesystem(cast("UPath", folder).fs)  # so no extension of DuckDB is needed
    try:
        for statement in parquet_statements(lambda name: read_parquet(str(folder), name), tables):
            connection.execute(statement)
        answered = {name: read_parquet(str(folder), name) for name in prepared}
        for statement in view_statements(str, tables, answered):
            connection.execute(statement)
    except duckdb.Error as error:
        connection.close()
        raise _broken(folder, f"its tables cannot be read ({error})") from error
    return connection
