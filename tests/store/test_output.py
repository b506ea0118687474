"""A release in an object store: whole at every moment, read where it lies."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.dataset
import pytest
import s3fs
import small_tables
from typer.testing import CliRunner

from pipeline import connect, read
from pipeline.cli.app import app
from pipeline.publish import PublishError, ReleaseNotFoundError, publish, read_tables
from pipeline.publish.store import PACKAGES
from pipeline.settings import place

TESTS = Path(__file__).parents[1]


@pytest.fixture
def output(bucket):
    return place(f"{bucket}/news")


def described(output):
    """The descriptor at the address, once every file that it names was found to be as it says."""
    found = json.loads((output / "datapackage.json").read_bytes())
    for resource in found["resources"]:
        data = (output / resource["path"]).read_bytes()
        assert (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}") == (resource["bytes"], resource["hash"])
    return found


def folder_of(output):
    """Where the files of the release lie that holds now."""
    (folder,) = {Path(resource["path"]).parent.as_posix() for resource in described(output)["resources"]}
    return folder


def more_tables():
    """The small tables, one value of which is another."""
    return small_tables.changed(small_tables.make_tables(), "people", "name", "Kari Vik the Elder")


def test_a_release_lies_whole_under_a_name_of_its_own(output, published, tables):
    made = publish(tables, output, finish=lambda folder: (folder / "site.html").write_text("pages"))
    assert made.output == output
    there = folder_of(output)
    assert there.startswith(f"{PACKAGES}/")
    here = {path.name: path.read_bytes() for path in published.iterdir() if path.suffix != ".duckdb"}
    names = {path.name for path in (output / there).iterdir()}
    assert names == {*here, "bilateral.duckdb", "site.html"}
    assert {name: (output / there / name).read_bytes() for name in here} == here


def test_the_next_release_takes_its_place_and_the_last_stays_readable(output, tables):
    publish(tables, output)
    before, reader = folder_of(output), connect(str(output))
    publish(more_tables(), output)
    after = folder_of(output)
    assert before != after
    assert {path.name for path in (output / PACKAGES).iterdir()} == {Path(before).name, Path(after).name}
    asked = "SELECT count(*) FROM people WHERE name = 'Kari Vik the Elder'"
    assert (reader.sql(asked).fetchall(), connect(str(output)).sql(asked).fetchall()) == ([(0,)], [(1,)])
    publish(tables, output)
    assert folder_of(output) == before


@pytest.fixture
def breaking(monkeypatch):
    """Let the store break off after a number of files, and count those that were sent."""

    def breaking(after):
        sent = []

        async def put_file(self, here, there, *more, _put=s3fs.S3FileSystem._put_file, **others):
            if len(sent) == after:
                raise ConnectionResetError("the other side has gone away")
            sent.append(there)
            return await _put(self, here, there, *more, **others)

        monkeypatch.setattr(s3fs.S3FileSystem, "_put_file", put_file)
        return sent

    return breaking


def test_an_upload_that_breaks_off_leaves_the_last_release_and_goes_on_where_it_was(
    output, tables, breaking, monkeypatch
):
    publish(tables, output)
    last = folder_of(output)
    breaking(after=20)
    with pytest.raises(PublishError, match=r"the other side has gone away.*what was published there holds"):
        publish(more_tables(), output)
    assert folder_of(output) == last
    held = {Path(name).name for name in output.fs.find(f"{output.path}/{PACKAGES}") if last not in name}
    monkeypatch.undo()
    sent = breaking(after=None)
    publish(more_tables(), output)
    assert folder_of(output) != last
    assert held
    assert {Path(name).name for name in sent}.isdisjoint(held)


def test_a_release_that_does_not_arrive_whole_is_not_named(output, tables, monkeypatch):
    publish(tables, output)
    last = folder_of(output)

    async def lose(self, here, there, *more, **others):
        """Take a file and keep nothing."""

    monkeypatch.setattr(s3fs.S3FileSystem, "_put_file", lose)
    with pytest.raises(PublishError, match=r"files did not arrive whole, the first CITATION\.cff"):
        publish(more_tables(), output)
    assert folder_of(output) == last


KILLED = """
import os, sys
import s3fs, small_tables
from pipeline.publish import publish
from pipeline.settings import place

sent = []

async def put_file(self, here, there, *more, _put=s3fs.S3FileSystem._put_file, **others):
    await _put(self, here, there, *more, **others)
    sent.append(there)
    if len(sent) == 25:
        os.kill(os.getpid(), 9)

s3fs.S3FileSystem._put_file = put_file
publish(small_tables.changed(small_tables.make_tables(), "people", "name", "Kari Vik the Elder"), place(sys.argv[1]))
"""


def test_a_killed_upload_leaves_the_last_release(output, tables):
    publish(tables, output)
    last = folder_of(output)
    paths = os.pathsep.join(map(str, (TESTS, TESTS.parent)))
    done = subprocess.run([sys.executable, "-c", KILLED, str(output)], env={**os.environ, "PYTHONPATH": paths})
    assert done.returncode == -9
    output.fs.invalidate_cache()
    assert len(output.fs.find(f"{output.path}/{PACKAGES}")) > 25
    assert folder_of(output) == last
    assert read("people", str(output)).num_rows == tables["people"].num_rows


def test_what_holds_something_else_is_left_alone(output, tables):
    (output / "precious.txt").write_bytes(b"mine")
    with pytest.raises(PublishError, match=r"holds 'precious\.txt' and no release"):
        publish(tables, output)
    assert [path.name for path in output.iterdir()] == ["precious.txt"]


def test_a_store_that_is_not_there_is_an_error_that_says_so(s3, tables):
    with pytest.raises(PublishError, match=r"Nothing can be put at s3://no-such-bucket/news"):
        publish(tables, place("s3://no-such-bucket/news"))
    with pytest.raises(ReleaseNotFoundError, match="holds no release"):
        connect("s3://no-such-bucket/news")


def test_it_is_asked_where_it_lies(output, tables):
    publish(tables, output)
    assert {name: table.num_rows for name, table in read_tables(output).items()} == {
        name: table.num_rows for name, table in tables.items()
    }
    assert read("dyads", str(output)).num_rows > 0
    run = CliRunner()
    answer = run.invoke(app, ["sql", "-o", str(output), "--csv", "SELECT count(*) AS n FROM people"])
    assert answer.stdout.split() == ["n", str(tables["people"].num_rows)]
    claim = tables["trade"].column("claim_id")[0].as_py()
    assert claim in run.invoke(app, ["explain", "-o", str(output), claim]).stdout
    refused = run.invoke(app, ["check", "-o", str(output)])
    assert (refused.exit_code, "is not on this machine" in refused.output) == (2, True)


def test_others_read_the_files_with_what_docs_archive_says(output, tables):
    """DuckDB through fsspec, which needs no extension of its own, and PyArrow's data sets."""
    publish(tables, output)
    fs = output.fs
    package = json.loads(fs.cat_file(f"{output.path}/datapackage.json"))
    paths = {resource["name"]: f"{output}/{resource['path']}" for resource in package["resources"]}
    database = duckdb.connect()
    database.register_filesystem(fs)
    expected = [(tables["people"].num_rows,)]
    assert database.sql(f"SELECT count(*) FROM '{paths['people_parquet']}'").fetchall() == expected
    people = pyarrow.dataset.dataset(paths["people_parquet"].removeprefix("s3://"), filesystem=fs)
    assert people.count_rows() == expected[0][0]
    assert duckdb.sql("SELECT count(*) FROM people").fetchall() == expected
