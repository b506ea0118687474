"""What each view answers, asked of the small tables and of rows added to show one thing."""

from datetime import date

import duckdb
import pyarrow as pa
import pytest
from small_tables import ARMS, WHEAT, make_tables

from pipeline.publish.views import VIEWS, available_views, describe_views, view_statements
from schemas import TABLES


def add(tables, name, like, **columns):
    """Add a claim that has the provenance of the document's first claim in that table, or of any."""
    rows = tables[name].to_pylist()
    base = next((row for row in rows if row["document_id"] == like), {**rows[0], "document_id": like})
    own = {column.name: None for column in TABLES[name].columns} | {
        shared: base[shared] for shared in ("evidence_sha256", "evidence_start", "evidence_end", "rule", "sentence")
    }
    key = f"{name}-{like}-{len(rows)}"
    row = {**own, "claim_id": key, "fact_id": key, "document_id": like, "hedge": "exact", **columns}
    return {**tables, name: pa.Table.from_pylist([*rows, row], schema=tables[name].schema)}


def without_claims(tables):
    """Leave the documents and drop all that they say."""
    return {name: t.slice(0, 0) if TABLES[name].kind == "claim" else t for name, t in tables.items()} | {
        "_like": tables["trade"]
    }


def ask(tables, question):
    """Return the rows of a query over the views of some tables, as dicts."""
    with duckdb.connect() as connection:
        for name in TABLES:
            connection.register(name, tables[name])
        for statement in view_statements(str, list(TABLES)):
            connection.execute(statement)
        answer = connection.execute(question)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def test_every_claim_is_in_claims_once(tables):
    rows = ask(tables, "SELECT table_name, claim_id FROM claims")
    expected = [
        (name, claim)
        for name, table in TABLES.items()
        if table.kind == "claim"
        for claim in tables[name].column("claim_id").to_pylist()
    ]
    assert sorted((row["table_name"], row["claim_id"]) for row in rows) == sorted(expected)


@pytest.mark.parametrize(
    ("condition", "country1", "country2", "summary"),
    [
        (
            "table_name = 'trade' AND document_id = 'alpha'",
            "NOR",
            "PRT",
            "NOR imports from PRT, wheat: share ~40 percent",
        ),
        ("table_name = 'trade' AND unit = 'rank'", "NOR", "PRT", "NOR imports from PRT: rank 2"),
        ("table_name = 'events' AND document_id = 'alpha'", "NOR", "PRT", "Kari Vik → PRT: CONSULT (meeting)"),
        ("table_name = 'relations'", "NOR", "NOR", "=SUM(A1) Holdings owned_by Fjord Works"),
        ("table_name = 'indicators'", "PRT", None, "PRT: population 10500000"),
        ("table_name = 'arms_transfers' AND value IS NULL", "PRT", "NOR", "arms, PRT → NOR, Gull: transfer"),
        ("value = 60", "PRT", "NOR", "arms, PRT → NOR: share of recipient_imports 60 percent"),
    ],
)
def test_claims_have_countries_and_a_line_to_read(tables, condition, country1, country2, summary):
    (row,) = ask(tables, f"SELECT country1, country2, summary FROM claims WHERE {condition}")
    assert row == {"country1": country1, "country2": country2, "summary": summary}


def test_claim_that_leaves_almost_all_open_still_has_a_line(tables):
    """A null column must not swallow the rest of the line."""
    tables = add(tables, "trade", "bravo", flow="total", measure="volume", value_min=1.5, value_max=7.0, unit="t")
    tables = add(tables, "arms_transfers", "bravo", measure="transfer", status="supplied")
    rows = ask(tables, "SELECT summary FROM claims WHERE claim_id LIKE '%-bravo-%' ORDER BY table_name")
    assert [row["summary"] for row in rows] == ["arms, ? → ?: transfer", "? trade: volume 1.5–7 t"]


def test_country_as_an_end_of_a_relation(tables):
    """A country is found by its code in either case; an organisation whose id looks like a code is none."""
    tables = add(
        tables, "relations", "alpha",
        subject_id="prt", subject_name="Portugal", relation="member_of", object_id="nam", object_name="NAM",
    )  # fmt: skip
    organisation = {**tables["organisations"].to_pylist()[0], "organisation_id": "nam", "name": "NAM", "country": None}
    organisations = pa.Table.from_pylist([organisation], schema=tables["organisations"].schema)
    tables["organisations"] = pa.concat_tables([tables["organisations"], organisations])
    (row,) = ask(tables, "SELECT country1, country2 FROM claims WHERE claim_id LIKE 'relations-%'")
    assert row == {"country1": "PRT", "country2": None}


