"""What the phrases of a flow name: the countries that give and take, the things that go from one to the other.

In: tokens of an annotated sentence. Out: country codes and `Thing`s, for `flows` to put together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.claim import Claims
from pipeline.extract.predications import Predication, listed, prepositional
from pipeline.extract.things import Thing, coordinated, maker_country, named_good, thing_of
from pipeline.lexicons import load

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORDS = load("frames/flows")
_MEASURING, _BUILDING = frozenset(_WORDS["measuring"]), frozenset(_WORDS["building"])
_UNIT_GOODS: dict[str, str] = _WORDS["unit_goods"]


def misparsed(verb: Token) -> Predication | None:
    """ "Peru exports copper, zinc and fishmeal": a finite verb that the parser hung before its object."""
    if verb.tag_ not in {"VBZ", "VBP", "VBD"} or verb.dep_ not in {"compound", "amod", "nmod"} or verb.head.i < verb.i:
        return None
    subjects = [
        c for c in [*verb.children, *verb.head.children] if c.dep_ in {"nsubj", "poss", "nmod"} and c.i < verb.i
    ]
    joined = [t for c in verb.head.children if c.dep_ == "appos" for t in [c, *c.conjuncts]]
    return Predication(verb, None, False, subjects, [verb.head, *joined])


class FlowParts:
    """Reads the parts of the flows of one sentence."""

    def __init__(self, claims: Claims) -> None:
        self.c = claims
        self.s = claims.sentence
        self.parties = claims.parties

    def codes(self, tokens: list[Token]) -> list[str]:
        """The countries that these phrases stand for, in order."""
        found = [p.country for t in tokens for p in self.parties.of(t) if p.country]
        return list(dict.fromkeys(found))

    def items(self, noun: Token) -> list[Thing]:
        """The things a phrase names: what a number counts, coordinated things, and those a list adds."""
        heads = [noun]
        value = self.s.value_at.get(noun.i)
        if value or noun.lemma_.lower() in _MEASURING:
            counted = [self.s.doc[i] for i in self.s.tokens_of(value) if i >= noun.i] if value else []
            of = list(dict.fromkeys(t for token in [noun, *counted] for t in prepositional(token, "of")))
            heads = of or prepositional(noun, "in") or heads
        if value and value.unit in _UNIT_GOODS and heads == [noun]:
            return [named_good(_UNIT_GOODS[value.unit], noun)]
        while heads and heads[0].lemma_.lower() in _MEASURING and prepositional(heads[0], "of"):
            heads = prepositional(heads[0], "of")  # "the last of six submarines"
        found: list[Thing] = []
        for head in heads:
            for token in coordinated([head]):
                thing = thing_of(token, self.s)
                if thing:
                    found.append(thing)
                found += [t for t in self._listed(token) if t not in found]
        return found

    def _listed(self, token: Token) -> list[Thing]:
        return [thing for item in listed(token) if (thing := thing_of(item, self.s))]

    def made(self, things: list[Thing]) -> list[str]:
        """The state that the first of the things is made in or by."""
        codes = [maker_country(self.s.doc[t.token], self.s) for t in things]
        return [c for c in codes[:1] if c] or self._built(things)

    def _built(self, things: list[Thing]) -> list[str]:
        """ "drones made by X's firm", "corvettes built in X"."""
        made = [
            c
            for t in things
            for c in self.s.doc[t.token].children
            if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_.lower() in _BUILDING
        ]
        return self.codes([t for c in made for t in prepositional(c, "by") + prepositional(c, "in")])[:1]
