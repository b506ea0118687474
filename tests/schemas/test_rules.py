"""Every check fails on a value that breaks it, names the row, and speaks of nothing else."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from sample_rows import as_frame, failures, good_row

from schemas import TABLES

QUANTITY = {"measure": "quantity", "value": 5.0, "unit": "1"}
NO_NUMBER = {"value": None, "unit": None}

# table, rule, what breaks it in a good row
BROKEN = [
    ("dates_in_order", {"date": "2018/2014", "date_start": dt.date(2018, 1, 1), "date_end": dt.date(2014, 1, 1)}),
    ("days_where_date", {"date_start": dt.date(2018, 1, 1)}),
    ("days_where_date", {"date": "2018"}),
    ("days_where_date", {"date": "2018/..", "date_start": dt.date(2018, 1, 1), "date_end": dt.date(2018, 12, 31)}),
    ("days_where_date", {"date": "../2018", "date_start": dt.date(1, 1, 1), "date_end": dt.date(2018, 12, 31)}),
    ("evidence_in_order", {"evidence_start": 7, "evidence_end": 7}),
    ("evidence_as_long", {"evidence": "visited", "evidence_start": 7, "evidence_end": 15}),
    ("evidence_as_long", {"evidence": "Türkiye", "evidence_start": 7, "evidence_end": 15}),
]
BROKEN_IN = [
    *[(name, rule, change) for rule, change in BROKEN for name in TABLES if TABLES[name].kind == "claim"],
    ("events", "mode_of_type", {"event_type": "AID", "event_mode": "visit"}),
    ("events", "unit_where_amount", {"amount": 5.0}),
    ("events", "unit_where_amount", {"amount_unit": "EUR"}),
    ("events", "somebody_or_something", {"actor1_country": None}),
    ("trade", "range_in_order", {"value": None, "value_min": 30.0, "value_max": 20.0}),
    ("trade", "value_or_range", {"value_min": 30.0, "value_max": 50.0}),
    ("trade", "value_or_range", {"value": None, "value_min": 30.0}),
    ("trade", "range_has_ends", {"hedge": "range"}),
    ("trade", "unit_where_value", {"measure": "relation", "value": None}),
    ("trade", "number_where_measured", {"measure": "volume", **NO_NUMBER}),
    ("trade", "no_number_in_relation", {"measure": "relation"}),
    ("trade", "not_negative", {"measure": "value", "value": -1.0, "unit": "EUR"}),
    ("trade", "share_in_percent", {"value": 100.5}),
    ("trade", "share_in_percent", {"value": None, "value_min": 90.0, "value_max": 110.0}),
    ("trade", "share_in_percent", {"unit": "1"}),
    ("trade", "change_in_percent", {"measure": "change", "unit": "EUR"}),
    ("trade", "rank_in_ranks", {"measure": "rank", "value": 2.0}),
    ("trade", "rank_from_one", {"measure": "rank", "value": 0.0, "unit": "rank"}),
    ("trade", "rank_from_one", {"measure": "rank", "value": 1.5, "unit": "rank"}),
    ("trade", "money_in_currency", {"measure": "value", "unit": "t"}),
    ("trade", "money_in_currency", {"measure": "balance", "value": -3.0, "unit": "percent"}),
    ("trade", "volume_in_physical_unit", {"measure": "volume", "unit": "EUR"}),
    ("trade", "partner_or_group", {"partner_country": "AZE", "partner_group": "AZE+KAZ"}),
    ("trade", "group_sorted", {"partner_group": "KAZ+AZE"}),
    ("trade", "group_sorted", {"partner_group": "AZE+AZE"}),
    ("trade", "two_countries", {"reporter_country": "ISR", "partner_country": "ISR"}),
    ("arms_transfers", "range_in_order", {"value": None, "value_min": 30.0, "value_max": 20.0}),
    ("arms_transfers", "value_or_range", {"value_min": 30.0, "value_max": 50.0}),
    ("arms_transfers", "range_has_ends", {"hedge": "range"}),
    ("arms_transfers", "unit_where_value", {"measure": "transfer", "value": None}),
    ("arms_transfers", "number_where_measured", {"measure": "quantity", **NO_NUMBER}),
    ("arms_transfers", "no_number_in_transfer", {"measure": "transfer"}),
    ("arms_transfers", "not_negative", QUANTITY | {"value": -5.0}),
    ("arms_transfers", "share_in_percent", {"value": -1.0}),
    ("arms_transfers", "change_in_percent", {"measure": "change", "unit": "1"}),
    ("arms_transfers", "rank_in_ranks", QUANTITY | {"unit": "rank"}),
    ("arms_transfers", "rank_from_one", {"measure": "rank", "value": 0.0, "unit": "rank"}),
    ("arms_transfers", "money_in_currency", {"measure": "contract_value", "unit": "1"}),
    ("arms_transfers", "quantity_in_pieces", QUANTITY | {"unit": "t"}),
    ("arms_transfers", "volume_in_tiv", {"measure": "volume", "unit": "1"}),
    ("arms_transfers", "basis_of_share_or_rank", QUANTITY | {"basis": "world_exports"}),
    ("arms_transfers", "somebody", {"supplier_country": None, "recipient_country": None}),
    ("arms_transfers", "two_countries", {"recipient_country": "ISR"}),
    ("relations", "role_is_office", {"relation": "owned_by", "role": "Foreign Minister"}),
    ("relations", "two_ends", {"object_name": "Gideon Saar"}),
    ("indicators", "range_in_order", {"value": None, "value_min": 30.0, "value_max": 20.0}),
    ("indicators", "value_or_range", {"value_max": 8000.0}),
    ("indicators", "range_has_ends", {"hedge": "range"}),
    ("indicators", "unit_where_value", {"unit": None}),
    ("indicators", "rank_from_one", {"value": 0.0, "unit": "rank"}),
    ("indicators", "number_given", NO_NUMBER),
    ("documents", "copy_of_another", {"document_id": "one", "copy_of": "one"}),
    ("sentences", "sentence_in_order", {"start": 9, "end": 9}),
    ("sentences", "refused_without_claims", {"refused": "negated"}),
    ("sentences", "claims_in_body", {"kind": "repeat"}),
    ("mentions", "mention_in_order", {"start": 9, "end": 9}),
    ("mentions", "mention_as_long", {"text": "Israel", "start": 0, "end": 7}),
    ("corrections", "only_approvals_lapse", {"action": "drop", "is_lapsed": True}),
    ("rules", "measured_or_not", {"labelled_right": 3}),
    ("rules", "measured_or_not", {"labelled_right": 3, "labelled_wrong": 0}),
]
# Breaking the one of these always breaks the other too.
COMPANIONS = {
    "range_in_order": {"share_in_percent"},
    "not_negative": {"share_in_percent"},
    "rank_in_ranks": {"quantity_in_pieces"},
    "share_in_percent": {"not_negative"},
}


@pytest.mark.parametrize(("name", "rule", "change"), BROKEN_IN)
def test_a_broken_rule_is_found_in_its_row(name, rule, change):
    table = TABLES[name]
    good = good_row(table)
    found = failures(table, as_frame(table, good, good | change, good))
    assert (None, rule, 1) in found
    assert {check for _, check, _ in found} - {rule} <= COMPANIONS.get(rule, set())
    assert {row for _, _, row in found} == {1}


def test_every_rule_has_a_row_that_breaks_it():
    tried = {(name, rule) for name, rule, _ in BROKEN_IN}
    assert tried == {(table.name, rule.name) for table in TABLES.values() for rule in table.rules}


@pytest.mark.parametrize(("name", "rule", "change"), BROKEN_IN)
def test_the_expression_of_a_rule_finds_the_row_too(name, rule, change):
    table = TABLES[name]
    (declared,) = [known for known in table.rules if known.name == rule]
    frame = as_frame(table, good_row(table), good_row(table) | change)
    assert frame.select(declared.holds.fill_null(True)).to_series().to_list() == [True, False]


KEPT = [
    ("trade", {"measure": "change", "value": -12.5}),
    ("trade", {"measure": "change", **NO_NUMBER}),
    ("trade", {"measure": "balance", "value": -3e9, "unit": "USD"}),
    ("trade", {"value": None, "value_min": 20.0, "value_max": 30.0, "hedge": "range"}),
    ("trade", {"measure": "relation", **NO_NUMBER}),
    ("trade", {"measure": "volume", "value": 3e9, "unit": "m3"}),
    ("trade", {"partner_group": "AZE+KAZ"}),
    ("trade", {"partner_country": "WLD"}),
    ("arms_transfers", {"measure": "rank", "value": 8.0, "unit": "rank", "hedge": "at_most", "basis": "world_exports"}),
    ("arms_transfers", {"measure": "transfer", "designation": "Harop", "recipient_country": None, **NO_NUMBER}),
    ("events", {"date": "2009/..", "date_start": dt.date(2009, 1, 1)}),
    ("events", {"date": "../1991", "date_end": dt.date(1991, 12, 31)}),
    ("events", {"event_type": "COOPERATE", "event_mode": "economic"}),
    ("events", {"event_type": "AID", "event_mode": "economic", "amount": 5e6, "amount_unit": "EUR"}),
    ("events", {"actor1_country": None, "object": "pipeline"}),
    ("relations", {"role": "Foreign Minister"}),
]


@pytest.mark.parametrize(("name", "change"), KEPT)
def test_what_texts_say_is_let_pass(name, change):
    table = TABLES[name]
    assert failures(table, as_frame(table, good_row(table) | change)) == []


def bad_cells(table):
    """For every limit of every column a value beyond it: column, value, start of the check's name."""
    for column in table.columns:
        if not column.nullable:
            yield column.name, None, "not_nullable"
        if column.vocabulary is not None:
            yield column.name, "no such value", "isin"
        if column.pattern is not None:
            yield column.name, " ", "str_matches"
        if column.minimum is not None:
            yield column.name, column.minimum - 1, "greater_than_or_equal_to"
        if column.maximum is not None:
            yield column.name, column.maximum + 1, "less_than_or_equal_to"


def test_every_limit_of_a_column_is_kept(table):
    good, bad = good_row(table), list(bad_cells(table))
    assert bad
    found = failures(table, as_frame(table, *(good | {name: value} for name, value, _ in bad)))
    seen = {(column, check.partition("(")[0], row) for column, check, row in found}
    for row, (name, _, check) in enumerate(bad):
        assert seen & {(name, check, row), (name, check, None)}, (name, check)


def test_a_further_column_is_refused(table):
    frame = as_frame(table, good_row(table)).with_columns(pl.lit("more").alias("more"))
    assert failures(table, frame) == [(None, "column_in_schema", None)]


def test_a_missing_column_is_refused(table):
    name = table.column_names[-1]
    found = failures(table, as_frame(table, good_row(table)).drop(name))
    assert (None, "column_in_dataframe", None) in found


def test_another_type_is_refused(table):
    name = table.column_names[0]
    frame = as_frame(table, good_row(table)).with_columns(pl.lit(b"0").alias(name))
    assert any(column == name and check.startswith("dtype") for column, check, _ in failures(table, frame))


def test_an_empty_table_passes(table):
    assert failures(table, as_frame(table)) == []
