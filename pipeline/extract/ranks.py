"""Ranks: a place among a country's partners, or among the world's importers and exporters.

In: a rank in a sentence. Out: `Measure`s. "X is Y's fifth-largest supplier of oil": the rank of X in Y's imports.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.numbers import read_ordinal
from pipeline.annotate.values import Value
from pipeline.extract.discourse import REACH
from pipeline.extract.flow import WORDS, basis_of
from pipeline.extract.measure import Measure, Measured
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import Thing, maker_country, thing_of, things_before

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_RANKS = {noun: flow for flow, nouns in WORDS["rank_nouns"].items() for noun in nouns}
_OWN: dict[str, str] = WORDS["own_ranks"]
_OVERTAKING = frozenset(WORDS["overtaking"])
_WORLD = frozenset(WORDS["rank_world"])
_PLACES, _HOLDING = frozenset(WORDS["rank_places"]), frozenset(WORDS["rank_holding"])
_REGIONS = frozenset(WORDS["rank_regions"])
_TAKING = frozenset([*WORDS["take"], *WORDS["consuming"]])
_GIVING = frozenset([*WORDS["give"], *WORDS["growing"]])


class Ranks:
    """Reads the ranks of one sentence."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f

    def of_value(self, value: Value, root: Token) -> list[Measure]:
        """What a rank is of; nothing where holder or owner stays open."""
        noun = self._noun(value)
        if noun is None:
            return self._of_told_whole(value, root)
        lemma = noun.lemma_.lower()
        holder = self._holder(noun) or self._holder_of_place(value, noun)
        if holder is None:
            return []
        things, codes = self.of(noun)
        things = things or self.compound_things(noun)
        tokens = [*self.s.tokens_of(value), noun.i]
        among = noun.dep_ == "pobj" and noun.head.lower_ == "among" and not codes  # "ranks 62nd among importers"
        # "fourth among the buyers of the fruit": of those of the fruit told before
        among = among and not any(c.lower_ == "the" for t in prepositional(noun, "of") for c in t.lefts)
        among = among and not any(c.dep_ == "poss" or c.i in self.s.place_at for c in noun.lefts)
        if lemma in _OWN and (among or self._of_the_world(value, noun)):
            flow = _OWN[lemma]
            return [Measure("rank", value, 1, flow, holder, None, things, noun, tokens, basis=f"world_{flow}s")]
        owners = self.f.codes([c for c in noun.children if c.dep_ == "poss"]) or self.unmarked(noun)
        named = [*owners, *codes, *self.made_in(things)] or self._of_flow(noun, holder)
        if noun.head.lemma_ in {"find", "have"} and not named:
            subjects = of_verb(noun.head).subjects
            named = self.f.codes(subjects)
            things = things or [t for s in subjects if (t := thing_of(s, self.s)) and t.kind in {"goods", "arms"}]
        if named in ([], [holder]) and any(c.lower_ in {"its", "their"} for c in noun.children):
            named = self._told_beside(holder) or self._spoken_of(holder)
        named = [c for c in named if c not in self.beaten(noun)]
        owner = next((c for c in named if c != holder), None)
        told = self.m.whole() if owner is None and not named else None
        if told is not None and told.flow == _RANKS.get(lemma) and told.owner != holder:
            # "Chad imported 6 million tonnes. Mali was the leading supplier"
            owner, things = told.owner, things or told.things
        if owner is None or self._in_region(noun):
            return []
        flow = _RANKS.get(lemma, "total")
        basis = basis_of(flow)
        measure = Measure("rank", value, 1, flow, owner, holder, things, noun, tokens, basis=basis)
        self.m.ranks.append(measure)
        return [measure, *self._place_before(measure)]

    def beaten(self, noun: Token) -> list[str]:
        """ "X overtook Y to rank second among the country's suppliers": the country is not Y."""
        above = [t for t in noun.ancestors if t.lemma_.lower() in _OVERTAKING]
        the_country = any(
            c.dep_ == "poss" and c.lower_ in {"country", "its", "nation", "kingdom"} for c in noun.children
        )
        return self.f.codes(of_verb(above[0]).objects) if above and the_country else []

    def _of_told_whole(self, value: Value, root: Token) -> list[Measure]:
        """ "Romania took second place, at 1.1 million tonnes": a place in the whole that the sentences before told."""
        told, verb = self.m.whole(), self.m.verb_above(root)
        placed = root.lemma_.lower() in _PLACES and root.dep_ in {"dobj", "pobj"} and not prepositional(root, "in")
        if told is None or told.owner is None or told.flow == "total" or verb is None or not placed:
            return []
        holder = self._only(of_verb(verb).subjects)
        if verb.lemma_.lower() not in _HOLDING or holder is None or holder == told.owner or not told.things:
            return []
        basis = basis_of(told.flow)
        rank = Measure("rank", value, 1, told.flow, told.owner, holder, list(told.things), verb, self.s.tokens_of(value), basis=basis)  # fmt: skip
        self.m.ranks.append(rank)
        return [rank]

    def _in_region(self, noun: Token) -> bool:
        """ "our largest partner in ASEAN", "its second market in Latin America": a place among a few, and none of its own."""
        told = prepositional(noun, "in") + prepositional(noun, "within")
        known = {*self.s.place_at, *self.s.date_at}
        return any(t.i not in known and (t.pos_ == "PROPN" or t.lemma_ in _REGIONS) for t in told)

    def _place_before(self, rank: Measure) -> list[Measure]:
        """ "slid from fifth to seventh place": the place that it had before."""
        first = min(self.s.tokens_of(rank.value))
        words = list(self.s.doc[max(0, first - 3) : first])
        place = read_ordinal(words[1].text) if [t.lower_ for t in words[::2]] == ["from", "to"] else None
        if place is None:
            return []
        start, end = words[1].idx, words[1].idx + len(words[1].text)
        had = replace(rank.value, start=start, end=end, number=float(place), pole="from")
        return [replace(rank, value=had, tokens=[words[1].i, *rank.tokens])]

    def _of_flow(self, noun: Token, holder: str) -> list[str]:
        """ "X supplied Y with oil, making it the third-largest supplier": whose supplier, the clause before tells."""
        verb = noun.head if noun.head.pos_ == "VERB" else None
        if verb is None or verb.lemma_ != "make" or verb.dep_ != "advcl":
            return []
        flows = [f for f in self.f.find() if f.head == verb.head and holder in {f.giver, f.taker}]
        return [c for f in flows for c in (f.giver, f.taker) if c and c != holder]

    def _told_beside(self, holder: str) -> list[str]:
        """ "X shipped 1,400 buses to Y and is its second-largest source of vehicles": its is the other side's.

        So it is in "34 percent of X's arms exports went to Y, its largest customer".
        """
        others = {
            c for f in self.f.find() if holder in {f.giver, f.taker} for c in (f.giver, f.taker) if c and c != holder
        }
        nouns = (f for t in self.s.doc if (f := self.f.of_phrase(t)) is not None) if not others else ()
        others |= {f.owner for f in nouns if f.owner and f.owner != holder and f.partner in {None, holder}}
        return list(others) if len(others) == 1 else []

    def _spoken_of(self, holder: str) -> list[str]:
        """ "X bought … from Y. Y slid to second place among its suppliers": the other side of the flow told last."""
        index, *sides = self.m.c.discourse.flow or (-REACH - 1,)
        near = self.s.sentence.index - index <= REACH and holder in sides
        return [str(c) for c in sides if c != holder] if near else []

    def unmarked(self, noun: Token) -> list[str]:
        """ "is Hong Kong 16th largest export market": an owner whose mark was left out."""
        places = [self.s.place_at[c.i] for c in noun.lefts if c.i in self.s.place_at]
        return [p.code for p in places if p.kind == "name"]

    def _noun(self, value: Value) -> Token | None:
        last = max(self.s.tokens_of(value))
        near = [t for t in self.s.doc[last + 1 : last + 8] if t.lemma_.lower() in _RANKS or t.lemma_.lower() in _OWN]
        vague = self.s.doc.text[value.start : value.end].lower() in {"main", "leading", "principal", "primary"}
        # "its main partners" have no place
        return near[0] if near and not (vague and near[0].tag_ in {"NNS", "NNPS"}) else None

    def _of_the_world(self, value: Value, noun: Token) -> bool:
        first = min(self.s.tokens_of(value))
        before = {t.lower_ for t in self.s.doc[max(0, first - 4) : noun.i]}
        return bool(before & _WORLD) or any(t.lower_ in _WORLD for t in prepositional(noun, "in"))

    def made_in(self, things: list[Thing]) -> list[str]:
        """The state that the goods of a rank come from: "the main market for Kenyan tea"."""
        return [c for c in (maker_country(self.s.doc[t.token], self.s) for t in things[:1]) if c]

    def _only(self, tokens: list[Token]) -> str | None:
        codes = self.f.codes(tokens)
        return codes[0] if len(codes) == 1 else None

    def _holder_of_place(self, value: Value, noun: Token) -> str | None:
        """ "X ranks fourth among Y's partners", "X has slipped to sixth place among the buyers of …"."""
        first = self.s.doc[min(self.s.tokens_of(value))]
        before = list(self.s.doc[max(0, first.i - 2) : first.i])
        if len(before) == 2 and before[1].lower_ == "in" and before[0].i in self.s.place_at:
            return self._only([before[0]])  # "with X in 33rd place among Y's partners"
        verb = self.m.verb_above(first)
        if verb is None or not any(t.lower_ == "among" for t in self.s.doc[verb.i : noun.i]):
            return None
        return self._only(of_verb(verb).subjects)

    def _holder(self, noun: Token) -> str | None:
        """Who has the place: subject of the copula, object of "made", or the noun that the phrase stands beside."""
        at = noun
        while at.dep_ == "conj" and at.head.pos_ in {"NOUN", "PROPN"}:
            at = at.head
        verb = at.head
        if at.dep_ == "dobj" and verb.lemma_ in {"find", "have"}:  # "X's tea finds its largest market in Y"
            return self._only([p for w in (at, verb) for p in prepositional(w, "in") if p.i in self.s.place_at])
        if at.dep_ in {"attr", "oprd", "dobj", "xcomp", "ccomp"} and verb.pos_ in {"VERB", "AUX"}:
            return self._of_copula(at, verb)
        other = next((c for c in verb.children if c.dep_ == "nsubj" and c.i > at.i), None)
        if at.dep_ == "nsubj" and other is not None and at.i < verb.i:  # "The world's tenth-largest exporter, X sent …"
            return self._only([other])
        if at.dep_ == "nsubj" and verb.lemma_ in {"be", "become", "remain"}:
            return self._only([c for c in verb.children if c.dep_ == "attr"])
        if at.dep_ == "appos":
            left = noun.left_edge.i  # "an agreement with Japan, our second biggest partner": what stands right before
            beside = self.s.doc[left - 2] if left > 1 and self.s.doc[left - 1].text == "," else None
            if beside is not None and beside.i in self.s.place_at and verb.i not in self.s.place_at:
                return self._only([beside])
            return next(iter(self.f.codes([verb])), None)
        appositions = [c for c in noun.children if c.dep_ == "appos"]
        if appositions:
            return next(iter(self.f.codes(appositions)), None)
        if at.dep_ == "pobj" and at.head.lower_ == "as":
            above = at.head.head
            # "kept its place as X's largest partner", "held on to its place as …"
            holding = above.head.head if above.dep_ == "pobj" else above.head
            if above.pos_ == "NOUN" and holding.pos_ in {"VERB", "AUX"}:
                return self._only(of_verb(holding).subjects)
            predication = of_verb(above) if above.pos_ in {"VERB", "AUX"} else None
            overtaking = predication is not None and above.lemma_.lower() in _OVERTAKING
            if predication is None:
                return None
            return self._only(predication.subjects if overtaking else predication.objects or predication.subjects)
        if at.dep_ == "pobj" and at.head.lower_ == "into":  # "turned X into Y's fourth-largest source"
            above = at.head.head
            return self._only(of_verb(above).objects) if above.lemma_ in {"turn", "make", "transform"} else None
        if at.dep_ == "pobj" and at.head.lower_ in {"of", "among"}:
            beside = at.head.head
            if beside.lower_ == "one":
                return self._holder(beside)
            return self._only(of_verb(beside).subjects) if beside.pos_ in {"VERB", "AUX"} else None
        return None

    def _of_copula(self, noun: Token, verb: Token) -> str | None:
        # "which made Chad the country's third-largest supplier"
        if verb.lemma_ in {
            "make",
            "confirm",
            "render",
            "leave",
        }:
            made = [
                t
                for t in verb.subtree
                if t.dep_ in {"nsubj", "dobj"} and verb.i < t.i < noun.i and t.head != noun.head.head
            ]
            return self._only([t for t in made if t.i in self.s.place_at]) or self._only(made)
        subjects = of_verb(verb).subjects
        if noun.dep_ == "oprd":
            subjects = subjects + of_verb(verb).objects
        return self._only([t for t in subjects if t != noun])

    def of(self, noun: Token) -> tuple[list[Thing], list[str]]:
        """The goods behind "supplier of", and whose supplier it is."""
        things: list[Thing] = []
        codes = self.f.codes(prepositional(noun, "to"))
        for obj in prepositional(noun, "of") + prepositional(noun, "for"):
            thing = thing_of(obj, self.s)
            if thing:
                things.append(thing)
                codes += self.f.codes(prepositional(obj, "to") + prepositional(obj, "for"))
                codes += self.f.codes([c for c in obj.children if c.dep_ == "poss"])
                codes += self._whose_clause(noun, obj)
            else:
                codes += self.f.codes([obj])
        return things, codes

    def _whose_clause(self, noun: Token, goods: Token) -> list[str]:
        """ "the second-largest source of the rice that X imports", "the main market for the tin that it mines": whose they are."""
        verbs = _TAKING if _RANKS.get(noun.lemma_.lower()) == "import" else _GIVING
        told = [c for c in goods.children if c.dep_ == "relcl" and c.lemma_.lower() in verbs]
        return self.f.codes([t for c in told for t in of_verb(c).subjects if t.i > goods.i])

    def compound_things(self, noun: Token) -> list[Thing]:
        """The goods before a noun: "the table of arms suppliers"."""
        marked = {*self.s.place_at, *self.s.value_at}
        return [t for t in things_before(noun, self.s) if t.kind != "total" and t.token not in marked][:1]
