"""Landed shards become the tables, out of core: DuckDB joins and sorts on disk, and the tables are mapped, not loaded.

In: folders with one Parquet file a table, as `land` writes them. Out: the tables that `assemble` would make of the same
readings, row by row and in the same order, however the documents were cut into shards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import schemas
from pipeline.records import Reading, Row
from pipeline.resolve.assemble import common_rows, typed_table
from pipeline.resolve.copies import Fingerprint, copies_among, fingerprint
from pipeline.resolve.entities import Registry
from pipeline.resolve.rows import ENTITY_COLUMNS, finished_rows
from pipeline.resolve.sound import sound_readings
from schemas.render.arrow import arrow_schema

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_CLAIMS = tuple(name for name, table in schemas.TABLES.items() if table.kind == "claim")
OF_DOCUMENTS = (*_CLAIMS, "documents", "sentences", "mentions")
ENTITIES, FINGERPRINTS, IDS, COPIES = "entities", "fingerprints", "ids", "copies"
MEMORY_LIMIT = "512MB"
_BATCH = 65_536  # rows
_FEW = 2_048  # rows of some kilobytes each


def land(readings: Sequence[Reading], folder: Path) -> dict[str, pa.Table]:
    """Write the rows of some documents as Parquet files, one a table, and return them; entities keep their own ids.

    Args:
        readings: the documents of a shard, in any order.
        folder: made for the shard; files of an attempt that was broken off are written over.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows: dict[str, list[Row]] = {name: [] for name in OF_DOCUMENTS}
    for reading in sound_readings(readings):
        for name, found in finished_rows(reading).items():
            rows[name] += found
    folder.mkdir(parents=True, exist_ok=True)
    tables = {name: typed_table(name, rows[name]) for name in OF_DOCUMENTS}
    entities = pa.Table.from_pylist(list(_entity_rows(readings)), schema=_entity_schema())
    compared = [asdict(one) for one in map(fingerprint, readings) if one is not None]
    fingerprints = pa.Table.from_pylist(compared, schema=_fingerprint_schema())
    for name, table in {**tables, ENTITIES: entities, FINGERPRINTS: fingerprints}.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    return tables


def _entity_rows(readings: Sequence[Reading]) -> Iterator[Row]:
    for reading in readings:
        of_document = {"document_id": reading.document.document_id}
        for kind, rows in (("organisations", reading.organisations), ("people", reading.people)):
            yield from ({**of_document, "kind": kind, "place": place, **row} for place, row in enumerate(rows))


def _entity_schema() -> pa.Schema:
    import pyarrow as pa

    text = ("document_id", "kind", "id", "name", "country", "type", "parent", "sector")
    columns = [(name, pa.string()) for name in text]
    return pa.schema([*columns, ("place", pa.int32()), ("mentions", pa.int64()), ("aliases", pa.list_(pa.string()))])


def _fingerprint_schema() -> pa.Schema:
    import pyarrow as pa

    columns = [("document_id", pa.string()), ("published", pa.date32())]
    return pa.schema([*columns, ("shingles", pa.binary()), ("bands", pa.list_(pa.binary()))])


def merge(shards: Path, scratch: Path) -> dict[str, pa.Table]:
    """All tables of `schemas.TABLES` from the landed shards.

    Args:
        shards: the folder of the shards' folders.
        scratch: an empty folder for what is being sorted; the tables are mapped from it and must not outlive it.
    """
    import duckdb

    registry = Registry()
    with duckdb.connect() as database:
        database.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        database.execute("SET temp_directory = $1", [str(scratch / "spill")])
        database.execute("SET preserve_insertion_order = false")
        _write_rows(_resolved(database, shards, registry), ("document_id", "local", "entity_id"), scratch / IDS)
        _write_rows(_copies(database, shards), ("document_id", "copy_of"), scratch / COPIES)
        tables = {name: _merged(database, name, shards, scratch) for name in OF_DOCUMENTS}
    tables |= {name: typed_table(name, rows) for name, rows in common_rows(registry).items()}
    return {name: tables[name] for name in schemas.TABLES}


