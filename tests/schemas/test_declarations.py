"""What every declaration must say, whatever table it is of."""

from __future__ import annotations

import hashlib
import re
from itertools import combinations

import pytest
from sample_rows import as_frame, failures, good_row

from schemas import TABLES, VOCABULARIES

CLAIM_TABLES = [table for table in TABLES.values() if table.kind == "claim"]


def test_names_are_plain(table):
    assert re.fullmatch("[a-z]+(_[a-z]+)*", table.name)
    assert all(re.fullmatch("[a-z][a-z0-9]*(_[a-z0-9]+)*", name) for name in table.column_names)
    assert len(set(table.column_names)) == len(table.columns)


def test_every_table_and_column_says_what_it_is(table):
    assert table.title
    assert table.description.endswith(".")
    for column in table.columns:
        assert column.title, column.name
        assert column.description[0].isupper() or column.description[0] == "`", column.name
        assert column.description.endswith("."), column.name
        assert column.null_meaning is None or column.null_meaning.endswith("."), column.name


def test_model_and_columns_agree_on_nulls(table):
    declared = table.model.to_schema().columns
    assert {column.name: column.nullable for column in table.columns} == {
        name: column.nullable for name, column in declared.items()
    }


def test_examples_pass_the_checks_of_their_column(table):
    row = {column.name: column.example for column in table.columns}
    assert [found for found in failures(table, as_frame(table, row)) if found[0] is not None] == []


def test_a_good_row_passes_all_checks(table):
    assert failures(table, as_frame(table, good_row(table))) == []


def test_numbers_have_a_unit(table):
    units = set(VOCABULARIES["units"].values)
    for column in table.columns:
        if column.unit is not None:
            assert (column.unit in units) != (column.unit in table.column_names), column.name
        assert column.type != "number" or column.unit is not None, column.name


def test_unit_columns_hold_units(table):
    for column in table.columns:
        if column.unit in table.column_names:
            assert table.column(column.unit).vocabulary == "units"


def test_primary_keys_are_never_empty(table):
    assert table.primary_key
    assert not any(table.column(name).nullable for name in table.primary_key)


def test_foreign_keys_point_back_to_a_primary_key_of_the_same_types(table):
    order = list(TABLES)
    for key in table.foreign_keys:
        target = TABLES[key.table]
        assert order.index(key.table) <= order.index(table.name)
        assert set(key.references) == set(target.primary_key)
        types = [table.column(name).type for name in key.columns]
        assert types == [target.column(name).type for name in key.references]


def test_closed_columns_are_foreign_keys(table):
    for column in table.columns:
        if column.vocabulary is not None:
            assert any(column.name in key.columns and key.table == column.vocabulary for key in table.foreign_keys)


def test_rules_say_what_to_do(table):
    assert len({rule.name for rule in table.rules}) == len(table.rules)
    for rule in table.rules:
        assert rule.description.endswith(".")
        assert rule.remedy.endswith(".")
        assert set(rule.columns) <= set(table.column_names)
        assert set(rule.holds.meta.root_names()) <= set(rule.columns), rule.name


def test_unknown_column_is_refused_with_those_there_are():
    with pytest.raises(KeyError, match=r"hedges has no column 'valeu'; it has value, title, description"):
        TABLES["hedges"].column("valeu")


def test_there_are_five_claim_tables():
    names = [table.name for table in CLAIM_TABLES]
    assert names == ["events", "trade", "arms_transfers", "relations", "indicators"]


@pytest.mark.parametrize("claim", CLAIM_TABLES, ids=lambda claim: claim.name)
def test_claims_show_identity_first_and_evidence_last(claim):
    assert claim.column_names[:2] == ("claim_id", "fact_id")
    assert claim.column_names[-15:] == (
        "date",
        "date_start",
        "date_end",
        "date_text",
        "attributed_to",
        "hedge",
        "document_id",
        "sentence",
        "evidence",
        "evidence_sha256",
        "evidence_start",
        "evidence_end",
        "rule",
        "confidence",
        "corrected_by",
    )


@pytest.mark.parametrize("claim", CLAIM_TABLES, ids=lambda claim: claim.name)
def test_fact_keys_are_columns_of_the_table(claim):
    assert claim.fact_key
    assert set(claim.fact_key) <= set(claim.column_names)
    assert all(set(pair) <= set(claim.fact_key) for pair in claim.fact_key_fallbacks)


def test_a_name_means_one_quantity_in_all_claim_tables():
    for one, other in combinations(CLAIM_TABLES, 2):
        for name in set(one.column_names) & set(other.column_names) - {"measure", "country"}:
            mine, theirs = one.column(name), other.column(name)
            assert (mine.type, mine.unit) == (theirs.type, theirs.unit)


def test_the_example_of_evidence_is_one_piece():
    example = {column.name: column.example for column in TABLES["events"].columns}
    assert example["evidence_end"] - example["evidence_start"] == len(example["evidence"])
    assert hashlib.sha256(example["evidence"].encode()).hexdigest() == example["evidence_sha256"]
