"""Rows of `arms_transfers` from flows of arms: what went from whom to whom, how many, for how much, in which state of the deal.

In: the `Flow`s of a sentence. Out: rows without ids.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.annotate.values import Value
from pipeline.extract.claim import Claims
from pipeline.extract.flows import WORDS, Flow
from pipeline.extract.modality import is_contracted
from pipeline.extract.things import Thing, producer_of
from pipeline.records import Row

_BOTH, _BUYING = frozenset(WORDS["both_sides"]), frozenset({"order", "procure"})
_STATUS = {verb: status for status, verbs in WORDS["status"].items() for verb in verbs}


class ArmsRows:
    """Makes the rows of one sentence's flows of arms."""

    def __init__(self, claims: Claims) -> None:
        self.c = claims
        self.s = claims.sentence

    def rows(self, flow: Flow) -> Iterator[Row]:
        """The rows of one flow: one an item, and one for the price."""
        things = [t for t in flow.things if t.kind == "arms"]
        if len(things) > 1:  # "major arms, including A and B": the items speak for the whole
            things = [t for t in things if not t.general] or things[:1]
        if not things or flow.mood.refused or (flow.giver is None and flow.taker is None):
            return
        if not (flow.giver and flow.taker) and (flow.verb in _BOTH or flow.verb not in _BUYING):
            return
        for thing in things:
            value = self._count(thing)
            yield self._row(flow, thing, "quantity" if value else "transfer", value)
        price = self._price(flow)
        if price:
            yield self._row(flow, things[0], "contract_value", price, several=len(things) > 1)

    def _count(self, thing: Thing) -> Value | None:
        head = self.s.doc[thing.token]
        for token in head.lefts:
            for sub in token.subtree:
                value = self.s.value_at.get(sub.i)
                if value and value.kind == "count" and sub.i < head.i:
                    return value
        return None

    def _price(self, flow: Flow) -> Value | None:
        clause = flow.head.head if is_contracted(flow.head) else flow.head
        for token in clause.subtree:
            value = self.s.value_at.get(token.i)
            if value and value.kind == "money":
                return value
        return None

    def _status(self, flow: Flow) -> str:
        if is_contracted(flow.head) and flow.verb not in _STATUS:
            return "ordered"
        if flow.mood.hedge == "planned" and flow.verb not in _STATUS:
            return "planned"
        return str(_STATUS.get(flow.verb, "supplied"))

    def _producers(self, thing: Thing) -> str | None:
        """ "produced by A, B and C" behind the things; else the known maker."""
        for token in self.s.doc:
            if (
                token.lemma_ in {"produce", "make", "manufacture", "build", "develop"}
                and token.tag_ == "VBN"
                and token.i > thing.token
            ):
                agents = [p for c in token.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"]
                names = [
                    self.s.entity_at[t.i].name for a in agents for t in [a, *a.conjuncts] if t.i in self.s.entity_at
                ]
                if names:
                    return "; ".join(dict.fromkeys(names))
        return None if thing.designation is None else self._named_producer(thing)

    def _named_producer(self, thing: Thing) -> str | None:
        maker = producer_of(thing.designation)
        named = {e.name for e in self.c.discourse.document.entities.organisations()}
        return maker if maker in named else None

    def _row(self, flow: Flow, thing: Thing, measure: str, value: Value | None, several: bool = False) -> Row:
        tokens = [thing.token]
        if (measure == "contract_value" and value) or (measure == "quantity" and value):
            tokens += [i for i, v in self.s.value_at.items() if v is value]
        hedge = flow.mood.hedge_of(value)
        base = self.c.base(
            flow.head, flow.trigger, [*tokens, flow.head.i], "arms_transfers.flow", flow.mood, hedge, value
        )
        return {
            **base,
            "supplier_country": flow.giver,
            "recipient_country": flow.taker,
            "designation": None if several else thing.designation,
            "description": thing.text,
            "category": None if several else thing.category,
            "producers": self._producers(thing),
            "measure": measure,
            "basis": None,
            "value": value.number if value else None,
            "value_min": value.low if value else None,
            "value_max": value.high if value else None,
            "unit": value.unit if value else None,
            "status": self._status(flow),
        }
