"""Numbers in brackets behind the partners or the goods of a country's trade.

"Its main suppliers were Chad (3.3 million b/d), Togo (1.0 million b/d) and …", "led by soybeans ($10.5 billion) and cotton ($2.6 billion)".
In: a sentence with at least two states, or two goods, that a number in brackets stands behind. Out: `Measure`s, one for each of them,
of the flow that the words before the list name. Where they name none ("The remaining sources were …"), it is the one spoken of before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.flow import WORDS, Flow, basis_of
from pipeline.extract.flow_parts import WORLD
from pipeline.extract.measure import Measure, Measured
from pipeline.extract.modality import mood
from pipeline.extract.predications import prepositional
from pipeline.extract.things import Thing, maker_country, thing_of, things_before

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_PARTNERS = {noun.split()[-1]: flow for flow, nouns in WORDS["rank_nouns"].items() for noun in nouns}
_PLACES_BESIDE = frozenset(WORDS["places_beside"])
_KINDS = {"percent": "share", "money": "value", "quantity": "volume"}


@dataclass(slots=True)
class _Whole:
    """Whose flow the list is of, which way it goes, and of what."""

    owner: str
    flow: str
    things: list[Thing]
    noun: Token


class PartnerLists:
    """Reads the list of partners of one sentence."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f

    def find(self, used: set[int]) -> Iterator[Measure]:
        """A measure for each listed partner or good; `used` takes in their numbers. Nothing where whose they are stays open."""
        yield from self._partners(used)
        yield from self._goods(used)

    def _goods(self, used: set[int]) -> Iterator[Measure]:
        items = [(thing, value) for thing, value in self._listed_goods() if id(value) not in used]
        first = min((thing.token for thing, _ in items), default=0)
        nouns = [t for t in self.s.doc[:first] if t.i not in self.s.entity_at and self.f.of_phrase(t)]
        flow = self.f.of_phrase(nouns[-1]) if nouns and len(items) > 1 else None
        flow = self.m.completed(flow) if flow is not None else None
        if flow is None or flow.owner is None or flow.partner is None or flow.mood.refused:
            return
        head = self.m.verb_above(flow.trigger) or flow.trigger
        for thing, value in items:
            used.add(id(value))
            yield self._measure(value, flow.flow, (flow.owner, flow.partner), [thing], head, thing.token)

    def _listed_goods(self) -> Iterator[tuple[Thing, Value]]:
        """The goods right behind which a bracket holds nothing but a sum or a quantity."""
        for token in self.s.doc:
            value = self._in_brackets(token.i + 1) if token.pos_ in {"NOUN", "PROPN"} else None
            thing = thing_of(token, self.s) if value is not None and value.kind != "percent" else None
            if thing is not None and value is not None and thing.kind == "goods":
                yield thing, value

    def _partners(self, used: set[int]) -> Iterator[Measure]:
        items = [(code, value) for code, value in self._items() if id(value) not in used]
        first = min((self.s.tokens_of(value)[0] for _, value in items), default=0)
        whole = self._whole(first) if len(items) > 1 and len({value.kind for _, value in items}) == 1 else None
        head = (self.m.verb_above(whole.noun) or whole.noun) if whole is not None else None
        if whole is None or head is None or mood(head).refused:
            return
        if {t.lower_ for t in self.s.doc[max(0, first - 5) : first]} & _PLACES_BESIDE and self._numbered(first):
            return  # "with 41% of its imports, ahead of Chad (14%) and Togo (11%)": of what the number before is of
        for code, value in items:
            if code == whole.owner:
                continue
            used.add(id(value))
            named = min(self.s.tokens_of(value)) - 2
            yield self._measure(value, whole.flow, (whole.owner, code), list(whole.things), head, named)

    def _measure(
        self, value: Value, flow: str, sides: tuple[str, str], things: list[Thing], head: Token, named: int
    ) -> Measure:
        """The measure of an item of the list that stands at the token `named`."""
        tokens = [named, *self.s.tokens_of(value)]
        basis = basis_of(flow) if value.kind == "percent" else None
        measure = Measure(_KINDS[value.kind], value, 1, flow, *sides, things, head, tokens, basis=basis)
        self.m.others.append(measure)
        return measure

    def _numbered(self, first: int) -> bool:
        """Whether a percentage stands before a token."""
        return any(v.kind == "percent" and self.s.tokens_of(v)[-1] < first for v in self.s.values)

    def _items(self) -> Iterator[tuple[str, Value]]:
        """The states right behind which a bracket holds nothing but a number."""
        for i, place in sorted(self.s.place_at.items()):
            if place.kind == "name" and (value := self._in_brackets(i + 1)) is not None:
                yield place.code, value

    def _in_brackets(self, start: int) -> Value | None:
        """The one number of the bracket that opens at a token."""
        doc = self.s.doc
        if start >= len(doc) or doc[start].text != "(":
            return None
        close = next((t.i for t in doc[start + 1 : start + 13] if t.text == ")"), None)
        inside = {id(v): v for j in range(start + 1, close or 0) if (v := self.s.value_at.get(j)) is not None}
        value = next(iter(inside.values())) if len(inside) == 1 else None
        return value if value is not None and value.kind in _KINDS else None

    def _whole(self, first: int) -> _Whole | None:
        told = self._by_partners(first) or self._by_flow(first)
        if told is not None:
            return told
        noun = next((t for t in self.s.doc[:first] if t.tag_ == "NNS" and t.lemma_.lower() in _PARTNERS), None)
        before = self.m.whole() if noun is not None else None
        if noun is None or before is None or before.owner is None:
            return None
        return _Whole(before.owner, before.flow, before.things, noun)

    def _by_partners(self, first: int) -> _Whole | None:
        """ "Chad's main trading partners", "the top sources of U.S. crude imports", "the largest buyers of its gas"."""
        for noun in self.s.doc[:first]:
            flow = _PARTNERS.get(noun.lemma_.lower()) if noun.tag_ == "NNS" else None
            if flow is None:
                continue
            things, owners = self._behind(noun)
            owners += self.f.codes([c for c in noun.children if c.dep_ == "poss"])
            owners += [self.s.place_at[c.i].code for c in noun.lefts if c.i in self.s.place_at and c.dep_ != "poss"]
            things = things or [t for t in things_before(noun, self.s) if t.kind == "goods"]
            if owners:
                before = self.m.whole()
                if not things and before is not None and (before.owner, before.flow) == (owners[0], flow):
                    things = list(before.things)  # "is the third-largest coal importer. Its main suppliers …"
                self._note(owners[0], flow, things, noun)
                return _Whole(owners[0], flow, things, noun)
        return None

    def _behind(self, noun: Token) -> tuple[list[Thing], list[str]]:
        """What the partners are partners in and whose, behind "of", "for" and "to"."""
        things: list[Thing] = []
        codes = self.f.codes(prepositional(noun, "to"))
        for obj in prepositional(noun, "of") + prepositional(noun, "for"):
            told = self.f.of_phrase(obj)
            if told is not None and told.owner:
                things, codes = things + told.things, [*codes, told.owner]
                continue
            thing = thing_of(obj, self.s)
            if thing is not None and thing.kind == "goods":
                things.append(thing)
                codes += self.f.codes(prepositional(obj, "to") + [c for c in obj.children if c.dep_ == "poss"])
                codes += [c for c in [maker_country(obj, self.s)] if c]
            elif thing is None:
                codes += self.f.codes([obj])
        return things, codes

    def _by_flow(self, first: int) -> _Whole | None:
        """ "Chad's exports went to Togo (12 percent) and Mali (9 percent)"."""
        for noun in self.s.doc[:first]:
            flow = self.f.of_phrase(noun) if noun.i not in self.s.entity_at else None
            if flow is not None and flow.owner and flow.partner in {None, WORLD}:
                self._note(flow.owner, flow.flow, flow.things, noun)
                return _Whole(flow.owner, flow.flow, flow.things, noun)
        return None

    def _note(self, owner: str, flow: str, things: list[Thing], noun: Token) -> None:
        giver, taker = (owner, None) if flow == "export" else (None, owner)
        told = Flow(giver, taker, list(things), noun, noun, mood(noun), owner, flow)
        self.m.c.discourse.whole = (self.s.sentence.index, told)
