"""Rows of `indicators`: other numbers about one country (population, GDP, communities, troops, areas).

In: an annotated sentence. Out: rows without ids. Only a noun of the lexicon, tied to one country, counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.claim import Claims
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb, prepositional
from pipeline.lexicons import load
from pipeline.records import Row

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOUNS = {noun: kind for kind, nouns in load("frames/indicators").items() for noun in nouns}


def indicator_rows(claims: Claims) -> Iterator[Row]:
    """The indicators that one sentence tells."""
    s = claims.sentence
    for noun in s.doc:
        kind = _NOUNS.get(noun.lemma_.lower())
        if kind is None or noun.i in s.entity_at:
            continue
        found = _value_near(claims, noun, kind)
        country = _country(claims, noun)
        if found is None or country is None or mood(noun).refused:
            continue
        token, value = found
        base = claims.base(
            noun.head if noun.head.pos_ in {"VERB", "AUX"} else noun,
            noun,
            [noun.i, token.i],
            "indicators.noun",
            mood(noun),
            value.hedge,
        )
        yield {
            **base,
            "country": country,
            "indicator": claims.phrase(noun),
            "value": value.number,
            "value_min": value.low,
            "value_max": value.high,
            "unit": value.unit,
        }


def _country(claims: Claims, noun: Token) -> str | None:
    codes = [p.country for p in claims.parties.of(noun, conjuncts=False) if p.country]
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ == "in":
            codes += [claims.sentence.place_at[o.i].code for o in prep.children if o.i in claims.sentence.place_at]
    return codes[0] if len(set(codes)) == 1 else None


def _value_near(claims: Claims, noun: Token, kind: str) -> tuple[Token, Value] | None:
    """A number in the noun's phrase or the predicate of the clause that the noun is subject of."""
    s = claims.sentence
    regions = [t for c in noun.children if c.dep_ in {"acl", "prep", "nummod", "appos"} for t in c.subtree]
    verb = noun.head
    if (
        noun.dep_ in {"nsubj", "nsubjpass"}
        and verb.lemma_
        in {"be", "reach", "stand", "total", "exceed", "number", "estimate", "grow", "rise", "fall", "amount"}
        and not of_verb(verb).objects[1:]
    ):
        regions += [t for c in verb.children if c.i > verb.i for t in c.subtree]
    for token in regions:
        value = s.value_at.get(token.i)
        if (
            value
            and value.kind
            in {
                "money": {"money"},
                "people": {"count"},
                "area": {"quantity"},
                "any": {"money", "quantity", "count", "percent"},
            }[kind]
        ):
            return token, value
    return None


__all__ = ["indicator_rows", "prepositional"]
