"""Views that are answered when the release is written say what they say when they are asked."""

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_tables import make_tables

import pipeline
from pipeline.check import check_release
from pipeline.publish import prepared, publish
from pipeline.publish.database import DATABASE
from pipeline.publish.prepared import SORTED_BY
from pipeline.publish.views import VIEWS


@pytest.fixture
def large(monkeypatch, tmp_path):
    """The small tables, published as if they were many."""
    monkeypatch.setattr(prepared, "FROM_CLAIMS", 1)
    return publish(make_tables(), tmp_path / "large").output


def answers(connection):
    return {view: sorted(map(str, connection.execute(f"FROM {view}").fetchall())) for view in VIEWS}


def test_few_claims_are_asked_as_they_are(published):
    assert not [view for view in VIEWS if (published / f"{view}.parquet").exists()]
    assert "ready in files" not in (published / "README.md").read_text()


def test_prepared_and_asked_views_answer_the_same(published, large, monkeypatch):
    expected = answers(pipeline.connect(published))
    assert all(expected.values())
    assert answers(pipeline.connect(large)) == expected
    monkeypatch.chdir(large)
    with duckdb.connect() as connection:
        connection.execute((large / "views.sql").read_text(encoding="utf-8"))
        assert answers(connection) == expected
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{DATABASE}' AS elsewhere (READ_ONLY)")
        assert connection.execute("FROM elsewhere.dyads").fetchall()
    (large / DATABASE).unlink()
    assert answers(pipeline.connect(large)) == expected


def test_views_keep_their_columns_types_and_comments(published, large):
    told = "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = 'main' ORDER BY ALL"
    with pipeline.connect(published) as asked, pipeline.connect(large) as ready:
        assert asked.execute(told).fetchall() == ready.execute(told).fetchall()


def test_files_of_views_belong_to_the_release(large):
    assert check_release(large) == []
    assert pipeline.read("dyads", large).num_rows == len(answers(pipeline.connect(large))["dyads"])
    (large / "dyads.parquet").unlink()
    assert {finding.rule for finding in check_release(large)} == {"file_missing"}
    assert publish(make_tables(), large).output == large


def test_the_same_claims_give_the_same_bytes(large, tmp_path):
    again = publish(make_tables(), tmp_path / "again").output
    for view in SORTED_BY:
        assert (large / f"{view}.parquet").read_bytes() == (again / f"{view}.parquet").read_bytes()


def test_a_view_without_room_is_asked_as_it_is(published, monkeypatch, tmp_path):
    """A release that took hours to read is not lost for a file that makes a question quicker."""
    write = prepared._write

    def no_room(connection, view, folder):
        if view.name == "claims":
            (folder / "claims.parquet").write_bytes(b"begun")
            raise duckdb.OutOfMemoryException("no room")
        return write(connection, view, folder)

    monkeypatch.setattr(prepared, "FROM_CLAIMS", 1)
    monkeypatch.setattr(prepared, "_write", no_room)
    output = publish(make_tables(), tmp_path / "large").output
    assert not (output / "claims.parquet").exists()
    assert check_release(output) == []
    assert answers(pipeline.connect(output)) == answers(pipeline.connect(published))


def test_rows_fill_their_row_groups_however_they_come(monkeypatch):
    monkeypatch.setattr(prepared, "ROW_GROUP", 4)
    schema = pa.schema([("number", pa.int64())])
    rows = [[0, 1], [2, 3, 4, 5, 6, 7, 8], [], [9]]
    batches = [pa.record_batch([pa.array(numbers, pa.int64())], schema=schema) for numbers in rows]
    parts = list(prepared._in_row_groups(pa.RecordBatchReader.from_batches(schema, batches)))
    assert [part.column("number").to_pylist() for part in parts] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


def test_a_file_says_what_its_columns_mean(large):
    schema = pq.read_schema(large / "timeline.parquet")
    assert all(schema.field(name).metadata[b"description"] for name in schema.names)
