"""A delta says which claims moved, and what made them move."""

import json
from datetime import date

import pytest
import small_tables
from small_tables import changed, document_gone

from pipeline.releases import compare, delta_table, tally
from schemas import RELEASE_TABLES


def place(tables, name, **values):
    rows = tables[name].to_pylist()
    return next(n for n, row in enumerate(rows) if all(row[key] == value for key, value in values.items()))


def without(tables, name, row):
    keep = [r for n, r in enumerate(tables[name].to_pylist()) if n != row]
    return {**tables, name: small_tables.table_of(name, keep)}


def said(action, claim, new=None):
    row = {"correction_id": "a", "action": action, "table_name": "trade", "claim_id": claim, "document_id": "bravo"}
    row |= {"reason": "r", "author": "a", "date": date(2024, 1, 1), "is_lapsed": False, "old": None, "new": new}
    return small_tables.table_of("corrections", [row])


@pytest.fixture
def share(tables):
    return place(tables, "trade", document_id="bravo", value=25.0)


def test_nothing_moves_between_equals_or_when_a_row_only_changes_place(tables):
    assert compare(tables, tables) == []
    assert compare(tables, changed(tables, "trade", "evidence_start", 7)) == []


def test_a_new_source_and_one_that_is_gone(tables):
    fewer = document_gone(tables, "bravo")
    assert {(c.change, c.why, c.document_id) for c in compare(fewer, tables)} == {("ADD", "new_source", "bravo")}
    gone = compare(tables, fewer)
    assert {(c.change, c.why) for c in gone} == {("DEL", "source_removed")}
    assert tally(gone) == [("DEL", "source_removed", "arms_transfers", 2), ("DEL", "source_removed", "trade", 2)]
    assert gone[-1].new is None
    assert gone[-1].old["recipient_country"] == "NOR"


def test_a_renamed_source_is_not_a_new_one(tables):
    other = {
        name: small_tables.table_of(
            name,
            [
                r | ({"document_id": "zulu"} if r.get("document_id") == "bravo" else {})
                | ({"claim_id": "z" + r["claim_id"]} if r.get("document_id") == "bravo" and "claim_id" in r else {})
                for r in table.to_pylist()
            ],
        )
        for name, table in tables.items()
        if "document_id" in table.column_names
    }  # fmt: skip
    assert {c.why for c in compare(tables, tables | other)} == {"source_renamed"}


def test_a_changed_source_and_a_changed_rule(tables, share):
    moved = changed(tables, "trade", "value", 26.0, row=share)
    (change,) = compare(tables, moved)
    assert (change.change, change.why, change.old, change.new) == (
        "MOD",
        "rule_changed",
        {"value": 25.0},
        {"value": 26.0},
    )
    document = place(tables, "documents", document_id="bravo")
    text = changed(moved, "documents", "sha256", "0" * 64, row=document)
    assert [c.why for c in compare(tables, text)] == ["source_changed"]
    counted = changed(moved, "documents", "claims", 99, row=document)
    assert [c.why for c in compare(tables, counted)] == ["rule_changed"]


def test_a_persons_word_and_its_withdrawal(tables, share):
    claim = tables["trade"].to_pylist()[share]["claim_id"]
    dropped = {**without(tables, "trade", share), "corrections": said("drop", claim)}
    assert [(c.change, c.why) for c in compare(tables, dropped)] == [("DEL", "correction")]
    assert [(c.change, c.why) for c in compare(dropped, tables)] == [("ADD", "correction")]
    once = {**changed(tables, "trade", "value", 26.0, row=share), "corrections": said("set", claim, '{"value": 26}')}
    twice = {**changed(tables, "trade", "value", 27.0, row=share), "corrections": said("set", claim, '{"value": 27}')}
    assert [c.why for c in compare(once, twice)] == ["correction"]
    approved = {**tables, "corrections": said("approve", claim)}
    assert compare(tables, approved) == []


def test_an_entity_that_another_document_names(tables):
    row = place(tables, "events", document_id="alpha")
    moved = changed(tables, "events", "actor1_id", "kari-vik-nor", row=row)
    fewer = document_gone(tables, "bravo")
    kept = [c for c in compare(fewer, moved) if c.document_id != "bravo"]
    assert [(c.change, c.why, c.new) for c in kept] == [("MOD", "other_source", {"actor1_id": "kari-vik-nor"})]
    assert [c.why for c in compare(tables, moved)] == ["rule_changed"]


def test_the_table_keeps_to_its_declaration(tables, share):
    table = delta_table(compare(document_gone(tables, "bravo"), tables))
    import polars as pl

    RELEASE_TABLES["delta"].model.validate(pl.DataFrame(pl.from_arrow(table)))
    assert json.loads(table.to_pylist()[0]["new"])["recipient_country"] == "NOR"
