"""What the reader hears in a sentence or two; `sentences/README.md` tells how to add one."""

import pytest
from expected import compare, document, groups, rows_of

from pipeline.extract import load_reader
from pipeline.records import Document

SENTENCES = groups()
OPEN = pytest.mark.xfail(strict=True, reason="not heard yet; once it is, run tests/reader/mark_heard.py")


@pytest.fixture(scope="module")
def reader():
    return load_reader()


def _case(group, entry):
    marks = () if entry.get("heard", True) else OPEN
    return pytest.param(entry, marks=marks, id=f"{group}: {entry['text'][:60]}")


@pytest.mark.parametrize("entry", [_case(group, entry) for group, entry in SENTENCES])
def test_sentence(reader, entry):
    missing, extra = compare(entry, rows_of(reader.read_one(document(entry))))
    assert not missing, "wanted and not heard"
    assert not extra, "heard and not said"


def test_most_sentences_are_heard():
    assert sum(entry.get("heard", True) for _, entry in SENTENCES) >= 300


def test_every_span_points_at_its_words(reader):
    """Whatever a row rests on stands in the text at its offsets, characters that cleaning mends or drops included."""
    for _, entry in SENTENCES[::7]:
        text = "A \u201cfirst\u201d line\u00a0with odd\u00ad marks.\n" + entry["text"]
        rows = rows_of(reader.read_one(Document("one", "one.txt", text, "0")))
        for row in (r for r in rows if "evidence_start" in r):
            assert 0 <= row["evidence_start"] < row["evidence_end"] <= len(text)
            assert text[row["evidence_start"] : row["evidence_end"]].strip()


def test_a_paragraph_elsewhere_changes_no_row(reader):
    """What is said of two states does not hang on a paragraph that names neither."""
    before = "The weather was fine and the harbour full of boats.\n\n"
    for _, entry in SENTENCES[::9]:
        plain, moved = (
            rows_of(reader.read_one(document({**entry, "text": t}))) for t in (entry["text"], before + entry["text"])
        )
        shifted = [{**r, "evidence_start": r["evidence_start"] - len(before)} for r in moved if "evidence_start" in r]
        columns = ("table", "rule", "evidence_start", "date", "hedge")
        assert [[r[c] for c in columns] for r in plain if "evidence_start" in r] == [
            [r[c] for c in columns] for r in shifted
        ]
