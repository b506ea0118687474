"""The score of invented cases; each expected number was counted by hand from the labels beside it."""

import hashlib
import json

import pytest

from pipeline.score import GoldError, load_gold, score_tables
from pipeline.score.compare import fold, same, same_name, same_number
from pipeline.score.tally import TABLES

TEXT = (
    "Norway’s minister Kari Vik met Chile's envoy in Oslo on 3 May 2021. "
    "Chile buys about 40 percent of its feed from Norway. "
    "Norway sold 12 Gull-2 missiles made by Fjord Works Ltd to Chile. The two signed a pact. Peru protested."
)


def quote(words):
    start = TEXT.index(words)
    return {"evidence": words, "evidence_start": start, "evidence_end": start + len(words), "document_id": "a"}


def event(kind, one, two, words, **more):
    cells = {"event_type": kind, "event_mode": None, "actor1_country": one, "actor2_country": two, "date": None}
    return {**cells, "object": None, "location": None, "actor1_name": None, "actor2_name": None, **quote(words), **more}


def trade(reporter, partner, flow, words, **more):
    cells = {"reporter_country": reporter, "partner_country": partner, "flow": flow, "partner_group": None}
    cells |= {"commodity": None, "commodity_code": "TOTAL", "measure": "relation", "unit": None}
    return {**cells, "value": None, "value_min": None, "value_max": None, **quote(words), **more}


def arms(words, **more):
    cells = {"supplier_country": "NOR", "recipient_country": "CHL", "measure": "quantity", "value": 12.0, "basis": None}
    cells |= {"value_min": None, "value_max": None, "unit": "1", "designation": None, "category": "missiles"}
    return {**cells, "status": "supplied", "producers": None, **quote(words), **more}


def label(row, **more):
    """A published row as a label: its evidence is the quote."""
    cells = {k: v for k, v in row.items() if k not in ("evidence", "evidence_start", "evidence_end", "document_id")}
    return {**cells, "quote": row["evidence"], **more}


def run(tmp_path, gold, published):
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "a.gold.json").write_text(json.dumps({"document": "a.txt", **gold}), encoding="utf-8")
    rows = {"documents": [{"path": "deep/a.txt", "document_id": "a"}], "mentions": [], **published}
    return score_tables({**dict.fromkeys(TABLES, ()), **rows}, load_gold(tmp_path, TABLES))


def counts(result, table):
    return result.tables[table].right, result.tables[table].extra, result.tables[table].missed


MET = event("CONSULT", "NOR", "CHL", "met Chile's envoy", event_mode="meeting", date="2021-05-03")
SIGNED = event("AGREE", "NOR", "CHL", "signed a pact")
PROTEST = event("PROTEST", "PER", None, "Peru protested")


def test_a_row_is_right_when_its_key_agrees_and_its_evidence_overlaps(tmp_path):
    elsewhere = PROTEST | quote("on 3 May 2021")
    result = run(tmp_path, {"events": [label(MET), label(PROTEST)]}, {"events": [MET, elsewhere]})
    assert counts(result, "events") == (1, 1, 1)
    assert [(m.kind, m.row["event_type"]) for m in result.misses] == [("missed", "PROTEST"), ("extra", "PROTEST")]


def test_actors_may_change_places_only_where_both_do_the_same(tmp_path):
    turned = [row | {"actor1_country": "CHL", "actor2_country": "NOR"} for row in (MET, SIGNED)]
    accused = event("ACCUSE", "CHL", "NOR", "Peru protested")
    gold = [label(MET), label(SIGNED), label(accused)]
    against = accused | {"actor1_country": "NOR", "actor2_country": "CHL"}
    assert counts(run(tmp_path, {"events": gold}, {"events": [*turned, against]}), "events") == (2, 1, 1)


def test_a_mode_makes_an_event_mutual_too(tmp_path):
    war = event("ASSAULT", "NOR", "CHL", "Peru protested", event_mode="war")
    turned = war | {"actor1_country": "CHL", "actor2_country": "NOR"}
    assert counts(run(tmp_path, {"events": [label(war)]}, {"events": [turned]}), "events") == (1, 0, 0)
    strike = label(war, event_mode="strike")
    assert counts(run(tmp_path, {"events": [strike]}, {"events": [turned]}), "events") == (0, 1, 1)


def test_optional_labels_cost_nothing_found_or_missed_and_leave_rows_to_the_required(tmp_path):
    optional = label(MET, optional=True)
    assert counts(run(tmp_path, {"events": [optional]}, {"events": []}), "events") == (0, 0, 0)
    assert counts(run(tmp_path, {"events": [optional]}, {"events": [MET]}), "events") == (0, 0, 0)
    assert counts(run(tmp_path, {"events": [optional, label(MET)]}, {"events": [MET]}), "events") == (1, 0, 0)


