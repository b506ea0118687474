"""A release is numbered by rule, stays as it is, and is there whole or not at all."""

import hashlib
import json
import zipfile
from datetime import date

import pytest
import small_tables
from small_tables import changed, document_gone
from typer.testing import CliRunner

import pipeline
from pipeline.check import check_release
from pipeline.cli.app import app
from pipeline.publish import PublishError, ReleaseNotFoundError, publish
from pipeline.records import Finding
from pipeline.releases import Shelf, release
from pipeline.releases.shelf import next_version

RULES = [("breaking", "2.0.0"), ("additive", "1.3.0"), ("values", "1.2.4")]


@pytest.mark.parametrize(("kind", "number"), RULES)
def test_the_number_follows_from_the_kind(kind, number):
    assert next_version("1.2.3", kind) == number


@pytest.fixture
def shelf(tmp_path):
    return lambda: Shelf(tmp_path / "releases")


@pytest.fixture
def make(tmp_path, shelf):
    """Publish tables and release them."""

    def make(tables, findings=()):
        publish(tables, tmp_path / "output", findings=findings)
        return release(tmp_path / "output", shelf())

    return make


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".duckdb"}


def test_the_first_release_has_no_delta(make, tables, tmp_path):
    version, changes = make(tables)
    folder = tmp_path / "releases" / "1.0.0"
    assert (version.version, version.kind, version.previous, changes) == ("1.0.0", "first", None, [])
    assert not (folder / "delta.csv").exists()
    assert [f for f in check_release(folder) if f.severity == "error"] == []
    history = pipeline.read("history", folder).to_pylist()
    assert {(row["first_seen"], row["last_seen"]) for row in history} == {("1.0.0", "1.0.0")}
    assert json.loads((folder / "datapackage.json").read_text())["version"] == "1.0.0"
    assert "version: 1.0.0" in (folder / "CITATION.cff").read_text()


def test_kinds_of_change_and_their_numbers(make, tables, tmp_path):
    fewer = document_gone(tables, "bravo")
    steps = [(fewer, "1.0.0"), (tables, "1.1.0"), (changed(tables, "trade", "value", 41.0), "1.1.1"), (fewer, "1.1.2")]
    for content, number in steps:
        assert make(content)[0].version == number
    index = json.loads((tmp_path / "releases" / "versions.json").read_text())
    assert index["last_successful"] == "1.1.2"
    assert [v["previous"] for v in index["versions"]] == [None, "1.0.0", "1.1.0", "1.1.1"]
    assert index["versions"][1]["changes"] == {"ADD": 4, "MOD": 0, "DEL": 0}


def test_a_code_that_is_gone_is_breaking(make, tables):
    more = [*tables["hedges"].to_pylist(), {"value": "sure", "title": "Sure", "description": "Known."}]
    make({**tables, "hedges": small_tables.table_of("hedges", more)})
    assert make(tables)[0].version == "2.0.0"


def test_history_says_since_when_a_claim_has_stood(make, tables, tmp_path):
    make(tables)
    make(changed(tables, "trade", "value", 41.0))
    make(tables)
    claim = tables["trade"].to_pylist()[0]["claim_id"]
    history = pipeline.read("history", tmp_path / "releases" / "1.0.2").to_pylist()
    spans = [(r["first_seen"], r["last_seen"]) for r in history if r["claim_id"] == claim]
    assert spans == [("1.0.0", "1.0.0"), ("1.0.1", "1.0.1"), ("1.0.2", "1.0.2")]
    assert {(r["first_seen"], r["last_seen"]) for r in history if r["claim_id"] != claim} == {("1.0.0", "1.0.2")}


def test_without_a_change_there_is_no_release(make, tables, tmp_path):
    first, _ = make(tables)
    before = bytes_of(tmp_path / "releases")
    again, changes = make(tables)
    assert (again.version, changes) == (first.version, [])
    assert bytes_of(tmp_path / "releases") == before


