"""A release is whole, the same each time, and never takes the place of something that is none."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import small_tables
import yaml
from small_tables import changed

from pipeline.check import check_release
from pipeline.publish import Contributor, Licence, Publication, PublishError, load_publication, publish
from pipeline.publish.database import DATABASE
from pipeline.records import Finding
from schemas import TABLES

PAGES = {"README.md", "data_dictionary.md", "views.sql", "CITATION.cff", "LICENSE.md", "datapackage.json", DATABASE}


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != DATABASE}


def test_release_has_every_file(published):
    tables = {f"{name}.{suffix}" for name in TABLES for suffix in ("csv", "parquet")}
    assert {path.name for path in published.iterdir()} == tables | PAGES


def test_result_tells_what_was_published(tables, tmp_path):
    release = publish(tables, tmp_path / "output")
    assert release.output == tmp_path / "output"
    assert release.rows == {name: table.num_rows for name, table in tables.items()}
    assert {file.path for file in release.files} == {p.name for p in release.output.iterdir()} - {
        "datapackage.json",
        DATABASE,
    }
    assert all((release.output / file.path).stat().st_size == file.bytes for file in release.files)


PUBLISH = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import small_tables
from pipeline.publish import publish
publish(small_tables.make_tables(), Path(sys.argv[2]))
"""


def test_same_bytes_with_another_hash_seed_and_folder(published, tmp_path):
    folder = tmp_path / "another place" / "data"
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    tests = str(Path(small_tables.__file__).parent)
    subprocess.run([sys.executable, "-c", PUBLISH, tests, str(folder)], check=True, env=environment, cwd=tmp_path)
    assert bytes_of(folder) == bytes_of(published)


def test_same_bytes_when_published_again(published, tables, tmp_path):
    for _ in range(2):
        publish(tables, tmp_path / "output")
    assert bytes_of(tmp_path / "output") == bytes_of(published)


def test_order_of_tables_and_columns_handed_over_does_not_matter(published, tables, tmp_path):
    shuffled = {name: tables[name].select(tables[name].column_names[::-1]) for name in reversed(tables)}
    publish(shuffled, tmp_path / "output")
    assert bytes_of(tmp_path / "output") == bytes_of(published)


def test_other_rows_have_another_version(published, tables, tmp_path):
    publish(changed(tables, "people", "name", "Kari Berg"), tmp_path / "output")
    versions = {json.loads((f / "datapackage.json").read_text())["version"] for f in (published, tmp_path / "output")}
    assert len(versions) == 2


