"""Documents land: their rows become typed tables, finished but for what only all documents together give.

In: readings. Out: a table each of what belongs to documents, in which entities have their documents' own ids, one of these entities,
and one of what is compared of the texts. What was landed at different times and in different shards can be joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import schemas
from pipeline.records import Reading, Row
from pipeline.resolve.copies import fingerprint
from pipeline.resolve.rows import finished_rows
from pipeline.resolve.sound import sound_readings
from pipeline.resolve.typed import typed_table

if TYPE_CHECKING:
    import pyarrow as pa

_CLAIMS = tuple(name for name, table in schemas.TABLES.items() if table.kind == "claim")
OF_DOCUMENTS = (*_CLAIMS, "documents", "sentences", "mentions")
ENTITIES, FINGERPRINTS = "entities", "fingerprints"
Landed = dict[str, "pa.Table"]


class Kept(Protocol):
    """What earlier builds have landed (see `pipeline.cache.RowCache`)."""

    def tables(self) -> Landed | None:
        """What was landed of documents whose readings are not handed over."""

    def settled(self) -> Mapping[str, str | None]:
        """What these documents were found to copy, among others that may have changed; None is none."""

    def keep(self, new: Landed, copies: Mapping[str, str | None]) -> None:
        """Take in what was landed of the others, and what each document copies now."""


def landed(readings: Sequence[Reading]) -> Landed:
    """The rows of some documents, in any order; entities keep their own ids."""
    import pyarrow as pa

    rows: dict[str, list[Row]] = {name: [] for name in OF_DOCUMENTS}
    for reading in sound_readings(readings):
        for name, found in finished_rows(reading).items():
            rows[name] += found
    compared = [asdict(one) for one in map(fingerprint, readings) if one is not None]
    return {
        **{name: typed_table(name, rows[name]) for name in OF_DOCUMENTS},
        ENTITIES: pa.Table.from_pylist(list(_entity_rows(readings)), schema=_entity_schema()),
        FINGERPRINTS: pa.Table.from_pylist(compared, schema=_fingerprint_schema()),
    }


def land(readings: Sequence[Reading], folder: Path) -> Landed:
    """Write the rows of some documents as Parquet files, one a table, and return them.

    Args:
        readings: the documents of a shard, in any order.
        folder: made for the shard; files of an attempt that was broken off are written over.
    """
    import pyarrow.parquet as pq

    tables = landed(readings)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
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
    return pa.schema([*columns, ("shingles", pa.binary()), ("bands", pa.binary())])
