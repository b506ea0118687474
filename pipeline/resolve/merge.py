"""What has landed becomes the tables: DuckDB joins and sorts, in memory, or on disk for more than memory holds.

In: landed tables, or folders with one Parquet file a table, as `pipeline.resolve.landing` makes them. Out: all tables, the same
row by row and in the same order, however the documents were cut into shards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import schemas
from pipeline.extract.rules import rule_rows
from pipeline.records import Row
from pipeline.resolve.copies import Fingerprint, Originals, OriginalsAtHand, copies_among, eldest_first
from pipeline.resolve.entities import Registry
from pipeline.resolve.landing import ENTITIES, FINGERPRINTS, OF_DOCUMENTS, Landed
from pipeline.resolve.rows import ENTITY_COLUMNS
from pipeline.resolve.typed import typed_table
from pipeline.scratch import TablesOnDemand
from schemas.render.arrow import arrow_schema
from schemas.render.dictionary import dictionary_rows

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

IDS, COPIES = "ids", "copies"
_COLUMNS = {IDS: ("document_id", "local", "entity_id"), COPIES: ("document_id", "copy_of")}
# Bytes that DuckDB may take: beyond, it sorts and joins on disk, but it must hold the ids of the entities of all documents.
LEAST_MEMORY, MEMORY_A_DOCUMENT = 128_000_000, 1_300
_BATCH = 65_536  # rows
_FEW = 2_048  # rows of some kilobytes each
# what to write after FROM for the rows of a name
Locate = Callable[[str], str]


def join(parts: Sequence[Landed], settled: Mapping[str, str | None] | None = None) -> dict[str, pa.Table]:
    """All tables of `schemas.TABLES` from what has landed, in memory.

    Args:
        parts: no document in two of them.
        settled: what documents were found to copy before (see `copies_among`).
    """
    import duckdb
    import pyarrow as pa

    registry, here = Registry(), "landed_{}".format
    with duckdb.connect() as database:
        for name in (*OF_DOCUMENTS, ENTITIES, FINGERPRINTS):
            database.register(here(name), pa.concat_tables([part[name] for part in parts]))
        database.register(here(IDS), _text_table(_resolved(database, here, registry), _COLUMNS[IDS]))
        copies = _copies(database, here, OriginalsAtHand, settled)
        database.register(here(COPIES), _text_table(copies, _COLUMNS[COPIES]))
        tables = {name: _typed(database.sql(_merging_query(name, here)), name) for name in OF_DOCUMENTS}
    tables |= {name: typed_table(name, rows) for name, rows in _common(registry).items()}
    return {name: tables[name] for name in schemas.TABLES}


def merge(shards: Path, scratch: Path) -> TablesOnDemand:
    """All tables of `schemas.TABLES` from the landed shards, out of core: the tables are mapped, not loaded.

    Args:
        shards: the folder of the shards' folders.
        scratch: an empty folder for what is being sorted; the tables are mapped from it and must not outlive it.
    """
    import duckdb

    def here(name: str) -> str:
        path = scratch / name if name in _COLUMNS else shards / "*" / f"{name}.parquet"
        return "read_parquet('{}')".format(path.as_posix().replace("'", "''"))

    registry = Registry()
    with duckdb.connect() as database:
        (documents,) = database.sql(f"SELECT count(*) FROM {here('documents')}").fetchall()[0]
        database.execute(f"SET memory_limit = '{max(LEAST_MEMORY, documents * MEMORY_A_DOCUMENT)} bytes'")
        database.execute("SET temp_directory = $1", [str(scratch / "spill")])
        database.execute("SET preserve_insertion_order = false")
        _write_rows(_resolved(database, here, registry), _COLUMNS[IDS], scratch / IDS)
        _write_rows(_copies(database, here), _COLUMNS[COPIES], scratch / COPIES)
        for name in OF_DOCUMENTS:
            _write_table(database.sql(_merging_query(name, here)), name, scratch / f"{name}.arrow")
    common = {name: typed_table(name, rows) for name, rows in _common(registry).items()}
    held = {name: partial(common.__getitem__, name) for name in common}
    return TablesOnDemand(
        {name: held.get(name) or partial(_mapped, scratch / f"{name}.arrow") for name in schemas.TABLES}
    )


def _common(registry: Registry) -> dict[str, list[Row]]:
    """The rows that belong to no one document: entities, rules, dictionary, vocabularies."""
    return {
        **{name: [dict(row) for row in listed.rows] for name, listed in schemas.VOCABULARIES.items()},
        "organisations": registry.organisations(),
        "people": registry.people(),
        "rules": rule_rows(),
        "dictionary": dictionary_rows(),
        "corrections": [],  # laid over the rows later
    }


def _resolved(database: duckdb.DuckDBPyConnection, locate: Locate, registry: Registry) -> Iterator[Row]:
    """Give every document's entities their ids, document after document, and tell who got which."""
    query = f"FROM {locate(ENTITIES)} ORDER BY document_id, kind, place"
    found = database.sql(query).to_arrow_reader(_BATCH)
    rows = (row for batch in found for row in batch.to_pylist())
    for document_id, entities in groupby(rows, key=lambda row: row["document_id"]):
        held: dict[str, list[Row]] = {"organisations": [], "people": []}
        for row in entities:
            held[row["kind"]].append(_without_place(row))
        for local, own in registry.add(held["organisations"], held["people"]).items():
            yield {"document_id": document_id, "local": local, "entity_id": own}


