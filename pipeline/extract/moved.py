"""Amounts that a verb of moving goods tells with no goods beside it: "shipped 1,000 tonnes to X", "goods worth $3 million were brought in".

In: a value and the verb of its clause. Out: the `Flow` that the value measures, with what is left open to be completed. What the
goods are, a name in the clause may tell, else the sentences before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_parts import WORLD
from pipeline.extract.measure import Measured
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import Thing, good_in_name, thing_of, things_before

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_NO_TRADE = frozenset(WORDS["no_trade"])
_GIVE = frozenset([*WORDS["give"], "contribute"]) - _NO_TRADE
_TAKE = frozenset(WORDS["take"]) - _NO_TRADE
_TRADED = frozenset({"export", "import"})
_OUTWARD = frozenset({"export", "ship", "sell"})
_FROM_ALL = re.compile(r"\b(?:from|to) all (?:origins|sources|suppliers|destinations|markets|countries|partners)\b")
_OBJECTS = frozenset({"dobj", "nsubjpass", "obj"})


class Moved:
    """Reads such amounts of one sentence."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f

    def of(self, verb: Token, value: Value, root: Token) -> Flow | None:
        """The flow that the clause of `verb` tells of what `value` counts."""
        lemma = self._lemma(verb)
        giving = lemma in _GIVE
        if not giving and lemma not in _TAKE:
            return None
        things: list[Thing] = []
        # "60,000 barrels a day of crude"
        counted = [t for i in self.s.tokens_of(value) for t in prepositional(self.s.doc[i], "of")]
        alone = value.kind == "money" and root.dep_ == "dobj" and root.head == verb and lemma in _TRADED
        if alone:  # "exported $520 million to X": goods of every kind; "exported $3 million of wine": of one
            named = prepositional(root, "of")
            things = self.f.items(root) if named else []
            if named and not things:
                return None
        elif value.kind == "money":  # "goods worth K48 million were brought in from X"
            what = root.head.head
            goods = thing_of(what, self.s) if root.head.lower_ == "worth" else None
            if goods is None or goods.kind != "total" or what.dep_ not in _OBJECTS or what.head != verb:
                return None
        elif root.dep_ not in _OBJECTS or root.head != verb or any(t.pos_ != "PRON" for t in counted):
            return None
        told = of_verb(verb)
        subjects = [t for t in told.subjects if t != root]
        placed = (
            self._of_place(verb, giving, self.f.codes(subjects))
            if value.kind in {"quantity", "money"} and not counted
            else None
        )
        if placed is not None:
            return placed
        if value.kind == "quantity":
            things = self.f.good_before(root) if counted else self._of_name(subjects)
        actor, source, target = (
            next(iter(self.f.codes(t)), None) for t in (subjects, prepositional(verb, "from"), told.role("to"))
        )
        giver, taker = (actor, target) if giving else (source, actor)
        if giving and giver is None and things and subjects and self._firm(subjects[0]):
            giver = self.s.place_at[subjects[0].i - 1].code
        if (giver if giving else taker) is None and told.subjects and subjects:
            return None  # someone acts, but who that is stays open
        if value.kind == "quantity" and value.unit != "W":
            giver, taker = self._spoken_of(giver, taker, lemma)
        if ((taker if giving else giver) is None and not alone) or giver == taker:
            return None  # "imported $4 billion from X and exported $228 million": to whom, was told before
        owner, flow = (giver, "export") if giving else (taker, "import")
        return Flow(giver, taker, things, verb, verb, mood(verb), owner, flow, lemma)

    def _of_place(self, verb: Token, giving: bool, acting: list[str]) -> Flow | None:
        """ "The biggest buyer of Peru's copper is China, which took 3 million tonnes": of what the place before is told of."""
        acting_too = verb.dep_ == "advcl" and verb.tag_ == "VBG"  # "X was the top buyer, taking 3 million tonnes"
        if (
            not (verb.dep_ == "relcl" or acting_too)
            or not self.m.ranks
            or prepositional(verb, "from")
            or prepositional(verb, "to")
        ):
            return None
        rank = self.m.ranks[-1]
        if not rank.owner or acting != [rank.partner] or rank.flow != ("import" if giving else "export"):
            return None
        giver, taker = (rank.partner, rank.owner) if giving else (rank.owner, rank.partner)
        return Flow(giver, taker, rank.things, verb, verb, mood(verb), rank.owner, rank.flow, self._lemma(verb))

    def _spoken_of(self, giver: str | None, taker: str | None, lemma: str) -> tuple[str | None, str | None]:
        """ "Chad's coffee sells well. Togo bought 2,000 tonnes": from whom or to whom, where the sentences before told of whose goods."""
        if _FROM_ALL.search(self.s.doc.text):
            return giver or WORLD, taker or WORLD
        told = self.m.whole()
        goods = self.m.c.discourse.goods
        near = goods is not None and self.s.sentence.index - goods[0] == 1
        if giver and taker is None and near and lemma in _OUTWARD and (told is None or told.owner != giver):
            return giver, WORLD  # "Coffee is the one crop that all sell. Chad shipped 300,000 tonnes"
        if told is None or told.flow == "total" or (giver is None) == (taker is None):
            return giver, taker
        if giver is None and told.flow == "export" and taker != told.owner:
            return told.owner, taker
        if taker is None and told.flow == "import" and giver != told.owner:
            return giver, told.owner
        whole = taker is None and told.flow == "export" and giver == told.owner and lemma in _OUTWARD
        return giver, WORLD if whole else taker

    @staticmethod
    def _lemma(verb: Token) -> str:
        particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), "")
        return f"{verb.lemma_.lower()}_{particle}" if particle else verb.lemma_.lower()

    def _of_name(self, subjects: list[Token]) -> list[Thing]:
        """ "Assam Tea shipped 1,000 tonnes": the goods that the name of who acts holds."""
        held = [self.s.entity_at[t.i] for t in subjects if t.i in self.s.entity_at]
        named = [good_in_name(e.name, subjects[0]) for e in held if e.type != "person"]
        named += [g for t in subjects if t.tag_ == "NNS" for g in things_before(t, self.s) if g.kind == "goods"]
        firm = [t for t in subjects if self._firm(t)]
        named += [good_in_name(t.text, t) for t in firm]
        return [t for t in named[:1] if t is not None]

    def _firm(self, subject: Token) -> bool:
        """ "Peru LNG shipped …": a state's name before a good that is written as a name."""
        known = subject.i in self.s.entity_at or not subject.text[:1].isupper()
        return not known and subject.i - 1 in self.s.place_at and self.s.place_at[subject.i - 1].kind == "name"
