"""Shares, ranks and amounts of flows: numbers that a sentence ties to trade or arms between countries.

In: an annotated sentence. Out: `Measure`s (which number, of which flow, seen from whom). Rows are made in `trade`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.claim import Claims
from pipeline.extract.flows import WORDS, Flow, FlowFinder
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import Thing, maker_country, thing_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_STATE, _SHARE = frozenset(WORDS["state"]), frozenset(WORDS["share_verbs"])
_UP, _DOWN = frozenset(WORDS["up"]), frozenset(WORDS["down"])
_BALANCE: dict[str, int] = WORDS["balance_nouns"]
_RANKS = {noun: flow for flow, nouns in WORDS["rank_nouns"].items() for noun in nouns}
_OWN_FLOW = {
    "importer": "import",
    "exporter": "export",
    "supplier": "export",
    "buyer": "import",
    "purchaser": "import",
    "recipient": "import",
}
_CONTRACTS = frozenset(WORDS["contract_nouns"])


@dataclass(slots=True)
class Measure:
    """A number and what it measures: `owner` is the country whose flow it is of, `partner` the other, `group` several."""

    measure: str
    value: Value
    sign: int
    flow: str
    owner: str | None
    partner: str | None
    things: list[Thing]
    head: Token
    tokens: list[int]
    group: str | None = None
    world: bool = False
    basis: str | None = None


class MeasureFinder:
    """Finds the measures of one sentence."""

    def __init__(self, claims: Claims, flows: FlowFinder) -> None:
        self.c = claims
        self.s = claims.sentence
        self.f = flows
        self.used: set[int] = set()

    def find(self) -> Iterator[Measure]:
        """Ranks, shares, then amounts; a number is used once."""
        for value, root in self._values():
            if id(value) in self.used:
                continue
            found = {"rank": self._rank, "percent": self._percent}.get(value.kind, self._amount)(value, root)
            for measure in found:
                if not mood(measure.head).refused:
                    self.used.add(id(value))
                    yield measure

    def _values(self) -> list[tuple[Value, Token]]:
        found: dict[int, tuple[Value, list[int]]] = {}
        for i in sorted(self.s.value_at):
            value = self.s.value_at[i]
            found.setdefault(id(value), (value, []))[1].append(i)
        result = []
        for value, tokens in found.values():
            root = next(
                (self.s.doc[i] for i in reversed(tokens) if self.s.doc[i].head.i not in tokens), self.s.doc[tokens[-1]]
            )
            result.append((value, root))
        return result

    def _indices(self, value: Value) -> list[int]:
        return [i for i, v in self.s.value_at.items() if v is value]

    # -- ranks ---------------------------------------------------------------------------------------------------------
    def _rank(self, value: Value, root: Token) -> list[Measure]:
        last = max(self._indices(value))
        noun = next(
            (t for t in self.s.doc[last + 1 : last + 6] if t.lemma_.lower() in _RANKS or t.lemma_.lower() in _OWN_FLOW),
            None,
        )
        if noun is None:
            return []
        holder = self._holder(noun)
        owners = self.f.codes([c for c in noun.children if c.dep_ == "poss"])
        of_things, of_codes = self._of(noun)
        world = any(
            t.lower_ in {"world", "global", "globe"} for t in self.s.doc[max(0, min(self._indices(value)) - 4) : noun.i]
        )
        things = of_things or self._compound_things(noun)
        lemma = noun.lemma_.lower()
        if not holder:
            return []
        tokens = [*self._indices(value), noun.i]
        if world and lemma in _OWN_FLOW:
            flow = _OWN_FLOW[lemma]
            return [
                Measure("rank", value, 1, flow, holder, None, things, noun, tokens, world=True, basis=f"world_{flow}s")
            ]
        owner = next(iter(owners or of_codes or self._made_in(things)), None)
        if owner is None or owner == holder:
            return []
        flow = _RANKS.get(lemma, "total")
        basis = "recipient_imports" if flow == "import" else "supplier_exports"
        return [Measure("rank", value, 1, flow, owner, holder, things, noun, tokens, basis=basis)]

    def _made_in(self, things: list[Thing]) -> list[str]:
        return [c for c in (maker_country(self.s.doc[t.token], self.s) for t in things[:1]) if c]

    def _holder(self, noun: Token) -> str | None:
        """Who has the place: subject of the copula, or the noun that the phrase stands beside."""
        at = noun
        while at.dep_ in {"conj", "pobj", "prep"} and at.head.i != at.i and at.dep_ != "pobj":
            at = at.head
        verb = at.head
        if at.dep_ in {"attr", "oprd", "dobj"}:
            subjects = of_verb(verb).subjects + ([] if at.dep_ != "oprd" else of_verb(verb).objects)
            if at.dep_ == "oprd" or (at.dep_ == "dobj" and verb.lemma_ == "make"):
                subjects = [c for c in verb.children if c.dep_ == "nsubj" and verb.lemma_ != "make"] or [
                    t for t in verb.subtree if t.dep_ in {"nsubj", "dobj"} and t.i in self.s.place_at
                ]
            codes = self.f.codes(subjects)
            return codes[0] if len(codes) == 1 else None
        if at.dep_ == "nsubj" and verb.lemma_ in {"be", "become", "remain"}:
            codes = self.f.codes([c for c in verb.children if c.dep_ == "attr"])
            return codes[0] if len(codes) == 1 else None
        if at.dep_ == "appos":
            codes = self.f.codes([verb])
            return codes[0] if codes else None
        appositions = [c for c in noun.children if c.dep_ == "appos"]
        if appositions:
            codes = self.f.codes(appositions)
            return codes[0] if codes else None
        if at.dep_ == "pobj" and at.head.lower_ in {"as"}:
            above = at.head.head
            codes = self.f.codes(of_verb(above).objects if above.pos_ == "VERB" else [])
            return codes[0] if len(codes) == 1 else None
        if at.dep_ == "pobj" and at.head.lower_ in {"of", "among"} and at.head.head.lower_ == "one":
            return self._holder(at.head.head)
        return None

    def _of(self, noun: Token) -> tuple[list[Thing], list[str]]:
        things, codes = [], []
        for obj in prepositional(noun, "of") + prepositional(noun, "for"):
            thing = thing_of(obj, self.s)
            if thing:
                things.append(thing)
                owner = self.f.codes(prepositional(obj, "to") + [c for c in obj.children if c.dep_ == "poss"])
                codes += owner
            else:
                codes += self.f.codes([obj])
        return things, codes

    def _compound_things(self, noun: Token) -> list[Thing]:
        for child in noun.lefts:
            if (
                child.dep_ in {"compound", "amod", "nmod"}
                and child.i not in self.s.place_at
                and child.i not in self.s.value_at
            ):
                thing = thing_of(child, self.s)
                if thing and thing.kind != "total":
                    return [thing]
        return []

    # -- shares and changes --------------------------------------------------------------------------------------------
    def _percent(self, value: Value, root: Token) -> list[Measure]:
        of = prepositional(root, "of") or prepositional(self.s.doc[max(self._indices(value))], "of")
        change = self._change(value, root)
        if change and not of:
            return change
        for noun in of:
            found = self._share_of(value, root, noun)
            if found:
                return found
        return []

    def _share_of(self, value: Value, root: Token, noun: Token) -> list[Measure]:
        """ "60 percent of Israel's crude oil imports", "40 percent of its oil from Azerbaijan", "43 percent of the gas Italy bought"."""
        flow = self.f.of_phrase(noun)
        thing = thing_of(noun, self.s)
        verb = self._verb_above(root)
        tokens = [*self._indices(value), noun.i]
        partners = self._partners(verb, noun, value)
        if flow and flow.owner:
            direction, owner, things = flow.flow, flow.owner, flow.things
            if direction == "total" and not flow.things and not partners:
                return []
        elif thing and thing.kind in {"goods", "arms"}:
            things, direction = [thing], "import"
            owners = self.f.codes([c for c in noun.children if c.dep_ == "poss"])
            if verb is not None and verb.lemma_.lower() in set(WORDS["take"]):
                owners = owners or self.f.codes(of_verb(verb).subjects)
                source = prepositional(verb, "from") + prepositional(noun, "from") + prepositional(root, "from")
                partners = self.f.codes(source) or partners
            elif verb is not None and verb.lemma_.lower() in set(WORDS["give"]) and verb.lemma_.lower() not in _SHARE:
                owners, direction = self.f.codes(of_verb(verb).subjects), "export"
                partners = self.f.codes(prepositional(verb, "to"))
            if not owners:
                return []
            owner = owners[0]
        else:
            return []
        partners = [p for p in partners if p != owner]
        if not partners and flow and flow.giver and flow.taker:
            partners = [flow.taker if owner == flow.giver else flow.giver]
        if not partners or (direction == "total" and not things and not partners):
            return []
        basis = "recipient_imports" if direction == "import" else "supplier_exports"
        group = "+".join(sorted(partners)) if len(partners) > 1 else None
        return [
            Measure(
                "share",
                value,
                1,
                direction,
                owner,
                None if group else partners[0],
                things,
                verb if verb is not None else root,
                tokens,
                group,
                basis=basis,
            )
        ]

    def _verb_above(self, token: Token) -> Token | None:
        at = token
        while at.head.i != at.i:
            at = at.head
            if at.pos_ == "VERB":
                return at
        return at if at.pos_ in {"VERB", "AUX"} else None

    def _partners(self, verb: Token | None, noun: Token, value: Value) -> list[str]:
        """The country whose part it is: subject of "account for", source of "coming from", "purchases from X made up"."""
        if verb is None:
            return []
        for token in verb.subtree:
            if token.lemma_ in {"come", "originate"} and prepositional(token, "from"):
                return self.f.codes(prepositional(token, "from"))
        predication = of_verb(verb)
        subjects = predication.subjects if not predication.passive else predication.objects
        along = [t for prep in verb.children if prep.lower_ in {"with"} for t in prep.children] + [
            t for s in subjects for t in prepositional(s, "with")
        ]
        for subject in subjects:
            nominal = self.f.of_phrase(subject)
            if nominal:
                return list(self.f.codes(prepositional(subject, "from") + prepositional(subject, "to"))) or [
                    c for c in (nominal.owner,) if c
                ]
        codes = self.f.codes(subjects)
        if not codes and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):
            codes = list(
                dict.fromkeys(
                    self.s.place_at[i].code
                    for i in sorted(self.s.place_at)
                    if i < verb.i and self.s.place_at[i].kind == "name"
                )
            )
        if any(c.lower_ in {"along", "together"} for c in verb.subtree):
            codes += [
                c
                for c in self.f.codes(
                    along + [t for s in verb.subtree if s.lower_ == "with" for t in s.children if t.dep_ == "pobj"]
                )
                if c not in codes
            ]
        return codes

    def _change(self, value: Value, root: Token) -> list[Measure]:
        """ "rose 12 percent", "up 6 percent from", "2 per cent less than": a change of the flow that the clause is about."""
        verb = self._verb_above(root)
        near = {t.lower_ for t in self.s.doc[max(0, min(self._indices(value)) - 3) : max(self._indices(value)) + 3]}
        lemma = verb.lemma_.lower() if verb is not None else ""
        sign = 1 if (near | {lemma}) & _UP else -1 if (near | {lemma}) & _DOWN else 0
        if (near & _DOWN) and not (near & (_UP - {"more"})):
            sign = -1
        if not sign or verb is None:
            return []
        flow = self._subject_flow(verb)
        if flow is None or not (flow.giver and flow.taker):
            return []
        partner = flow.taker if flow.owner == flow.giver else flow.giver
        return [
            Measure(
                "change",
                value,
                sign,
                flow.flow,
                flow.owner,
                partner,
                flow.things,
                verb,
                [*self._indices(value), flow.trigger.i],
            )
        ]

    # -- amounts -------------------------------------------------------------------------------------------------------
    def _amount(self, value: Value, root: Token) -> list[Measure]:
        if value.kind == "factor":
            return self._change_factor(value, root)
        if value.kind not in {"money", "quantity"}:
            return []
        verb = self._verb_above(root)
        phrase = self._phrase_flow(value, root)
        flow = phrase or (self._subject_flow(verb) if verb is not None else None)
        if flow is None or flow.owner is None:
            return []
        partner = flow.taker if flow.owner == flow.giver else flow.giver
        if partner is None:
            return []
        tokens = [*self._indices(value), flow.trigger.i]
        lemma = flow.trigger.lemma_.lower()
        sign = _BALANCE.get(lemma, 1)
        measure = "balance" if lemma in _BALANCE else "value" if value.kind == "money" else "volume"
        return [
            Measure(
                measure,
                value,
                sign,
                flow.flow,
                flow.owner,
                partner,
                flow.things,
                verb if verb is not None else root,
                tokens,
            )
        ]

    def _change_factor(self, value: Value, root: Token) -> list[Measure]:
        flow = self._subject_flow(root) if root.pos_ == "VERB" else None
        if flow is None or not (flow.giver and flow.taker):
            return []
        partner = flow.taker if flow.owner == flow.giver else flow.giver
        return [
            Measure("change", value, 1, flow.flow, flow.owner, partner, flow.things, root, [root.i, flow.trigger.i])
        ]

    def _phrase_flow(self, value: Value, root: Token) -> Flow | None:
        """ "$3 billion in trade", "exports worth $2 billion", "a trade deficit of $41 billion"."""
        for noun in prepositional(root, "in") + prepositional(root, "of"):
            flow = self.f.of_phrase(noun) or self._balance(noun)
            if flow and flow.owner:
                return flow
        at = root
        for _ in range(4):
            at = at.head
            if at.pos_ in {"NOUN", "PROPN"}:
                flow = self.f.of_phrase(at) or self._balance(at)
                if flow and flow.owner:
                    return flow
        return None

    def _balance(self, noun: Token) -> Flow | None:
        if noun.lemma_.lower() not in _BALANCE:
            return None
        owners = self.f.codes([c for c in noun.children if c.dep_ == "poss"])
        verb = self._verb_above(noun)
        if not owners and verb is not None and verb.lemma_ in {"have", "run", "record", "post", "register"}:
            owners = self.f.codes(of_verb(verb).subjects)
        others = self.f.codes(prepositional(noun, "with") + (prepositional(verb, "with") if verb is not None else []))
        if not owners or not others:
            return None
        return Flow(owners[0], others[0], [], noun, noun, mood(noun), owners[0], "total", noun.lemma_.lower())

    def _subject_flow(self, verb: Token) -> Flow | None:
        """The flow that the clause's subject names: "Bilateral trade stood at …"."""
        if verb.lemma_.lower() not in _STATE | _UP | _DOWN:
            return None
        predication = of_verb(verb)
        for subject in predication.subjects + predication.objects:
            flow = self.f.of_phrase(subject) or self._balance(subject)
            if flow and flow.owner:
                return flow
            inner = (
                list(prepositional(subject, "of"))
                if subject.lemma_.lower() in {"value", "volume", "level", "total", "amount"}
                else []
            )
            for noun in inner:
                flow = self.f.of_phrase(noun)
                if flow and flow.owner:
                    return flow
        return None


def contract_words(noun: Token) -> bool:
    """Whether a noun names a deal whose money is a contract's value."""
    return noun.lemma_.lower() in _CONTRACTS
