"""`bilateral.duckdb`: the whole release as one database file, with keys, comments and views.

In: the tables and the hash of the descriptor they were published with. Out: a file that opens from any folder,
because its tables are real. Its bytes differ from build to build, so it is named in no descriptor and is rebuilt from
the tables. A small table `release` says which release it belongs to: `connect` trusts the file only if that agrees
with `datapackage.json`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.publish.files import ROW_GROUP
from pipeline.publish.views import view_statements
from schemas import DECLARED, Table

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

DATABASE = "bilateral.duckdb"
# Read by DuckDB 1.2 and later; the newest format would lock out whoever has not updated yet.
STORAGE_VERSION = "v1.2.0"
# Bytes. Every column and key takes a block at least, and most tables are small: the usual 262144 would make a file of
# thirty megabytes out of nothing.
BLOCK_SIZE = 16_384
# Bytes that DuckDB may take: it holds the keys of all rows, and what it has read besides if it is let.
LEAST_MEMORY, MEMORY_A_ROW = 128_000_000, 48
PREPARED = "prepared"  # the schema of what views were found to answer


def write_database(
    tables: Mapping[str, pa.Table],
    path: Path,
    *,
    version: str,
    descriptor_sha256: str,
    answered: Mapping[str, str] | None = None,
) -> None:
    """Write the database file.

    Args:
        tables: in foreign-key order, and checked: a row that breaks a key makes this fail.
        path: the file to make; it must not exist.
        version: the version of the release.
        descriptor_sha256: of the bytes of `datapackage.json`.
        answered: of views that were answered before, what to write after FROM for their rows; they are taken in.
    """
    import duckdb

    release = (tables, path, version, descriptor_sha256, answered or {})
    rows = sum(table.num_rows for table in tables.values())
    try:
        _write(*release, memory=max(LEAST_MEMORY, rows * MEMORY_A_ROW))
    except (duckdb.OutOfMemoryException, duckdb.TransactionException):
        path.unlink(missing_ok=True)
        _write(*release, memory=None)


def _write(
    tables: Mapping[str, pa.Table],
    path: Path,
    version: str,
    descriptor_sha256: str,
    answered: Mapping[str, str],
    memory: int | None,
) -> None:
    """Write the file with so many bytes of memory, or as many as DuckDB takes."""
    import duckdb

    from schemas.render.duckdb import create_statements

    connection = duckdb.connect()
    try:
        if memory is not None:
            connection.execute(f"SET memory_limit = '{memory} bytes'")
        location = str(path).replace("'", "''")
        connection.execute(
            f"ATTACH '{location}' AS release_file (STORAGE_VERSION '{STORAGE_VERSION}', BLOCK_SIZE {BLOCK_SIZE})"
        )
        connection.execute("USE release_file")
        _run(connection, create_statements([DECLARED[name] for name in tables]))
        for name in tables:
            _fill(connection, DECLARED[name], tables)
        _run(connection, view_statements(str, list(tables), _take_in(connection, answered)))
        _name_release(connection, version, descriptor_sha256)
        connection.execute("USE memory")
        connection.execute("DETACH release_file")
    finally:
        connection.close()


def _run(connection: duckdb.DuckDBPyConnection, statements: Iterable[str]) -> None:
    """Run statements in one transaction: hundreds of comments, each made durable alone, take half a second."""
    connection.execute("BEGIN")
    for statement in statements:
        connection.execute(statement)
    connection.execute("COMMIT")


def _fill(connection: duckdb.DuckDBPyConnection, table: Table, tables: Mapping[str, pa.Table]) -> None:
    for part in _in_key_order(table, tables):
        connection.register("incoming", part)
        connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM incoming")
        connection.unregister("incoming")


def _take_in(connection: duckdb.DuckDBPyConnection, answered: Mapping[str, str]) -> dict[str, str]:
    """Make tables of the rows of views, in a schema of their own; return where each lies."""
    if answered:
        connection.execute(f"CREATE SCHEMA {PREPARED}")
    for name, source in answered.items():
        connection.execute(f"CREATE TABLE {PREPARED}.{name} AS FROM {source}")
    return {name: f"{PREPARED}.{name}" for name in answered}


def _in_key_order(table: Table, tables: Mapping[str, pa.Table]) -> Iterator[pa.Table]:
    """Yield a table's rows some at a time, so that what a row points to in its own table comes in an earlier part.

    DuckDB looks a foreign key up among the rows that stood there before the statement.
    """
    own = [key for key in table.foreign_keys if key.table == table.name]
    if not own:
        for start in range(0, tables[table.name].num_rows, ROW_GROUP):
            yield tables[table.name].slice(
                start, ROW_GROUP
            )  # asked for anew: what is mapped leaves memory with the part
        return
    rows = tables[table.name]
    (key,) = own[0].references
    parents = [rows.column(foreign.columns[0]).to_pylist() for foreign in own]
    ids = rows.column(key).to_pylist()
    placed: set[str] = set()
    waiting = list(range(rows.num_rows))
    while waiting:
        ready = [row for row in waiting if all(column[row] is None or column[row] in placed for column in parents)]
        if not ready:  # a circle: the database will name it
            ready = waiting
        yield rows.take(ready)
        placed.update(ids[row] for row in ready)
        waiting = [row for row in waiting if ids[row] not in placed]


def _name_release(connection: duckdb.DuckDBPyConnection, version: str, descriptor_sha256: str) -> None:
    connection.execute("CREATE TABLE release (version VARCHAR, datapackage_sha256 VARCHAR)")
    connection.execute("INSERT INTO release VALUES (?, ?)", [version, descriptor_sha256])
    for comment in (
        "COMMENT ON TABLE release IS 'Which release this database holds.'",
        "COMMENT ON COLUMN release.version IS 'Version of the data, as in datapackage.json.'",
        "COMMENT ON COLUMN release.datapackage_sha256 IS 'SHA-256 of the datapackage.json that it was built with.'",
    ):
        connection.execute(comment)


def database_agrees(output: Path, tables: Collection[str]) -> bool:
    """Say whether the folder's database is there, whole, and of the release that its `datapackage.json` describes.

    Args:
        output: the folder of the release.
        tables: the tables that the descriptor names.
    """
    import duckdb

    from pipeline.publish.files import describe_file

    path, descriptor = output / DATABASE, output / "datapackage.json"
    if not path.is_file() or not descriptor.is_file():
        return False
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            row = connection.execute("SELECT datapackage_sha256 FROM release").fetchone()
            names = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    except duckdb.Error:
        return False
    return row is not None and row[0] == describe_file(descriptor).sha256 and names.issuperset(tables)
