"""A person's word on a row holds as long as what it was said of does."""

import json

import pytest
import small_tables

from pipeline.check import check_tables
from pipeline.correct import correct, read_corrections, row_digest
from pipeline.resolve.ids import fact_id
from schemas import TABLES

HEAD = "reason: The text says so.\nauthor: A. Reader\ndate: 2024-05-07\n"


def claim(tables, table, **values):
    rows = [row for row in tables[table].to_pylist() if all(row[name] == value for name, value in values.items())]
    assert len(rows) == 1
    return rows[0]


def ruled(tables):
    """The tables with the rule that a person's rows have."""
    rows = tables["rules"].to_pylist()
    hand = {"rule": "corrections.hand", "description": "a row added by hand"}
    return {**tables, "rules": small_tables.table_of("rules", [*rows, hand])}


@pytest.fixture
def share(tables):
    return claim(tables, "trade", document_id="bravo", value=25.0)


@pytest.fixture
def lay(tmp_path, tables, texts):
    """Write a file of corrections and lay it over the small tables."""

    def lay(text, name="wheat-share.yaml", over=None):
        folder = tmp_path / "seeds" / "corrections"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        corrections, broken = read_corrections(tmp_path / "seeds")
        made, findings = correct(ruled(over or tables), corrections, texts)
        return made, [*broken, *findings]

    return lay


def test_set_replaces_values_and_keeps_the_id(lay, share, texts):
    said = f"action: set\ntable: trade\nclaim: {share['claim_id']}\nexpect:\n  value: 25\nset:\n  value: 26\n  date: 2020\n"
    tables, findings = lay(said + HEAD)
    assert findings == []
    row = claim(tables, "trade", claim_id=share["claim_id"])
    assert (row["value"], row["date"], str(row["date_end"])) == (26.0, "2020", "2020-12-31")
    assert row["corrected_by"] == "wheat-share"
    assert row["fact_id"] == fact_id("trade", TABLES["trade"].fact_key, row) != share["fact_id"]
    logged = tables["corrections"].to_pylist()
    assert [
        (r["action"], r["claim_id"], json.loads(r["old"])["value"], json.loads(r["new"])["value"]) for r in logged
    ] == [("set", share["claim_id"], 25.0, 26.0)]
    assert check_tables(tables, texts) == []


def test_drop_takes_the_row_and_its_counts(lay, tables, share, texts):
    said = f"action: drop\ntable: trade\nclaim: {share['claim_id']}\nexpect: {{value: 25, unit: percent}}\n"
    corrected, findings = lay(said + HEAD)
    assert findings == []
    assert corrected["trade"].num_rows == tables["trade"].num_rows - 1
    assert corrected["corrections"].to_pylist()[0]["claim_id"] == share["claim_id"]
    assert check_tables(corrected, texts) == []


def test_add_finds_its_words_and_takes_the_refusal_back(lay, tables, texts):
    place = next(n for n, row in enumerate(tables["sentences"].to_pylist()) if not row["claims"])
    refused = small_tables.changed(tables, "sentences", "refused", "no_country", row=place)
    sentence = refused["sentences"].to_pylist()[place]
    evidence = texts[sentence["document_id"]][sentence["start"] : sentence["end"]]
    said = f"action: add\ntable: indicators\ndocument: {sentence['document_id']}\nevidence: {json.dumps(evidence)}\n"
    said += "row:\n  country: NOR\n  indicator: ships\n  value: 3\n  unit: 1\n"
    corrected, findings = lay(said + HEAD, over=refused)
    assert findings == []
    row = claim(corrected, "indicators", indicator="ships")
    assert (row["rule"], row["corrected_by"], row["sentence"]) == (
        "corrections.hand",
        "wheat-share",
        sentence["sentence"],
    )
    assert corrected["sentences"].to_pylist()[place]["refused"] is None
    assert check_tables(corrected, texts) == []
    assert [finding.rule for finding in lay(said + HEAD, over=corrected)[1]] == ["already_read"]


