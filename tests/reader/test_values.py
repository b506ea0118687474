"""No pattern of a value is left out of a sentence that it would match."""

import pytest
from expected import groups

from pipeline.annotate.held import words_in
from pipeline.annotate.values import _NEEDED, _found, _needed_for_money, _patterns

WRITTEN = [
    "a THIRD of", "two-thirds of", "Doubling", "the number one buyer", "its No. 1 supplier", "among Peru's ten largest", "ranks 4th",
    "Top-10 markets", "in third place", "NKr 500", "US$5bn", "Rs. 20 crore", "EUR20 million", "5 million guaraníes", "CHF 3",
    "20 Australian dollars", "3 pa'anga",
]  # fmt: skip


@pytest.mark.parametrize("texts", [WRITTEN, [entry["text"] for _, entry in groups()]], ids=["written", "labelled"])
def test_patterns_that_match_are_tried(texts):
    signs, words = _needed_for_money()
    for text in texts:
        for name in _NEEDED:
            assert len([*_found(name, text)]) == len([*_patterns()[name].finditer(text)]), (name, text)
        assert any(sign in text for sign in signs) or not _patterns()["money"].search(text), text
        assert words & words_in(text) or not _patterns()["money_words"].search(text), text
