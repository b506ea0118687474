"""The least certain rows are asked first, and an answer is a correction that holds."""

import csv
from datetime import date

import pytest
import small_tables
from small_tables import changed
from typer.testing import CliRunner

from pipeline.check import check_tables
from pipeline.cli.app import app
from pipeline.correct import correct, read_corrections
from pipeline.publish import publish
from pipeline.report import ExitCode
from pipeline.review import Answer, AnswerError, find_questions, write_answer

DAY = date(2024, 5, 7)


@pytest.fixture
def folder(tmp_path, tables, monkeypatch):
    """Seeds and their package, in the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    for name, text in small_tables.TEXTS.items():
        (tmp_path / "seeds" / f"{name}.txt").write_bytes(text.encode("utf-8"))
    publish(tables, tmp_path / "output")
    return tmp_path


def run(*words, said=""):
    return CliRunner().invoke(app, ["review", *words], input=said)


def laid(folder, tables, texts):
    """The tables with the answers in them."""
    corrections, broken = read_corrections(folder / "seeds")
    made, findings = correct(tables, corrections, texts)
    assert broken == []
    return made, findings


def test_the_least_certain_come_first_and_unmeasured_rules_before_all(tables):
    sure = changed(changed(tables, "trade", "confidence", 0.1, row=2), "trade", "confidence", None, row=1)
    asked = find_questions(sure)
    ids = [row["claim_id"] for row in sure["trade"].to_pylist()]
    assert [question.claim_id for question in asked[:2]] == [ids[1], ids[2]]
    assert len(asked) == sum(
        sure[name].num_rows for name in ("events", "trade", "arms_transfers", "relations", "indicators")
    )
    assert find_questions(sure, 1) == asked[:1]


def test_an_approved_row_is_not_asked_again_until_it_changes(tmp_path, tables, texts):
    question = find_questions(tables)[0]
    write_answer(question, Answer("approve", "Compared.", "A. Reader", DAY), tmp_path / "seeds")
    approved, findings = laid(tmp_path, tables, texts)
    assert findings == []
    assert question.claim_id not in {q.claim_id for q in find_questions(approved)}
    row = next(n for n, r in enumerate(tables[question.table].to_pylist()) if r["claim_id"] == question.claim_id)
    lapsed, findings = laid(tmp_path, changed(tables, question.table, "attributed_to", "Kari Vik", row=row), texts)
    assert [finding.rule for finding in findings] == ["approval_lapsed"]
    (again,) = (q for q in find_questions(lapsed) if q.claim_id == question.claim_id)
    write_answer(again, Answer("approve", "Still right.", "A. Reader", DAY), tmp_path / "seeds")
    assert len(list((tmp_path / "seeds" / "corrections").iterdir())) == 1


@pytest.mark.parametrize("values", [{}, {"valeu": "4"}, {"value": "much"}, {"claim_id": "x"}])
def test_an_answer_that_makes_no_correction_is_not_written(tmp_path, tables, values):
    with pytest.raises(AnswerError) as error:
        write_answer(find_questions(tables)[0], Answer("set", "r", "a", DAY, values), tmp_path)
    assert error.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_every_row_can_be_approved_dropped_and_set(tmp_path, tables, texts):
    actions = ("approve", "drop", "set")
    for number, question in enumerate(find_questions(tables)):
        values = {"attributed_to": 'Kari: "Vik" # 1', "date_text": ""} if number % 3 == 2 else {}
        write_answer(question, Answer(actions[number % 3], "no: really", "A. Reader", DAY, values), tmp_path / "seeds")
    made, findings = laid(tmp_path, tables, texts)
    assert findings == []
    assert {row["action"] for row in made["corrections"].to_pylist()} == set(actions)
    assert check_tables(made, texts) == []


def test_out_to_a_spreadsheet_and_back(folder, tables, texts):
    assert "10 rows" in run("--export", "sheet.csv", "--limit", "50").output
    with (folder / "sheet.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["evidence"] in row["sentence"] for row in rows)
    share = next(row for row in rows if row["evidence"] == "bought 25 percent of its wheat")
    share |= {"answer": "set", "set": "value=26; hedge=approximate", "reason": "Erratum."}
    others = [row for row in rows if row is not share]
    others[0] |= {"answer": "Approve"}
    others[1] |= {"answer": "drop"}
    others[2] |= {"answer": "perhaps"}
    others[3] |= {"answer": "approve", "row_sha256": "0" * 64}
    with (folder / "filled.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    done = run("--import", "filled.csv", "--author", "A. Reader", "--date", "2024-05-07")
    assert done.exit_code == ExitCode.ERRORS
    assert "2 answers taken, 3 refused" in done.stdout
    made, findings = laid(folder, tables, texts)
    assert findings == []
    row = next(row for row in made["trade"].to_pylist() if row["claim_id"] == share["claim_id"])
    assert (row["value"], row["hedge"]) == (26.0, "approximate")
    assert {(r["action"], r["author"], r["date"]) for r in made["corrections"].to_pylist()} == {
        ("set", "A. Reader", DAY), ("approve", "A. Reader", DAY)
    }  # fmt: skip


def test_another_file_is_not_taken_for_a_sheet(folder):
    (folder / "other.csv").write_text("a,b\n1,2\n")
    done = run("--import", "other.csv", "--author", "A. Reader")
    assert done.exit_code == ExitCode.USAGE
    assert not (folder / "seeds" / "corrections").exists()


def test_at_the_keyboard(folder, tables, texts):
    done = run(
        "--author", "A. Reader", said="a\nd\nIt was denied.\nx\ns\nhedge\ns\nhedge=reported\nSays the wire.\nn\nq\n"
    )
    assert done.exit_code == 0, done.output
    assert "3 answers taken" in done.output
    made, findings = laid(folder, tables, texts)
    assert findings == []
    assert sorted(row["action"] for row in made["corrections"].to_pylist()) == ["approve", "drop", "set"]


def test_when_all_is_judged_there_is_nothing_to_ask(folder, tables):
    for question in find_questions(tables):
        write_answer(question, Answer("approve", "r", "a", DAY), folder / "seeds")
    corrections, _ = read_corrections(folder / "seeds")
    publish(correct(tables, corrections, small_tables.TEXTS)[0], folder / "output")
    assert "No row is left" in run("--author", "A. Reader").output