def test_crash_while_writing_leaves_the_last_release(published, tables, tmp_path, monkeypatch):
    publish(tables, tmp_path / "output")
    monkeypatch.setattr("pipeline.publish.release.write_database", lambda *args, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish(changed(tables, "people", "name", "Kari Berg"), tmp_path / "output")
    assert bytes_of(tmp_path / "output") == bytes_of(published)
    assert check_release(tmp_path / "output") == []
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_broken_key_that_no_check_saw_leaves_the_last_release(published, tables, tmp_path):
    publish(tables, tmp_path / "output")
    with pytest.raises(Exception, match="foreign key"):
        publish(changed(tables, "trade", "rule", "nobody"), tmp_path / "output")
    assert bytes_of(tmp_path / "output") == bytes_of(published)


def test_errors_against_tables_refuse_publication(tables, tmp_path):
    error = Finding("error", "check", "isin", "Found 'x'.", "Mend it.", table="trade")
    with pytest.raises(PublishError, match="trade"):
        publish(tables, tmp_path / "output", findings=[error])
    assert not (tmp_path / "output").exists()


def test_warnings_and_lost_documents_are_counted_in_the_readme(tables, tmp_path):
    findings = [
        Finding("warning", "read", "odd", "m", "r"),
        Finding("warning", "read", "odd", "m", "r"),
        Finding("error", "read", "empty_file", "m", "r", file="seeds/x.txt"),
        Finding("note", "read", "hint", "m", "r"),
    ]
    publish(tables, tmp_path / "output", findings=findings)
    readme = (tmp_path / "output" / "README.md").read_text(encoding="utf-8")
    assert "2 × warning `odd` (read)" in readme and "1 × error `empty_file` (read)" in readme
    assert "hint" not in readme


def test_folder_with_something_else_is_not_replaced(tables, tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work", encoding="utf-8")
    with pytest.raises(PublishError) as error:
        publish(tables, tmp_path)
    assert error.value.finding.rule == "output_foreign" and "thesis.docx" in error.value.finding.message
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]
    with pytest.raises(PublishError) as error:
        publish(tables, tmp_path / "thesis.docx")
    assert error.value.finding.rule == "output_not_folder"


def test_files_of_others_in_a_release_are_carried_over(tables, tmp_path):
    output = publish(tables, tmp_path / "output").output
    (output / "CHANGELOG.md").write_text("First.", encoding="utf-8")
    (output / "deltas").mkdir()
    (output / "deltas" / "index.json").write_text("[]", encoding="utf-8")
    (output / "people.csv").write_text("edited by hand", encoding="utf-8")
    publish(tables, output)
    assert (output / "CHANGELOG.md").read_text(encoding="utf-8") == "First."
    assert (output / "deltas" / "index.json").exists()
    assert check_release(output) == []


def test_files_of_a_table_that_is_published_no_more_go_away(tables, tmp_path):
    output = publish(tables, tmp_path / "output").output
    publish({name: tables[name] for name in ("countries", "people")}, output)
    assert {path.name for path in output.glob("*.csv")} == {"countries.csv", "people.csv"}
    assert "only some tables" in (output / "README.md").read_text(encoding="utf-8")


def test_tables_must_be_as_declared(tables, tmp_path):
    with pytest.raises(PublishError, match="'rules', which is missing"):
        publish({name: table for name, table in tables.items() if name != "rules"}, tmp_path / "output")
    with pytest.raises(PublishError, match="not as declared"):
        publish({**tables, "people": tables["people"].drop_columns(["name"])}, tmp_path / "output")
    with pytest.raises(PublishError, match="no table to publish"):
        publish({}, tmp_path / "output")


def test_types_are_brought_to_the_declared_ones(published, tables, tmp_path):
    plain = {name: pa.Table.from_pylist(t.to_pylist(), schema=t.schema.remove_metadata()) for name, t in tables.items()}
    publish(plain, tmp_path / "output")
    assert bytes_of(tmp_path / "output") == bytes_of(published)


def test_citation_names_version_licence_and_day_of_the_data(published):
    citation = yaml.safe_load((published / "CITATION.cff").read_text(encoding="utf-8"))
    described = json.loads((published / "datapackage.json").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0" and citation["type"] == "dataset"
    assert citation["version"] == described["version"]
    assert citation["license"] == described["licenses"][0]["name"] == "CC-BY-4.0"
    # The latest day that a document knows of itself: `silent` was retrieved then.
    assert str(citation["date-released"]) == "2022-01-31"
    assert described["created"] == "2022-01-31T00:00:00Z"


def test_publisher_decides_title_licence_and_version(tables, tmp_path):
    publication = Publication(
        name="fjords",
        title="Fjords & ports",
        description="Trade along the coast.",
        licence=Licence("CC0-1.0", "CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
        contributors=(Contributor("Institute of Fjords", ("creator", "publisher")),),
        version="2021.5",
    )
    output = publish(tables, tmp_path / "output", publication=publication).output
    for name in ("README.md", "LICENSE.md"):
        assert "CC0 1.0 Universal" in (output / name).read_text(encoding="utf-8")
    described = json.loads((output / "datapackage.json").read_text(encoding="utf-8"))
    assert (described["name"], described["version"]) == ("fjords", "2021.5")
    assert yaml.safe_load((output / "CITATION.cff").read_text(encoding="utf-8"))["authors"] == [
        {"name": "Institute of Fjords"}
    ]


def test_publication_file_overrides_single_keys(tmp_path):
    path = tmp_path / "publication.yaml"
    assert load_publication(path) == load_publication()
    path.write_text("title: Mine\nversion: 1.0\n", encoding="utf-8")
    publication = load_publication(path)
    assert (publication.title, publication.version) == ("Mine", "1.0")
    assert publication.licence == load_publication().licence


@pytest.mark.parametrize(
    "text", ["titel: Mine", "- a list", "licence: {name: X}", "title: [", "licence: CC0", "contributors: 5"]
)
def test_wrong_publication_file_is_named_with_what_it_may_hold(tmp_path, text):
    path = tmp_path / "publication.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PublishError) as error:
        load_publication(path)
    assert error.value.finding.file == str(path) and "contributors" in error.value.finding.remedy


def test_formula_in_a_name_is_harmless_in_csv_and_to_the_letter_in_parquet(published):
    assert "\nsum-a1-holdings,'=SUM(A1) Holdings," in (published / "organisations.csv").read_text(encoding="utf-8")
    assert "=SUM(A1) Holdings" in pq.read_table(published / "organisations.parquet")["name"].to_pylist()
    assert "has an apostrophe before it" in " ".join((published / "README.md").read_text(encoding="utf-8").split())


def test_readme_counts_and_names_everything(published, tables):
    readme = (published / "README.md").read_text(encoding="utf-8")
    assert "Documents: 4, sentences: 10, claims: 10." in readme
    for name in TABLES:
        assert f"`{name}`" in readme
    assert "$" not in readme
    dictionary = (published / "data_dictionary.md").read_text(encoding="utf-8")
    assert "### timeline" in dictionary and "`independent_sources`" in dictionary
