"""A release is opened for SQL with or without its database, from any folder, and gives the same answers."""

import os
import shutil
import subprocess
import sys

import duckdb
import pytest
from small_tables import changed, make_tables

import pipeline
from pipeline.publish import ReleaseNotFoundError, UnknownTableError, publish
from pipeline.publish.database import DATABASE
from pipeline.publish.views import VIEWS
from schemas import TABLES


@pytest.fixture
def release(published, tmp_path):
    return shutil.copytree(published, tmp_path / "output")


def is_file(connection):
    return connection.execute(
        "SELECT path IS NOT NULL FROM duckdb_databases() WHERE database_name = current_database()"
    ).fetchone()[0]


def answers(connection):
    return {name: sorted(map(str, connection.execute(f"FROM {name}").fetchall())) for name in (*TABLES, *VIEWS)}


def comments(connection):
    rows = connection.execute("SELECT table_name, column_name, comment FROM duckdb_columns()").fetchall()
    return {(table, column): comment for table, column, comment in rows if table in {*TABLES, *VIEWS}}


def test_with_and_without_the_database_the_answers_are_the_same(release, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with pipeline.connect("output") as connection:
        assert is_file(connection)
        with_file, told = answers(connection), comments(connection)
    (release / DATABASE).unlink()
    with pipeline.connect("output") as connection:
        assert not is_file(connection)
        monkeypatch.chdir("/")
        assert answers(connection) == with_file
        assert comments(connection) == told
    assert with_file["trade"] and with_file["claims"]


def test_everything_has_a_comment(published):
    with pipeline.connect(published) as connection:
        told = comments(connection)
        bare = connection.execute(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL "
            "UNION ALL SELECT table_name FROM duckdb_tables() WHERE comment IS NULL"
        ).fetchall()
    assert bare == []
    assert [place for place, comment in told.items() if not comment] == []


@pytest.mark.parametrize("damage", ["cut", "nonsense", "other release", "not of this kind"])
def test_database_that_is_not_of_the_release_is_not_trusted(release, tmp_path, damage):
    path = release / DATABASE
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    elif damage == "nonsense":
        path.write_text("no database", encoding="utf-8")
    elif damage == "other release":
        other = publish(changed(make_tables(), "people", "name", "Kari Berg"), tmp_path / "other").output
        shutil.copy(other / DATABASE, path)
    else:
        path.unlink()
        duckdb.connect(str(path)).close()
    with pipeline.connect(release) as connection:
        assert not is_file(connection)
        assert connection.execute("SELECT name FROM people").fetchall() == [("Kari Vik",)]


def test_opened_database_cannot_be_changed(release):
    with pipeline.connect(release) as connection, pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("DELETE FROM mentions")


def test_database_has_keys_in_place(release):
    with duckdb.connect(str(release / DATABASE)) as connection:
        with pytest.raises(duckdb.ConstraintException, match="foreign key"):
            connection.execute("UPDATE trade SET rule = 'nobody'")
        with pytest.raises(duckdb.ConstraintException, match=r"[Dd]uplicate key"):
            connection.execute("INSERT INTO people SELECT * FROM people")


def test_database_answers_when_attached_under_another_name(release, monkeypatch):
    monkeypatch.chdir("/")
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{release / DATABASE}' AS elsewhere (READ_ONLY)")
        for view in VIEWS:
            assert connection.execute(f"FROM elsewhere.{view}").fetchall()


def test_views_sql_runs_in_the_folder_and_with_a_search_path(release, monkeypatch, tmp_path):
    statements = (release / "views.sql").read_text(encoding="utf-8")
    expected = answers(pipeline.connect(release))
    monkeypatch.chdir(release)
    with duckdb.connect() as connection:
        connection.execute(statements)
        assert answers(connection) == expected
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as connection:
        connection.execute(f"SET file_search_path = '{release}'")
        connection.execute(statements)
        assert answers(connection) == expected


@pytest.mark.parametrize("name", ["it's", "a b", "[x]", "star*"])
def test_folder_may_have_any_name(release, tmp_path, name):
    folder = tmp_path / name
    release.rename(folder)
    (folder / DATABASE).unlink()
    with pipeline.connect(folder) as connection:
        assert connection.execute("SELECT count(*) FROM trade").fetchone() == (4,)
    assert publish(make_tables(), folder).output == folder
    with pipeline.connect(folder) as connection:
        assert is_file(connection)


def test_release_of_some_tables_opens_with_the_views_it_can_have(tmp_path):
    wanted = ["trade"]
    for name in wanted:
        wanted += [key.table for key in TABLES[name].foreign_keys if key.table not in wanted]
    tables = make_tables()
    output = publish({name: tables[name] for name in wanted}, tmp_path / "output").output
    for _ in range(2):
        with pipeline.connect(output) as connection:
            views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
            assert "trade_partners" in {name for (name,) in views} and "timeline" not in {name for (name,) in views}
        (output / DATABASE).unlink(missing_ok=True)


def test_read_gives_tables_and_views(published):
    trade = pipeline.read("trade", published)
    assert trade.num_rows == 4
    assert trade.schema.field("value").metadata[b"title"] == b"Value"
    assert pipeline.read("dyads", published).to_pylist()[0]["country_a"] == "NOR"


def test_unknown_table_names_one_spelt_alike(published):
    with pytest.raises(UnknownTableError, match="Did you mean 'trade'"):
        pipeline.read("trades", published)
    with pytest.raises(KeyError):
        pipeline.read("zzz", published)


def test_folder_without_release_says_what_to_do(tmp_path, release):
    for ask in (pipeline.connect, lambda folder: pipeline.read("trade", folder)):
        with pytest.raises(ReleaseNotFoundError, match="bilateral build"):
            ask(tmp_path / "nothing")
    (release / DATABASE).unlink()
    (release / "trade.parquet").unlink()
    with pytest.raises(ReleaseNotFoundError, match="bilateral check"):
        pipeline.connect(release)
    (release / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReleaseNotFoundError, match="cannot be read"):
        pipeline.connect(release)


def test_importing_is_cheap():
    heavy = "{'duckdb', 'polars', 'pandera', 'pyarrow', 'spacy', 'prefect', 'yaml'}"
    code = f"import sys, pipeline, pipeline.publish, pipeline.check; print({heavy} & set(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment)
    assert done.stdout.strip() == "set()"


def test_public_functions_are_those_told_of():
    assert pipeline.__all__ == ["build", "connect", "read"]
    for name in pipeline.__all__:
        assert getattr(pipeline, name).__doc__