def _copies(
    database: duckdb.DuckDBPyConnection,
    locate: Locate,
    store: Callable[[], Originals] = Originals,
    settled: Mapping[str, str | None] | None = None,
) -> Iterator[Row]:
    """Tell which documents are copies, and of which, as `find_copies` does."""
    found = database.sql(f"FROM {locate(FINGERPRINTS)}").to_arrow_reader(_FEW)
    fingerprints = (Fingerprint(**row) for batch in found for row in batch.to_pylist())
    for document_id, original in copies_among(eldest_first(fingerprints), store, settled):
        yield {"document_id": document_id, "copy_of": original}


def _text_table(rows: Iterable[Row], columns: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), schema=pa.schema([(name, pa.string()) for name in columns]))


def _write_rows(rows: Iterable[Row], columns: Sequence[str], path: Path) -> None:
    """Write rows of texts as a Parquet file while they come."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema, stream = pa.schema([(name, pa.string()) for name in columns]), iter(rows)
    with pq.ParquetWriter(path, schema) as writer:
        while batch := list(islice(stream, _BATCH)):
            writer.write_table(_text_table(batch, columns))


def _without_place(row: dict[str, Any]) -> Row:
    return {name: value for name, value in row.items() if name not in {"document_id", "kind", "place"}}


def _typed(found: duckdb.DuckDBPyRelation, name: str) -> pa.Table:
    """What a query finds, as the table that is declared."""
    schema = arrow_schema(name)
    return found.to_arrow_table().select(schema.names).cast(schema)


def _write_table(found: duckdb.DuckDBPyRelation, name: str, path: Path) -> None:
    """The same as a file that can be mapped into memory."""
    import pyarrow as pa

    schema = arrow_schema(name)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for batch in found.to_arrow_reader(_BATCH):
            writer.write_table(pa.Table.from_batches([batch]).select(schema.names).cast(schema))


def _mapped(path: Path) -> pa.Table:
    import pyarrow as pa

    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def _merging_query(name: str, locate: Locate) -> str:
    """One table of all documents, sorted by its key."""
    table = schemas.TABLES[name]
    columns = {column.name for column in table.columns}
    own = [c for c in ENTITY_COLUMNS if c in columns and table.kind == "claim"]
    found = {c: f"coalesce({c}_of.entity_id, CASE WHEN rows.{c} NOT LIKE '%:%' THEN rows.{c} END)" for c in own}
    if name == "mentions":
        found = {"entity_id": "coalesce(entity_id_of.entity_id, rows.entity_id)"}
    joins = [
        f"LEFT JOIN {locate(IDS)} AS {c}_of ON {c}_of.document_id = rows.document_id AND {c}_of.local = rows.{c}"
        for c in found
    ]
    if name == "documents":
        found = {"copy_of": "copies.copy_of"}
        joins = [f"LEFT JOIN {locate(COPIES)} AS copies ON copies.document_id = rows.document_id"]
    replaced = ", ".join(f"{value} AS {c}" for c, value in found.items())
    key = ", ".join(f'rows."{column}"' for column in table.primary_key)
    chosen = f"rows.* REPLACE ({replaced})" if replaced else "rows.*"
    return f"SELECT {chosen} FROM {locate(name)} AS rows {' '.join(joins)} ORDER BY {key}"
