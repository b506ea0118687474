"""Rows of `arms_transfers` from flows of arms: what went from whom to whom, how many, for how much, in which state of the deal.

In: the `Flow`s of a sentence. Out: rows without ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.numbers import ORDINALS
from pipeline.annotate.values import Value
from pipeline.extract.claim import Claims, numbers
from pipeline.extract.designations import producer_of
from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_parts import WORLD, WORTH
from pipeline.extract.instalments import STATUS, further_rows
from pipeline.extract.makers import state_of_system
from pipeline.extract.modality import is_contracted, mood
from pipeline.extract.predications import of_verb
from pipeline.extract.things import Thing, thing_of
from pipeline.records import Row

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_BUYING_NOW = frozenset({"buy", "purchase", "acquire", "procure"})
_APPROVED, _BUYING = frozenset(WORDS["status"]["approved"]), frozenset({"order", "procure", "sale"})
_BUYING_NEW, _SECOND_HAND = frozenset(WORDS["buying_new"]), frozenset(WORDS["second_hand"])
_SUPPLYING, _WIDE, _STATES = (frozenset(WORDS[key]) for key in ("supplying", "wide", "receivers"))
_HANDING = frozenset({*WORDS["arriving"], "donate", "send"})
_IN_ALL, _NEAR = (" in all", " in total", " altogether"), 15  # "the tanks, about 140 in all, …"; characters between
_FOR_NOTHING = tuple(WORDS["for_nothing"])
_ORDERS = frozenset({"contract", "deal", "order", "agreement"})
_ALLOWING, _GO_AHEADS = frozenset(WORDS["allowing"]), frozenset(WORDS["go_aheads"])
_USING = frozenset(WORDS["use"])
_REPLACING = frozenset({"replace", "equip", "reinforce", "supplement"})
_BUILDING, _LICENCES = frozenset(WORDS["building"]), frozenset({"licence", "license"})
_ORDINALS = frozenset({*ORDINALS, "next"})


class ArmsRows:
    """Makes the rows of one sentence's flows of arms."""

    def __init__(self, claims: Claims) -> None:
        self.c = claims
        self.s = claims.sentence

    def of_sentence(self, flows: list[Flow], used: set[int]) -> list[Row]:
        """The rows of all flows of a sentence; one item from one state to another is told once. `used` takes in their numbers."""
        found: list[Row] = []
        for flow in sorted(flows, key=lambda f: f.verb in _USING):  # "flies jets it acquired from X": acquired
            self._complete(flow)
            found += [row for row in self.rows(flow) if not any(_same_item(row, other) for other in found)]
        if not found:
            return []
        found += list(further_rows(self.c, found))
        priced = any(flow.priced for flow in flows)
        used |= {id(v) for v in self.s.values if v.kind == "count" or (v.kind == "money" and priced)}
        told = self.c.discourse.deal_before(self.s.sentence.index)
        before = told if _same_sides(found[0], told) else []
        new = [row for row in found if not _more_precise(row, before)]
        self.c.discourse.deal = (self.s.sentence.index, before + new)
        self.c.discourse.buyers |= {row["recipient_country"] for row in new if row["recipient_country"]}
        return new

    def _complete(self, flow: Flow) -> None:
        """A flow of arms with one side told: of the deal told last where that has the same side, else of the system's maker."""
        if flow.giver and flow.taker:
            return
        rows = self.c.discourse.deal_before(self.s.sentence.index)
        if rows:
            self._of_deal_before(flow, rows)
        self._with_all(flow)
        self._to_the_only_buyer(flow)
        if flow.giver is None and flow.taker and flow.verb in _BUYING_NEW:
            maker = next((m for t in flow.things if (m := state_of_system(t.designation))), None)
            if set(self.s.countries()) - {maker, flow.taker}:
                maker = None  # "went to an Israeli repair house and bought nine T700s"
            if maker == flow.taker:  # "India ordered 83 Tejas fighters": nothing comes from another state
                flow.things = [t for t in flow.things if t.kind != "arms"]
            elif not self._second_hand(flow):
                flow.giver = maker

    def _with_all(self, flow: Flow) -> None:
        """ "X exported arms worth $5 billion": to all the world, where a sum is told of arms as such."""
        arms = [t for t in flow.things if t.kind == "arms"]
        as_such = all(t.general or (t.designation is None and self._count(t, flow) is None) for t in arms)
        if flow.verb in {"export", "import"} and arms and as_such and self._price(flow):
            flow.giver, flow.taker = flow.giver or WORLD, flow.taker or WORLD

    def _to_the_only_buyer(self, flow: Flow) -> None:
        """ "the Hornets that Chile delivered in 1997", in a text in which one state alone buys: to whom the text leaves open."""
        buyer = self.c.discourse.only_buyer(flow.giver) if flow.giver else None
        if flow.taker is None and buyer and self._to_the_same(flow):
            flow.taker = buyer

    def _second_hand(self, flow: Flow) -> bool:
        """ "24 used F-16s": of whom they were bought, their maker does not tell."""
        return any(t.lower_ in _SECOND_HAND for t in flow.head.subtree)

    def _of_deal_before(self, flow: Flow, rows: list[Row]) -> None:
        supplier, recipient = rows[0]["supplier_country"], rows[0]["recipient_country"]
        if "other way" in self.s.doc.text.lower() or "in return" in self.s.doc.text.lower():
            supplier, recipient = recipient, supplier
        if flow.taker is not None and flow.taker == recipient:
            flow.giver = supplier
        elif flow.giver == supplier or (flow.giver is not None and flow.giver != recipient and self._to_the_same(flow)):
            flow.taker = recipient

    def _to_the_same(self, flow: Flow) -> bool:
        """ "X ordered 24 jets from Y. Z delivered 18 drones": a third supplier, where the clause names nobody else to whom."""
        things = [t for t in flow.things if t.kind == "arms"]
        specific = bool(things) and all(t.category and not t.general for t in things)
        joined = {t.i for c in flow.head.conjuncts if c.i > flow.head.i for t in c.subtree}
        clause = [t for t in flow.head.subtree if t.i not in joined]
        words = {t.lower_ for t in clause}
        known = {flow.giver, *(c for r in self.c.discourse.deal_before(self.s.sentence.index) for c in _sides(r))}
        others = {p.code for t in clause if (p := self.s.place_at.get(t.i)) and p.kind != "town"} - known
        told = of_verb(flow.head).role("to") + of_verb(flow.head).role("for") if flow.head.pos_ == "VERB" else []
        open_side = all(t.lemma_.lower() in _STATES or t.i in {*self.s.date_at, *self.s.value_at} for t in told)
        return flow.verb in _SUPPLYING and specific and open_side and not others and not words & _WIDE

    def rows(self, flow: Flow) -> Iterator[Row]:
        """The rows of one flow: one an item, and one for the price."""
        things = [t for t in flow.things if t.kind == "arms"]
        if len(things) > 1:  # "major arms, including A and B": the items speak for the whole
            things = [t for t in things if not t.general] or things[:1]
        if not things or flow.mood.refused or (flow.giver is None and flow.taker is None):
            return
        open_ended = flow.verb in _APPROVED or (flow.verb in _BUYING_NEW and flow.taker is not None)
        named = open_ended and any(t.designation for t in things)
        if not (flow.giver and flow.taker) and not named and flow.verb not in _BUYING:
            return
        price = self._price(flow) if flow.priced else None
        for thing in things:
            value = self._count(thing, flow)
            all_of_it = thing.general or WORLD in {flow.giver, flow.taker}
            if value or not (price and all_of_it):  # of arms as such the price says all
                yield self._row(flow, thing, "quantity" if value else "transfer", value)
        if price:
            whole = next((t for t in flow.things if t.general), things[0]) if len(things) > 1 else things[0]
            yield self._row(self._contract_of(flow, price), whole, "contract_value", price, several=len(things) > 1)

    def _contract_of(self, flow: Flow, price: Value) -> Flow:
        """ "handed over two corvettes, bought in 2016 for 900 million": the price is of the order, which came before."""
        clause = next((a for a in self.s.doc[self.s.tokens_of(price)[0]].ancestors if a.pos_ == "VERB"), flow.head)
        inside = clause != flow.head and clause.tag_ == "VBN" and clause.dep_ in {"acl", "advcl"}
        if not inside or flow.verb not in _HANDING or clause.lemma_.lower() not in _BUYING_NEW:
            return flow
        return replace(flow, head=clause, trigger=clause, verb="order", mood=mood(clause))

    def _count(self, thing: Thing, flow: Flow) -> Value | None:
        head = self.s.doc[thing.token]
        if thing.counted is not None:
            return thing.counted
        pair = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "of" else None
        if pair is not None and pair.lower_ == "pair":  # "a pair of patrol boats"
            return Value(pair.idx, pair.idx + len(pair.text), "count", 2.0, None, None, "1", "exact")
        told_of_all = _is_of_all(flow.head) and flow.head.head == head
        if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lower_ in _ORDINALS and not told_of_all:
            return None  # "the fifth of 36 jets": one of them, 36 have not come
        name = self.s.doc.text.rfind(thing.designation, 0, head.idx + len(head.text)) if thing.designation else -1
        for token in head.lefts:
            for sub in token.subtree:
                value = self.s.value_at.get(sub.i)
                own = value is not None and name >= 0 and name <= value.start < name + len(str(thing.designation))
                calibre = value is not None and self.s.doc.text[value.end :].lstrip(" -").startswith("mm")
                if value and value.kind == "count" and sub.i < head.i and not (own or calibre):
                    return value
        text = self.s.doc.text
        behind = [v for v in self.s.values if v.kind == "count" and 0 < v.start - head.idx - len(head.text) < _NEAR]
        whole = next((v for v in behind if text[v.end :].lower().startswith(_IN_ALL)), None)
        if whole is not None:
            return whole
        before = [v for v in self.s.values if v.kind == "count" and text[v.end :].lstrip(" )").startswith(thing.text)]
        before = [v for v in before if not text[v.end :].lstrip(" -").startswith("mm")]
        return next((v for v in reversed(before) if v.end < head.idx), None)

    def _price(self, flow: Flow) -> Value | None:
        due = (
            flow.head.dep_ == "xcomp" and flow.head.head.lemma_ == "be"
        )  # "Under a $120 million contract X is to deliver …"
        clause = flow.head.head if due or is_contracted(flow.head) else flow.head
        things = {t.token for t in flow.things}
        for token in clause.subtree:
            value = self.s.value_at.get(token.i)
            if (
                value
                and value.kind == "money"
                and not self._beside(value, things)
                and not self._of_others(value, things)
            ):
                return value
        return None

    def _of_others(self, value: Value, things: set[int]) -> bool:
        """ "airlifted rifles and sold it arms worth $260 million": the price of other arms, which stand right before it."""
        worth = next((t for i in self.s.tokens_of(value) for t in self.s.doc[i].ancestors if t.lower_ in WORTH), None)
        noun = worth.head if worth is not None and worth.head.i < worth.i else None
        priced = thing_of(noun, self.s) if noun is not None and noun.pos_ == "NOUN" and noun.i not in things else None
        return priced is not None and priced.kind == "arms"

    def _beside(self, value: Value, things: set[int]) -> bool:
        """ "will donate two boats and 3 million euros": money given with arms is no price of theirs."""
        tokens = [self.s.doc[i] for i in self.s.tokens_of(value)]
        return any(t.dep_ == "conj" and t.head.i in things for t in tokens)

    def _status(self, flow: Flow) -> str:
        if _is_licensed(flow.head):
            return "produced_under_licence"
        if is_contracted(flow.head) and flow.verb not in STATUS:
            return "ordered"
        if flow.mood.hedge == "planned" and flow.verb not in STATUS:
            return "ordered" if _is_contracted_for(flow.head) else "planned"
        status = str(STATUS.get(flow.verb, "supplied"))
        if status == "supplied" and flow.head.lemma_ in _BUYING_NOW and _is_under_way(flow.head):
            return "ordered"  # "is buying 36 vehicles"
        if status == "supplied" and flow.verb in _BUYING_NEW and (_has_yet_to_come(flow.head) or _is_of_all(flow.head)):
            return "ordered"
        clause = self.s.doc[flow.head.left_edge.i : flow.head.right_edge.i + 1].text.lower()
        for_nothing = any(words in clause for words in _FOR_NOTHING)
        return "donated" if status in {"supplied", "ordered"} and for_nothing else status

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
            tokens += self.s.tokens_of(value)
        status = self._status(flow)
        hedge = flow.mood.hedge_of(value)
        if status == "approved" and hedge == "exact":
            hedge = "planned"  # what may be sold is not sold yet
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
            **numbers(value),
            "status": status,
        }


