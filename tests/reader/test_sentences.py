"""What the reader hears in one sentence. To teach it more, add a line: the sentence, and the row's columns to be found."""

import hashlib

import pytest

from pipeline.extract import load_reader
from pipeline.records import Document

EVENTS = [
    ("Kenya recognized Kosovo on 4 May 2010.", "SUPPORT", "recognition", "KEN", "XKX", "2010-05-04"),
    ("Peru and Chile signed a trade agreement in 2006.", "AGREE", "agreement_signed", "PER", "CHL", "2006"),
    ("Ghana established diplomatic relations with Norway in 1961.", "SUPPORT", "diplomatic_relations", "GHA", "NOR", "1961"),
    ("Vietnam opened an embassy in Pretoria in 2000.", "SUPPORT", "embassy", "VNM", "ZAF", "2000"),
    ("In March 2015 Morocco expelled Nigerian diplomats.", "SANCTION", "expulsion", "MAR", "NGA", "2015-03"),
    ("Iraq invaded Kuwait in August 1990.", "ASSAULT", "war", "IRQ", "KWT", "1990-08"),
    ("Canada imposed sanctions on Belarus in 2021.", "SANCTION", "sanctions", "CAN", "BLR", "2021"),
    ("Japan accused China of spying.", "ACCUSE", "accusation", "JPN", "CHN", None),
]  # fmt: skip
NOTHING = [
    "Kenya did not recognize Kosovo.",
    "If Peru signed an agreement with Chile, exports would rise.",
    "Did Canada impose sanctions on Belarus?",
    "Ghana refused to establish diplomatic relations with Norway.",
]


@pytest.fixture(scope="module")
def read():
    reader = load_reader()

    def read(text):
        digest = hashlib.sha256(text.encode()).hexdigest()
        return reader.read([Document("one", "one.txt", text, digest)])[0]

    return read


@pytest.mark.parametrize(("text", "kind", "mode", "first", "second", "date"), EVENTS, ids=[e[0] for e in EVENTS])
def test_event(read, text, kind, mode, first, second, date):
    found = [
        (r["event_type"], r["event_mode"], r["actor1_country"], r["actor2_country"], r["date"])
        for r in read(text).claims["events"]
    ]
    assert (kind, mode, first, second, date) in found


@pytest.mark.parametrize("text", NOTHING)
def test_no_event_where_nothing_is_said_to_have_happened(read, text):
    assert [r for r in read(text).claims["events"] if r["event_type"] != "REJECT"] == []


def test_a_share_of_imports(read):
    row = read("Jordan imports roughly 40 percent of its wheat from Romania.").claims["trade"][0]
    assert (row["reporter_country"], row["partner_country"], row["flow"]) == ("JOR", "ROU", "import")
    assert (row["measure"], row["value"], row["unit"], row["hedge"]) == ("share", 40, "percent", "approximate")


def test_arms_with_their_number(read):
    row = read("In 2012 Sweden delivered 12 fighter jets to Thailand.").claims["arms_transfers"][0]
    assert (row["supplier_country"], row["recipient_country"], row["category"]) == ("SWE", "THA", "aircraft")
    assert (row["measure"], row["value"], row["date"]) == ("quantity", 12, "2012")


def test_evidence_points_at_the_words(read):
    text = "Bolivia\u2019s envoy left. Peru and Chile signed a trade agreement in 2006."
    row = next(r for r in read(text).claims["events"] if r["event_type"] == "AGREE")
    assert "signed a trade agreement" in text[row["evidence_start"] : row["evidence_end"]]


def test_other_countries_give_the_same_row(read):
    """A rule may not know a country: renaming one in the sentence renames it in the row and changes nothing else."""
    rows = []
    for first, second in (("Kenya", "Peru"), ("Israel", "Azerbaijan"), ("Mongolia", "Uruguay")):
        found = read(f"{first} recognized {second} on 4 May 1992.").claims["events"]
        rows.append([(r["event_type"], r["event_mode"], r["date"], r["rule"]) for r in found])
    assert rows[0] and rows[0] == rows[1] == rows[2]
