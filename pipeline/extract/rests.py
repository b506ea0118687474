"""Who makes up for what a share left: "61 percent of its gas from X; the rest came from Y", "Y and Z supplied much of the rest".

In: an annotated sentence, and the shares told in it or right before. Out: `Flow`s of the same goods with another partner.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_parts import WORLD
from pipeline.extract.measure import Measured
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb, prepositional

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_REST = frozenset(WORDS["rest"])
_COMING, _GOING = frozenset(WORDS["comes_verbs"]), frozenset(WORDS["goes_verbs"])
_GIVING, _TAKING = frozenset(WORDS["give"]), frozenset(WORDS["take"])


class Rests:
    """Finds the partners of what is left, in one sentence."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f

    def find(self) -> Iterator[Flow]:
        """A flow for each state that a rest comes from, goes to, or is supplied or bought by."""
        for noun in self.s.doc if not _REST.isdisjoint(self.s.doc.lemmas) else ():
            verb = self.m.verb_above(noun)
            if noun.lemma_.lower() not in _REST or verb is None or prepositional(noun, "of") or mood(verb).refused:
                continue
            whole = self._whole(noun)
            if whole is None or whole.owner is None or whole.flow == "total" or not whole.things:
                continue
            for code in self._partners(noun, verb, whole.flow):
                giver, taker = (whole.owner, code) if whole.flow == "export" else (code, whole.owner)
                if code not in {whole.owner, whole.partner, WORLD}:
                    yield Flow(giver, taker, whole.things, verb, verb, mood(verb), whole.owner, whole.flow, "supply")

    def _whole(self, noun: Token) -> Flow | None:
        """The flow that the share before is of: in the sentence, else in the ones before."""
        before = [m for m in self.m.others if m.measure == "share" and max(m.tokens) < noun.i]
        if not before:
            return self.m.whole()
        last = before[-1]
        return Flow(*last.sides, last.things, last.head, last.head, mood(last.head), last.owner, last.flow)

    def _partners(self, noun: Token, verb: Token, flow: str) -> list[str]:
        lemma = verb.lemma_.lower()
        alone = noun.dep_ in {"nsubj", "nsubjpass"} or (noun.dep_ == "pobj" and noun.head.head.dep_.startswith("nsubj"))
        if alone and lemma in (_COMING if flow == "import" else _GOING):
            beside = prepositional(verb, "from" if flow == "import" else "to")
            return self.f.codes(beside or [t for p in verb.children if p.dep_ == "agent" for t in p.children])
        acting = _GIVING if flow == "import" else _TAKING
        return self.f.codes(of_verb(verb).subjects) if lemma in acting and not alone else []
