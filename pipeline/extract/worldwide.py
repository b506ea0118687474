"""Shares of all arms that the world trades: "2.2 per cent of global arms exports".

In: a percentage of an annotated sentence. Out: `Measure`s with one side, as ranks among the world's importers and exporters have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.discourse import REACH
from pipeline.extract.flow import WORDS
from pipeline.extract.measure import Measure, Measured
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import Thing

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_WORLD = frozenset(WORDS["rank_world"])


class WorldShares:
    """Reads the shares of the world's trade in arms that one sentence tells."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f

    def of(self, value: Value, root: Token) -> list[Measure]:
        """What a percentage of the world's exports or imports is, and whose; nothing where it is not of arms."""
        for noun in prepositional(root, "of") + prepositional(self.s.doc[max(self.s.tokens_of(value))], "of"):
            flow = self.f.of_phrase(noun)
            if flow is None or flow.flow == "total" or not any(t.lower_ in _WORLD for t in noun.subtree):
                continue
            arms = [t for t in flow.things if t.kind == "arms"] or self._spoken_of(flow.things)
            holder = self._holder(root)
            if arms and holder:
                verb = self.m.verb_above(root)
                tokens = [*self.s.tokens_of(value), noun.i]
                basis = f"world_{flow.flow}s"
                head = verb if verb is not None else root
                return [Measure("share", value, 1, flow.flow, holder, None, arms, head, tokens, basis=basis)]
        return []

    def _spoken_of(self, things: list[Thing]) -> list[Thing]:
        """Arms, where the sentences before were about them: "… arms exports. It accounts for 2 per cent of global exports"."""
        index, told = self.m.c.discourse.goods or (-REACH - 1, None)
        near = self.s.sentence.index - index <= REACH
        return [told] if near and not things and isinstance(told, Thing) and told.kind == "arms" else []

    def _holder(self, root: Token) -> str | None:
        """Who has the share: the holder of a place that the sentence tells, else the subject of its clause."""
        rank = next((r for r in self.m.others if r.measure == "rank" and (r.basis or "").startswith("world")), None)
        if rank is not None:
            return rank.owner
        verb = self.m.verb_above(root)
        subjects = of_verb(verb).subjects if verb is not None else []
        if any(
            t.pos_ == "PRON" and t.i > root.i for t in subjects
        ):  # "With 2 per cent of global exports, it …": who, is told before
            return None
        codes = self.f.codes(subjects)
        return codes[0] if len(codes) == 1 else None
