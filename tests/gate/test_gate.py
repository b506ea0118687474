"""What passes the gate, and that it costs no claim of the labelled documents."""

from pathlib import Path

import pytest

from pipeline.annotate import document as annotation
from pipeline.annotate.gate import worth_parsing
from pipeline.extract import load_reader
from pipeline.ingest import read_seeds
from pipeline.records import Document
from pipeline.text import split_document

CORPUS = Path(__file__).parent.parent / "corpus"


def passing(text):
    cut = split_document(Document("a", "a.txt", text, ""))
    return [s.text for s, yes in zip(cut, worth_parsing(cut), strict=True) if yes]


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway met Chile in Oslo.",
        "Peru bought 40 tonnes of salmon from Norway.",
        "CHILE SIGNS TREATY WITH PERU",
        "Norwegian exports grew by five percent.",
        "President Ada Amsel was there.",
        "The ministers of Chile are meeting.",
    ],
)
def test_a_trigger_in_any_form_and_somebody_named_pass(sentence):
    assert passing(sentence) == [sentence]


def test_neutral_text_costs_no_parse():
    text = "Bees need flowers. The pool has a new roof, and it keeps warm. Ada Amsel runs. Oslo is wet in spring."
    assert passing(text) == []


def test_a_pronoun_passes_only_near_somebody_that_it_may_stand_for():
    far = "Rain fell. Snow fell. Hail fell. "
    assert passing("Norway is cold. It bought ice.") == ["Norway is cold.", "It bought ice."]
    assert passing(f"Norway is cold. {far}It bought ice.") == []


def test_the_sentence_that_a_claim_leans_on_passes_with_it():
    text = "Ada Amsel walked to Oslo. Rain fell. She met Peru's king."
    assert passing(text) == ["Ada Amsel walked to Oslo.", "She met Peru's king."]


def test_a_headline_that_names_a_state_passes():
    assert passing("Chile and Peru\nRain fell on the coast.") == ["Chile and Peru"]


def test_boilerplate_never_passes():
    cut = split_document(Document("a", "a.txt", "Share this: Norway met Chile on Facebook\nNorway met Chile.", ""))
    assert [s.kind for s, yes in zip(cut, worth_parsing(cut), strict=True) if yes] == ["body"]


def test_no_claim_of_the_labelled_documents_is_lost(monkeypatch):
    documents, _ = read_seeds(CORPUS)
    gated = load_reader().read(documents)
    monkeypatch.setattr(annotation, "worth_parsing", lambda cut: [s.kind == "body" for s in cut])
    whole = load_reader().read(documents)
    assert [reading.claims for reading in gated] == [reading.claims for reading in whole]
    assert [reading.people for reading in gated] == [reading.people for reading in whole]
    lost = [
        row["name"] for a, b in zip(whole, gated, strict=True) for row in a.organisations if row not in b.organisations
    ]
    assert lost == ["Subscribe"]  # the label of a button, which no reader misses
