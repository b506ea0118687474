"""What passes the gate, and that it costs no claim of the labelled documents."""

from contextlib import suppress
from pathlib import Path

import pytest
from expected import document, groups

from pipeline.annotate import document as annotation
from pipeline.annotate.gate import Worth, worth_parsing
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


def test_a_document_that_names_no_state_costs_no_parse():
    text = "Bees need flowers. The pool has a new roof, and it keeps warm. Ada Amsel bought a boat and visited friends."
    assert passing(text) == []


def test_what_holds_no_trigger_costs_no_parse():
    assert passing("Cats purr. Oslo is wet in spring.") == ["Oslo is wet in spring."]


def test_a_trigger_passes_wherever_the_document_names_a_state():
    assert passing("Norway is cold. Rain fell. Hail hit. It rained. It bought ice.")[-1] == "It bought ice."


def test_behind_the_only_state_triggers_soon_count_no_more():
    shadow = "Oslo is wet. It rained. It rained. It rained. It bought ice. It bought ice."
    assert passing(f"It bought ice. {shadow}") == ["Oslo is wet.", "It bought ice."]
    assert len(passing(f"It bought ice. {shadow} Chile is dry.")) == 5


def test_without_a_state_a_trigger_counts_where_a_word_may_stand_for_one():
    assert passing("The train to Oslo is late. The vet sent 40 loaves.") == ["The train to Oslo is late."]
    assert len(passing("The train to Oslo is late. The kingdom sent 40 loaves.")) == 2
    assert len(passing("Oslo is near to Chile. The vet sent 40 loaves.")) == 1


def test_a_further_number_passes_behind_the_deal_that_it_is_of():
    deal = "Norway ordered 12 tanks from Chile."
    assert len(passing(f"{deal} Six arrived in 2020. Two came later.")) == 3
    assert passing("Norway is cold. Six arrived in 2020.") == ["Norway is cold."]


def test_what_stands_before_the_only_state_is_looked_back_at_too():
    text = "Ada Amsel smiled. She flew to Oslo. Six arrived in 2020."
    cut = split_document(Document("a", "a.txt", text, ""))
    assert worth_parsing(cut) == [Worth.CONTEXT, Worth.CLAIMS, Worth.NOTHING]


def test_a_title_or_publisher_of_a_state_stands_for_one_in_the_text():
    cut = split_document(Document("a", "a.txt", "It bought ice.", ""))
    assert (worth_parsing(cut), worth_parsing(cut, placed=True)) == ([False], [True])


def test_the_sentence_that_a_claim_leans_on_passes_with_it_as_context():
    text = "Ada Amsel smiled. Rain fell. She met Peru's king."
    cut = split_document(Document("a", "a.txt", text, ""))
    assert worth_parsing(cut) == [Worth.CONTEXT, Worth.NOTHING, Worth.CLAIMS]


@pytest.mark.parametrize(("later", "count"), [("Mr Amsel met Peru's king.", 2), ("Ida Birke met Peru's king.", 1)])
def test_a_sentence_with_a_name_of_a_later_one_passes_with_it(later, count):
    assert len(passing(f"The vet Ada Amsel smiled. {later}")) == count


def test_boilerplate_never_passes():
    cut = split_document(Document("a", "a.txt", "Share this: Norway met Chile on Facebook\nNorway met Chile.", ""))
    assert [s.kind for s, yes in zip(cut, worth_parsing(cut), strict=True) if yes] == ["body"]


def rows(reading):
    """Every claim that is read of a document, and whom it names; of the labelled documents those whom the labels name too."""
    labels = CORPUS / f"{reading.document.document_id}.gold.json"
    told = labels.read_text(encoding="utf-8") if labels.exists() else None
    tables = {**reading.claims, "organisations": reading.organisations, "people": reading.people}
    found = [(name, row) for name, found in tables.items() for row in found]
    return [(name, row) for name, row in found if name in reading.claims or told is None or row["name"] in told]


def everything(cut, placed=False):
    return [s.kind == "body" for s in cut]


class NothingHeldBackError(Exception):
    """The gate lets all of a document through: to read it with and without the gate would be to read it twice."""


def gate(cut, placed):
    passed = worth_parsing(cut, placed=placed)
    if passed == everything(cut):
        raise NothingHeldBackError
    return passed


def test_no_row_of_the_labelled_documents_and_sentences_is_lost(monkeypatch):
    reader, gated = load_reader(), []
    monkeypatch.setattr(annotation, "worth_parsing", gate)
    for labelled in [*read_seeds(CORPUS)[0], *(document(entry) for _, entry in groups())]:
        with suppress(NothingHeldBackError):
            gated.append((labelled, rows(reader.read_one(labelled))))
    monkeypatch.setattr(annotation, "worth_parsing", everything)
    whole = [(labelled, rows(reader.read_one(labelled))) for labelled, _ in gated]
    assert len(whole) >= 10 and sum(len(found) for _, found in whole) > 200
    assert gated == whole
