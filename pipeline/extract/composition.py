"""The goods that a flow consists of, told in a list: "Mexico's main exports to Tanzania include medicine and adaptors".

In: the flow nouns of a sentence. Out: `Flow`s with the listed goods, for `trade` to make a row each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.extract.flows import WORDS, Flow
from pipeline.extract.measure import Measured
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import Thing, thing_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_ADVERBS, _VERBS, _PARTICIPLES = (frozenset(WORDS[f"composition_{key}"]) for key in ("adverbs", "verbs", "participles"))
_FLOWS = frozenset([*WORDS["out_nouns"], *WORDS["in_nouns"]]) - {"bill", "need", "requirement"}


class Compositions:
    """Finds the lists of goods of one sentence."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f

    def find(self) -> Iterator[Flow]:
        """A flow for each noun of trade behind which goods are listed, if both its sides are told."""
        for noun in self.s.doc:
            if noun.lemma_.lower() not in _FLOWS or noun.i in self.s.entity_at:
                continue
            items = self._items(noun)
            flow = self.f.of_phrase(noun) if items else None
            if flow is None:
                continue
            flow = self.m.completed(flow)
            verb = self.m.verb_above(noun)
            if flow.giver and flow.taker and "WLD" not in {flow.giver, flow.taker} and not mood(flow.head).refused:
                flow.things, flow.head = items, verb if verb is not None else noun
                flow.verb = "export"
                yield flow

    def _items(self, noun: Token) -> list[Thing]:
        tokens = [
            t
            for c in noun.children
            if c.dep_ == "acl" and c.lemma_.lower() in _PARTICIPLES
            for t in prepositional(c, "by")
        ]
        verbs = [v for v in self.s.doc if v.pos_ in {"VERB", "AUX"} and noun in of_verb(v).subjects]
        for verb in verbs:
            if verb.lemma_.lower() in _VERBS:
                tokens += [c for c in verb.children if c.dep_ in {"attr", "dobj", "appos"}] + prepositional(verb, "of")
        tokens += self._behind_adverb(noun)
        listed = [t for token in tokens for t in [token, *(c for c in token.conjuncts if c.i > token.i)]]
        found = [thing for t in listed if t != noun and (thing := thing_of(t, self.s)) and thing.kind == "goods"]
        return list({thing.token: thing for thing in found}.values())

    def _behind_adverb(self, noun: Token) -> list[Token]:
        """ "…, chiefly refined fuel and medicines": what the adverb stands before."""
        found = []
        for token in self.s.doc[noun.i + 1 :]:
            if token.lower_ in _ADVERBS and token.i - noun.i < 25:
                behind = self.s.doc[token.i + 1 : token.i + 7]
                found += [t for t in behind if t.pos_ in {"NOUN", "PROPN"} and t.dep_ != "compound"][:1]
        return found