def test_what_was_released_is_never_touched_and_the_same_again_elsewhere(make, tables, tmp_path):
    make(tables)
    before = bytes_of(tmp_path / "releases" / "1.0.0")
    make(changed(tables, "trade", "value", 41.0))
    assert bytes_of(tmp_path / "releases" / "1.0.0") == before
    assert all(path.stat().st_mode & 0o222 == 0 for path in (tmp_path / "releases" / "1.0.0").iterdir())
    other = Shelf(tmp_path / "elsewhere")
    publish(tables, tmp_path / "output")
    release(tmp_path / "output", other)
    assert bytes_of(tmp_path / "elsewhere" / "1.0.0") == before
    zips = [(tmp_path / name / "bilateral-1.0.0.zip").read_bytes() for name in ("releases", "elsewhere")]
    assert zips[0] == zips[1]


def test_the_archive_holds_the_package_with_checksums(make, tables, tmp_path):
    version, _ = make(tables)
    path = tmp_path / "releases" / version.archive
    assert hashlib.sha256(path.read_bytes()).hexdigest() == version.sha256
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    folder = tmp_path / "out" / "bilateral-1.0.0"
    lines = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert set(lines) == {path.name for path in folder.iterdir()} - {"SHA256SUMS"}
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in lines.items())
    deposit = json.loads((folder / ".zenodo.json").read_text())
    assert (deposit["version"], deposit["license"], deposit["upload_type"]) == ("1.0.0", "cc-by-4.0", "dataset")
    assert pipeline.connect(folder).sql("SELECT count(*) FROM trade").fetchall() == [(4,)]


def test_the_changelog_tells_the_newest_first(make, tables, tmp_path):
    make(document_gone(tables, "bravo"))
    make(tables)
    make(changed(tables, "trade", "value", 41.0))
    told = (tmp_path / "releases" / "CHANGELOG.md").read_text()
    heads = [line.split()[1] for line in told.splitlines() if line.startswith("## ")]
    assert heads == ["1.0.0", "1.1.0", "1.1.1"][::-1]
    assert "1 new documents: `bravo`" in told
    assert '(rule_changed): `{"value": ' in told
    assert (tmp_path / "releases" / "1.1.1" / "CHANGELOG.md").read_text() == told


def test_what_the_build_warned_of_is_still_said(make, tables, tmp_path):
    make(tables, [Finding("warning", "read", "same_id", "m", "r")] * 2)
    assert "2 × warning `same_id` (read)" in (tmp_path / "releases" / "1.0.0" / "README.md").read_text()


def test_a_broken_package_is_not_released(make, tables, tmp_path, shelf):
    publish(tables, tmp_path / "output")
    (tmp_path / "output" / "trade.csv").write_text("x")
    with pytest.raises(PublishError, match="no whole package"):
        release(tmp_path / "output", shelf())
    assert not (tmp_path / "releases").exists()


def test_a_release_that_was_killed_before_it_was_named_is_made_again(make, tables, tmp_path, monkeypatch):
    monkeypatch.setattr(Shelf, "add", lambda self, version, **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make(tables)
    monkeypatch.undo()
    assert Shelf(tmp_path / "releases").last is None
    assert make(tables)[0].version == "1.0.0"


def test_a_version_that_is_not_there_is_named_with_those_that_are(make, tables, shelf):
    make(tables)
    with pytest.raises(ReleaseNotFoundError, match=r"no release 9\.9\.9.*There are: 1\.0\.0"):
        shelf().place("9.9.9")


def test_from_the_command_line(make, tables, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    publish(tables, tmp_path / "output")
    run = lambda *words: CliRunner().invoke(app, words)  # noqa: E731
    assert "Release 1.0.0, the first." in run("release").output
    publish(changed(tables, "trade", "value", 41.0), tmp_path / "output")
    assert "rule_changed" in run("diff", "1.0.0").output
    assert "Release 1.0.1 (values), after 1.0.0" in run("release").output
    assert "Nothing has moved" in run("release").output
    told = json.loads(run("diff", "1.0.0", "1.0.1", "--json").output)
    assert [(row["change"], row["why"]) for row in told] == [("MOD", "rule_changed")]
    assert run("diff", "1.0.0", "1.0.1", "--csv").output.startswith(
        "table_name,claim_id,change,why,document_id,old,new\n"
    )
    counted = "SELECT count(*) AS n FROM trade WHERE value = 41"
    assert [json.loads(run("sql", "--json", *more, counted).output)[0]["n"] for more in ((), ("--as-of", "1.0.0"))] == [
        1,
        0,
    ]


def test_as_of_is_the_latest_day_of_the_documents(make, tables):
    assert make(tables)[0].as_of == date(2022, 1, 31).isoformat()