def test_rows_are_paired_so_that_most_labels_find_one(tmp_path):
    wide = event("AGREE", "NOR", "CHL", TEXT[TEXT.index("met") : TEXT.index(" Peru")])
    gold = [label(SIGNED), label(event("AGREE", "NOR", "CHL", "made by Fjord Works"))]
    # the wide row fits both labels, the narrow one only the first: the first must give the wide one up
    assert counts(run(tmp_path, {"events": gold}, {"events": [wide, SIGNED]}), "events") == (2, 0, 0)


def test_a_pair_with_the_same_date_is_preferred(tmp_path):
    dated, undated = MET, MET | {"date": None}
    result = run(tmp_path, {"events": [label(MET)]}, {"events": [undated, dated]})
    assert result.tables["events"].cells["date"] == (1, 1)
    assert result.misses[0].row["date"] is None


def test_a_list_in_a_label_offers_choices(tmp_path):
    gold = label(MET, event_type=["AGREE", "CONSULT"], date=["2021", "2021-05-03"])
    result = run(tmp_path, {"events": [gold]}, {"events": [MET]})
    assert counts(result, "events") == (1, 0, 0)
    assert result.tables["events"].cells == {"date": (1, 1), "mode": (1, 1)}


SHARE = trade(
    "CHL",
    "NOR",
    "import",
    "about 40 percent of its feed",
    measure="share",
    value=40.0,
    unit="percent",
    commodity_code="23",
)


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({"value": 40.1}, True),
        ({"value": 41.0}, False),
        ({"unit": "NOK"}, False),
        ({"commodity_code": "2309"}, True),
        ({"commodity_code": "10"}, False),
        ({"partner_group": "NOR+PER"}, False),
        ({"reporter_country": "NOR", "partner_country": "CHL", "flow": "export"}, False),
    ],
)
def test_what_makes_a_trade_row_the_same(tmp_path, change, right):
    result = run(tmp_path, {"trade": [label(SHARE)]}, {"trade": [SHARE | change]})
    assert counts(result, "trade") == ((1, 0, 0) if right else (0, 1, 1))


def test_trade_seen_from_the_partner_is_the_same_claim_unless_it_is_a_share(tmp_path):
    sold = trade("NOR", "CHL", "export", "Norway sold")
    mirrored = trade("CHL", "NOR", "import", "Norway sold")
    assert counts(run(tmp_path, {"trade": [label(sold)]}, {"trade": [mirrored]}), "trade") == (1, 0, 0)


def test_words_stand_in_for_a_commodity_without_code(tmp_path):
    gold = label(SHARE, commodity_code=[None], commodity="The Feed")
    found = [SHARE | {"commodity_code": "99", "commodity": "feed"}]
    assert counts(run(tmp_path, {"trade": [gold]}, {"trade": found}), "trade") == (1, 0, 0)
    assert counts(run(tmp_path, {"trade": [label(SHARE, commodity="feed")]}, {"trade": found}), "trade") == (0, 1, 1)


@pytest.mark.parametrize(
    ("labelled", "found", "right"),
    [
        ({"designation": "Gull-2"}, {"designation": "GULL 2 Mk I"}, True),
        ({"designation": "Gull-2"}, {"designation": None}, False),
        ({"designation": [None, "Gull-2"]}, {"designation": None}, True),
        ({"designation": None}, {"designation": "Gull-2"}, True),
        ({"designation": None}, {"category": "ships"}, False),
        ({"measure": "share", "basis": "recipient_imports"}, {"measure": "share", "basis": "world_imports"}, False),
        (
            {"measure": "share", "basis": "world_imports"},
            {"measure": "share", "basis": "world_imports", "category": None},
            True,
        ),
    ],
)
def test_what_makes_an_arms_row_the_same(tmp_path, labelled, found, right):
    words = "12 Gull-2 missiles"
    gold = {"arms_transfers": [label(arms(words, **labelled))]}
    result = run(tmp_path, gold, {"arms_transfers": [arms(words, **found)]})
    assert counts(result, "arms_transfers") == ((1, 0, 0) if right else (0, 1, 1))


