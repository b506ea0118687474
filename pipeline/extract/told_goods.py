"""Goods that a number leaves to be known: those just spoken of, in its sentence or the one before.

In: the `Measure`s of a sentence, one after the other, and the discourse so far. Out: the same with their goods filled in; what the
sentence spoke of is left to the next one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.claim import Claims
from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_parts import WORLD
from pipeline.extract.flows import FlowFinder
from pipeline.extract.measure import Measure, Measured
from pipeline.extract.modality import mood
from pipeline.extract.things import Thing, thing_of, things_before
from pipeline.extract.topic import goods_as_such, goods_of_state, goods_of_title

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_ARMS_INSTITUTES = frozenset(WORDS["arms_institutes"])
_SIDE = re.compile(r"(?:On|As for|As to|In|Among) (?:the )?(import|export)s?\b(?: side)?", re.I)
_ALL = ("total", "overall", "all ", "goods", "merchandise", "foreign trade")
_OF_GOODS, _OWN_RANKS, _TAKEN = (frozenset(WORDS[key]) for key in ("of_goods", "own_ranks", "taken"))


class ToldGoods:
    """Knows of which goods the numbers of one sentence are."""

    def __init__(self, claims: Claims, flows: FlowFinder, measured: Measured) -> None:
        self.c = claims
        self.s = claims.sentence
        self.flows = flows
        self.m = measured

    def turn(self) -> None:
        """ "On the import side, X remained in second place": from here on of all that comes in, not of what was spoken of."""
        told, side = self.m.whole(), _SIDE.match(self.s.doc.text)
        way = side.group(1).lower() if side is not None else None
        if told is None or way is None or way == told.flow:
            return
        giver, taker = (told.owner, None) if way == "export" else (None, told.owner)
        turned = replace(told, giver=giver, taker=taker, things=[], flow=way)
        self.c.discourse.whole, self.c.discourse.goods = (self.s.sentence.index, turned), None

    def inherit(self, measure: Measure) -> None:
        """A supplier, a purchase, a volume with no goods named is of the goods just spoken of, in this sentence or the one before."""
        index = self.s.sentence.index
        goods = next((t for t in measure.things if t.kind in {"goods", "arms"}), None)
        if goods is None and measure.value.unit == "TIV":  # a unit that measures nothing but arms
            measure.things = [Thing("arms", "arms", general=True, token=measure.tokens[-1])]
            self.c.discourse.goods = (index, measure.things[0])
            return
        if goods and goods.code is None and goods.text.lower().startswith("non-"):
            return  # "non-oil trade": what it is not is no goods to speak of
        if goods:
            self.c.discourse.goods, self.c.discourse.goods_from = (index, goods), measure.sides[0]
            self.c.discourse.goods_sides = {measure.owner, measure.partner}
            return
        if measure.measure == "rank" and measure.flow != "total" and (goods := self._goods_beside(measure)):
            measure.things = [goods]
            self.c.discourse.goods = (index, goods)
            return
        if measure.measure in {"rank", "share", "change"} and not measure.things and self._of_arms(measure):
            measure.things = [Thing("arms", "arms", general=True, token=measure.tokens[-1])]
            return
        self._of_the_goods_told(measure)

    def _of_the_goods_told(self, measure: Measure) -> None:
        """Fill in the goods that the words before the number, or the sentence before, told of."""
        held, index = self.c.discourse.goods, self.s.sentence.index
        trigger = self.s.doc[measure.tokens[-1]]
        if measure.measure == "value" and trigger.lemma_.lower() in _OF_GOODS and not measure.things:
            named = [t for x in self.s.doc[: trigger.i] if (t := thing_of(x, self.s)) and t.kind == "goods"]
            if len(named) == 1:  # "Electricity tells the same story: deliveries to X, worth …"
                measure.things = named
                return
        if trigger.pos_ == "VERB" and measure.measure == "share" and trigger.dep_ == "pcomp":
            return  # "2 percent of what Chad imported": of all of it
        of_a_flow = measure.measure in {"share", "rank", "change"} and measure.flow != "total"
        open_ended = measure.measure == "volume" or of_a_flow
        source = self.c.discourse.goods_from
        # what went the other way
        back = source == measure.sides[1] and source is not None and measure.measure in {"rank", "change"}
        others = self.c.discourse.goods_sides - {measure.owner, measure.partner}
        whole = trigger.lemma_.lower() not in _OF_GOODS
        # "exports to Y fell": of all that goes there
        back = back or (measure.measure == "change" and whole and bool(others))
        if (held is None or index - held[0] > 2) and self._of_the_title(measure, trigger):
            return
        if held and open_ended and index - held[0] <= 2 and isinstance(held[1], Thing) and not back:
            measure.things = [held[1]]
            # "X bought South African coal, while Y's intake shrank": of the same source
            taken = measure.partner == WORLD and measure.flow == "import" and trigger.lemma_.lower() in _TAKEN
            if taken and source not in {None, WORLD, measure.owner}:
                measure.partner = source
            self.c.discourse.goods = (index, held[1])

    def _of_the_title(self, measure: Measure, trigger: Token) -> bool:
        """ "Sesame Seed: Nigeria leads. … Brazil's exports climbed to $262 million": of the one good that the title names."""
        topic = self.c.discourse.document.topic
        with_all = measure.partner == WORLD
        if measure.flow == "total" or measure.measure == "balance" or (measure.measure == "value" and not with_all):
            return False
        if with_all and topic not in {None, measure.owner}:
            return False  # in a text on what the topic buys, what others sell is not told to go to all
        about = self.s.doc[trigger.left_edge.i : trigger.i].text.lower()
        good = goods_of_title(self.c.discourse.document) if not any(word in about for word in _ALL) else None
        if good is None:
            return False
        measure.things = [replace(good, token=measure.tokens[-1])]
        return True

    def _of_arms(self, measure: Measure) -> bool:
        """Whether a number without goods stands in a sentence that counts arms: with a share of arms, or told by an institute of them."""
        before = [m for m in self.m.others if m is not measure and m.things]
        counted = any(e.name in _ARMS_INSTITUTES for e in self.s.entity_at.values())
        return (before[-1].things[0].kind == "arms") if before else counted

    def note(self) -> None:
        """Leave to the next sentence the flow that this one spoke of: the first that a number measured, else that a noun names."""
        index = self.s.sentence.index
        placed = next((m for m in self.m.others if m.owner and (m.basis or "").startswith("world_")), None)
        # "ranked 21st among the world's importers. X supplied 41 percent of the total"
        first = next((m for m in self.m.others if m.owner and m.measure != "rank"), placed)
        spoken = self.m.whole()
        seen_back = (
            first is not None and spoken is not None and (first.owner != spoken.owner) and first.partner == spoken.owner
        )
        if seen_back and spoken is not None and spoken.partner in {None, WORLD}:
            self.c.discourse.whole = (index, spoken)  # "Chad's tea … Mali bought 2,000 tonnes": still of Chad's
            return
        if first is not None:
            told = Flow(*first.sides, first.things, first.head, first.head, mood(first.head), first.owner, first.flow)
            self.c.discourse.whole = (index, told)
            return
        named = (f for t in self.s.doc if t.i not in self.s.entity_at and (f := self.flows.of_phrase(t)))
        noun = next((f for f in named if f.owner and f.partner), None)
        if noun is not None:
            self.c.discourse.whole = (index, noun)
        elif (topic := goods_of_state(self.c, spoken)) is not None:
            self.c.discourse.whole, self.c.discourse.goods = (index, topic), (index, topic.things[0])
        elif (goods := goods_as_such(self.c)) is not None:
            self.c.discourse.goods, self.c.discourse.goods_from = (index, goods), None
            self.c.discourse.goods_sides = set()

    def _goods_beside(self, measure: Measure) -> Thing | None:
        """The goods that the same sentence says went between the two: "shipped crude to Y, making it Y's largest supplier"."""
        sides = {measure.owner, measure.partner}
        if (measure.basis or "").startswith(
            "world"
        ):  # "2 percent of the world's arms exports, making it the ninth exporter"
            alike = (f for t in self.s.doc if (f := self.flows.of_phrase(t)) and f.flow == measure.flow)
            named = [t for f in alike for t in f.things]
            named += [t for x in self.s.doc if x.lemma_.lower() in _OWN_RANKS for t in things_before(x, self.s)]
            return next((t for t in named if t.kind in {"goods", "arms"}), None)
        # what goes the other way is of other goods: "is Y's eighth-largest customer, while 31 percent of its grapes are …"
        told = [(f.things, {f.giver, f.taker}) for f in self.flows.find() if (f.giver, f.taker) == measure.sides]
        told += [(m.things, {m.owner, m.partner}) for m in self.m.others]
        nouns = [f for t in self.s.doc if (f := self.flows.of_phrase(t)) and f.things]
        whole = [f for f in nouns if {c for c in (f.owner, f.partner) if c} <= sides]
        told += [(f.things, sides) for f in whole if f.owner == measure.owner]
        return next((t for things, pair in told if pair == sides for t in things if t.kind in {"goods", "arms"}), None)