def test_copy_of_a_document_is_no_source_of_its_own(tables):
    (wheat,) = ask(tables, "FROM corroboration WHERE table_name = 'trade' AND documents = 2")
    assert (wheat["claims"], wheat["independent_documents"], wheat["independent_sources"]) == (2, 1, 1)
    assert wheat["publishers"] == "Echo Wire; Northern Courier"
    assert (wheat["first_published"], wheat["last_published"]) == (date(2021, 5, 4), date(2021, 5, 5))


def test_document_without_a_publisher_is_a_source_of_its_own(tables):
    (meeting,) = ask(tables, "FROM corroboration WHERE table_name = 'events'")
    assert (meeting["documents"], meeting["independent_documents"], meeting["independent_sources"]) == (2, 2, 2)


def test_two_documents_of_one_publisher_are_one_source(tables):
    documents = tables["documents"].to_pylist()
    for row in documents:
        row["publisher"] = "Northern Courier"
    tables["documents"] = pa.Table.from_pylist(documents, schema=tables["documents"].schema)
    (meeting,) = ask(tables, "FROM corroboration WHERE table_name = 'events'")
    assert (meeting["independent_documents"], meeting["independent_sources"]) == (2, 1)


def test_other_number_for_the_same_question_is_a_conflict_once(tables):
    (conflict,) = ask(tables, "FROM conflicts")
    assert conflict["question"] == "NOR | PRT | import | 10 | share"
    assert {conflict["value_1"], conflict["value_2"]} == {40.0, 25.0}
    # 40 is said by two documents, one of them a copy.
    assert {conflict["documents_1"], conflict["documents_2"]} == {1, 2}
    assert conflict["may_agree"] is False


@pytest.mark.parametrize(
    ("first", "second", "may_agree"),
    [
        ({"value": 40.0, "hedge": "approximate"}, {"value": 43.0}, True),
        ({"value": 40.0, "hedge": "approximate"}, {"value": 45.0}, False),
        ({"value": 40.0, "hedge": "at_least"}, {"value": 90.0}, True),
        ({"value": 40.0, "hedge": "at_least"}, {"value": 39.0}, False),
        ({"value": 40.0, "hedge": "at_most"}, {"value": 39.0}, True),
        ({"value": 40.0, "hedge": "at_most"}, {"value": 41.0}, False),
        ({"value_min": 30.0, "value_max": 50.0, "hedge": "range"}, {"value": 40.0}, True),
        ({"value_min": 30.0, "value_max": 50.0, "hedge": "range"}, {"value": 51.0}, False),
    ],
)
def test_hedges_say_whether_two_numbers_may_agree(tables, first, second, may_agree):
    tables = without_claims(tables)
    tables["trade"] = tables["_like"].slice(0, 1)
    for claim in (first, second):
        tables = add(tables, "trade", "bravo", **{**WHEAT, "date": "2020", **claim})
    (conflict,) = ask(tables, "FROM conflicts WHERE date = '2020'")
    assert conflict["may_agree"] is may_agree


def test_other_date_or_unit_is_another_question(tables):
    tables = add(tables, "trade", "bravo", **{**WHEAT, "value": 11.0, "date": "2019"})
    tables = add(tables, "trade", "bravo", **{**WHEAT, "value": 12.0, "date": "2020"})
    tables = add(tables, "trade", "bravo", **{**WHEAT, "value": 13.0, "unit": "1", "date": "2020"})
    assert len(ask(tables, "FROM conflicts")) == 1


def test_trade_seen_from_the_other_side_is_the_same_question(tables):
    """What Norway imports from Portugal is what Portugal exports to Norway; a share of each one's total is not."""
    money = {"flow": "import", "commodity_code": "TOTAL", "measure": "value", "unit": "EUR", "date": "2020"}
    tables = add(tables, "trade", "alpha", reporter_country="NOR", partner_country="PRT", value=5e9, **money)
    mirror = {**money, "flow": "export"}
    tables = add(tables, "trade", "bravo", reporter_country="PRT", partner_country="NOR", value=4e9, **mirror)
    tables = add(
        tables,
        "trade",
        "bravo",
        reporter_country="PRT",
        partner_country="NOR",
        **{**mirror, "measure": "share"},
        value=7.0,
    )
    (conflict,) = ask(tables, "FROM conflicts WHERE date = '2020'")
    assert conflict["question"] == "NOR | PRT | import | TOTAL | value"


def test_timeline_has_an_event_once_and_the_undated_last(tables):
    event = {"event_type": "STATEMENT", "actor1_country": "PRT"}
    tables = add(tables, "events", "bravo", **event)
    tables = add(
        tables, "events", "bravo", **event, date="1999", date_start=date(1999, 1, 1), date_end=date(1999, 12, 31)
    )
    rows = ask(tables, "FROM timeline")
    assert [row["date"] for row in rows] == ["1999", "2021-05-03", None]
    assert (rows[1]["documents"], rows[1]["actor1_name"]) == (2, "Kari Vik")


