"""`sql`, `explain`, `check`, `dictionary`: answers, forms of answers, and what is said where there is none."""

import csv
import io
import json
import shutil

import pyarrow.parquet as pq
import pytest
import small_tables

import pipeline
from pipeline.report import ExitCode
from schemas import TABLES


@pytest.fixture
def package(published, tmp_path):
    """The package as `output/` in the folder where the command is called, its seeds beside it."""
    small_tables.write_texts(tmp_path / "seeds")
    return shutil.copytree(published, tmp_path / "output")


@pytest.fixture
def claims(published):
    return {row["evidence"]: row["claim_id"] for row in pipeline.read("claims", published).to_pylist()}


QUERY = "SELECT claim_id, commodity, value, date_start FROM trade ORDER BY value DESC, claim_id LIMIT 2"


def test_answers_as_table_csv_json_and_parquet_are_the_same(call, package, tmp_path):
    with pipeline.connect(package) as connection:
        expected = connection.sql(QUERY).to_arrow_table()
    shown = call("sql", QUERY)
    assert shown.exit_code == 0
    assert all(row["claim_id"] in shown.stdout for row in expected.to_pylist())
    assert json.loads(call("sql", QUERY, "--json").stdout) == expected.to_pylist()
    rows = list(csv.reader(io.StringIO(call("sql", QUERY, "--csv").stdout)))
    assert rows == [expected.column_names, *([row["claim_id"], "wheat", "40", ""] for row in expected.to_pylist())]
    written = call("sql", QUERY, "--parquet", "answer.parquet")
    assert (written.stdout, written.stderr) == ("", "2 rows → answer.parquet\n")
    assert pq.read_table(tmp_path / "answer.parquet").equals(expected)


def test_a_long_answer_is_cut_on_the_screen_alone(call, package):
    short = call("sql", "FROM countries", "--limit", "3")
    count = pipeline.read("countries", package).num_rows
    assert f"3 of {count} rows" in short.stderr
    assert len(call("sql", "FROM countries", "--limit", "0").stdout.splitlines()) > count
    assert len(call("sql", "SELECT value FROM countries", "--csv").stdout.splitlines()) == count + 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("FROM tade",), 'Did you mean "trade"'),
        (("SELEC 1",), "SHOW TABLES"),
        (("",), "SELECT * FROM trade"),
        (("DELETE FROM trade",), "read-only"),
        (("FROM trade", "--csv", "--json"), "one of --csv, --json and --parquet"),
        (("FROM trade", "--parquet", "nowhere/x.parquet"), "a folder that exists"),
        (("SELECT 1 AS a, 2 AS a", "--json"), "called a"),
    ],
)
def test_a_query_that_cannot_be_answered_says_why(call, package, arguments, says):
    result = call("sql", *arguments)
    assert (result.exit_code, result.stdout) == (ExitCode.USAGE, "")
    assert says in result.stderr


def test_json_has_null_for_what_it_cannot_say(call, package):
    answer = call("sql", "SELECT 'nan'::DOUBLE AS a, [1, 2] AS b, DATE '2021-05-03' AS c, NULL AS d", "--json")
    assert json.loads(answer.stdout) == [{"a": None, "b": [1, 2], "c": "2021-05-03", "d": None}]


def test_words_of_a_document_are_not_obeyed_by_the_terminal(call, package):
    shown = call("sql", "SELECT chr(27) || '[2J[red]' AS words")
    assert "\x1b" not in shown.stdout
    assert "[2J[red]" in shown.stdout


def test_the_package_is_found_from_any_folder(call, package, monkeypatch, tmp_path):
    query = ("sql", "SELECT count(*) AS n FROM trade", "--csv")
    below = tmp_path / "deep" / "er"
    below.mkdir(parents=True)
    for folder in (tmp_path, below, package):
        monkeypatch.chdir(folder)
        assert call(*query).stdout == "n\n4\n"
    monkeypatch.chdir("/")
    assert call(*query).exit_code == ExitCode.NOT_FOUND
    assert call(*query, "--output", package).stdout == "n\n4\n"
    monkeypatch.setenv("BILATERAL_OUTPUT", str(package))
    assert call(*query).stdout == "n\n4\n"


@pytest.mark.parametrize("command", [("sql", "SELECT 1"), ("explain", "abc"), ("check",), ("score", ".")])
def test_without_a_package_every_command_says_how_to_get_one(call, command):
    for where in ((), ("--output", "nowhere")):
        result = call(*command, *where)
        assert result.exit_code == ExitCode.NOT_FOUND
        assert "bilateral build" in result.stderr and "--output" in result.stderr


def test_a_claim_is_explained_by_its_words_document_rule_and_twin(call, package, claims):
    words = "buys roughly 40 percent of its wheat"
    result = call("explain", claims[words])
    assert result.exit_code == 0
    assert f"😀 Norway {words} from Portugal." in result.stdout
    for part in (f"Evidence {words}", "On alpha", "Written by hand.", "The same fact elsewhere", "copy"):
        assert part in result.stdout


def test_the_beginning_of_an_id_is_enough_where_it_is_one(call, package, claims):
    claim = claims["ranks second"]
    assert "ranks second" in call("explain", claim[:12]).stdout
    ids = pipeline.read("claims", package)["claim_id"].to_pylist()
    several = next(start for start in "0123456789abcdef" if sum(i.startswith(start) for i in ids) > 1)
    result = call("explain", several)
    assert (result.exit_code, "give more of the id" in result.stderr) == (ExitCode.USAGE, True)
    for nothing in ("zzz", ""):
        result = call("explain", nothing)
        assert (result.exit_code, "lists all" in result.stderr) == (ExitCode.NOT_FOUND, True)


def test_without_its_seed_a_claim_shows_the_words_it_may(call, package, claims, tmp_path):
    (tmp_path / "seeds" / "bravo.txt").write_text("Another text.", encoding="utf-8")
    shown = call("explain", claims["ranks second"]).stdout
    assert "Evidence ranks second" in shown and "not at hand" in shown
    shutil.rmtree(tmp_path / "seeds")
    assert "may not show the words" in call("explain", claims[None]).stdout


def test_check_passes_and_names_what_is_wrong(call, package):
    result = call("check")
    assert (result.exit_code, result.stdout) == (0, f"{package}: 0 errors, 0 other findings\n")
    (package / "people.csv").write_text("person_id\n", encoding="utf-8")
    result = call("check", "--limit", "1")
    assert result.exit_code == ExitCode.ERRORS
    assert "people.csv" in result.stderr and "more" in result.stderr
    assert "errors" in result.stdout


def test_the_dictionary_knows_every_table_and_view_without_a_package(call):
    listed = call("dictionary").stdout
    assert all(name in listed for name in (*TABLES, "dyads", "conflicts"))
    trade = " ".join(call("dictionary", "trade").stdout.split())
    for column in TABLES["trade"].columns:
        assert column.name in trade and " ".join(column.description.split()) in trade
    assert "Key: claim_id" in trade
    assert "The country that comes first" in " ".join(call("dictionary", "dyads").stdout.split())
    result = call("dictionary", "tade")
    assert (result.exit_code, "did you mean trade?" in result.stderr) == (ExitCode.NOT_FOUND, True)
