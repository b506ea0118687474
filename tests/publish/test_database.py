"""The database file is written in the memory that it is let have, or else in what it takes."""

import duckdb
from small_tables import make_tables

from pipeline.publish import publish


def test_where_the_memory_does_not_suffice_it_is_written_with_more(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.publish.database.LEAST_MEMORY", 1)
    monkeypatch.setattr("pipeline.publish.database.MEMORY_A_ROW", 0)
    tables = make_tables()
    publish(tables, tmp_path / "output")
    with duckdb.connect(tmp_path / "output" / "bilateral.duckdb", read_only=True) as database:
        assert database.sql("SELECT count(*) FROM trade").fetchall() == [(tables["trade"].num_rows,)]
