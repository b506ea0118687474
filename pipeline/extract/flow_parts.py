"""What the phrases of a flow name: the countries that give and take, the things that go from one to the other.

In: tokens of an annotated sentence. Out: country codes and `Thing`s, for `flows` to put together.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.claim import Claims
from pipeline.extract.designations import DESIGNATION
from pipeline.extract.discourse import Party
from pipeline.extract.epithets import meant_by
from pipeline.extract.predications import Predication, listed, prepositional
from pipeline.extract.spoken_arms import same_arms
from pipeline.extract.things import (
    Thing,
    body_of_state,
    coordinated,
    named_good,
    thing_of,
    things_before,
)
from pipeline.extract.tree import between
from pipeline.extract.unlisted import unlisted_good
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token
    from pipeline.annotate.values import Value

_WORDS = load("frames/flows")
_STATES, _TRADERS = frozenset(_WORDS["receivers"]), frozenset(_WORDS["traders"])
_MEASURING, _BUILDING = frozenset(_WORDS["measuring"]), frozenset(_WORDS["building"])
WORTH = frozenset({"worth", "valued"})
WORLD = "WLD"  # all partners together
_OUT, _IN, _TOTAL = (frozenset(_WORDS[key]) for key in ("out_nouns", "in_nouns", "total_nouns"))
GOODS = frozenset({"goods"})
_ALL = frozenset({"as a whole", "to all destinations", "from all sources", "to the world"})
_NO_RECEIVING = frozenset({"according", "due", "thanks", "compared", "owing"})
_STANDING = frozenset(_WORDS["share_standing"])
_PRONOUNS = frozenset({"which", "them", "these", "those"})
_TRADING_ALL, _WEIGHTS = frozenset(_WORDS["trading_in_all"]), frozenset({"t", "kg"})
_RATES = frozenset({"per annum", "per year", "a year", "per month", "a month", "per day", "a day", "each year"})
_GAS = 1e8  # cubic metres: no other goods are told in as many
_UNIT_GOODS: dict[str, str] = _WORDS["unit_goods"]


def as_a_whole(noun: Token) -> bool:
    """ "Chad's exports as a whole", "its total exports", "its foreign trade turnover": those to all partners."""
    behind = noun.doc[noun.i + 1 : noun.i + 4].text.lower()
    before = [t for c in noun.lefts for t in c.subtree]
    return (
        behind in _ALL
        or behind.startswith(("abroad", "overseas"))
        or any(t.lower_ in {"total", "overall", "foreign", "external"} for t in before)
    )


def misparsed(verb: Token) -> Predication | None:
    """ "Peru exports copper, zinc and fishmeal": a finite verb that the parser hung before its object."""
    if verb.tag_ not in {"VBZ", "VBP", "VBD"} or verb.dep_ not in {"compound", "amod", "nmod"} or verb.head.i < verb.i:
        return None
    subjects = [
        c for c in [*verb.children, *verb.head.children] if c.dep_ in {"nsubj", "poss", "nmod"} and c.i < verb.i
    ]
    joined = [t for c in verb.head.children if c.dep_ == "appos" for t in [c, *c.conjuncts]]
    return Predication(verb, None, False, subjects, [verb.head, *joined])


def misread_relative(verb: Token) -> Predication | None:
    """ "the 12 trainers that the Chadian air force ordered from X": a finite verb that the parser took for a participle."""
    subject, doc = verb.head, verb.doc
    left = subject.left_edge.i
    if verb.tag_ != "VBN" or verb.dep_ != "acl" or left < 2 or doc[left - 1].lower_ not in {"that", "which"}:
        return None
    return Predication(verb, None, False, [subject], [doc[left - 2]])


def _of_unit(value: Value) -> str | None:
    """ "4 billion kWh", "0.35 bcm": the goods that are told by their unit alone; only gas goes by the billion cubic metres."""
    large = value.unit == "m3" and (value.number or value.low or 0) >= _GAS
    return _UNIT_GOODS.get("bcm" if large else value.unit or "")


class FlowParts:
    """Reads the parts of the flows of one sentence."""

    def __init__(self, claims: Claims) -> None:
        self.c = claims
        self.s = claims.sentence
        self.parties = claims.parties

    def codes(self, tokens: list[Token]) -> list[str]:
        """The countries that these phrases stand for, in order."""
        named = (p for t in tokens for p in self.parties.of(t) or self._among_them(t) or self._seated(t))
        found = [p for p in named if p.country]
        return list(dict.fromkeys(p.country for p in found if p.country and not self._only_tells(p)))

    def _only_tells(self, party: Party) -> bool:
        """ "SIPRI figures put …", "the Gazette": who counts or tells of trade takes no part in it."""
        held = self.c.discourse.document.entities.by_key.get(party.id or "")
        return held is not None and held.kind in {"research_institute", "media"}

    def _among_them(self, token: Token) -> list[Party]:
        """ "sold to 30 countries, among them Chad, Togo and Mali", "… including Chad"."""
        if token.lower_ in {"one", "ones"}:  # "12 percent came from Thai mills and 9 from Vietnamese ones"
            beside = self.s.place_at.get(token.i - 1)
            return [self.parties.country(beside.code, token.i)] if beside and beside.kind == "adjective" else []
        if token.lemma_.lower() not in _STATES or token.tag_ != "NNS":
            return []
        doc = self.s.doc
        named = listed(token)
        for word in doc[token.i + 1 : token.i + 5]:
            if word.lower_ == "among" and doc[word.i + 1 : word.i + 2].text == "them":
                end = next((t.i for t in doc[word.i :] if t.text in {";", "("} or t.pos_ == "VERB"), len(doc))
                named = [t for t in doc[word.i : end] if t.i in self.s.place_at]
        return [p for t in named for p in self.parties.of(t, conjuncts=False) if p.kind == "country"]

    def _seated(self, token: Token) -> list[Party]:
        """ "sold to refiners in Chad", "bought from mines in Chad": those who trade, by their state."""
        if token.lemma_.lower() not in _TRADERS or token.i in self.s.entity_at:
            return []
        return [p for t in prepositional(token, "in") for p in self.parties.of(t) if p.kind == "country"]

    def items(self, noun: Token) -> list[Thing]:
        """The things a phrase names: what a number counts, coordinated things, and those a list adds."""
        heads = [noun]
        value = self.s.value_at.get(noun.i)
        if value is not None and self.part_of_which(noun):
            return [replace(t, counted=value) for t in self._spoken_of(noun)]
        if value or noun.lemma_.lower() in _MEASURING:
            counted = [self.s.doc[i] for i in self.s.tokens_of(value) if i >= noun.i] if value else []
            of = list(dict.fromkeys(t for token in [noun, *counted] for t in prepositional(token, "of")))
            if (
                value
                and value.kind == "count"
                and of
                and any(c.lower_ in {"the", "its", "these"} for c in of[0].children)
            ):
                named = [same_arms(o, self.c) or thing_of(o, self.s) for o in of]
                return [
                    replace(t, counted=value, token=o.i)
                    for o, t in zip(of, named, strict=True)
                    if t and t.kind == "arms"
                ]
            heads = of or prepositional(noun, "in") or heads
        if heads != [noun] and heads[0].pos_ == "NUM" and prepositional(heads[0], "of"):
            return self.items(heads[0])  # "took delivery of four of the six jets"
        if value and value.kind == "count" and heads == [noun] and noun.pos_ == "NUM" and (told := self._of_deal(noun)):
            return [replace(told, counted=value)]
        if value and value.kind in {"quantity", "money"} and [h.lower_ for h in heads] in (["it"], ["them"]):
            return self.good_before(noun)
        if value and heads == [noun] and (good := _of_unit(value)) is not None:
            return [named_good(good, noun)]
        while heads and heads[0].lemma_.lower() in _MEASURING and (inner := self._counted_by(heads[0])):
            heads = inner  # "the last of six submarines"
        found: list[Thing] = []
        for head in heads:
            for token in [inner for joined in coordinated([head]) for inner in self._measured(joined)]:
                thing = thing_of(token, self.s)
                if thing:
                    found.append(self._named_again(thing, token))
                found += [t for t in self._listed(token) if t not in found]
        if (
            not found and noun.pos_ == "PROPN" and noun.i not in self.s.place_at
        ):  # "the Condor, a landing dock built by X"
            beside_it = (thing_of(c, self.s) for c in noun.children if c.dep_ == "appos")
            found = [t for t in beside_it if t is not None and t.kind == "arms" and not t.general]
        if not found and self._measures_goods(value, noun, heads):
            found = [t for joined in coordinated(heads[:1]) if (t := unlisted_good(joined, self.s))]
        if value and heads != [noun]:  # "20,000 tonnes of coffee and 3,000 tonnes of cocoa"
            beside = [*(c for c in noun.rights if c.dep_ == "appos" and prepositional(c, "of")), *noun.conjuncts]
            joined = [c for c in beside if c.i > noun.i and c.head.i >= noun.i and c.i in self.s.value_at]
            found += [t for c in joined[:1] for t in self.items(c) if t not in found]
        return found

    def _named_again(self, thing: Thing, token: Token) -> Thing:
        """ "The first of the guns": of the type that the words before named."""
        first = token.left_edge.i
        if thing.kind == "arms" and thing.designation is None and first > 1 and self.s.doc[first].lower_ in {"a", "an"}:
            named = self.s.doc[first - 2]  # "the FK-3, an air defence system"
            if self.s.doc[first - 1].text == "," and DESIGNATION.match(named.text) and named.i not in self.s.entity_at:
                return replace(thing, designation=named.text)
        same = same_arms(token, self.c) if thing.kind == "arms" else None
        return replace(thing, designation=same.designation, category=same.category) if same is not None else thing

    def _measures_goods(self, value: Value | None, noun: Token, heads: list[Token]) -> bool:
        """ "300 tonnes of loofahs", "$3 million worth of samovars": what is told by weight, or by its worth, is goods."""
        worth = noun.lower_ in WORTH and any(t.i in self.s.value_at for t in noun.lefts)
        return heads != [noun] and (worth or (value is not None and value.unit in _WEIGHTS))

    def inner(self, predication: Predication, name: str) -> list[Token]:
        """A preposition that hangs on something inside the object ("40 percent of its oil from X").

        Not one of a part of it that has a number of its own: "imported 3 million tonnes, 88 percent of it from X". What it is
        worth is of the object: "sold chips worth $18 million to X".
        """
        verb = predication.verb
        worth = [c for c in verb.children if c.lower_ in WORTH] if verb is not None else []
        # "bought coffee for 40 million euros from X"
        worth += [t for t in prepositional(verb, "for") if t.i in self.s.value_at] if verb is not None else []
        return [
            t
            for o in [*predication.objects, *worth]
            for sub in o.subtree
            if sub.dep_ == "prep" and sub.lower_ == name and not self._of_a_part(sub, o)
            for t in sub.children
            if t.dep_ == "pobj"
        ]

    def _of_a_part(self, preposition: Token, whole: Token) -> bool:
        """Whether a percentage, or a clause with "of which", stands between a preposition and the object that it is within."""
        above = list(between(preposition, whole))
        if any(
            t.lower_ in {"which", "them"} for verb in above if verb.dep_ == "relcl" for t in prepositional(verb, "of")
        ):
            return True
        marked = (self.s.value_at.get(t.i) for t in above)
        return any(value is not None and value.kind == "percent" for value in marked)

    def good_before(self, number: Token) -> list[Thing]:
        """ "the market for its tea, which bought 207 million kilos of it": the goods last named, here or in the sentence before."""
        named = (
            t for n in reversed(self.s.doc[: number.i]) if n.pos_ in {"NOUN", "PROPN"} and (t := thing_of(n, self.s))
        )
        here = next((t for t in named if t.kind == "goods"), None)
        index, told = self.c.discourse.goods or (-2, None)
        near = self.s.sentence.index - index <= 1
        return (
            [here] if here is not None else [told] if near and isinstance(told, Thing) and told.kind == "goods" else []
        )

    def object_before(self, pronoun: Token) -> list[Thing]:
        """ "used to get its gas from Chad and now buys it from Togo": the goods that an earlier clause did something with."""
        told = [t for t in self.s.doc.tokens[: pronoun.i] if t.dep_ == "dobj" and t.head.i != pronoun.head.i]
        whole = [prepositional(t, "of")[-1:] or [t] for t in told[-1:]]
        things = [thing_of(t, self.s) for inner in whole for t in inner]
        return [t for t in things if t is not None and t.kind == "goods"]

    def _counted_by(self, noun: Token) -> list[Token]:
        """ "an average of 9,000 barrels a day (b/d) of crude": what stands behind the whole of a measure and its short form."""
        value = self.s.value_at.get(noun.i)
        if value is None or prepositional(noun, "of"):
            return prepositional(noun, "of")
        behind = self.s.doc[max(self.s.tokens_of(value)) + 1 :]
        short = next((i for i, t in enumerate(behind[:8]) if t.text == ")"), -1) if behind[:1].text == "(" else -1
        if behind[:2].text.lower() in _RATES:  # "3 million tonnes per annum of gas"
            short = 1
        of = next((t for t in behind[short + 1 : short + 2] if t.lower_ == "of"), None)
        return [t for t in of.children if t.dep_ == "pobj"] if of is not None else []

    def _of_deal(self, number: Token) -> Thing | None:
        """ "It will buy 24": a bare number is of the one kind of arms that the deal told before is about."""
        rows = self.c.discourse.deal_before(self.s.sentence.index)
        kinds = {(r["designation"], r["description"], r["category"]) for r in rows}
        if number.dep_ != "dobj" or len({(k[0], k[2]) for k in kinds}) != 1:
            return None
        designation, text, category = min(kinds, key=str)
        return Thing("arms", text, category=category, designation=designation, token=number.i) if category else None

    def of_same_deal(self, things: list[Thing]) -> tuple[list[str], list[str]]:
        """ "Two more were ordered in June": (from whom, to whom) of the deal told before, where these are more of its arms."""
        rows = self.c.discourse.deal_before(self.s.sentence.index)
        sides = {(r["supplier_country"], r["recipient_country"]) for r in rows}
        kinds = {(r["designation"], r["category"]) for r in rows}
        giver, taker = next(iter(sides)) if len(sides) == 1 else (None, None)
        same = bool(things) and all(t.kind == "arms" and (t.designation, t.category) in kinds for t in things)
        known = giver and taker and set(self.s.countries()) <= {giver, taker}
        return ([str(giver)], [str(taker)]) if same and known else ([], [])

    @staticmethod
    def _measured(joined: Token) -> list[Token]:
        """ "tanks and a battery of howitzers": what a joined noun that only measures counts."""
        return (joined.lemma_.lower() in _MEASURING and prepositional(joined, "of")) or [joined]

    def part_of_which(self, token: Token) -> bool:
        """ "220 of which", "64 of them": a number of what was just named."""
        value = self.s.value_at.get(token.i)
        return (
            value is not None
            and value.kind == "count"
            and any(t.lower_ in _PRONOUNS for t in prepositional(token, "of"))
        )

    def _spoken_of(self, number: Token) -> list[Thing]:
        """ "tanks, 220 of which were supplied": the thing right before the number."""
        of = next(t for t in prepositional(number, "of"))
        reach = None if of.lower_ in {"them", "these", "those"} else 1  # "which" is of the noun right before
        nouns = [t for t in reversed(self.s.doc[: number.i]) if t.pos_ in {"NOUN", "PROPN"}][:reach]
        things = (thing_of(t, self.s) for t in nouns)
        found = next((t for t in things if t is not None and t.kind == "arms"), None)
        return [found] if found is not None else []

    def unnumbered(self, tokens: list[Token]) -> list[Token]:
        """Without those that a number of their own stands before, where the first has none: "to Europe, including 1 bcm to X".

        Nor those of which a number in brackets tells a part ("(20% from Y)", "half of it from Y"), nor the source of "according to Y".
        """
        tokens = [t for t in tokens if t.i not in self.s.date_at and t.head.head.lower_ not in _NO_RECEIVING]
        own = [t for t in tokens if t.head.i - 1 in self.s.value_at]
        parts = [t for t in tokens if self._part_in_brackets(t) or self._part_of_it(t)]
        own = own if tokens and tokens[0] not in own else []
        return [t for t in tokens if t not in [*own, *parts]]

    def _part_in_brackets(self, token: Token) -> bool:
        opened = max((t.i for t in self.s.doc[: token.i] if t.text == "("), default=token.i)
        inside = range(opened, token.i)
        closed = any(self.s.doc[i].text == ")" for i in inside)
        return not closed and any(i in self.s.value_at and self.s.value_at[i].kind == "percent" for i in inside)

    def _part_of_it(self, token: Token) -> bool:
        """Whether a phrase stands right behind a part of what was told: "1.2 million tonnes, half of it from X"."""
        before = self.s.doc[max(0, token.head.i - 3) : token.head.i]
        value = self.s.value_at.get(before[0].i) if len(before) == 3 else None
        of = before[1:].text.lower().split() if value is not None and value.kind == "percent" else []
        return len(of) == 2 and of[0] == "of" and of[1] in _STANDING

    def _listed(self, token: Token) -> list[Thing]:
        return [thing for item in listed(token) if (thing := thing_of(item, self.s))]

    def misread_receiver(self, predication: Predication, things: list[Thing]) -> tuple[list[str], list[Thing]]:
        """ "sold Japan copper": whom the parser takes for a part of the goods' name, and the goods without it."""
        before = [c for o in predication.objects for c in o.lefts if c.dep_ in {"compound", "nmod"}]
        named = [c for c in before if c.i in self.s.place_at and self.s.place_at[c.i].kind == "name"]
        named = named or [c for c in before if meant_by(c)]  # "sold the Gulf state copper"
        # "sold the Chadian Air Force 25 jets"
        named = named or [t for c in before for t in c.subtree if self._acts_for_state(t)][-1:]
        words = " ".join(t.text for c in named for t in (c.subtree if c.i not in self.s.place_at else [c]))
        return self.codes(named), [replace(t, text=t.text.removeprefix(words).strip()) for t in things]

    def _acts_for_state(self, token: Token) -> bool:
        held = body_of_state(token.i, self.s)
        return held is not None and bool(held.country)

    def of_others(self, at: int, sides: set[str | None]) -> bool:
        """Whether a third state is named up to the next semicolon: it may be the other side ("vessels that X ordered, for which Y's firm …")."""
        stops = [t.i for t in self.s.doc if t.text == ";"]
        first, last = (
            max((i for i in stops if i < at), default=-1),
            min((i for i in stops if i > at), default=len(self.s.doc)),
        )
        codes = {p.code for i, p in self.s.place_at.items() if first < i < last and p.kind != "town"}
        codes |= {
            e.country for i, e in self.s.entity_at.items() if first < i < last and e.kind == "company" and e.country
        }
        return bool(codes - sides)

    def noun_things(self, noun: Token, predication: Predication) -> list[Thing]:
        """What a noun of trade is of: "exports of gas", "gas exports", "trade in timber"."""
        of = prepositional(noun, "of")
        found = [t for o in of for t in self.items(o)]
        if not found and noun.lemma_.lower() in _TRADING_ALL:  # "exports of samovars"
            found = [t for joined in coordinated(of[:1]) if (t := unlisted_good(joined, self.s))]
        if not found and noun.lemma_.lower() in {"bill", "demand", "need"}:
            found = [t for o in prepositional(noun, "for") for t in self.items(o)]
        if not found and noun.lemma_.lower() in _TOTAL:  # "trade in timber"; "in goods" is all of it
            traded = [t for o in prepositional(noun, "in") for t in self.items(o)]
            found = [] if any(t.kind == "total" for t in traded) else traded
        if found:
            return found
        inner = [t for c in noun.lefts if c.lemma_.lower() in _IN | _OUT for t in things_before(c, self.s)]
        for thing in [*things_before(noun, self.s), *inner]:  # "gas import needs"
            if thing.kind != "total" and thing.token not in self.s.place_at:
                return [thing]
        whole = thing_of(noun, self.s)
        if whole and whole.kind == "arms":
            return [whole]
        return []
