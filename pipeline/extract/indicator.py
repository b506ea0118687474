"""A number about one country, the record that `indicators`, `gauges` and `residents` give to the table.

In: nothing. Out: `Indicator`, and what the modules that find such numbers share: the words of the lexicon, the states of phrases.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from pipeline.annotate.values import Value
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token
    from pipeline.extract.claim import Claims

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


def states(claims: Claims, tokens: Iterable[Token]) -> set[str]:
    """The states that phrases stand for; whoever acts for one is none."""
    return {p.country for t in tokens for p in claims.parties.of(t) if p.country and p.kind == "country"}
