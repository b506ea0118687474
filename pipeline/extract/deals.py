"""Deals over arms told by a noun: "signed a contract for 42 jets with X", "a $2 billion order for howitzers from Y".

In: an annotated sentence. Out: `Flow`s for `arms` to make rows of, and the rows of what a later sentence adds to a deal: its price,
its contractors, how much of it has been delivered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.claim import Claims, numbers
from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_parts import WORTH
from pipeline.extract.flows import FlowFinder
from pipeline.extract.instalments import later_rows
from pipeline.extract.modality import mood
from pipeline.extract.predications import carrier, of_verb, prepositional
from pipeline.extract.things import Thing, maker_country, thing_of, things_before
from pipeline.records import Row

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_CONTRACTS, _DEALS = frozenset(WORDS["contract_nouns"]), frozenset(WORDS["deal_nouns"])
_WON, _GIVEN, _MADE = (frozenset(WORDS[f"contract_{key}"]) for key in ("won", "given", "made"))
_ACTS = frozenset(WORDS["act_nouns"])  # "the sale of", "the purchase of": flows of their own
_NOUNS = _CONTRACTS | _ACTS | _DEALS
_APPROVING = frozenset(WORDS["status"]["approved"])
_COMPRISING = frozenset(WORDS["composition_verbs"]) - {"be", "feature"}
_COVERING = frozenset({"cover", "include", "comprise", "involve"})
_DEFINITE = frozenset({"the", "this", "that", "its"})
_SELLING = frozenset(WORDS["out_nouns"]) | {"transfer"}


class Deals:
    """Finds the deals over arms of one sentence."""

    def __init__(self, claims: Claims, flows: FlowFinder) -> None:
        self.c = claims
        self.s = claims.sentence
        self.f = flows
        self.further: list[Row] = []  # of the deal told before, where this sentence tells more of what it covers

    def find(self) -> Iterator[Flow]:
        """A flow for each deal whose arms and sides are told."""
        for noun in self.s.doc:
            lemma = noun.lemma_.lower()
            if lemma not in _NOUNS or noun.i in self.s.entity_at or mood(noun).refused:
                continue
            if flow := self._made_up(noun):
                yield flow
                continue
            if lemma not in _CONTRACTS - _ACTS:
                continue
            things = self._things(noun)
            if not things:
                continue
            verb, as_subject = carrier(noun)
            if noun.lemma_.lower() == "package" and (package := self._packed_for(noun, verb, things)) is not None:
                yield package
                continue
            giver, taker = self._completed(*self._sides(noun, None if as_subject else verb, things))
            if giver is None and taker is None:
                givers, takers = self.f.of_same_deal(things)  # "A follow-on deal for six of the type"
                giver, taker = next(iter(givers), None), next(iter(takers), None)
            if taker is None or giver == taker:
                continue
            head = (
                verb
                if verb is not None and (as_subject or verb.lemma_.lower() in _WON | _GIVEN | _MADE | _APPROVING)
                else noun
            )
            lemma = verb.lemma_.lower() if verb is not None else ""
            yield Flow(
                giver, taker, things, head, noun, mood(head), taker, "import", lemma if lemma in _APPROVING else "order"
            )

    def _packed_for(self, noun: Token, verb: Token | None, things: list[Thing]) -> Flow | None:
        """ "Canada announced a $65 million package of rifles for Togo": who announces it gives it."""
        if verb is None:
            return None
        clause = [t for t in verb.subtree if t.dep_ == "pobj" and t.head.lower_ in {"for", "to"} and t.i > noun.i]
        givers = self.f.codes(of_verb(verb).subjects)
        takers = [c for c in self.f.codes(clause) if c not in givers]
        if not (givers and takers) or mood(verb).refused:
            return None
        return Flow(givers[0], takers[0], things, verb, noun, mood(verb), givers[0], "export", "donate")

    def _made_up(self, noun: Token) -> Flow | None:
        """ "Transfers from X to Y include …", "The sale, approved by X, covers missiles for Y": what the subject consists of."""
        verb, as_subject = carrier(noun)
        if verb is None or not as_subject or verb.lemma_.lower() not in _COMPRISING or mood(verb).refused:
            return None
        told = of_verb(verb)
        objects = told.objects + prepositional(verb, "of")
        if verb.lemma_.lower() == "provide":  # "the contract provides for two frigates"
            objects = prepositional(verb, "for")
        things = [t for o in objects for t in self.f.items(o) if t.kind == "arms"]
        things = [t for t in things if not t.general] or things
        approved = [c for c in noun.children if c.dep_ == "acl" and c.lemma_.lower() in _APPROVING]
        behind = [o for b in objects for o in [b, *b.conjuncts]]
        to = [t for w in [noun, verb, *behind] for r in ("to", "for") for t in prepositional(w, r)]
        owners = self.f.codes([c for c in noun.children if c.dep_ == "poss"])
        selling = noun.lemma_.lower() in _SELLING
        takers = self.f.codes(to) or ([] if selling else owners)
        givers = self.f.codes(prepositional(noun, "from") + [t for a in approved for t in prepositional(a, "by")])
        givers = givers or (owners if selling else [])
        between = self.f.codes([t for w in [noun, *noun.children] for t in prepositional(w, "between")])
        if len(between) == 2 and not givers and not takers:
            givers, takers = ([c] for c in self._who_supplies(noun, between))
        deal = self._of_told_deal(noun) if not givers and not takers else None
        if deal is not None and things:
            self.further = self.c.discourse.deal_before(self.s.sentence.index)
            contracted = noun.lemma_.lower() in _CONTRACTS - _ACTS
            status = "order" if contracted or deal["status"] == "ordered" else ""
            sides = str(deal["supplier_country"]), str(deal["recipient_country"])
            return Flow(*sides, things, verb, noun, mood(verb), sides[1], "import", status, False)
        giver, taker = self._completed(next(iter(givers), None), next((c for c in takers if c not in givers), None))
        if not things or taker is None or giver == taker:
            return None
        verbed = (
            approved[0].lemma_.lower() if approved else "order" if noun.lemma_.lower() in _CONTRACTS - _ACTS else ""
        )
        return Flow(giver, taker, things, verb, noun, mood(verb), taker, "import", verbed)

    def _of_told_deal(self, noun: Token) -> Row | None:
        """ "The deal, worth $1.5 billion, also covers 551 missiles": the transfer that the sentences before told, of the same two."""
        rows = self.c.discourse.deal_before(self.s.sentence.index)
        sides = {(r["supplier_country"], r["recipient_country"]) for r in rows}
        definite = any(c.lower_ in _DEFINITE for c in noun.lefts)
        whole = len(sides) == 1 and all(next(iter(sides)))
        return rows[0] if whole and definite and set(self.s.countries()) <= set(next(iter(sides))) else None

    def _completed(self, giver: str | None, taker: str | None) -> tuple[str | None, str | None]:
        """A side untold in a document about two countries is the other of them."""
        pair = self.c.discourse.document.pair or ()
        other = next((c for c in pair if c not in {giver, taker}), None) if {giver, taker} & set(pair) else None
        return giver or other, taker or other

    def _things(self, noun: Token) -> list[Thing]:
        """The arms that a deal is for; arms as such ("a contract for weapons") say too little to be an item."""
        verb, _ = carrier(noun)
        clause = (verb if verb is not None else noun).subtree
        behind = [
            t for t in clause if t.i > noun.i and t.dep_ == "pobj" and t.head.lower_ in {"for", "of", "on", "covering"}
        ]
        sides = {noun, verb, *(t for t in self.s.doc if t.dep_ == "pobj" and t.head.lower_ in {"with", "from", "by"})}
        objects = of_verb(verb).objects if verb is not None and verb.lemma_ in {"include", "cover", "comprise"} else []
        below = [c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBG" and c.lemma_ in _COVERING]
        objects += [o for c in below for o in of_verb(c).objects]  # "a contract of July 2024 covering 54 howitzers"
        sides |= {
            t for s in (noun, verb) if s is not None for c in s.children if c.lower_ in WORTH for t in [c, *c.children]
        }
        found = [t for o in behind if o.head.head in sides for t in self.f.items(o)]
        found += [t for o in objects for t in self.f.items(o)]
        return [t for t in found if t.kind == "arms" and not t.general]

    def _sides(self, noun: Token, verb: Token | None, things: list[Thing]) -> tuple[str | None, str | None]:
        """(supplier, recipient): who wins a contract supplies, who awards one buys, who signs with somebody buys from it."""
        lemma = verb.lemma_.lower() if verb is not None else ""
        subjects = self.f.codes(of_verb(verb).subjects) if verb is not None else []
        clause = list((verb if verb is not None else noun).subtree)
        beside = {
            role: self.f.codes([t for t in clause if t.dep_ == "pobj" and t.head.lower_ == role])
            for role in ("with", "from", "by", "to", "between")
        }
        made = next((c for t in things if (c := maker_country(self.s.doc[t.token], self.s))), None)
        owner = self.f.codes([c for c in noun.children if c.dep_ == "poss"])
        others = beside["with"] + beside["from"]
        if lemma in _WON:  # "won a Romanian tender", "won Romania's tender"
            placing = [
                p.code for c in noun.lefts if (p := self.s.place_at.get(c.i)) is not None and p.kind == "adjective"
            ]
            return self._apart(subjects, others + beside["by"] + beside["to"] + owner + placing)
        if lemma in _GIVEN:
            given = self.f.codes(of_verb(verb).role("iobj")) if verb is not None else []
            return self._apart(given + beside["to"] + others + [c for c in (made,) if c], subjects)
        buyers = subjects + owner + beside["by"]
        named = list(dict.fromkeys(beside["between"] + buyers + others))
        if made in named and len(named) == 2:
            return made, next(c for c in named if c != made)
        if lemma in _MADE or not lemma:
            seller = self._seller(clause, named) or made or next((c for c in others if c not in buyers), None)
            if seller is None and named and self._is_firm(named[0], clause):
                return named[0], None
            if seller or len(named) == 1:
                return self._apart([c for c in (seller,) if c], [*buyers, *(others if seller else [])])
        return None, None

    @staticmethod
    def _apart(givers: list[str], takers: list[str]) -> tuple[str | None, str | None]:
        giver = next(iter(givers), None)
        return giver, next((c for c in takers if c != giver), None)

    def _seller(self, clause: list[Token], codes: list[str]) -> str | None:
        """The one side of two that is told by a company."""
        firms = [c for c in codes if self._is_firm(c, clause)]
        return firms[0] if len(firms) == 1 and len(codes) == 2 else None

    def _is_firm(self, code: str, clause: list[Token]) -> bool:
        held = (self.s.entity_at.get(t.i) for t in clause)
        return any(e is not None and e.kind == "company" and e.country == code for e in held)

    # -- prices of arms as such ----------------------------------------------------------------------------------------
    def priced(self, used: set[int]) -> Iterator[tuple[Token, Thing, Value, str, str]]:
        """ "defense equipment contracts between X and Y were close to $5 billion": noun, arms, money, supplier, recipient."""
        for noun in self.s.doc:
            if noun.lemma_.lower() not in _CONTRACTS or noun.i in self.s.entity_at or mood(noun).refused:
                continue
            thing = next((t for t in things_before(noun, self.s) if t.kind == "arms"), None) or next(
                (t for o in prepositional(noun, "for") + prepositional(noun, "of") if (t := thing_of(o, self.s)) and t.general),
                None,
            )  # fmt: skip
            codes = self.f.codes(prepositional(noun, "between"))
            if thing is None or thing.kind != "arms" or len(codes) != 2:
                continue
            for value in self.s.values:
                if value.kind == "money" and id(value) not in used:
                    used.add(id(value))
                    yield noun, thing, value, *self._who_supplies(noun, codes)

    def _who_supplies(self, noun: Token, codes: list[str]) -> tuple[str, str]:
        """A side that is told by its companies supplies; else the second named."""
        sides = [t for w in [noun, *noun.children] for t in prepositional(w, "between")]
        for party in [p for t in sides for p in self.c.parties.of(t)]:
            firm = self._is_firm(party.country or "", list(self.s.doc)) and party.kind == "organisation"
            if firm or (party.kind == "office" and "compan" in (party.name or "").lower()):
                other = next(c for c in codes if c != party.country)
                return party.country or codes[1], other
        return codes[1], codes[0]

    # -- what a later sentence adds ------------------------------------------------------------------------------------
    def added(self, used: set[int]) -> Iterator[Row]:
        """Rows that complete the deal told last: its price, a part of it delivered. Contractors are filled in on its own rows."""
        rows = self.further or self.c.discourse.deal_before(self.s.sentence.index)
        if not rows:
            return
        self._contractors(rows)
        yield from later_rows(self.c, rows, used)
        for value in self.s.values:
            if id(value) in used or self._converted(value):
                continue
            token = self.s.doc[self.s.tokens_of(value)[0]]
            if (
                value.kind == "money"
                and (noun := self._deal_noun())
                and all(r["measure"] != "contract_value" for r in rows)
            ):
                used.add(id(value))
                yield self._like(rows, value, noun, token, "contract_value", str(rows[0]["status"]))
            elif value.kind == "count" and self._of_these(value, rows):
                verb = next((a for a in token.ancestors if a.pos_ == "VERB"), None)
                if verb is not None and verb.lemma_.lower() in {"deliver", "hand", "supply", "arrive", "receive"}:
                    used.add(id(value))
                    meant = mood(verb)
                    if not meant.refused:
                        status = "planned" if meant.hedge == "planned" else "supplied"
                        yield self._like(rows, value, verb, token, "quantity", status)

    def _converted(self, value: Value) -> bool:
        """ "MYR3.1 billion (USD690 million)": the same sum in other money."""
        text = self.s.doc.text
        before = [v for v in self.s.values if v.kind == value.kind == "money" and v.end <= value.start]
        return bool(before) and text[before[-1].end : value.start].strip() == "("

    def _deal_noun(self) -> Token | None:
        """ "The contract is worth …", "Valued at $463 million, it …": the deal told before, as a definite subject."""
        its = [t for t in self.s.doc if t.lower_ == "it" and t.dep_ in {"nsubj", "nsubjpass"}]
        worth = [w for t in its for w in [t.head, *t.head.children] if w.lower_ in WORTH]
        if worth:
            return worth[0]
        if (cost := self._cost_of_them()) is not None:
            return cost
        return next(
            (
                t
                for t in self.s.doc
                if t.lemma_.lower() in _DEALS
                and t.dep_ in {"nsubj", "nsubjpass"}
                and any(c.lower_ in {"the", "this", "its"} and c.dep_ in {"det", "poss"} for c in t.children)
                and not self._is_named(t)
            ),
            None,
        )

    def _cost_of_them(self) -> Token | None:
        """ "The helicopters will cost $2 billion", "They cost the treasury 7 billion shillings": the verb that tells what the arms cost."""
        kinds = {r["category"] for r in self.c.discourse.deal_before(self.s.sentence.index)}
        for verb in (t for t in self.s.doc if t.lemma_ == "cost" and t.pos_ == "VERB"):
            for subject in of_verb(verb).subjects:
                thing = thing_of(subject, self.s)
                same = thing is not None and thing.kind == "arms" and thing.category in kinds
                definite = any(c.lower_ in {"the", "these"} for c in subject.children)
                if subject.lower_ in {"they", "these"} or (same and definite):
                    return verb
        return None

    def _is_named(self, noun: Token) -> bool:
        """ "The Ras el-Hekma contract, which Chad concluded": a deal of its own, told by its name or by who made it."""
        names = [c for c in noun.children if c.dep_ in {"compound", "nmod"} and c.pos_ == "PROPN" and c.is_alpha]
        made = [c for c in noun.children if c.dep_ == "relcl" and c.lemma_.lower() in _MADE]
        return any(c.i not in self.s.place_at and c.lower_ not in {"fms"} for c in names) or bool(made)

    def _of_these(self, value: Value, rows: list[Row]) -> bool:
        """ "18 of them", "the first two": a part of what was just told."""
        behind = self.s.doc.text[value.end : value.end + 12].lower()
        if behind.startswith(" of which"):  # of the noun right before, which must be what the deal is of
            noun = next(
                (t for t in reversed(self.s.doc[: self.s.tokens_of(value)[0]]) if t.pos_ in {"NOUN", "PROPN"}), None
            )
            thing = thing_of(noun, self.s) if noun is not None else None
            named = thing.designation if thing is not None else None
            same = named is None or named in {r["designation"] for r in rows}
            return noun is None or (thing is not None and thing.kind == "arms" and same)
        return behind.startswith((" of them", " of these", " of those"))

    def _contractors(self, rows: list[Row]) -> None:
        """ "The principal contractor will be X": the producer on the rows of the deal."""
        for noun in self.s.doc:
            if noun.lemma_.lower() != "contractor" or noun.dep_ != "nsubj":
                continue
            heads = [t for c in noun.head.children if c.dep_ in {"attr", "oprd"} for t in [c, *c.conjuncts]]
            names = [e.name for t in heads if (e := self.s.entity_at.get(t.i)) and e.type == "organisation"]
            for row in rows if names else []:
                row["producers"] = row["producers"] or "; ".join(dict.fromkeys(names))

    def _like(self, rows: list[Row], value: Value, head: Token, token: Token, measure: str, status: str) -> Row:
        """A row of the deal with another number; the item is named where the deal has one."""
        same = len({(r["designation"], r["category"]) for r in rows}) == 1
        meant = mood(head)
        hedge = "planned" if status == "approved" and value.hedge == "exact" else meant.hedge_of(value)
        at = self.s.tokens_of(value)
        base = self.c.base(head, head, [token.i, *at, head.i], "arms_transfers.contract", meant, hedge, value)
        kept = ("supplier_country", "recipient_country", "description", "producers", "basis")
        return {
            **{k: rows[0][k] for k in kept},
            **base,
            "designation": rows[0]["designation"] if same else None,
            "category": rows[0]["category"] if same else None,
            "measure": measure,
            **numbers(value),
            "status": status,
        }
