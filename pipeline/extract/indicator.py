"""A number about one country, the record that `indicators` and `residents` give to the table.

In: nothing. Out: `Indicator`, and the words of the lexicon that both modules read by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.annotate.values import Value
from pipeline.lexicons import load

if TYPE_CHECKING:
    from spacy.tokens import Token

INDICATOR_WORDS = load("frames/indicators")


class Indicator(NamedTuple):
    """A number of a country: the word that names what it measures, the head of its clause."""

    country: str
    noun: Token
    label: str
    value: Value
    head: Token


def words(key: str) -> frozenset[str]:
    """One list of the lexicon."""
    return frozenset(INDICATOR_WORDS[key])
