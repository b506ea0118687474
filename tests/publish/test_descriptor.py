"""`datapackage.json` is valid for independent readers and true of the files."""

import hashlib
import json
import socket

import pytest
from frictionless import Package

from pipeline.publish.descriptor import MOST_SOURCES, describe_sources
from schemas import TABLES


@pytest.fixture
def described(published):
    return json.loads((published / "datapackage.json").read_text(encoding="utf-8"))


def test_frictionless_calls_it_valid_without_the_network(published, monkeypatch):
    def refuse(*args, **more):
        raise AssertionError("a validation must not need the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    report = Package(str(published / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])
    kinds = {task.name: task.type for task in report.tasks}
    assert kinds["trade"] == "table" and kinds["trade_parquet"] == "file"
    assert len(report.tasks) == len(list(published.iterdir())) - 2  # all but the descriptor and the database


@pytest.mark.parametrize("name", ["people.csv", "people.parquet", "README.md"])
def test_frictionless_finds_a_changed_file(published, tmp_path, name):
    import shutil

    copy = shutil.copytree(published, tmp_path / "output")
    path = copy / name
    path.write_bytes(path.read_bytes()[:-2] + b"X\n")
    report = Package(str(copy / "datapackage.json")).validate()
    assert [task.place for task in report.tasks if not task.valid] == [name]


def test_frictionless_finds_a_reference_to_nothing(published, tmp_path):
    """The keys in the descriptor are live: a row without its document is seen by a foreign reader."""
    import shutil

    copy = shutil.copytree(published, tmp_path / "output")
    path = copy / "documents.csv"
    path.write_text(
        "".join(line for line in path.read_text(encoding="utf-8").splitlines(True) if not line.startswith("bravo,")),
        encoding="utf-8",
    )
    report = Package(str(copy / "datapackage.json")).validate()
    assert any(error[0] == "foreign-key" for error in report.flatten(["type"]))


def test_every_file_is_named_with_size_and_hash(published, described):
    for resource in described["resources"]:
        content = (published / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    names = [resource["name"] for resource in described["resources"]]
    assert len(names) == len(set(names))


def test_it_keeps_to_data_package_2(described):
    assert described["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    for resource in described["resources"]:
        # The profile knows no other type than "table": what is no table has none.
        assert resource.get("type", "table") == "table"
        assert ("schema" in resource) == resource["path"].endswith(".csv")
    tables = {r["name"]: r for r in described["resources"] if "schema" in r}
    assert set(tables) == set(TABLES)
    assert tables["trade"]["schema"]["primaryKey"] == ["claim_id"]
    assert tables["trade"]["rows"] == 4


def test_parts_stand_in_one_order(published, described):
    assert list(described)[:5] == ["$schema", "name", "title", "description", "version"]
    assert described["keywords"] == sorted(described["keywords"])
    assert (published / "datapackage.json").read_bytes().endswith(b"}\n")


def test_sources_are_the_documents(described):
    assert described["sources"][0] == {"title": "On alpha", "path": "alpha.txt", "publisher": "Northern Courier"}
    assert len(described["sources"]) == 4


def test_sources_prefer_the_address_and_leave_out_what_is_no_path(tables):
    from small_tables import changed

    documents = changed(tables, "documents", "url", "https://example.org/a")
    documents = changed(documents, "documents", "path", "../elsewhere.txt", 1)["documents"]
    alpha, bravo, *_ = describe_sources(documents)
    assert alpha["path"] == "https://example.org/a"
    assert "path" not in bravo


def test_very_many_sources_are_named_by_publisher(tables):
    import pyarrow as pa

    row = tables["documents"].to_pylist()[0]
    rows = [{**row, "document_id": f"d{i}", "publisher": "One" if i % 2 else None} for i in range(MOST_SOURCES + 1)]
    sources = describe_sources(pa.Table.from_pylist(rows, schema=tables["documents"].schema))
    assert [source["title"] for source in sources] == [
        "One: 250 documents, listed in documents.csv",
        "publisher not known: 251 documents, listed in documents.csv",
    ]
