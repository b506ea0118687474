"""Goals of trade: "a target of $1 billion was fixed", "want to bring it to 5 billion by 2027", "supposed to lift it to $500m, from $122m".

In: money, or a bare number whose unit was told before, in an annotated sentence. Out: `Measure`s of all the trade of the two told last.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.measure import Measure, Measured
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.tree import is_infinitive

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_GOALS, _RAISING = frozenset(WORDS["goal_nouns"]), frozenset(WORDS["raising"])
_TOTAL, _PRONOUNS = frozenset(WORDS["total_nouns"]), frozenset(WORDS["flow_pronouns"])
_SETTING = frozenset(WORDS["goal_setting"])
_STATING = frozenset({"be", "stand"})
_LEAST = 1e6  # of a unit of money: a goal of trade below it is none


class Aims:
    """Reads the goals of trade that one sentence tells."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f

    def of(self, value: Value, root: Token, verb: Token | None) -> list[Measure]:
        """The goal that a number is, or what a trade that is to grow stood at; nothing where no trade of two was told."""
        noun = self._goal(root) or self._raised(root, verb)
        told, money = (self._told(), self._money(value)) if noun is not None else (None, None)
        if noun is None or told is None or money is None:
            return []
        head = noun if noun.pos_ == "VERB" or verb is None else verb
        tokens = [*self.s.tokens_of(value), noun.i]
        aimed = value.pole != "from"
        return [Measure("value", money, 1, "total", told.owner, told.partner, [], head, tokens, aimed=aimed)]

    def _goal(self, root: Token) -> Token | None:
        """ "a target of $1 billion", "The target for 2030 is 6 billion euros"."""
        above = root.head.head if root.dep_ == "pobj" and root.head.lower_ == "of" else None
        if above is not None and above.lemma_.lower() in _GOALS:
            return above if not self._of_another(above) and not self._of_another(root) and self._set(above) else None
        if root.dep_ != "attr" or root.head.lemma_.lower() not in _STATING:
            return None
        nouns = [t for t in of_verb(root.head).subjects if t.lemma_.lower() in _GOALS and not self._of_another(t)]
        return nouns[0] if nouns else None

    def _set(self, noun: Token) -> bool:
        """Whether a goal that somebody sets is set by states or those who act for them."""
        setting = of_verb(noun.head).subjects if noun.dep_ == "dobj" and noun.head.pos_ == "VERB" else []
        return not setting or bool(self.f.codes(setting)) or any(t.lemma_.lower() in _SETTING for t in setting)

    @staticmethod
    def _of_another(noun: Token) -> bool:
        """ "the goal of investments": a goal of something that is not the trade told."""
        words = [
            t
            for c in noun.lefts
            for t in c.subtree
            if c.dep_ in {"compound", "amod", "nmod"} and t.pos_ in {"NOUN", "PROPN"}
        ]
        behind = [t for w in ("for", "in") for t in prepositional(noun, w) if t.pos_ in {"NOUN", "PROPN"}]
        return any(t.lemma_.lower() not in _TOTAL for t in words + behind)

    def _raised(self, root: Token, verb: Token | None) -> Token | None:
        """ "to bring it to 5 billion", "was supposed to lift trade to $500m, from $122m": the infinitive."""
        if verb is None or verb.lemma_.lower() not in _RAISING or not is_infinitive(verb):
            return None
        if root.dep_ != "pobj" or root.head.lower_ not in {"to", "from"}:
            return None
        raised = [t for t in of_verb(verb).objects if t.lemma_.lower() in _PRONOUNS | _TOTAL]
        return verb if raised and not any(c.dep_ == "neg" for c in [*verb.children, *verb.head.children]) else None

    def _told(self) -> Flow | None:
        """All the trade of the two that this sentence or the one before told last."""
        here = [m for m in self.m.others if m.flow == "total" and m.measure == "value" and m.owner and m.partner]
        if here:
            last = here[-1]
            return Flow(*last.sides, [], last.head, last.head, mood(last.head), last.owner, "total")
        index, flow = self.m.c.discourse.whole or (-2, None)
        if not isinstance(flow, Flow) or self.s.sentence.index - index != 1:
            return None
        return flow if flow.flow == "total" and flow.owner and flow.partner and not flow.things else None

    def _money(self, value: Value) -> Value | None:
        """The number in the unit of the trade that the sentence told, where it has none of its own."""
        units = [m.value.unit for m in self.m.others if m.measure == "value"]
        if value.kind == "count" and (value.number or 0) >= _LEAST and units:
            return replace(value, kind="money", unit=units[-1])
        return value if value.kind == "money" else None