def status_above(head: Token) -> str:
    """The status of arms whose sum a noun of trade tells: "approved" where an authority allowed them, else "supplied"."""
    verb = next((t for t in (head, *head.ancestors) if t.pos_ == "VERB"), None)
    if verb is None:
        return "supplied"
    allowed = any(c.dep_ == "dobj" and c.lemma_.lower() in _GO_AHEADS for c in verb.children)
    return "approved" if allowed or verb.lemma_.lower() in _ALLOWING else "supplied"


def _same_item(a: Row, b: Row) -> bool:
    """Whether two rows of a sentence tell one number of one item, under two words ("ordered … in a deal for …")."""
    keys = ("supplier_country", "recipient_country", "designation", "category", "measure", "value", "value_min")
    return all(a[k] == b[k] for k in keys)


def _sides(row: Row) -> tuple[str | None, str | None]:
    return row["supplier_country"], row["recipient_country"]


def _same_sides(row: Row, others: list[Row]) -> bool:
    keys = ("supplier_country", "recipient_country")
    return bool(others) and all(row[k] == others[0][k] for k in keys)


def _more_precise(row: Row, before: list[Row]) -> bool:
    """Whether a number completes an item that the sentences before told without one; the row of the item takes it over."""
    keys = ("designation", "category", "status")
    item = next((r for r in before if r["measure"] == "transfer" and all(r[k] == row[k] for k in keys)), None)
    if row["measure"] != "quantity" or item is None:
        return False
    item.update({**row, "producers": row["producers"] or item["producers"]})
    return True


