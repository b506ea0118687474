"""Every kind of failure is planted in a right set of tables and must come out as one finding that names its place."""

from datetime import date

import pyarrow as pa
import pytest
from small_tables import changed, make_tables, sha256

from pipeline.check import check_tables
from pipeline.check.findings import MOST_ROWS
from pipeline.check.keys import check_keys
from schemas import TABLES


def only(findings, rule):
    found = [finding for finding in findings if finding.rule == rule]
    assert len(found) == 1, findings
    return found[0]


def with_row(tables, name, **columns):
    """Add a row like the first one, but for some columns."""
    rows = tables[name].to_pylist()
    return {**tables, name: pa.Table.from_pylist([*rows, {**rows[0], **columns}], schema=tables[name].schema)}


def test_right_tables_give_no_finding(tables, texts):
    assert check_tables(tables, texts) == []


def test_empty_tables_give_no_finding(tables):
    from schemas.render.arrow import arrow_schema

    kinds = {"claim", "entity", "provenance"}
    empty = {n: arrow_schema(t).empty_table() for n, t in TABLES.items() if t.kind in kinds and n != "dictionary"}
    assert check_tables({**tables, **empty}, {}) == []


@pytest.mark.parametrize(
    ("name", "column", "value", "rule"),
    [
        ("trade", "flow", "sideways", "isin"),
        ("trade", "hedge", None, "not_nullable"),
        ("trade", "confidence", 1.5, "less_than_or_equal_to"),
        ("documents", "sha256", "no hash", "str_matches"),
    ],
)
def test_bad_value_is_found_with_its_place(tables, texts, name, column, value, rule):
    findings = check_tables(changed(tables, name, column, value), texts)
    finding = only(findings, rule)
    key = tables[name].column(TABLES[name].primary_key[0])[0].as_py()
    assert (finding.severity, finding.stage, finding.table, finding.row, finding.column) == (
        "error",
        "check",
        name,
        key,
        column,
    )
    assert finding.value == (None if value is None else str(value))
    assert finding.message and finding.remedy


def test_rule_between_columns_is_found_with_its_remedy(tables, texts):
    row = next(i for i, r in enumerate(tables["trade"].to_pylist()) if r["measure"] == "share")
    finding = only(check_tables(changed(tables, "trade", "value", 140.0, row), texts), "share_in_percent")
    assert finding.row == tables["trade"].column("claim_id")[row].as_py()
    assert "value=140.0" in finding.value
    assert finding.remedy == next(r.remedy for r in TABLES["trade"].rules if r.name == "share_in_percent")


def test_rows_of_a_composite_key_are_named_by_all_of_it(tables, texts):
    finding = only(check_tables(changed(tables, "sentences", "kind", "poem", 4), texts), "isin")
    assert finding.row == "document_id=bravo, sentence=1"


def test_empty_text_and_no_number_are_found(tables, texts):
    findings = check_tables(changed(tables, "people", "aliases", ""), texts)
    assert only(findings, "empty_text").column == "aliases"
    findings = check_tables(changed(tables, "indicators", "value", float("inf")), texts)
    assert only(findings, "not_finite").column == "value"


def test_shape_is_checked_before_anything_else(tables, texts):
    findings = check_tables({**tables, "trade": tables["trade"].drop_columns(["flow"])}, texts)
    assert only(findings, "column_missing").column == "flow"
    findings = check_tables({**tables, "trade": tables["trade"].append_column("mood", tables["trade"]["flow"])}, texts)
    assert only(findings, "column_unknown").column == "mood"
    wrong = tables["trade"].set_column(
        tables["trade"].column_names.index("sentence"), "sentence", tables["trade"]["sentence"].cast(pa.float64())
    )
    assert only(check_tables({**tables, "trade": wrong}, texts), "column_type").value == "double"


def test_missing_and_unknown_tables_are_found(tables, texts):
    without = {name: table for name, table in tables.items() if name != "rules"}
    assert {f.table for f in check_tables(without, texts)} == {"rules"}
    assert only(check_tables({**tables, "poems": tables["people"]}, texts), "table_unknown").table == "poems"


def test_a_part_of_the_tables_may_be_checked_alone(tables, texts):
    wanted = ["trade"]
    for name in wanted:
        wanted += [key.table for key in TABLES[name].foreign_keys if key.table not in wanted]
    part = {name: tables[name] for name in wanted}
    assert check_tables(part, texts) == []
    assert only(check_tables(changed(part, "trade", "evidence_start", 0), texts), "span_text").table == "trade"


def test_repeated_primary_key_is_found(tables, texts):
    findings = check_tables(with_row(tables, "people"), texts)
    assert only(findings, "primary_key_repeated").value == "kari-vik"


def test_null_in_a_primary_key_is_found(tables, texts):
    findings = check_tables(changed(tables, "people", "person_id", None), texts)
    assert only(findings, "primary_key_null").column == "person_id"


@pytest.mark.parametrize(
    ("name", "column", "value", "target"),
    [
        ("trade", "rule", "nobody", "rules.rule"),
        ("documents", "copy_of", "lost", "documents.document_id"),
        ("organisations", "parent_id", "lost", "organisations.organisation_id"),
        ("mentions", "entity_type", "ghost", "entity_types.value"),
    ],
)
def test_reference_to_nothing_is_found(tables, texts, name, column, value, target):
    finding = only(check_tables(changed(tables, name, column, value), texts), "foreign_key")
    assert (finding.table, finding.column, finding.value) == (name, column, value)
    assert target in finding.message