def test_a_row_of_a_document_whose_words_are_withheld_shows_none(lay, texts):
    said = "action: add\ntable: indicators\ndocument: silent\nevidence: Kari Vik of Fjord Works\n"
    corrected, findings = lay(said + "row:\n  country: NOR\n  indicator: officials\n  value: 1\n  unit: 1\n" + HEAD)
    assert findings == []
    assert claim(corrected, "indicators", indicator="officials")["evidence"] is None
    assert check_tables(corrected, texts) == []


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (
            "action: set\ntable: trade\nclaim: {claim}\nexpect: {{value: 24}}\nset: {{value: 26}}\n",
            "expectation_failed",
        ),
        ("action: drop\ntable: trade\nclaim: gone\nexpect: {{value: 25}}\n", "no_such_claim"),
        ("action: drop\ntable: events\nclaim: {claim}\nexpect: {{hedge: exact}}\n", "no_such_claim"),
        ("action: add\ntable: trade\ndocument: zulu\nevidence: x\nrow: {{flow: import}}\n", "no_such_document"),
        (
            "action: add\ntable: trade\ndocument: bravo\nevidence: Norwegian\nrow: {{flow: import}}\n",
            "expectation_failed",
        ),
        ("action: add\ntable: trade\ndocument: bravo\nevidence: Norway\nrow: {{flow: import}}\n", "expectation_failed"),
    ],
)
def test_an_expectation_that_fails_is_an_error_with_the_corrections_name(lay, share, tables, said, rule):
    corrected, findings = lay(said.format(claim=share["claim_id"]) + HEAD)
    assert [(f.severity, f.rule) for f in findings] == [("error", rule)]
    assert findings[0].message.startswith("wheat-share: ")
    assert findings[0].file.endswith("corrections/wheat-share.yaml")
    assert corrected["trade"].equals(tables["trade"])


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("action: set\n  table: trade", "no valid YAML"),
        ("just words", "no correction"),
        ("action: mend\ntable: trade\n" + HEAD, "action is 'mend'"),
        ("action: drop\ntable: people\n" + HEAD, "table is 'people'"),
        ("action: drop\ntable: trade\nclaim: c\n" + HEAD, "expect is missing"),
        (
            "action: drop\ntable: trade\nclaim: c\nexpect: {value: 1}\nreason: x\nauthor: y\ndate: May\n",
            "date is 'May'",
        ),
        ("action: drop\ntable: trade\nclaim: c\nexpect: {valeu: 1}\n" + HEAD, "'valeu'"),
        ("action: drop\ntable: trade\nclaim: c\nexpect: {value: much}\n" + HEAD, "value is 'much'"),
        ("action: set\ntable: trade\nclaim: c\nexpect: {value: 1}\nset: {claim_id: x}\n" + HEAD, "'claim_id'"),
        ("action: set\ntable: trade\nclaim: c\nexpect: {value: 1}\nset: {flow: inport}\n" + HEAD, "flow is 'inport'"),
        ("action: set\ntable: trade\nclaim: c\nexpect: {value: 1}\nset: {date: 2021-13}\n" + HEAD, "date is '2021-13'"),
        ("action: drop\ntable: trade\nclaim: c\nexpect: {value: 1}\nset: {value: 2}\n" + HEAD, "set means nothing"),
        ("- action: drop\n  table: trade\n", "reason is missing"),
    ],
)
def test_a_record_that_cannot_be_understood_is_an_error_and_never_left_out_in_silence(lay, said, message):
    _, findings = lay(said)
    assert [f.severity for f in findings] == ["error"]
    assert message in findings[0].message
    assert findings[0].remedy


def test_in_a_list_each_has_an_id_of_its_own(lay, share):
    one = f"- action: drop\n  table: trade\n  claim: {share['claim_id']}\n  expect: {{value: 25}}\n"
    head = "".join(f"  {line}\n" for line in HEAD.splitlines())
    assert "it has no id" in lay(one + head)[1][0].message
    _, findings = lay((one + head + "  id: a\n") * 2)
    assert {f.rule for f in findings} >= {"correction_id_repeated", "row_corrected_twice"}
    assert findings[0].line == 9


@pytest.fixture
def approval(share, texts):
    import hashlib

    text = hashlib.sha256(texts["bravo"].encode()).hexdigest()
    said = f"action: approve\ntable: trade\nclaim: {share['claim_id']}\nrow_sha256: {row_digest(share)}\n"
    return said + f"text_sha256: {text}\n" + HEAD


def test_an_approval_is_kept_and_changes_no_row(lay, approval, tables):
    corrected, findings = lay(approval)
    assert findings == []
    assert corrected["trade"].equals(tables["trade"])
    assert [(r["action"], r["is_lapsed"]) for r in corrected["corrections"].to_pylist()] == [("approve", False)]


@pytest.mark.parametrize(
    "change", [("trade", "value", 27.0), ("documents", "sha256", "0" * 64), ("trade", "claim_id", "x")]
)
def test_an_approval_lapses_when_row_or_text_change(lay, approval, tables, share, change):
    table, column, value = change
    rows = tables[table].to_pylist()
    place = next(
        n for n, row in enumerate(rows) if row.get("claim_id") == share["claim_id"] or row.get("path") == "bravo.txt"
    )
    corrected, findings = lay(approval, over=small_tables.changed(tables, table, column, value, row=place))
    assert [(f.rule, f.severity) for f in findings] == [("approval_lapsed", "note")]
    assert corrected["corrections"].to_pylist()[0]["is_lapsed"]


def test_without_a_file_nothing_is_touched(tmp_path, tables, texts):
    assert read_corrections(tmp_path) == ([], [])
    assert correct(tables, [], texts) == (tables, [])


def test_explain_shows_what_people_said_of_the_row(lay, share, tmp_path):
    from typer.testing import CliRunner

    from pipeline.cli.app import app
    from pipeline.publish import publish

    said = f"action: set\ntable: trade\nclaim: {share['claim_id']}\nexpect: {{value: 25}}\nset: {{value: 26}}\n"
    tables, _ = lay(said + HEAD)
    publish(tables, tmp_path / "output")
    told = CliRunner().invoke(app, ["explain", share["claim_id"], "-o", str(tmp_path / "output")]).stdout
    assert "Correction" in told
    assert "The text says so." in told
    assert '{"value": 26.0}' in told
