"""The plain view of a parse answers as spaCy's own objects do."""

from pathlib import Path

import pytest

from pipeline.annotate.parse import load_parser
from pipeline.annotate.parsed import plain
from pipeline.ingest import read_seeds
from pipeline.text import split_document

CORPUS = Path(__file__).parents[1] / "corpus"
SAME = (
    *("i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "ent_iob_"),
    *("is_alpha", "is_lower", "is_title", "is_punct"),
)
PLACES = ("head", "left_edge", "right_edge")
TREES = ("children", "lefts", "rights", "subtree", "ancestors", "conjuncts")
ODD = ["", " ", "Oil  and\n gas, sold. ", "  Norway", "What he said Peru would, they think, sell is gas"]


def texts():
    return ODD + [s.text for document in read_seeds(CORPUS)[0] for s in split_document(document)][::4]


@pytest.fixture(scope="module")
def pairs():
    parsed = [load_parser()(text) for text in texts()]
    return [(doc, plain(doc.text, doc, doc)) for doc in parsed]


def test_words_and_trees_are_those_of_spacy(pairs):
    for theirs, ours in pairs:
        assert ours.text == theirs.text
        assert len(ours) == len(theirs)
        for a, b in zip(theirs, ours, strict=True):
            assert [getattr(b, name) for name in SAME] == [getattr(a, name) for name in SAME]
            assert [getattr(b, name).i for name in PLACES] == [getattr(a, name).i for name in PLACES]
            for name in TREES:
                assert [t.i for t in getattr(b, name)] == [t.i for t in getattr(a, name)], (ours.text, a.i, name)


def told(span):
    return None if span is None else (span.start, span.end, span.text, [t.i for t in span])


def test_spans_are_those_of_spacy(pairs):
    for theirs, ours in pairs:
        assert [(e.label_, told(e)) for e in ours.ents] == [(e.label_, told(e)) for e in theirs.ents]
        for start in range(-2, len(ours) + 2):
            for end in (start - 1, start, start + 1, start + 4, None):
                assert told(ours[start:end]) == told(theirs[start:end])
                if len(theirs[start:end]):
                    span, other = ours[start:end], theirs[start:end]
                    assert (span.root.i, span.start_char, span.end_char) == (
                        other.root.i,
                        other.start_char,
                        other.end_char,
                    )
                    assert told(span[1:-1]) == told(other[1:-1])


def test_stretches_of_text_are_cut_as_spacy_cuts_them(pairs):
    for theirs, ours in pairs:
        for start in range(0, len(ours.text), 3):
            for end in range(start + 1, min(start + 12, len(ours.text) + 2)):
                assert told(ours.char_span(start, end)) == told(theirs.char_span(start, end))
                expanded = theirs.char_span(start, end, alignment_mode="expand")
                assert told(ours.char_span(start, end, expand=True)) == told(expanded)