@pytest.mark.parametrize("most", [1, 2, 3])
def test_keys_are_found_whatever_part_of_a_table_they_stand_in(tables, monkeypatch, most):
    monkeypatch.setattr("pipeline.check.findings.MOST_IN_A_PART", most)
    chosen = {name: tables[name] for name in ("documents", "sentences", "people", "trade")}
    assert check_keys(chosen) == []
    people = tables["people"].to_pylist()
    repeated = [{**people[0], "person_id": key} for key in ("anna", "berit", "carl", "anna", "dag")]
    found = check_keys({**chosen, "people": pa.Table.from_pylist(repeated, schema=tables["people"].schema)})
    assert only(found, "primary_key_repeated").value == "anna"
    lost = check_keys(changed(chosen, "trade", "sentence", 99))
    assert "sentence" in only(lost, "foreign_key").column


def test_claim_id_in_two_tables_is_found(tables, texts):
    shared = tables["trade"].column("claim_id")[0].as_py()
    finding = only(check_tables(changed(tables, "events", "claim_id", shared), texts), "claim_id_shared")
    assert finding.value == shared and "events" in finding.message and "trade" in finding.message


def test_evidence_must_stand_in_the_text(tables, texts):
    """One place further on, in code points: an emoji before it counts one."""
    row = next(i for i, r in enumerate(tables["trade"].to_pylist()) if r["document_id"] == "alpha")
    moved = changed(tables, "trade", "evidence_start", tables["trade"].column("evidence_start")[row].as_py() + 1, row)
    moved = changed(moved, "trade", "evidence_end", tables["trade"].column("evidence_end")[row].as_py() + 1, row)
    finding = only(check_tables(moved, texts), "span_text")
    assert (finding.table, finding.column) == ("trade", "evidence")
    assert "uys roughly" in finding.message


def test_evidence_beyond_the_text_is_found(tables, texts):
    assert only(check_tables(changed(tables, "trade", "evidence_end", 10_000), texts), "span_bounds").table == "trade"


def test_withheld_evidence_is_held_against_its_hash(tables, texts):
    finding = only(
        check_tables(changed(tables, "indicators", "evidence_sha256", sha256("else")), texts), "evidence_sha256"
    )
    assert finding.table == "indicators"
    assert "10.5 million" not in finding.message, "words that may not be published must not reach a report"


def test_published_evidence_is_held_against_its_hash(tables, texts):
    row = next(i for i, r in enumerate(tables["trade"].to_pylist()) if r["document_id"] == "bravo")
    found = check_tables(changed(tables, "trade", "evidence_sha256", sha256("else"), row), texts)
    assert "of its wheat" in only(found, "evidence_sha256").message or "ranks second" in found[0].message


def test_words_that_may_not_be_published_are_found(tables, texts):
    findings = check_tables(changed(tables, "indicators", "evidence", "has 10.5 million people"), texts)
    assert only(findings, "words_withheld").table == "indicators"
    findings = check_tables(changed(tables, "sentences", "text", "Norway bought 25 percent", 3), texts)
    assert [f.rule for f in findings if f.column == "text"].count("words_withheld") == 1


def test_words_that_may_be_published_must_be(tables, texts):
    finding = only(check_tables(changed(tables, "relations", "evidence", None), texts), "evidence_missing")
    assert finding.table == "relations"


def test_evidence_must_lie_in_its_sentence(tables, texts):
    moved = changed(tables, "relations", "sentence", 0)
    assert only(check_tables(moved, texts), "evidence_sentence").table == "relations"


def test_sentences_are_numbered_and_never_overlap(tables, texts):
    findings = check_tables(changed(tables, "sentences", "sentence", 7, 2), texts)
    assert only(findings, "sentence_number").row == "document_id=alpha, sentence=7"
    findings = check_tables(changed(tables, "sentences", "start", 40, 4), texts)
    assert only(findings, "sentence_overlap").row == "document_id=bravo, sentence=1"


def test_mentions_stand_in_text_and_sentence(tables, texts):
    assert only(check_tables(changed(tables, "mentions", "text", "Sweden"), texts), "span_text").table == "mentions"
    assert only(check_tables(changed(tables, "mentions", "sentence", 1), texts), "mention_sentence").table == "mentions"


@pytest.mark.parametrize(
    ("name", "column"), [("documents", "claims"), ("documents", "sentences"), ("sentences", "claims")]
)
def test_counts_agree_with_the_rows(tables, texts, name, column):
    value = tables[name].column(column)[0].as_py()
    finding = only(check_tables(changed(tables, name, column, value + 1), texts), "count")
    assert (finding.table, finding.column, finding.value) == (name, column, str(value + 1))


def test_text_other_than_the_one_read_is_found(tables, texts):
    findings = check_tables(tables, {**texts, "copy": texts["copy"] + " More."})
    assert {f.column for f in findings if f.rule == "document_text"} == {"sha256", "characters"}
    findings = check_tables(tables, {name: text for name, text in texts.items() if name != "copy"})
    assert only(findings, "text_missing").row == "copy"


def test_many_failures_of_one_kind_are_counted(tables, texts):
    row = tables["mentions"].to_pylist()[0]
    rows = [{**row, "start": i, "end": i + 6, "text": "Norway", "entity_type": "ghost"} for i in range(1000, 1200)]
    bad = {**tables, "mentions": pa.Table.from_pylist(rows, schema=tables["mentions"].schema)}
    found = [f for f in check_tables(bad, texts) if f.rule == "isin"]
    assert len(found) == MOST_ROWS + 1
    assert "200 in all" in found[-1].message


def test_dates_in_the_wrong_order_are_found(tables, texts):
    bad = changed(tables, "events", "date_start", date(2022, 1, 1))
    assert only(check_tables(bad, texts), "dates_in_order").table == "events"


def test_tables_are_not_changed_by_the_check(texts):
    tables = make_tables()
    check_tables(tables, texts)
    assert all(table.equals(make_tables()[name]) for name, table in tables.items())
