"""Ten documents, of which four are one: who copies whom, how many sources a fact has, where sources disagree."""

import random
from datetime import date
from pathlib import Path

import pytest

from pipeline.check import check_tables
from pipeline.ingest import read_seeds
from pipeline.publish import connect, publish
from pipeline.records import Document, Reading
from pipeline.resolve import assemble
from pipeline.resolve.copies import (
    Fingerprint,
    Originals,
    OriginalsAtHand,
    copies_among,
    eldest_first,
    find_copies,
    fingerprint_of,
)

SEEDS = Path(__file__).parent / "sources"


@pytest.fixture(scope="module")
def readings():
    from pipeline.extract import load_reader

    documents, findings = read_seeds(SEEDS)
    assert findings == []
    return load_reader().read(documents)


@pytest.fixture(scope="module")
def ask(readings, tmp_path_factory):
    tables = assemble(readings)
    assert check_tables(tables, {r.document.document_id: r.document.text for r in readings}) == []
    output = tmp_path_factory.mktemp("sources") / "output"
    publish(tables, output)
    with connect(output) as package:
        yield lambda query: package.sql(query).fetchall()


def test_copies_whole_with_a_new_lead_and_cut_short_are_found_and_nothing_else(readings):
    copies = {"printed-whole": "wire", "printed-with-a-lead": "wire", "printed-short": "wire"}
    assert find_copies(readings) == copies
    assert find_copies(reversed(readings)) == copies


def test_a_fact_counts_its_documents_and_those_that_do_not_copy_each_other(ask):
    counted = "SELECT documents, independent_documents, independent_sources, publishers FROM corroboration"
    ((documents, independent, sources, publishers),) = ask(f"{counted} WHERE summary LIKE '%40%'")
    # wire and its three prints, a report of somebody else's, another of the wire's own house, one of nobody's
    assert (documents, independent, sources) == (7, 4, 3)
    assert "Bergen Morning Paper" in publishers
    assert ask(f"{counted} WHERE summary LIKE '%30%'") == [(1, 1, 1, "Harbour Gazette")]


def test_conflicts_are_different_answers_to_one_question(ask):
    found = ask("SELECT least(value_1, value_2), greatest(value_1, value_2), may_agree FROM conflicts ORDER BY ALL")
    assert found == [(25.0, 40.0, False), (25.0, 42.0, False), (40.0, 42.0, True)]
    ((documents,),) = ask("SELECT max(greatest(documents_1, documents_2)) FROM conflicts")
    assert documents == 7


def reading(name, text, published=None):
    sentences = [{"sentence": 0, "start": 0, "end": len(text), "kind": "body", "refused": None}]
    return Reading(Document(name, f"{name}.txt", text, "0" * 64, published=published), sentences)


TEXT = "The old ferry crossed the sound at dawn with nine goats, two priests and a piano that nobody had paid for."


def test_the_earliest_is_the_original_and_no_copy_is_copied():
    same = [
        reading("a", TEXT),
        reading("b", TEXT + " It was late.", date(2024, 2, 2)),
        reading("c", TEXT, date(2024, 2, 1)),
    ]
    assert find_copies(same) == {"a": "c", "b": "c"}


def test_short_texts_and_shared_boilerplate_make_no_copies():
    assert find_copies([reading("a", "Norway buys wheat."), reading("b", "Norway buys wheat.")]) == {}
    footer = [reading(name, TEXT) for name in "ab"]
    for one in footer:
        one.sentences[0]["kind"] = "boilerplate"
    assert find_copies(footer) == {}


def bands_of(one):
    return {one.bands[start : start + 8] for start in range(0, len(one.bands), 8)}


def test_fingerprints_come_eldest_first_those_without_a_day_last():
    days = {"c": date(2024, 5, 2), "b": None, "a": None, "e": date(2023, 1, 9), "d": date(2024, 5, 2)}
    found = list(eldest_first(Fingerprint(name, day, b"shingles", b"bands") for name, day in days.items()))
    assert [(one.document_id, one.published) for one in found] == [(name, days[name]) for name in "ecdab"]
    assert {(one.shingles, one.bands) for one in found} == {(b"shingles", b"bands")}


@pytest.mark.parametrize("store", [Originals, OriginalsAtHand])
def test_texts_that_share_a_sentence_or_two_are_not_all_compared(store):
    """A copy shares more bands than chance gives two texts, whatever others there are."""
    chance = random.Random(7)
    lines = [" ".join(f"w{chance.randrange(500)}" for _ in range(12)) for _ in range(40)]
    texts = [" ".join(chance.sample(lines, 10)) for _ in range(200)]
    held = store()
    for number, text in enumerate(texts):
        held.add(fingerprint_of(text, f"d{number}"))
    other = fingerprint_of(" ".join(chance.sample(lines, 10)), "other")
    like = [name for name, _ in held.like(other)]
    sharing = [name for name, text in enumerate(texts) if bands_of(fingerprint_of(text, "d")) & bands_of(other)]
    assert len(like) < len(sharing) / 2
    assert like == sorted(like, key=lambda name: int(name[1:]))
    assert held.find(fingerprint_of(texts[120] + " and one word more", "copy")) == "d120"


def test_what_is_settled_stays_so_among_documents_that_come_go_and_change():
    chance = random.Random(7)
    reports = [chance.sample([f"w{number}" for number in range(40)], 20) for _ in range(7)]

    def text():
        one, start = chance.choice(reports), chance.randrange(6)
        return " ".join(one[start : start + chance.randrange(12, 18)] + chance.sample(one, 2))

    def some(number):
        day = date(2024, 2, 1 + chance.randrange(3)) if chance.random() < 0.7 else None
        return fingerprint_of(text(), f"d{number}", day)

    held = {n: some(n) for n in range(30)}
    settled = {}
    for _ in range(60):
        for n in chance.sample(range(34), 3):
            settled.pop(f"d{n}", None)
            held[n] = some(n) if n not in held or chance.random() < 0.6 else None
        eldest_first = sorted(filter(None, held.values()), key=lambda one: (one.published or date.max, one.document_id))
        anew = dict(copies_among(eldest_first))
        assert dict(copies_among(eldest_first, OriginalsAtHand, settled)) == anew
        settled = {one.document_id: anew.get(one.document_id) for one in eldest_first}
        assert 5 < len(anew) < len(eldest_first) - 5