def test_entities_count_where_they_are_mentioned_and_match_by_any_spelling(tmp_path):
    gold = {"organisations": [{"name": "Fjord Works", "aliases": ["FW"], "type": "company", "country": "NOR"}]}
    rows = [
        {"organisation_id": "1", "name": "Fjord Works Ltd", "aliases": None, "type": "company", "country": None},
        {"organisation_id": "2", "name": "Elsewhere", "aliases": "fw", "type": "bank", "country": "NOR"},
        {"organisation_id": "3", "name": "Not here", "aliases": None, "type": "bank", "country": "NOR"},
    ]
    mentions = [{"document_id": "a", "entity_id": "1"}, {"document_id": "b", "entity_id": "3"}]
    result = run(tmp_path, gold, {"organisations": rows, "mentions": mentions})
    assert counts(result, "organisations") == (1, 0, 0)
    assert result.tables["organisations"].cells == {"type": (1, 1), "country": (0, 1)}
    mentions = [{"document_id": "a", "entity_id": "2"}]
    assert counts(run(tmp_path, gold, {"organisations": rows, "mentions": mentions}), "organisations") == (1, 0, 0)


def test_relations_follow_the_spellings_of_labelled_entities(tmp_path):
    gold = {
        "people": [{"name": "Kari Vik", "aliases": ["Minister Vik"], "country": "NOR"}],
        "relations": [
            {
                "subject_name": "Kari Vik",
                "relation": "holds_office",
                "object_name": "Norway",
                "role": "minister",
                "quote": "Kari Vik",
            }
        ],
    }
    row = {
        "subject_name": "Minister Vik",
        "relation": "holds_office",
        "object_name": "Norway’s",
        "role": "Foreign Minister",
    }
    result = run(tmp_path, gold, {"relations": [row | quote("minister Kari Vik")]})
    assert counts(result, "relations") == (1, 0, 0)
    assert result.tables["relations"].cells == {"role": (1, 1)}


def test_judged_cells_need_a_label(tmp_path):
    gold = label(MET, actor1_name="Kari Vik", location="Oslo", object="pact", hedge="exact", attributed_to=None)
    found = MET | {"actor2_name": "Kari Vik", "location": "Bergen", "object": "the pact of May", "hedge": "exact"}
    result = run(tmp_path, {"events": [gold]}, {"events": [found | {"attributed_to": "Peru"}]})
    assert result.tables["events"].cells == {
        "date": (1, 1), "hedge": (1, 1), "attributed_to": (0, 1), "mode": (1, 1), "actor": (1, 1), "object": (1, 1),
        "location": (0, 1),
    }  # fmt: skip
    assert result.as_json()["core"]["slot_accuracy"] == round(5 / 7, 3)


def test_the_report_sums_tables_and_counts_grounded_evidence(tmp_path):
    withheld = SHARE | {"evidence": None, "evidence_sha256": hashlib.sha256(SHARE["evidence"].encode()).hexdigest()}
    gold = {"events": [label(MET), label(SIGNED)], "trade": [label(SHARE)]}
    published = {"events": [MET, PROTEST | {"evidence": "Peru protests"}], "trade": [withheld]}
    report = run(tmp_path, gold, published).as_json()
    assert report["events"] == {
        "precision": 0.5, "recall": 0.5, "f1": 0.5, "tp": 1, "fp": 1, "fn": 1, "slots": {"date": "1/1", "mode": "1/1"}
    }  # fmt: skip
    assert (report["core"]["precision"], report["core"]["recall"], report["core"]["f1"]) == (0.667, 0.667, 0.667)
    assert report["all"] == {"precision": 0.667, "recall": 0.667, "f1": 0.667}
    assert report["people"]["f1"] == 0.0
    assert report["grounded"] == "2/3"


def test_a_document_that_was_not_published_is_named_and_its_labels_are_missed(tmp_path):
    result = run(tmp_path, {"events": [label(MET)]}, {"documents": [], "events": [MET]})
    assert result.unpublished == ["a.txt"]
    assert counts(result, "events") == (0, 0, 1)


@pytest.mark.parametrize(
    "broken", ["{", '{"document": "gone.txt"}', "[]", '{"document": "a.txt", "events": [{"quote": "no such"}]}']
)
def test_broken_labels_name_their_file(tmp_path, broken):
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "a.gold.json").write_text(broken)
    with pytest.raises(GoldError, match=r"a\.gold\.json"):
        load_gold(tmp_path, TABLES)


def test_an_empty_folder_is_said(tmp_path):
    with pytest.raises(GoldError, match="no labelled documents"):
        load_gold(tmp_path, TABLES)


def test_cells_compare_as_people_read_them():
    assert fold('The Sa"ar’s Café-Group') == "saar cafe group"
    assert same_name("Elbit Systems Ltd.", "ELBIT")
    assert not same_name("Group", "Company")
    assert not same_name("", "Norway")
    assert same_number("1000", 1004.9)
    assert not same_number(1000, 1006)
    assert same_number(None, "")
    assert not same_number(None, 0)
    assert same(["x", None], "")
