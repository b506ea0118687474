"""Rows of `trade` and the measured rows of `arms_transfers`, from flows and measures.

In: the `Flow`s and `Measure`s of a sentence. Out: rows without ids. A flow of arms makes arms rows, all else trade rows.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.arms import ArmsRows, status_above
from pipeline.extract.arms_cues import ArmsCues
from pipeline.extract.claim import Claims, numbers
from pipeline.extract.composition import Compositions
from pipeline.extract.deals import Deals
from pipeline.extract.flow import WORDS, Flow, tells_amount
from pipeline.extract.flow_parts import WORLD
from pipeline.extract.flows import FlowFinder
from pipeline.extract.measure import Measure
from pipeline.extract.measures import MeasureFinder
from pipeline.extract.modality import Mood, aimed_at, mood
from pipeline.extract.partner_lists import PartnerLists
from pipeline.extract.predications import of_verb
from pipeline.extract.rests import Rests
from pipeline.extract.spoken_arms import note_arms
from pipeline.extract.things import Thing
from pipeline.extract.told_goods import ToldGoods
from pipeline.extract.tree import is_infinitive, is_within
from pipeline.records import Row

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc

_BEHIND = 8  # words from the last of several goods to what they are worth together
_BESIDE = 60  # characters between a place and its date
# "at $16 below the market", "$400 a tonne": a price of one, no sum.
_RATE = re.compile(
    r" (?:below|above|each|apiece|for (?:each|every)|(?:per|an?) (?!year|month|day|week|quarter|annum)\w)"
)
_TOTAL = Thing("total", "", code="TOTAL")
_IF_MEASURED = frozenset(WORDS["trade_if_measured"])
_IF_ENERGY, _ENERGY = frozenset(WORDS["trade_if_energy"]), frozenset(WORDS["energy_chapters"])
_UNITS: dict[str, list[str]] = WORDS["unit_chapters"]
_UNDATED: Row = {"date": None, "date_text": None, "dates": []}
_MOSTLY = frozenset(WORDS["mostly"])
_ALLOWING = frozenset(WORDS["status"]["approved"])
_OF_GOODS = frozenset(WORDS["of_goods"])
_VEHICLES = frozenset({"8901", "8903", "8906", "8802", "8803", "8806"})  # ships and aircraft
_NEAR = 3  # states last spoken of
_JOINTLY = (" between them ", " among them ", " together ", " combined ")
_NO_TRADE = frozenset(WORDS["no_trade"])


class TradeRows:
    """Makes the trade and arms rows of one sentence."""

    def __init__(self, claims: Claims) -> None:
        self.c = claims
        self.s = claims.sentence
        self.flows = FlowFinder(claims)
        self.measures = MeasureFinder(claims, self.flows)
        self.partners = PartnerLists(self.measures.common)
        self.deals = Deals(claims, self.flows)
        self.goods = ToldGoods(claims, self.flows, self.measures.common)

    def rows(self) -> tuple[list[Row], list[Row]]:
        """(trade rows, arms rows)."""
        trade: list[Row] = []
        arms: list[Row] = []
        self.goods.turn()

        def tell(measure: Measure) -> None:
            self.goods.inherit(measure)
            # "Chadian deliveries add up to": to whom was told
            if measure.value.unit == "TIV" and measure.partner == WORLD:
                whole = self.measures.common.whole()
                if whole is None or whole.flow != "import" or whole.owner == measure.owner:
                    return
                measure.partner = whole.owner
            if any(t.kind == "arms" for t in measure.things):
                arms.append(self._arms_measure(measure))
            elif measure.partner == WORLD and not measure.things and self.s.doc[measure.tokens[-1]].lemma_ in _OF_GOODS:
                return  # "doubled its purchases": of what, from whom
            elif measure.measure != "volume" or any(t.kind == "goods" for t in measure.things):
                trade.append(self._measure(measure))

        # one after the other: what a number tells is known to the next
        for measure in itertools.chain(self.partners.find(self.measures.used), self.measures.find()):
            tell(measure)
        told = [*self.flows.find(), *self.deals.find()]
        rests = list(Rests(self.measures.common).find())
        sides = [(row["supplier_country"], row["recipient_country"]) for row in arms]
        told = [f for f in told if (f.giver, f.taker) not in sides or not all(t.general for t in f.things)]
        rows = ArmsRows(self.c)
        arms += rows.of_sentence([*told, *rests], self.measures.used)
        if not arms:
            arms += rows.of_sentence(list(ArmsCues(self.c).find()), self.measures.used)
        for flow in told:
            takers = self._between_them(flow, told)
            if takers and takers[0] != flow.owner:
                continue
            seen = replace(flow, owner=flow.giver, flow="export") if takers else flow
            together = "+".join(sorted(takers)) if takers else _together(flow, told)
            trade += list(self._relations(seen, together=together))
        for flow in [*rests, *Compositions(self.measures.common).find()]:
            trade += list(self._relations(flow, listed=True))
        for measure in self.measures.continued():
            tell(measure)
        trade = [row for row in trade if not (_told_by_number(row, trade) or _is_price_of_arms(row, arms))]
        self.goods.note()
        note_arms(self.c)
        arms += [*self._deals(), *self.deals.added(self.measures.used)]
        return trade, _priced_once(arms)

    def _between_them(self, flow: Flow, told: list[Flow]) -> list[str]:
        """ "A, B and C between them absorbed 38 million tonnes of X's gas": the takers that one number is for."""
        clause = self.s.doc[flow.head.left_edge.i : flow.head.right_edge.i + 1].text.lower()
        if flow.flow != "import" or flow.giver is None or not any(w in clause for w in _JOINTLY):
            return []
        same = [f for f in told if f.head == flow.head and f.verb == flow.verb and f.giver == flow.giver]
        takers = list(dict.fromkeys(f.taker for f in same if f.taker))
        return takers if len(takers) > 1 else []

    # -- trade ---------------------------------------------------------------------------------------------------------
    def _relations(self, flow: Flow, listed: bool = False, together: str | None = None) -> Iterator[Row]:
        goods = [t for t in flow.things if t.kind in {"goods", "total"}]
        self._with_all(flow, goods)
        sides = (flow.giver and flow.taker) or (
            flow.owner and self.flows.with_union(flow) and tells_amount(flow.head, self.s)
        )
        if flow.mood.refused or not goods or not sides or flow.owner is None:
            return
        returned = "in return" in self.s.doc.text.lower()
        energy = flow.verb in _IF_ENERGY and all((t.code or "")[:2] in _ENERGY for t in goods)
        if any(t.code in _VEHICLES for t in goods) and self.c.discourse.deal_before(self.s.sentence.index):
            return  # "Germany delivered the last boat", behind submarines: of the arms told before
        if flow.verb in _NO_TRADE and not (energy or _sends_its_own(flow, goods, self.s.doc)):
            return
        if flow.trigger.dep_ == "dobj" and flow.trigger.head.lemma_ in _ALLOWING:
            return  # "a licence that allows the sale of gas"
        clause = range(flow.head.left_edge.i, flow.head.right_edge.i + 1)
        numbers = [v for i, v in self.s.value_at.items() if i in clause and v.kind != "rank"]
        measured = any(id(v) in self.measures.used for v in numbers)
        shared = None if listed else self._shared(goods, flow)
        if shared is not None:
            self.measures.used.add(id(shared))
            yield self._trade(flow, self._joined(goods), shared, together)
        for thing in goods:
            value = None if listed or shared is not None else self._quantity(thing, flow)
            if not listed:  # what a flow consists of is not what the next number is of
                self.c.discourse.goods, self.c.discourse.goods_from = (self.s.sentence.index, thing), flow.giver
            if (
                value is None
                and not listed
                and shared is None
                and (
                    measured
                    or thing.kind == "total"
                    or (flow.verb in _IF_MEASURED and not (energy or returned or self._mostly(thing)))
                )
            ):
                continue
            if value is None and not listed and self._measured(flow, thing):
                continue
            yield self._trade(flow, thing, value, together if value is not None else None)
            price = self._price(flow) if value is not None and value.kind == "quantity" and len(goods) == 1 else None
            if price is not None:
                self.measures.used.add(id(price))
                yield self._trade(flow, thing, price, together)

    def _mostly(self, thing: Thing) -> bool:
        """ "gets nearly all its flour from X", "draws most of its coal from Y": what part of all is told without a number."""
        head = self.s.doc[thing.token]
        before = self.s.doc[max(0, head.left_edge.i - 3) : head.i]
        return any(t.lower_ in _MOSTLY for t in before) and any(t.lower_ in {"its", "their"} for t in before)

    def _shared(self, goods: list[Thing], flow: Flow) -> Value | None:
        """ "sold tea and coffee worth $410 million": the one number of the clause, behind all the goods that it is for."""
        if len(goods) < 2 or any(t.kind == "total" for t in goods):
            return None
        inside = {
            id(v): v for i, v in self.s.value_at.items() if is_within(self.s.doc[i], flow.head) and v.kind == "money"
        }
        free = [v for v in inside.values() if id(v) not in self.measures.used]
        last = max(t.token for t in goods)
        behind = [v for v in free if last < min(self.s.tokens_of(v)) <= last + _BEHIND]
        others = [v for v in self.s.value_at.values() if v.kind in {"quantity", "money", "percent"} and v not in behind]
        return behind[0] if len(behind) == 1 and not others else None

    def _joined(self, goods: list[Thing]) -> Thing:
        """Several goods as one: their words as they stand; the chapter that all are of, if there is one."""
        first, last = min(goods, key=lambda t: t.token), max(goods, key=lambda t: t.token)
        start = self.s.doc[first.token].idx + len(self.s.doc[first.token].text) - len(first.text)
        end = self.s.doc[last.token].idx + len(self.s.doc[last.token].text)
        chapters = {(t.code or "")[:2] for t in goods}
        code = chapters.pop() or None if len(chapters) == 1 else None
        return Thing("goods", self.s.doc.text[start:end], code=code, token=last.token)

    def _with_all(self, flow: Flow, goods: list[Thing]) -> None:
        """ "X imported $16 billion worth of copper": with all partners, where a sum is told and no other side."""
        if flow.owner is None or flow.partner is not None or not goods or self.flows.with_union(flow):
            return
        behind = self.s.doc[flow.head.i : flow.head.right_edge.i + 1]
        # "bought 6 million tonnes of wheat abroad"
        with_all = flow.verb in {"import", "export"} or any(
            t.lower_ in {"abroad", "overseas", "foreign"} for t in behind
        )
        if with_all and tells_amount(flow.head, self.s):
            flow.giver, flow.taker = flow.giver or WORLD, flow.taker or WORLD

    def _measured(self, flow: Flow, thing: Thing) -> bool:
        """Whether a number of the sentence tells this flow already: "purchases of gold from X amounted to …"."""
        sides = {flow.giver, flow.taker}
        told = [m for m in self.measures.common.others if {m.owner, m.partner} == sides]
        return any(t.code == thing.code for m in told for t in m.things)

    def _price(self, flow: Flow) -> Value | None:
        """ "1,200 tonnes of shrimp, worth 90 million kroner": the money beside a quantity."""
        for i, value in self.s.value_at.items():
            told = self.s.doc[i - 1].lower_ in {"worth", "for", "at"} or self.s.doc[max(0, i - 2)].lower_ in {
                "worth",
                "valued",
            }
            within = is_within(self.s.doc[i], flow.head) and self._of_its_clause(i, flow)
            sum_told = value.kind == "money" and not _RATE.match(self.s.doc.text, value.end)
            if sum_told and told and within and id(value) not in self.measures.used:
                return value
        return None

    def _of_its_clause(self, i: int, flow: Flow) -> bool:
        """Whether a number is no other verb's: "exported rice, while importing medicines worth $3 million"."""
        verb = self.measures.common.verb_above(self.s.doc[i])
        return verb is None or verb == flow.head or verb.dep_ in {"acl", "relcl", "xcomp"} or not of_verb(verb).objects

    def _quantity(self, thing: Thing, flow: Flow) -> Value | None:
        head = self.s.doc[thing.token]
        for i, value in self.s.value_at.items():
            if _RATE.match(self.s.doc.text, value.end):
                continue
            near = abs(i - head.i) < 10 and is_within(self.s.doc[i], flow.head)
            pieces = value.kind == "count" and self.s.doc[i].dep_ == "nummod" and self.s.doc[i].head == head
            counted = pieces and head.tag_ in {"NNS", "NNPS"} and thing.kind == "goods"
            fits = value.unit not in _UNITS or (thing.code or "").startswith(tuple(_UNITS[value.unit]) or ("-",))
            if (
                (value.kind in {"quantity", "money"} or counted)
                and near
                and fits
                and id(value) not in self.measures.used
            ):
                self.measures.used.add(id(value))
                return value
        return None

    def _trade(self, flow: Flow, thing: Thing, value: Value | None, group: str | None = None) -> Row:
        tokens = [thing.token, flow.head.i, *(self.s.tokens_of(value) if value else ())]
        hedge = flow.mood.hedge_of(value)
        base = self.c.base(flow.head, flow.trigger, tokens, "trade.flow", flow.mood, hedge, value)
        if flow.owner and flow.partner:
            self.c.discourse.flow = (self.s.sentence.index, flow.owner, flow.partner)
        measure = "relation" if value is None else "value" if value.kind == "money" else "volume"
        if value is not None:
            numbered = Measure(
                measure, value, 1, flow.flow, flow.owner, flow.partner, [thing], flow.head, [max(tokens)], group
            )
            self.measures.common.others.append(numbered)
            base = self._dated(base, numbered)
        partner = None if group else flow.partner
        return {**base, "reporter_country": flow.owner, "partner_country": partner, "partner_group": group, "flow": flow.flow,
                "commodity": thing.text if thing.kind == "goods" else None, "commodity_code": thing.code, "measure": measure, **numbers(value)}  # fmt: skip

    def _measure(self, m: Measure) -> Row:
        goal = aimed_at(m.head) if m.aimed is None else m.aimed
        meant = Mood("planned") if goal else Mood() if m.aimed is False else mood(m.head)
        hedge = meant.hedge_of(m.value)
        own = None if m.measure == "change" else m.value  # "12 percent over the previous year": of this year
        base = self.c.base(m.head, self.s.doc[m.tokens[0]], m.tokens, f"trade.{m.measure}", meant, hedge, own)
        if m.owner and m.partner:
            self.c.discourse.flow = (self.s.sentence.index, m.owner, m.partner)
        verb = next((t for t in (m.head, *m.head.ancestors) if t.pos_ in {"VERB", "AUX"}), m.head)
        if m.measure == "rank" and verb.tag_ in {"VBZ", "VBP"} and not self._stands_beside(base, m.value):
            base |= _UNDATED
        thing = next((t for t in m.things if t.kind in {"goods", "service"}), _TOTAL)
        base = self._dated(base, m) if not m.aimed or self._due(m) else {**base, **_UNDATED}
        return {**base, "reporter_country": m.owner, "partner_country": m.partner, "partner_group": m.group,
                "flow": m.flow, "commodity": thing.text or None, "commodity_code": thing.code, "measure": m.measure,
                **numbers(m.value, m.sign)}  # fmt: skip

    def _stands_beside(self, base: Row, value: Value) -> bool:
        """Whether a date opens the sentence or stands right beside a place: "is our largest partner …, up 20 percent in 2022"."""
        whens = [w for w in self.s.dates if w.edtf in base["dates"]]
        return not whens or any(w.end <= value.start or 0 <= w.start - value.end < _BESIDE for w in whens)

    def _due(self, m: Measure) -> bool:
        """Whether a date of the sentence is that of a goal, not of its setting: "to bring it to 5 billion by 2027"."""
        before = (self.s.doc.text[: w.start].split()[-1:] for w in self.s.dates)
        return is_infinitive(m.head) or any(word and word[0].lower() in {"by", "for", "until"} for word in before)

    def _dated(self, base: Row, m: Measure) -> Row:
        """With the time of the number before it, where a sentence goes on without one ("… in 2019. Imports reached 3 billion.")."""
        index, sides = self.s.sentence.index, {c for c in (m.owner, m.partner) if c and c != WORLD}
        held = self.c.discourse.dated
        past = m.head.tag_ in {"VBD", "VBN"} or m.head.pos_ not in {"VERB", "AUX"}
        if base["date"] is None and base["date_text"] is None and held and past and not self.s.dates:
            near = index - held[0] <= 1 and (sides <= held[1] or m.owner in held[1])
            base = {**base, **held[2]} if near and m.measure != "rank" else base
        if base["date"] is not None and m.measure != "rank":
            self.c.discourse.dated = (index, sides, {k: base[k] for k in ("date", "dates")})
        return base

    # -- arms ----------------------------------------------------------------------------------------------------------
    def _arms_measure(self, m: Measure) -> Row:
        meant = mood(m.head)
        thing = next(t for t in m.things if t.kind == "arms")
        hedge = meant.hedge_of(m.value)
        base = self.c.base(
            m.head, self.s.doc[m.tokens[0]], m.tokens, f"arms_transfers.{m.measure}", meant, hedge, m.value
        )
        exporting = m.flow == "export" or m.basis == "world_exports"
        near = {*self.s.countries(), *(self.c.discourse.countries[-_NEAR:]), WORLD}
        # not the other of the text's two: "its imports rose by 311 percent"
        partner = m.partner if m.partner in near else None
        supplier, recipient = (m.owner, partner) if exporting else (partner, m.owner)
        measure = "contract_value" if m.measure == "value" else m.measure
        basis = m.basis if measure in {"share", "rank"} else None
        return {**base, "supplier_country": supplier, "recipient_country": recipient, "designation": None if measure in {"share", "rank"} else thing.designation,
                "description": thing.text, "category": thing.category, "producers": None, "measure": measure, "basis": basis,
                "status": status_above(m.head), **numbers(m.value, m.sign)}  # fmt: skip

    def _deals(self) -> Iterator[Row]:
        """The price of a deal over arms as such."""
        for noun, thing, value, supplier, recipient in self.deals.priced(self.measures.used):
            at = self.s.tokens_of(value)
            head = noun.head if noun.head.pos_ in {"VERB", "AUX"} else noun
            base = self.c.base(head, noun, [noun.i, *at], "arms_transfers.contract", mood(noun), value.hedge)
            yield {**base, "supplier_country": supplier, "recipient_country": recipient, "designation": thing.designation, "description": thing.text,
                   "category": thing.category, "producers": None, "measure": "contract_value", "basis": None, "status": status_above(noun), **numbers(value)}  # fmt: skip


