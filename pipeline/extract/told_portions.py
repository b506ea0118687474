"""Amounts of one partner out of a whole that was told before: what `portions` finds, with whose the whole is and of what.

In: an amount of an annotated sentence, the measures that it told so far, the discourse. Out: `Measure`s of the whole's goods with that partner.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.flow_parts import WORLD
from pipeline.extract.measure import Measure, Measured, root_of
from pipeline.extract.portions import Portion, portion
from pipeline.extract.predications import prepositional
from pipeline.extract.things import Thing, thing_of
from pipeline.extract.wholes import Whole, Wholes

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_AMOUNTS = frozenset({"value", "volume"})


class ToldPortions:
    """Reads such amounts of one sentence."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f
        self.wholes = Wholes(measured)

    def of(self, value: Value, root: Token) -> list[Measure]:
        """The amount as one of the partner that its clause tells; nothing where it is no portion, or whose the whole is stays open."""
        if value.unit == "W" or (value.number or value.low or 0) <= 1:  # "40 megawatts", "one peso in five"
            return []
        found = portion(root)
        if found is None and (listed := self._going_on(value, root)):
            return listed
        whole = self._whole(found, root) if found is not None else None
        if found is None or whole is None or whole.owner is None or whole.flow not in {None, found.flow}:
            return []
        partners = list(dict.fromkeys(self.f.codes(found.partners)))
        if not partners or whole.owner in partners or WORLD in partners:
            return []
        tokens = [*self.s.tokens_of(value), found.partners[0].i]
        value = self._counted(value, found)
        if value.kind == "count" and not self._is_of_pieces(found):
            return []
        group = "+".join(sorted(partners)) if len(partners) > 1 else None
        measure, partner = "value" if value.kind == "money" else "volume", None if group else partners[0]
        things = self._things(root) or whole.things
        if any(t.kind == "arms" for t in things):
            return []  # arms are told by `arms`
        return [Measure(measure, value, 1, found.flow, whole.owner, partner, things, found.head, tokens, group)]

    def _going_on(self, value: Value, root: Token) -> list[Measure]:
        """ "700,000 tonnes came from X and 500,000 tonnes from Y", wherever the parser hung the second."""
        before = [m for m in self.m.others if m.measure in _AMOUNTS and m.value.end < value.start]
        last, behind = before[-1] if before else None, self.s.doc[root.i + 1 : root.i + 2]
        if last is None or last.value.kind != value.kind or portion(root_of(last.value, self.s)) is None:
            return []
        between = self.s.doc.text[last.value.end : value.start]
        word = "from" if last.flow == "import" else "to"
        if behind.text != word or not re.search(
            r"(?:,|\band|,? as against)(?: (?:about|some|another|nearly|over))? $", between
        ):
            return []
        partners = self.f.codes([t for t in behind.tokens[0].children if t.dep_ == "pobj"])
        if len(partners) != 1 or partners[0] in {last.owner, last.partner}:
            return []
        tokens = [*self.s.tokens_of(value), behind.start]
        return [replace(last, value=value, partner=partners[0], group=None, tokens=tokens)]

    def _whole(self, found: Portion, root: Token) -> Whole | None:
        whole = self.wholes.of(found.of) if found.of is not None else None
        if whole is not None and whole.owner is not None:
            return whole
        before = [
            m for m in self.m.others if m.measure in _AMOUNTS and m.value.end <= root.idx and m.flow == found.flow
        ]
        if before:
            return Whole(before[-1].owner, found.flow, before[-1].things)
        if found.beside:
            told = (f for f in self.f.find() if f.owner and f.flow == found.flow and not (f.giver and f.taker))
            return next((Whole(f.owner, f.flow, f.things) for f in told), None)
        flow = self.m.whole()
        return Whole(flow.owner, flow.flow, flow.things) if flow is not None and flow.flow == found.flow else None

    def _things(self, root: Token) -> list[Thing]:
        """ "700,000 tonnes of jasmine rice": the goods that the amount itself names."""
        return [t for n in prepositional(root, "of") if (t := thing_of(n, self.s)) is not None and t.kind == "goods"]

    def _counted(self, value: Value, found: Portion) -> Value:
        """ "of the 2.4 million tonnes, 700,000 came from X": in the unit of the whole."""
        held = self.s.value_at.get(found.of.i) if found.of is not None else None
        if value.kind != "count" or held is None or held.kind not in {"quantity", "money"}:
            return value
        return replace(value, kind=held.kind, unit=held.unit)

    def _is_of_pieces(self, found: Portion) -> bool:
        """ "of the 90,000 cars, 40,000 went to X": both are counted."""
        held = [self.s.value_at.get(c.i) for c in found.of.lefts] if found.of is not None else []
        return any(value is not None and value.kind == "count" for value in held)