def _resolved(database: duckdb.DuckDBPyConnection, shards: Path, registry: Registry) -> Iterator[Row]:
    """Give every document's entities their ids, document after document, and tell who got which."""
    query = f"FROM {_files(shards, ENTITIES)} ORDER BY document_id, kind, place"
    found = database.sql(query).to_arrow_reader(_BATCH)
    rows = (row for batch in found for row in batch.to_pylist())
    for document_id, entities in groupby(rows, key=lambda row: row["document_id"]):
        held: dict[str, list[Row]] = {"organisations": [], "people": []}
        for row in entities:
            held[row["kind"]].append(_without_place(row))
        for local, own in registry.add(held["organisations"], held["people"]).items():
            yield {"document_id": document_id, "local": local, "entity_id": own}


def _copies(database: duckdb.DuckDBPyConnection, shards: Path) -> Iterator[Row]:
    """Tell which documents are copies, and of which, as `find_copies` does."""
    query = f"FROM {_files(shards, FINGERPRINTS)} ORDER BY published NULLS LAST, document_id"
    found = database.sql(query).to_arrow_reader(_FEW)
    eldest_first = (Fingerprint(**row) for batch in found for row in batch.to_pylist())
    for document_id, original in copies_among(eldest_first):
        yield {"document_id": document_id, "copy_of": original}


def _write_rows(rows: Iterable[Row], columns: Sequence[str], path: Path) -> None:
    """Write rows of texts as a Parquet file while they come."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema, stream = pa.schema([(name, pa.string()) for name in columns]), iter(rows)
    with pq.ParquetWriter(path, schema) as writer:
        while batch := list(islice(stream, _BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def _without_place(row: dict[str, Any]) -> Row:
    return {name: value for name, value in row.items() if name not in {"document_id", "kind", "place"}}


def _merged(database: duckdb.DuckDBPyConnection, name: str, shards: Path, scratch: Path) -> pa.Table:
    """One table of all shards, sorted by its key, as a file that is mapped into memory."""
    import pyarrow as pa

    schema = arrow_schema(name)
    reader = database.sql(_merging_query(name, shards, scratch)).to_arrow_reader(_BATCH)
    path = scratch / f"{name}.arrow"
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for batch in reader:
            writer.write_table(pa.Table.from_batches([batch]).select(schema.names).cast(schema))
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def _merging_query(name: str, shards: Path, scratch: Path) -> str:
    table = schemas.TABLES[name]
    columns = {column.name for column in table.columns}
    own = [c for c in ENTITY_COLUMNS if c in columns and table.kind == "claim"]
    found = {c: f"coalesce({c}_of.entity_id, CASE WHEN rows.{c} NOT LIKE '%:%' THEN rows.{c} END)" for c in own}
    if name == "mentions":
        found = {"entity_id": "coalesce(entity_id_of.entity_id, rows.entity_id)"}
    joins = [
        f"LEFT JOIN {_file(scratch / IDS)} AS {c}_of ON {c}_of.document_id = rows.document_id AND {c}_of.local = rows.{c}"
        for c in found
    ]
    if name == "documents":
        found = {"copy_of": "copies.copy_of"}
        joins = [f"LEFT JOIN {_file(scratch / COPIES)} AS copies ON copies.document_id = rows.document_id"]
    replaced = ", ".join(f"{value} AS {c}" for c, value in found.items())
    key = ", ".join(f'rows."{column}"' for column in table.primary_key)
    chosen = f"rows.* REPLACE ({replaced})" if replaced else "rows.*"
    return f"SELECT {chosen} FROM {_files(shards, name)} AS rows {' '.join(joins)} ORDER BY {key}"


def _files(shards: Path, name: str) -> str:
    return _file(shards / "*" / f"{name}.parquet")


def _file(path: Path) -> str:
    return f"read_parquet('{_quoted(path)}')"


def _quoted(path: Path) -> str:
    return path.as_posix().replace("'", "''")
