"""What is asked of the model without its own components is what these answer."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.annotate.finder import NameFinder
from pipeline.annotate.forms import Forms
from pipeline.annotate.parse import load_parser
from pipeline.annotate.tree_finder import TreeFinder
from pipeline.annotate.vectors import Vectors
from pipeline.ingest import read_seeds
from pipeline.text import split_document

CORPUS = Path(__file__).parents[1] / "corpus"
ODD = [" ", "Oil  and\n gas, sold. ", "  Norway", "Kofi Annan", "by Kofi", "The \n Hague and New  York\n"]


@pytest.fixture
def batches():
    """Sentences as the parser gets them, without analysis: those of a document together, and odd ones."""
    texts = [[s.text for s in split_document(document)] for document in read_seeds(CORPUS)[0]]
    return [[load_parser().make_doc(text) for text in batch] for batch in [*texts, ODD]]


@pytest.mark.parametrize("name", ["tok2vec", "ner"])
def test_vectors_are_those_of_the_model(batches, name):
    model = load_parser().get_pipe(name).model
    layer = model if name == "tok2vec" else model.get_ref("tok2vec").layers[0]
    vectors = Vectors(layer)
    for docs in batches:
        for ours, theirs in zip(vectors.of(docs), layer.predict(docs), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-4)


def test_a_word_owes_nothing_to_those_read_before(batches):
    layer = load_parser().get_pipe("tok2vec").model
    worn, docs = Vectors(layer), batches[-2]
    for batch in batches[:-2]:
        worn.of(batch)
    for late, fresh in zip(worn.of(docs), Vectors(layer).of(docs), strict=True):
        np.testing.assert_array_equal(late, fresh)


def test_vectors_are_the_same_when_all_words_are_forgotten(batches, monkeypatch):
    layer = load_parser().get_pipe("tok2vec").model
    docs = batches[0]
    kept = Vectors(layer).of(docs)
    monkeypatch.setattr("pipeline.annotate.vectors._KEPT", 1)
    forgetful = Vectors(layer)
    for _ in range(2):
        for ours, theirs in zip(forgetful.of(docs), kept, strict=True):
            np.testing.assert_array_equal(ours, theirs)


def test_names_are_those_of_the_model(batches):
    component = load_parser().get_pipe("ner")
    finder = NameFinder(component)
    for docs in batches:
        found = finder.find(docs)
        component.set_annotations(docs, component.predict(docs))
        assert [[(e.start, e.end, e.label_) for e in doc.ents] for doc in docs] == [[*map(tuple, n)] for n in found]


def test_trees_are_those_of_the_model(batches):
    nlp = load_parser()
    component, finder = nlp.get_pipe("parser"), TreeFinder(nlp.get_pipe("parser"))
    for docs in batches:
        nlp.get_pipe("tok2vec").set_annotations(docs, nlp.get_pipe("tok2vec").predict(docs))
        component.set_annotations(docs, component.predict(docs))
        theirs = [[(t.head.i, t.dep_) for t in doc] for doc in docs]
        finder.write(docs)
        assert [[(t.head.i, t.dep_) for t in doc] for doc in docs] == theirs


def test_forms_are_those_of_the_model(batches):
    nlp = load_parser()
    forms = Forms(nlp)
    for docs in batches:
        for name in ("tok2vec", "tagger", "parser"):
            stage = nlp.get_pipe(name)
            stage.set_annotations(docs, stage.predict(docs))
        theirs = [nlp.get_pipe("lemmatizer")(nlp.get_pipe("attribute_ruler")(doc.copy())) for doc in docs]
        forms.write(docs)
        for ours, other in zip(docs, theirs, strict=True):
            told = [(t.text, t.pos_, str(t.morph), t.lemma_) for t in ours]
            assert told == [(t.text, t.pos_, str(t.morph), t.lemma_) for t in other]
