"""Shares, ranks and amounts of flows: numbers that a sentence ties to trade or arms between countries.

In: an annotated sentence. Out: `Measure`s (which number, of which flow, seen from whom). Each kind of number is read in a module
of its own (`shares`, `ranks`, `amounts`); rows are made in `trade`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.aims import Aims
from pipeline.extract.amounts import Amounts
from pipeline.extract.claim import Claims
from pipeline.extract.flows import FlowFinder
from pipeline.extract.measure import Measure, Measured, root_of
from pipeline.extract.modality import aimed_at, mood
from pipeline.extract.ranks import Ranks
from pipeline.extract.respective import in_turn
from pipeline.extract.series import Series
from pipeline.extract.shares import Shares
from pipeline.extract.standings import Standings
from pipeline.extract.worldwide import WorldShares

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token


@dataclass(slots=True)
class _Readers:
    rank: Ranks
    percent: Shares
    amount: Amounts
    series: Series
    standing: Standings
    world: WorldShares
    aim: Aims


class MeasureFinder:
    """Finds the measures of one sentence."""

    def __init__(self, claims: Claims, flows: FlowFinder) -> None:
        self.s = claims.sentence
        self.used: set[int] = set()
        self.common = Measured(claims, flows)
        ranks = Ranks(self.common)
        standing = Standings(self.common, ranks)
        shares, world = Shares(self.common), WorldShares(self.common)
        self.read = _Readers(
            ranks, shares, Amounts(self.common), Series(self.common), standing, world, Aims(self.common)
        )

    def find(self) -> Iterator[Measure]:
        """Ranks first, for a share beside one ("with 22 percent") is of what the rank is of; then the rest in reading order."""
        for measure in in_turn(self.common):
            if not mood(measure.head).refused:
                self.used |= {id(v) for v in self.s.values if v.start == measure.value.start}
                self.common.others.append(measure)
                yield measure
        for place in self.read.standing.find():
            if not mood(place.head).refused:
                self.common.others.append(place)
                yield place
        values = sorted(self._values(), key=lambda item: (item[0].kind != "rank", item[0].start))
        for value, root in values:
            for measure in self._measures(value, root) if id(value) not in self.used else []:
                if (
                    measure.aimed is not None
                    or not mood(measure.head).refused
                    or (value.pole == "to" and aimed_at(measure.head))
                ):
                    yield self._kept(value, measure)

    def continued(self) -> Iterator[Measure]:
        """What a list goes on with after the measures told so far."""
        for value, _ in sorted(self._values(), key=lambda item: item[0].start):
            if id(value) in self.used or value.kind not in {"percent", "money", "quantity", "count"}:
                continue
            for measure in self.read.series.of(value, self.common.others):
                yield self._kept(value, measure)
        for share in list(self.common.others):
            yield from self.read.standing.surpassed(share)
        for rank in list(self.common.ranks):
            yield from self.read.series.places(rank)

    def _kept(self, value: Value, measure: Measure) -> Measure:
        self.used.add(id(value))
        self.common.others.append(measure)
        return measure

    def _measures(self, value: Value, root: Token) -> list[Measure]:
        if value.kind == "rank":
            return self.read.rank.of_value(value, root)
        if value.kind == "percent":
            change = self.read.amount.change(value, root)
            return change or self.read.world.of(value, root) or self.read.percent.of(value, root)
        return self.read.aim.of(value, root, self.common.verb_above(root)) or self.read.amount.of(value, root)

    def _values(self) -> list[tuple[Value, Token]]:
        held = {id(value): value for _, value in sorted(self.s.value_at.items())}
        return [(value, root_of(value, self.s)) for value in held.values()]
