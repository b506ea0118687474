"""Amounts of one partner out of a whole that was told before: what `portions` finds, with whose the whole is and of what.

In: an amount of an annotated sentence, the measures that it told so far, the discourse. Out: `Measure`s of the whole's goods with that partner.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.flow_parts import WORLD
from pipeline.extract.measure import Measure, Measured
from pipeline.extract.portions import Portion, portion
from pipeline.extract.predications import prepositional
from pipeline.extract.things import Thing, thing_of
from pipeline.extract.wholes import Whole, Wholes

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

# What stands between two items of a list, but for the name of a state.
_JOINED = re.compile(
    r"[\s,;]*(?:\b(?:and|while|with|at|as against|the|about|some|another|nearly|over|a further)\b[\s,]*)*"
)
_ENDS_JOINED = re.compile(r"(?:,|\band|,? as against)(?: (?:about|some|another|nearly|over|a further))? $")
_AMOUNTS = frozenset({"value", "volume"})


class ToldPortions:
    """Reads such amounts of one sentence."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f
        self.wholes = Wholes(measured)
        self._told: set[int] = set()  # where the amounts begin that were found so

    def of(self, value: Value, root: Token) -> list[Measure]:
        """The amount as one of the partner that its clause tells; nothing where it is no portion, or whose the whole is stays open."""
        if value.unit == "W" or (value.number or value.low or 0) <= 1:  # "40 megawatts", "one peso in five"
            return []
        found = portion(root)
        if found is None:
            return self._kept(self._going_on(value, root))
        whole = self._whole(found, root)
        flow = found.flow or (whole.flow if whole is not None else None)
        if whole is None or whole.owner is None or flow in {None, "total"} or whole.flow not in {None, flow}:
            return []
        # "17 million went to X and 1 million to Y": Y's is the next number
        ahead = min((v.start for v in self.s.values if v.start > value.start), default=len(self.s.doc.text))
        partners = list(dict.fromkeys(self.f.codes([t for t in found.partners if t.idx < ahead])))
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
        return self._kept(
            [Measure(measure, value, 1, str(flow), whole.owner, partner, things, found.head, tokens, group)]
        )

    def _kept(self, found: list[Measure]) -> list[Measure]:
        self._told |= {m.value.start for m in found}
        return found

    def _going_on(self, value: Value, root: Token) -> list[Measure]:
        """ "700,000 tonnes came from X and 500,000 tonnes from Y", "Y took 9,000 tonnes, Z 7,000": wherever the parser hung the rest."""
        before = [m for m in self.m.others if m.value.start in self._told and m.value.end <= value.start]
        if not before or value.kind not in {before[-1].value.kind, "count"}:
            return []
        last, behind = before[-1], self.s.doc[root.i + 1 : root.i + 2]
        between = self.s.doc.text[last.value.end : value.start]
        named = [p for p in self.s.places if last.value.end <= p.start and p.end <= value.start and p.kind == "name"]
        if behind.text == ("from" if last.flow == "import" else "to") and _ENDS_JOINED.search(between):
            partners = self.f.codes([t for t in behind.tokens[0].children if t.dep_ == "pobj"])
        elif len(named) == 1 and _JOINED.fullmatch(between.replace(self.s.doc.text[named[0].start : named[0].end], "")):
            partners = [named[0].code]
        else:
            return []
        if len(partners) != 1 or partners[0] in {last.owner, last.partner}:
            return []
        tokens = [*self.s.tokens_of(value), root.i]
        value = replace(value, kind=last.value.kind, unit=last.value.unit if value.kind == "count" else value.unit)
        return [replace(last, value=value, partner=partners[0], group=None, tokens=tokens)]

    def _whole(self, found: Portion, root: Token) -> Whole | None:
        whole = self.wholes.of(found.of) if found.of is not None else None
        if whole is not None and whole.owner is not None:
            return whole
        before = [
            m
            for m in self.m.others
            if m.measure in _AMOUNTS and m.value.end <= root.idx and found.flow in {None, m.flow}
        ]
        if before:
            return Whole(before[-1].owner, before[-1].flow, before[-1].things)
        if found.beside:
            told = (f for f in self.f.find() if f.owner and f.flow == found.flow and not (f.giver and f.taker))
            return next((Whole(f.owner, f.flow, f.things) for f in told), None)
        flow = self.m.whole()
        alike = flow is not None and found.flow in {None, flow.flow}
        return Whole(flow.owner, flow.flow, flow.things) if flow is not None and alike else None

    def _things(self, root: Token) -> list[Thing]:
        """ "700,000 tonnes of jasmine rice": the goods that the amount itself names."""
        return [t for n in prepositional(root, "of") if (t := thing_of(n, self.s)) is not None and t.kind == "goods"]

    def _counted(self, value: Value, found: Portion) -> Value:
        """ "of the 2.4 million tonnes, 700,000 came from X": in the unit of the whole."""
        held = self.s.value_at.get(found.of.i) if found.of is not None else None
        # "sold 25.8 million tonnes, of which 17.9 million went to X"
        if found.of is not None and found.of.lower_ == "which":
            held = next((v for v in reversed(self.s.values) if v.end <= value.start and v.kind == "quantity"), held)
        if value.kind != "count" or held is None or held.kind not in {"quantity", "money"}:
            return value
        return replace(value, kind=held.kind, unit=held.unit)

    def _is_of_pieces(self, found: Portion) -> bool:
        """ "of the 90,000 cars, 40,000 went to X": both are counted."""
        held = [self.s.value_at.get(c.i) for c in found.of.lefts] if found.of is not None else []
        return any(value is not None and value.kind == "count" for value in held)