def _is_licensed(verb: Token) -> bool:
    """ "will assemble drones under a licence granted by X"."""
    under = [t for c in verb.children if c.dep_ == "prep" and c.lower_ == "under" for t in c.children]
    return verb.lemma_.lower() in _BUILDING and any(t.lemma_.lower() in _LICENCES for t in under)


def _is_contracted_for(verb: Token) -> bool:
    """ "is to receive 136 vehicles under a contract signed on Tuesday"."""
    under = [t for c in verb.children if c.dep_ == "prep" and c.lower_ == "under" for t in c.children]
    return any(t.lemma_.lower() in _ORDERS for t in under)


def _is_of_all(verb: Token) -> bool:
    """ "the fifth of 36 jets that X ordered": whether a clause tells of all of them, of which one is spoken of."""
    noun = verb.head if verb.dep_ in {"acl", "relcl"} else None
    return noun is not None and noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lower_ in _ORDINALS


def _has_yet_to_come(verb: Token) -> bool:
    """ "Six launchers, bought last year, should arrive in 2027": what a participle says was bought is not there yet."""
    main = verb.head.head if verb.dep_ in {"acl", "relcl"} else None
    if main is not None and main.lower_ == "with":  # "will replace its helicopters with five bought from X"
        main = main.head
        return main.lemma_ in _REPLACING and any(c.lower_ in {"will", "should", "shall"} for c in main.children)
    return main is not None and main.i > verb.i and any(c.lower_ in {"will", "should", "shall"} for c in main.children)


def _is_under_way(verb: Token) -> bool:
    """ "is buying", not "…, buying 20 launchers for $305 million"."""
    return verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children)