def test_dyads_count_both_directions_together(tables):
    tables = add(tables, "events", "bravo", event_type="STATEMENT", actor1_country="PRT", actor2_country="NOR")
    tables = add(tables, "trade", "bravo", **{**WHEAT, "partner_country": "WLD", "value": 1.0})
    tables = add(
        tables, "trade", "bravo", **{**WHEAT, "partner_country": None, "partner_group": "ESP+PRT", "value": 1.0}
    )
    (pair,) = ask(tables, "FROM dyads")
    assert (pair["country_a"], pair["country_b"]) == ("NOR", "PRT")
    counts = ("claims", "facts", "documents", "events", "trade", "arms_transfers", "relations")
    assert [pair[name] for name in counts] == [9, 7, 4, 3, 4, 2, 0]
    assert pair["first_date"] == pair["last_date"] == date(2021, 5, 3)


def test_latest_share_of_a_partner_wins(tables):
    """`alpha` (May) says 40, `bravo` (June) 25; a claim with a later date of its own outdoes both."""
    question = "SELECT share, share_as_of, rank FROM trade_partners WHERE commodity_code = '10'"
    assert ask(tables, question) == [{"share": 25.0, "share_as_of": date(2021, 6, 1), "rank": None}]
    dated = {"date": "2022", "date_start": date(2022, 1, 1), "date_end": date(2022, 12, 31)}
    tables = add(tables, "trade", "alpha", **{**WHEAT, **dated, "value": 33.0})
    tables = add(tables, "trade", "alpha", **{**WHEAT, **dated, "value": 3.0, "measure": "rank", "unit": "rank"})
    assert ask(tables, question) == [{"share": 33.0, "share_as_of": date(2022, 12, 31), "rank": 3}]


def test_suppliers_have_the_share_of_all_arms_and_not_of_one_kind(tables):
    share = {"measure": "share", "basis": "recipient_imports", "unit": "percent"}
    tables = add(tables, "arms_transfers", "bravo", **ARMS, **share, category="ships", value=99.0)
    tables = add(tables, "arms_transfers", "bravo", **ARMS, **{**share, "basis": "supplier_exports"}, value=7.0)
    (supplier,) = ask(tables, "FROM arms_suppliers")
    assert (supplier["recipient_country"], supplier["supplier_country"]) == ("NOR", "PRT")
    assert (supplier["share"], supplier["rank"], supplier["claims"]) == (60.0, None, 3)
    assert (supplier["categories"], supplier["designations"]) == ("missiles; ships", "Gull")
    (recipient,) = ask(tables, "FROM arms_recipients")
    assert (recipient["share"], recipient["claims"]) == (7.0, 2)


def test_the_world_is_no_supplier(tables):
    world = {"supplier_country": "WLD", "recipient_country": "NOR", "measure": "transfer", "status": "supplied"}
    tables = add(tables, "arms_transfers", "bravo", **world)
    assert [row["supplier_country"] for row in ask(tables, "FROM arms_suppliers")] == ["PRT"]


def test_edge_said_twice_is_one_edge(tables):
    (edge,) = tables["relations"].to_pylist()
    again = {name: edge[name] for name in ("subject_id", "subject_name", "relation", "object_id", "object_name")}
    tables = add(tables, "relations", "copy", **again)
    (found,) = ask(tables, "FROM organisation_network")
    assert (found["claims"], found["documents"]) == (2, 2)
    assert (found["subject_type"], found["object_country"]) == ("company", "NOR")


def test_people_are_in_the_network_only_with_an_organisation(tables):
    minister = {"subject_id": "kari-vik", "subject_name": "Kari Vik", "relation": "holds_office", "role": "Minister"}
    tables = add(tables, "relations", "alpha", **minister, object_id="NOR", object_name="Norway")
    assert len(ask(tables, "FROM organisation_network")) == 1
    tables = add(tables, "relations", "alpha", **minister, object_id="fjord-works", object_name="Fjord Works")
    (edge,) = ask(tables, "FROM organisation_network WHERE relation = 'holds_office'")
    assert (edge["subject_type"], edge["subject_country"], edge["object_type"]) == ("person", "NOR", "company")


def test_views_are_described_and_stand_on_what_is_there():
    assert [view.name for view in describe_views()] == list(VIEWS)
    assert all(column.description for view in describe_views() for column in view.columns)
    assert [view.name for view in available_views(["trade", "documents"])] == ["trade_partners"]
    assert available_views([]) == []
    # A view on a view is there only with the tables of both.
    assert "dyads" not in {view.name for view in available_views(set(make_tables()) - {"people"})}
