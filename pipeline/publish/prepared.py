"""Views of very many claims, answered when the release is written: Parquet files beside the tables, for whoever asks later.

In: a folder with the tables as Parquet. Out: a file more for each view that would have to go through all claims, sorted by what
it is looked up by, so that a reader skips most of it. Where there are few claims nothing is written: the views are quick enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.publish.files import ROW_GROUP, PublishedFile, write_parts
from pipeline.publish.views import (
    ROWS_IN_ORDER,
    View,
    available_views,
    parquet_statements,
    read_parquet,
    view_statements,
)
from schemas import DECLARED

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Below, no view takes a second.
FROM_CLAIMS = 100_000
# Time comes first in a timeline, and so do pairs of states: its rows are cut by time into stretches of ten row groups, and those
# are sorted by pair.
_STRETCH = f"row_number() OVER (ORDER BY {ROWS_IN_ORDER['timeline']}) // {10 * ROW_GROUP}"
# What each is sorted by, down to single rows, so that the same claims give the same bytes. `conflicts` is not among them: its
# pairs may outnumber the claims, and it finds them among the prepared `answers`, where those with a rival come first.
SORTED_BY = {
    "claims": "country1, country2, claim_id",
    "corroboration": "fact_id, table_name",
    "answers": "answers_given = 1, question, table_name, date, unit, claim_id",
    "timeline": f"{_STRETCH}, actor1_country, actor2_country, {ROWS_IN_ORDER['timeline']}",
    "dyads": "country_a, country_b",
    "trade_partners": "reporter_country, partner_country, partner_group, flow, commodity_code",
    "arms_suppliers": "recipient_country, supplier_country",
    "arms_recipients": "supplier_country, recipient_country",
    "organisation_network": "subject_id, relation, object_id, claim_id",
}
# Bytes that DuckDB may take; beyond, it sorts and groups on disk. With half as many a claim, ten million could not be sorted.
LEAST_MEMORY, MEMORY_A_CLAIM = 256_000_000, 400


def prepare_views(folder: Path, rows: Mapping[str, int]) -> dict[str, PublishedFile]:
    """Write the answers of the views, if there are many claims.

    Args:
        folder: of the release that is being written; the tables lie there as Parquet.
        rows: number of rows of every table.

    Returns:
        The files written, by the names of their views, in the order of the views; none where there are few claims, and none of
        a view for which memory does not suffice, for without it the release is whole.
    """
    import duckdb

    claims = sum(rows[name] for name in rows if DECLARED[name].kind == "claim")
    if claims < FROM_CLAIMS:
        return {}
    written = {}
    # in the folder, for that is where there is room, and what a killed run leaves of it goes with it
    with TemporaryDirectory(dir=folder, prefix=".views-") as spill, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{max(LEAST_MEMORY, claims * MEMORY_A_CLAIM)} bytes'")
        connection.execute("SET temp_directory = $1", [spill])
        # rows are put in order at the end; to keep the order of the files all the way takes memory
        connection.execute("SET preserve_insertion_order = false")
        for statement in parquet_statements(lambda name: read_parquet(str(folder), name), list(rows)):
            connection.execute(statement)
        for view, statement in zip(available_views(rows), view_statements(str, rows), strict=True):
            connection.execute(statement)
            if view.name not in SORTED_BY:
                continue
            try:
                written[view.name] = _write(connection, view, folder)
            except duckdb.OutOfMemoryException:
                (folder / f"{view.name}.parquet").unlink(missing_ok=True)
                continue
            # a view that stands on this one is quicker over the file
            connection.execute(f"CREATE OR REPLACE VIEW {view.name} AS FROM {read_parquet(str(folder), view.name)}")
    return written


def _write(connection: duckdb.DuckDBPyConnection, view: View, folder: Path) -> PublishedFile:
    found = connection.sql(f"FROM {view.name} ORDER BY {SORTED_BY[view.name]}").to_arrow_reader(ROW_GROUP)
    schema = _schema(view, found.schema)
    parts = (part.cast(schema) for part in _in_row_groups(found))
    return write_parts(parts, schema, folder / f"{view.name}.parquet")


def _schema(view: View, found: pa.Schema) -> pa.Schema:
    """What a view gives, with what its columns mean."""
    import pyarrow as pa

    fields = [found.field(one.column).with_metadata({"description": one.description}) for one in view.columns]
    return pa.schema(fields, metadata={"name": view.name, "description": view.description})


def _in_row_groups(batches: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """The same rows in parts as large as a row group: how many come in a batch differs from run to run."""
    import pyarrow as pa

    waiting = batches.schema.empty_table()
    for batch in batches:
        waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch])])
        while waiting.num_rows >= ROW_GROUP:
            yield waiting.slice(0, ROW_GROUP)
            waiting = waiting.slice(ROW_GROUP)
    if waiting.num_rows:
        yield waiting
