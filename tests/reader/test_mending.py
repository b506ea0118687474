"""Mended trees are trees, and say who stands beside whom."""

import pytest
from expected import groups

from pipeline.annotate.parse import parse


def test_every_word_hangs_on_a_root():
    texts = [entry["text"] for _, entry in groups()]
    for doc in parse(texts):
        for token in doc:
            steps, at = 0, token
            while at.head.i != at.i:
                steps, at = steps + 1, at.head
                assert steps <= len(doc), doc.text
            assert token in token.head.children or token.head.i == token.i, doc.text


@pytest.mark.parametrize(
    ("text", "word", "head", "dep"),
    [
        ("Kenya bought tea worth $5 billion from Peru.", "tea", "bought", "dobj"),
        ("The Pentagon notified Congress in 2023 of a sale of jets to Peru.", "of", "notified", "prep"),
        ("Kenyan minister Ana Lopez and Juan Soto, the Peruvian ambassador, met.", "ambassador", "Soto", "appos"),
        ("Peru supports the approach being taken by Ghana.", "approach", "supports", "dobj"),
        ("It was noted with satisfaction that trade had grown.", "grown", "noted", "ccomp"),
        ("Peru urged Kenya to immediately and fully withdraw its troops.", "withdraw", "urged", "xcomp"),
        ("Poland was no more than Peru's fifth market.", "market", "was", "attr"),
        ("Talks opened in Lima on Monday between Kenya and Peru.", "between", "Talks", "prep"),
        ("Peru denies having fired first and accuses Chile of theft.", "accuses", "denies", "conj"),
        ("Qatar brought Presidents Ann Lee and Juan Soto together in Doha.", "Presidents", "Lee", "compound"),
        ("An agreement for two reactors, concluded by Peru and Chile, was dropped.", "concluded", "agreement", "acl"),
        ("Peru accused Chile of theft, a charge Chile denies.", "denies", "charge", "relcl"),
        ("Qatar's Prime Minister and Foreign Minister Ann Lee met Juan Soto.", "Lee", "met", "nsubj"),
        ("Ghana and Togo are members of the United Nations, the Fund and the Bank.", "Fund", "Nations", "conj"),
    ],
)
def test_a_word_stands_where_it_belongs(text, word, head, dep):
    doc = next(iter(parse([text])))
    token = next(t for t in doc if t.text == word)
    assert (token.head.text, token.dep_) == (head, dep)
