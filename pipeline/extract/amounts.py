"""Amounts and changes: money, quantities and percentages of more or less, tied to a flow between two countries.

In: a value in a sentence. Out: `Measure`s. The flow is the noun beside the value ("exports worth $2 billion"), the subject of its
clause ("Bilateral trade stood at …"), or what the clause's verb tells ("sold X 3,200 tonnes of tea").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.earnings import Earnings
from pipeline.extract.flow import WORDS, Flow, tells_amount
from pipeline.extract.flow_parts import WORLD, as_a_whole
from pipeline.extract.measure import Measure, Measured
from pipeline.extract.modality import mood
from pipeline.extract.moved import Moved
from pipeline.extract.named_flows import is_notice
from pipeline.extract.predications import Predication, of_verb, prepositional
from pipeline.extract.rises import is_by_how_much, way_of
from pipeline.extract.things import thing_of, things_before
from pipeline.extract.told_portions import ToldPortions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.annotate.parsed import Token

_STATE, _UP, _DOWN = (frozenset(WORDS[key]) for key in ("state", "up", "down"))
_LEADING_TO = frozenset(WORDS["leading_to"])
_FAVOUR = frozenset({"favour", "favor"})
_BALANCE: dict[str, int] = WORDS["balance_nouns"]
_FORETELLING = frozenset(WORDS["foretelling"])
_BALANCING = frozenset(WORDS["balancing"])
_TRADED = frozenset(WORDS["traded"])
_NEARLY = frozenset({"close", "to", "about", "around", "some", "nearly", "almost", "roughly", "over"})
_MAKING_UP = frozenset(WORDS["making_up"])
_NOUNS = frozenset([*WORDS["out_nouns"], *WORDS["in_nouns"]])
_MEASURING, _TRADING = frozenset(WORDS["totals"]), frozenset(WORDS["trading"])


_WAYS = {"import": frozenset(WORDS["in_nouns"]), "export": frozenset(WORDS["out_nouns"])}


class Amounts:
    """Reads the amounts and changes of one sentence."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f
        self.moved = Moved(measured)
        self.earnings = Earnings(measured)
        self.portions = ToldPortions(measured)

    def of(self, value: Value, root: Token) -> list[Measure]:
        """The flow that money or a quantity measures; nothing where a side stays open."""
        if value.kind == "factor":
            return self._factor(value, root)
        if portion := self.portions.of(value, root):
            return portion
        if value.kind not in {"money", "quantity"}:
            return []
        if is_by_how_much(value, root, self.m):
            return []
        if against := self._against(value, root):
            return against
        part = self._including(value, root) or (self._listed_at(value) if value.kind == "money" else [])
        if part:
            return part
        verb = self.m.verb_above(root)
        flow = self._part_of_both(verb) if verb is not None else None
        flow = (
            flow
            or self._right_before(value)
            or self._beside(root)
            or (self._of_clause(verb) if verb is not None else None)
        )
        flow = flow or self._of_place(value, root)
        flow = flow or (self._earned(verb, value, root) if verb is not None else None)
        if flow is None or _overtaken(flow.trigger, root):
            return []
        flow = self._of_goods(flow, verb)
        lemma = flow.trigger.lemma_.lower()
        if lemma not in _BALANCE and root.head.lower_ == "of" and root.head.head.lemma_.lower() in _BALANCE:
            return []  # "trade came to $3 billion, with a surplus of 400 million": no value of the trade
        measure = "balance" if lemma in _BALANCE else "value" if value.kind == "money" else "volume"
        return self._measure(measure, value, _BALANCE.get(lemma, 1), flow, verb if verb is not None else root)

    def _against(self, value: Value, root: Token) -> list[Measure]:
        """ "sales to X were worth $863 million, as against purchases of $1.7 billion": the other way between the same two."""
        noun = root.head.head if root.dep_ == "pobj" and root.head.lower_ == "of" else None
        flow = next((way for way, nouns in _WAYS.items() if noun is not None and noun.lemma_.lower() in nouns), None)
        told = next((m for m in reversed(self.m.others) if m.measure == "value" and m.value.end < value.start), None)
        if noun is None or noun.dep_ != "pobj" or noun.head.lower_ not in {"against", "with", "to"} or told is None:
            return []
        if told.flow in {flow, "total"} or flow is None or None in told.sides:
            return []
        tokens = [*self.s.tokens_of(value), noun.i]
        return [replace(told, value=value, flow=flow, things=[], tokens=tokens, head=told.head)]

    def _part_of_both(self, verb: Token) -> Flow | None:
        """ "trade of the two reached $312 million, of which X's exports accounted for 218 million": one way between the same two."""
        told = next((m for m in reversed(self.m.others) if m.flow == "total" and None not in m.sides), None)
        flows = [f for s in of_verb(verb).subjects if (f := self.f.of_phrase(s)) is not None and f.flow != "total"]
        if told is None or len(flows) != 1 or verb.lemma_.lower() not in _MAKING_UP or flows[0].partner is not None:
            return None
        flow, sides = flows[0], {told.owner, told.partner}
        if flow.owner not in sides or flow.things:
            return None
        other = next(c for c in sides if c != flow.owner)
        giver, taker = (flow.owner, other) if flow.flow == "export" else (other, flow.owner)
        return replace(flow, giver=giver, taker=taker)

    def _earned(self, verb: Token, value: Value, root: Token) -> Flow | None:
        return self.earnings.of(verb, value, root) or self.moved.of(verb, value, root)

    def _of_goods(self, flow: Flow, verb: Token | None) -> Flow:
        """ "Cars accounted for $10 billion of Chad's imports": the sum is of the goods that are the subject."""
        if flow.things or verb is None or verb.lemma_.lower() not in _MAKING_UP:
            return flow
        goods = [t for s in of_verb(verb).subjects if (t := thing_of(s, self.s)) is not None and t.kind == "goods"]
        return replace(flow, things=goods[:1]) if goods else flow

    def _listed_at(self, value: Value) -> list[Measure]:
        """ "sales rose to $3 billion, led by cars at $900 million and tea at close to $500 million": each sum is of what is right before it."""
        first = min(self.s.tokens_of(value)) - 1
        while first > 0 and self.s.doc[first].lower_ in _NEARLY:
            first -= 1
        noun = self.s.doc[first - 1] if first > 0 and self.s.doc[first].lower_ == "at" else None
        goods = thing_of(noun, self.s) if noun is not None and noun.pos_ in {"NOUN", "PROPN"} else None
        whole = next((m for m in reversed(self.m.others) if m.measure in {"value", "change"} and m.partner), None)
        if goods is None or goods.kind != "goods" or whole is None or noun is None:
            return []
        tokens = [*self.s.tokens_of(value), noun.i]
        return [Measure("value", value, 1, whole.flow, whole.owner, whole.partner, [goods], whole.head, tokens)]

    def change(self, value: Value, root: Token) -> list[Measure]:
        """ "rose 12 percent", "up 6 percent from", "2 per cent less than": a change of the flow that the clause is about."""
        indices = self.s.tokens_of(value)
        if value.pole:  # "shrank to 29 percent": an end of a change, not the change
            return []
        if any(t.lower_ == "of" for t in self.s.doc[max(indices) + 1 : max(indices) + 2]):
            return []
        verb = self.m.verb_above(root)
        sign = way_of(value, root, self.m)
        if not sign:
            return []
        flow = self._of_clause(verb) or self._verb_flow(verb) if verb is not None else None
        if flow and flow.trigger.lemma_.lower() in _BALANCE:
            return []
        if flow and verb is not None:
            return self._measure("change", value, sign, flow, verb)
        return self._beside_amount(value, sign)

    def _including(self, value: Value, root: Token) -> list[Measure]:
        """ "exports of $520 million, including $148 million in copper and $64 million in tea": goods of the amount before."""
        first = root
        while first.dep_ == "conj":
            first = first.head
        if first.dep_ != "pobj" or first.head.lower_ != "including":
            return []
        sums = [m for m in self.m.others if m.measure == "value" and all(t.kind != "goods" for t in m.things)]
        goods = [t for way in ("in", "of") for n in prepositional(root, way) if (t := thing_of(n, self.s)) is not None]
        if not sums or not goods or goods[0].kind != "goods":
            return []
        whole = sums[-1]
        tokens = [*self.s.tokens_of(value), whole.tokens[-1]]
        return [Measure("value", value, 1, whole.flow, whole.owner, whole.partner, goods[:1], whole.head, tokens)]

    def _beside_amount(self, value: Value, sign: int) -> list[Measure]:
        """ "sold 3,200 tonnes, down 18 percent": a change of what an amount of the sentence measures."""
        first = next((m for m in reversed(self.m.others) if m.measure in {"value", "volume"}), None)
        if first is None:
            return []
        tokens = [*self.s.tokens_of(value), first.tokens[-1]]
        return [
            Measure("change", value, sign, first.flow, first.owner, first.partner, first.things, first.head, tokens)
        ]

    def _measure(self, measure: str, value: Value, sign: int, flow: Flow, head: Token) -> list[Measure]:
        flow = self.m.completed(flow)
        if flow.owner is None or flow.partner is None:
            return []
        tokens = [*self.s.tokens_of(value), flow.trigger.i]
        return [Measure(measure, value, sign, flow.flow, flow.owner, flow.partner, flow.things, head, tokens)]

    def _factor(self, value: Value, root: Token) -> list[Measure]:
        flow = self._of_clause(root) if root.pos_ == "VERB" else None
        return self._measure("change", value, 1, flow, root) if flow else []

    def _right_before(self, value: Value) -> Flow | None:
        """ "imports at $534 million", "exports ($9 million)": the flow that the words right before the number name."""
        first = min(self.s.tokens_of(value))
        before = list(self.s.doc[max(0, first - 3) : first])
        if not before or any(t.pos_ in {"VERB", "AUX"} or t.text in {",", ";"} for t in before):
            return None
        noun = next((t for t in before if t.lemma_.lower() in _NOUNS), None)
        return self._named(noun) if noun is not None and not _bracketed(self.s.doc[first], noun) else None

    def _of_place(self, value: Value, root: Token) -> Flow | None:
        """ "the top destination of X's exports, with $21 billion": an amount of what a rank in the sentence is of."""
        rank = next((r for r in reversed(self.m.ranks) if r.flow != "total"), None)
        prep = root.head
        if (
            rank is None
            or value.kind not in {"money", "quantity"}
            or prep.lower_ not in {"with", "at", "worth"}
            or (prep.lower_ == "worth" and max(rank.tokens) > prep.i)  # a place told later is of something else
            or not rank.owner
            or not rank.partner
        ):
            return None
        if any(t.i in self.s.place_at for t in self.s.doc[rank.tokens[-1] + 1 : prep.i] if t.head.lower_ == "by"):
            return None  # "followed by Y with …": another's
        if value.kind == "quantity" and not self._in_clause_of(rank.tokens, prep):
            return None  # "Y was second at 2 million tonnes; X was third": Y's
        return Flow(*rank.sides, rank.things, rank.head, rank.head, mood(rank.head), rank.owner, rank.flow)

    def _in_clause_of(self, tokens: Sequence[int], prep: Token) -> bool:
        """The words stand before the preposition, and no semicolon between."""
        return max(tokens) < prep.i and not any(t.lower_ == ";" for t in self.s.doc[max(tokens) : prep.i])

    # -- which flow ----------------------------------------------------------------------------------------------------
    def _beside(self, root: Token) -> Flow | None:
        """ "$3 billion in trade", "exports worth $2 billion", "a trade deficit of $41 billion"."""
        for noun in prepositional(root, "in") + prepositional(root, "of") + prepositional(root, "for"):
            flow = self._named(noun)
            if flow:
                return flow
        at = root
        for _ in range(4):
            at = at.head
            if at.pos_ in {"NOUN", "PROPN"} and not _bracketed(root, at):
                flow = self._named(at)
                if flow:
                    return flow
        return None

    def _named(self, noun: Token) -> Flow | None:
        if is_notice(noun):  # "a Foreign Military Sale": arms
            return None
        flow = self.f.of_phrase(noun) or self._balance(noun) or self._traded(noun)
        if flow is not None and flow.owner is None and flow.flow != "total" and (owner := self._foretold_by(noun)):
            sides = (owner, flow.taker) if flow.flow == "export" else (flow.giver, owner)
            flow = replace(flow, owner=owner, giver=sides[0], taker=sides[1])
        open_ended = noun.lemma_.lower() in {"trade", "export", "import", "turnover", "bill"} or as_a_whole(noun)
        return flow if flow and (flow.owner or flow.partner or open_ended) else None

    def _foretold_by(self, noun: Token) -> str | None:
        """ "Chad's trade ministry expects crude imports to average 2.9 million": whose they are, where a body of a state foretells them."""
        verb = noun.head
        above = verb.head if noun.dep_ == "nsubj" and verb.dep_ in {"ccomp", "xcomp"} else None
        if above is None or above.lemma_.lower() not in _FORETELLING:
            return None
        return next(iter(self.f.codes(of_verb(above).subjects)), None)

    def _traded(self, noun: Token) -> Flow | None:
        """ "the value of goods traded between X and Y"."""
        trading = [c for c in noun.children if c.dep_ == "acl" and c.lemma_.lower() in _TRADING]
        codes = self.f.codes([t for c in trading for t in prepositional(c, "between")])
        if len(codes) != 2:
            return None
        return Flow(codes[0], codes[1], [], noun, noun, mood(noun), codes[0], "total", "trade")

    def _balance(self, noun: Token) -> Flow | None:
        if noun.lemma_.lower() not in _BALANCE:
            return None
        owners = self.f.codes([c for c in noun.children if c.dep_ == "poss"])
        owners = owners or [p.code for c in noun.lefts if (p := self.s.place_at.get(c.i)) and p.kind != "town"]
        owners = owners or self._favoured(noun)
        verb = self.m.verb_above(noun)
        if not owners and verb is not None and verb.lemma_.lower() in _BALANCING:
            owners = self.f.codes(of_verb(verb).subjects)
        if not owners and verb is not None and verb.lemma_ == "leave":  # "which left X with a deficit of …"
            owners = self.f.codes(of_verb(verb).objects)
        if verb is not None and noun in of_verb(verb).objects and (told := self._leading_to(verb)) is not None:
            sides = (told.owner, told.partner) if told.flow == "export" else (told.partner, told.owner)
            return Flow(*sides, [], noun, noun, mood(noun), told.owner, "total", noun.lemma_.lower())
        trade = [t for t in prepositional(noun, "in") if t.lemma_.lower() in _NOUNS]  # "a surplus in its trade with X"
        beside = [t for n in (noun, *trade) for t in prepositional(n, "with")]
        others = self.f.codes(beside + (prepositional(verb, "with") if verb is not None else []))
        if not owners:
            return None
        other = others[0] if others else None
        goods = [t for n in (noun, *noun.lefts) for t in things_before(n, self.s) if t.kind == "goods"]
        return Flow(owners[0], other, goods, noun, noun, mood(noun), owners[0], "total", noun.lemma_.lower())

    def _leading_to(self, verb: Token) -> Measure | None:
        """ "exported goods worth $9 million, while imports stood at 8, leaving a surplus of 1": the flow told right before."""
        last = next((m for m in reversed(self.m.others) if m.measure == "value" and m.partner), None)
        return last if verb.dep_ == "advcl" and verb.lemma_ in _LEADING_TO and verb.tag_ == "VBG" else None

    def _favoured(self, noun: Token) -> list[str]:
        """ "a surplus of $3 million in X's favour", "… in favour of X"."""
        favour = next((t for t in self.s.doc[noun.i + 1 : noun.i + 12] if t.lemma_.lower() in _FAVOUR), None)
        if favour is None or noun.lemma_.lower() != "surplus":
            return []
        return self.f.codes([c for c in favour.children if c.dep_ == "poss"] + prepositional(favour, "of"))

    def _of_clause(self, verb: Token) -> Flow | None:
        """The flow that the clause's subject names ("Bilateral trade stood at …"), or its verb ("X and Y traded goods worth …")."""
        predication = of_verb(verb)
        if verb.lemma_.lower() in _STATE | _UP | _DOWN:
            for subject in predication.subjects + predication.objects:
                flow = self._named(subject) or self.m.spoken_of(subject) or self._above(subject, verb)
                flow = flow or self._parted(subject)
                if flow:
                    return self._acted_on(flow, predication) if subject in predication.objects else flow
                inner = prepositional(subject, "of") if subject.lemma_.lower() in _MEASURING else []
                inner += (
                    [c for c in subject.children if c.dep_ == "poss"] if subject.lemma_.lower() in _MEASURING else []
                )
                for noun in inner:
                    flow = self._named(noun)
                    if flow:
                        return flow
        return self._trading(verb) or self._misread(verb)

    def _acted_on(self, flow: Flow, predication: Predication) -> Flow:
        """ "X plans to double gas exports to Y": the subject's own, to whom the verb's "to" tells."""
        acting, word = self.f.codes(predication.subjects), "to" if flow.flow == "export" else "from"
        if flow.owner is None and len(acting) == 1 and flow.flow != "total":
            others = [flow.partner] if flow.partner else self.f.codes(predication.role(word))
            other = next((c for c in others if c != acting[0]), None)
            flow.owner = acting[0]
            flow.giver, flow.taker = (acting[0], other) if flow.flow == "export" else (other, acting[0])
        return flow

    def _misread(self, verb: Token) -> Flow | None:
        """ "Danish exports to Chad, chiefly cheese, came to …": a noun that the parser took for the verb of a state."""
        noun = verb.head
        if verb.dep_ != "conj" or noun.tag_ != "VBZ" or noun.lemma_.lower() not in _NOUNS or noun.i == 0:
            return None
        place = self.s.place_at.get(noun.i - 1)
        if place is None or place.kind != "adjective" or verb.lemma_.lower() not in _STATE | _UP | _DOWN:
            return None
        direction = "export" if noun.lemma_.lower() == "export" else "import"
        behind = prepositional(noun, "to" if direction == "export" else "from")
        other = next(iter(self.f.codes(behind[:1])), None)
        giver, taker = (place.code, other) if direction == "export" else (other, place.code)
        return Flow(giver, taker, [], noun, noun, mood(verb), place.code, direction)

    def _above(self, subject: Token, verb: Token) -> Flow | None:
        """ "X's trade with Y, which stood at …", "… valued at": the clause hangs on the last name of the phrase, and is of the whole."""
        above = subject.head.head if verb.dep_ in {"relcl", "acl"} and subject.dep_ == "pobj" else None
        flow = self._named(above) if above is not None and above.pos_ == "NOUN" else None
        arms = flow is not None and any(t.kind == "arms" for t in flow.things)
        return None if arms and verb.dep_ == "acl" else flow  # "50 jets to X valued at …": the price of a deal

    def _parted(self, subject: Token) -> Flow | None:
        """ "Coffee bought by X from Y reached 40,000 tonnes": the flow that a participle of the subject tells."""
        told = [c for c in subject.children if c.dep_ == "acl" and c.tag_ == "VBN"]
        flows = (f for c in told for f in self.f.find() if f.head == c and f.giver and f.taker)
        return next((f for f in flows if all(t.kind == "goods" for t in f.things)), None)

    def _trading(self, verb: Token) -> Flow | None:
        """ "Ecuador and Russia did $1.3 billion worth of business", "traded goods worth …"."""
        words = {t.lemma_.lower() for t in verb.subtree}
        if verb.lemma_.lower() not in _TRADING or (verb.lemma_ != "trade" and not words & _TRADED):
            return None
        codes = list(dict.fromkeys(self.f.codes(of_verb(verb).subjects) + self.f.codes(prepositional(verb, "with"))))
        if len(codes) != 2:
            return None
        return Flow(codes[0], codes[1], [], verb, verb, mood(verb), codes[0], "total", "trade")

    def _verb_flow(self, verb: Token) -> Flow | None:
        """ "Sri Lanka sold Libya 3,200 tonnes of tea, down 18 percent": the flow that the clause's verb tells."""
        told = [f for f in self.f.find() if f.head == verb and f.owner]
        whole = next((f for f in told if f.giver and f.taker), None)
        if (
            whole is None
            and told
            and told[0].verb in {"import", "export"}
            and told[0].things
            and tells_amount(verb, self.s)
        ):
            whole = replace(told[0], giver=told[0].giver or WORLD, taker=told[0].taker or WORLD)  # with all partners
        return whole


def _bracketed(value: Token, noun: Token) -> bool:
    """ "barriers to crop exports ($9 million)": a sum in brackets is that of what the flow is told with."""
    opened = any(t.text == "(" for t in value.doc[max(noun.i, value.i - 3) : value.i])
    return opened and noun.dep_ == "pobj" and noun.head.lower_ in {"to", "for"} and noun.head.head.pos_ != "VERB"


def _overtaken(noun: Token, value: Token) -> bool:
    """ "exports rose to 41, while imports, mainly …, came to 17": a number behind the subject of another flow is not of the first."""
    between = noun.doc[noun.i + 1 : value.i] if noun.i < value.i else ()
    return any(t.lemma_.lower() in _NOUNS and t.dep_ == "nsubj" and t.tag_ == "NNS" for t in between)