def _is_price_of_arms(row: Row, arms: list[Row]) -> bool:
    """ "the sale to Chad of missiles, valued at $55 million": the sum is the price of the arms, and of no other goods."""
    prices = {a["value"] for a in arms if a["measure"] == "contract_value"}
    return row["measure"] == "value" and row["commodity"] is None and row["value"] in prices


def _priced_once(rows: list[Row]) -> list[Row]:
    """Without the bare sum of a deal that another row tells as ordered or approved."""
    sums = [r for r in rows if r["measure"] == "contract_value"]
    keys = ("supplier_country", "recipient_country", "value", "unit")
    told = [tuple(r[k] for k in keys) for r in sums if r["status"] != "supplied"]
    return [r for r in rows if r not in sums or r["status"] != "supplied" or tuple(r[k] for k in keys) not in told]


def _sends_its_own(flow: Flow, goods: list[Thing], doc: Doc) -> bool:
    """ "Chad sends its cotton to Togo": what a state does with its own goods as a rule is no gift."""
    as_a_rule = flow.verb == "send" and flow.head.tag_ in {"VBZ", "VBP"}
    return as_a_rule and any(c.lower_ in {"its", "their"} for t in goods for c in doc[t.token].lefts)


def _together(flow: Flow, told: list[Flow]) -> str | None:
    """The partners that one number of a clause is for: "exported 320,000 tonnes of fish to Japan and Spain"."""
    same = [f for f in told if f.head == flow.head and f.verb == flow.verb and f.owner == flow.owner]
    partners = {f.partner for f in same if f.partner}
    return "+".join(sorted(partners)) if len(partners) > 1 else None


def _told_by_number(row: Row, rows: list[Row]) -> bool:
    """Whether a bare flow is one that a number of the sentence measures: "of which medicines accounted for 900 million"."""
    keys = ("reporter_country", "partner_country", "flow", "commodity_code")
    numbered = [r for r in rows if r["measure"] in {"value", "volume"} and r["commodity"]]
    return row["measure"] == "relation" and any(all(r[k] == row[k] for k in keys) for r in numbered)
