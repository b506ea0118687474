"""`build` and `score`: what is made, what is said, and the exit codes."""

import json

import pytest
import small_tables
from echo_reader import load_echo

from pipeline.report import ExitCode


@pytest.fixture
def seeds(monkeypatch, tmp_path):
    """Seeds whose reader and resolver are the small ones."""
    monkeypatch.setattr("pipeline.flow.project_reader", load_echo)
    monkeypatch.setattr("pipeline.resolve.assemble", small_tables.assemble_known)
    return small_tables.write_texts(tmp_path / "seeds")


def test_a_build_says_what_it_made_and_what_to_do_next(call, seeds, tmp_path):
    result = call("build", "--direct")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (tmp_path / "output" / "datapackage.json").is_file()
    for words in (
        "trade",
        "Published: 4 documents, 4 of them read anew.",
        "run_report.md",
        "(version ",
        ' sql "SELECT',
        "explain CLAIM_ID",
    ):
        assert words in result.stdout
    assert "countries" not in result.stdout  # a vocabulary is nothing that the run made
    assert call("sql", "SELECT count(*) AS n FROM trade", "--csv").stdout == "n\n4\n"


def test_a_brief_build_says_what_moved_and_no_more(call, seeds):
    first = call("build", "--direct", "--brief").stdout
    assert "Published: 4 documents" in first and "trade" in first
    (seeds / "publication.yaml").write_text("title: Another\n")
    assert call("build", "--direct", "--brief").stdout == (
        "Published: 4 documents, 0 of them read anew.\nNo claim has moved.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("serve", "--every", "often"), "30m"),
        (("serve", "--every", "0h"), "30m"),
        (("serve", "--every", "1h", "--cron", "0 6 * * *"), "one of --cron and --every"),
        (("watch", "--seeds", "memory://news"), "on a schedule"),
    ],
)
def test_a_wait_that_means_nothing_is_refused(call, arguments, says):
    result = call(*arguments)
    assert (result.exit_code, says in result.stderr) == (ExitCode.USAGE, True)


def test_the_next_steps_name_the_folder_that_was_given(call, seeds):
    result = call("build", "--direct", "-s", seeds, "-o", "my package")
    assert "sql --output 'my package' " in result.stdout
    assert call("check", "-o", "my package").exit_code == 0


def test_a_document_left_out_is_named_with_its_remedy(call, seeds):
    (seeds / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    result = call("build", "--direct")
    assert result.exit_code == ExitCode.INCOMPLETE
    assert "seeds/photo.txt  the file is a PNG picture, not text" in result.stderr
    assert "→ save the article as plain text" in result.stderr
    assert "Published: 4 documents, 4 of them read anew; others were left out (1 error)." in result.stdout


def test_a_build_that_stops_leaves_the_package_and_shows_no_rows(call, seeds, tmp_path, monkeypatch):
    call("build", "--direct")
    before = (tmp_path / "output" / "datapackage.json").read_bytes()
    broken = small_tables.changed(small_tables.make_tables(), "trade", "reporter_country", "Norway")
    monkeypatch.setattr("pipeline.resolve.assemble", lambda readings, kept: broken)
    result = call("build", "--direct", "--fresh")
    assert result.exit_code == ExitCode.ERRORS
    assert "trade" in result.stderr and "reporter_country" in result.stderr
    assert result.stdout.startswith("Nothing published: ")
    assert (tmp_path / "output" / "datapackage.json").read_bytes() == before


def test_a_dry_run_writes_no_package(call, seeds, tmp_path):
    result = call("build", "--direct", "--dry-run")
    assert (result.exit_code, (tmp_path / "output").exists()) == (0, False)
    assert "Dry run: 4 documents read and checked, 0 errors, nothing published." in result.stdout


def test_one_table_goes_into_the_cache_or_where_it_is_told(call, seeds, tmp_path):
    result = call("build", "--direct", "--only", "trade")
    assert result.exit_code == 0
    assert "nothing published" in result.stdout
    assert sorted(path.name for path in (tmp_path / ".cache/bilateral/only").iterdir()) == [
        "trade.csv",
        "trade.parquet",
    ]
    assert not (tmp_path / "output").exists()
    call("build", "--direct", "--only", "events", "-o", "loose")
    assert (tmp_path / "loose" / "events.csv").is_file()
    result = call("build", "--only", "tade")
    assert (result.exit_code, "did you mean trade?" in result.stderr) == (ExitCode.USAGE, True)


def test_a_folder_that_is_not_there_is_named(call):
    result = call("build", "--direct", "--seeds", "nowhere")
    assert result.exit_code == ExitCode.ERRORS
    assert "nowhere  there is no such folder" in result.stderr
    assert "--seeds FOLDER" in result.stderr


@pytest.fixture
def gold(seeds):
    """Labels of one text: a row that the package has, and one that it has not."""
    share = {"reporter_country": "NOR", "partner_country": "PRT", "flow": "import", "commodity": "wheat"}
    share |= {"commodity_code": "10", "measure": "share", "value": 40, "unit": "percent"}
    missed = {**share, "value": 41, "quote": "met her colleague"}
    rows = [{**share, "quote": "buys roughly 40 percent of its wheat"}, missed]
    labels = {"document": "alpha.txt", "trade": rows}
    (seeds / "alpha.gold.json").write_text(json.dumps(labels), encoding="utf-8")
    return seeds


def test_a_score_is_shown_listed_and_given_as_json(call, gold):
    call("build", "--direct")
    assert "trade" in call("score", gold).stdout
    report = json.loads(call("score", gold, "--json", "--errors").stdout)
    trade = report["trade"]
    assert (trade["tp"], trade["fp"], trade["fn"], trade["precision"], trade["recall"]) == (1, 0, 1, 1.0, 0.5)
    missed = [miss for miss in report["errors"] if miss["table"] == "trade"]
    assert [(miss["kind"], miss["row"]["value"]) for miss in missed] == [("missed", 41)]
    assert "met her colleague" in call("score", gold, "--errors").stdout
    result = call("score", gold, "--rules", "rules.yaml")
    assert result.exit_code == 0


def test_a_score_below_the_floor_fails(call, gold):
    call("build", "--direct")
    assert call("score", gold, "--at-least", "trade=0.6").exit_code == 0
    result = call("score", gold, "--at-least", "trade=0.9")
    assert (result.exit_code, "F1 of trade is 0.667" in result.stderr) == (ExitCode.ERRORS, True)


def test_gold_can_be_built_and_scored_in_one(call, gold, tmp_path):
    assert json.loads(call("score", gold, "--build", "--json").stdout)["trade"]["tp"] == 1
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("floor", ["core", "core=x", "foo=0.5"])
def test_a_floor_that_means_nothing_is_refused(call, gold, floor):
    result = call("score", gold, "--at-least", floor)
    assert (result.exit_code, floor in result.stderr) == (ExitCode.USAGE, True)


def test_broken_labels_are_named(call, gold):
    call("build", "--direct")
    (gold / "bravo.gold.json").write_text("{", encoding="utf-8")
    result = call("score", gold)
    assert (result.exit_code, "bravo.gold.json" in result.stderr) == (ExitCode.USAGE, True)
    result = call("score", "nowhere")
    assert (result.exit_code, "NAME.gold.json" in result.stderr) == (ExitCode.USAGE, True)
