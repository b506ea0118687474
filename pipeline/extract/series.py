"""Numbers that go on in a list: "… 33 percent to X, 16 per cent to Y", "followed by X with 15 percent", "imports came to $3 billion and exports to 2".

In: the measures that a sentence told so far. Out: `Measure`s of the numbers that share their clause: of the same whole with another
partner, of the other flow of the same two, and places behind one that was told.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.numbers import read_ordinal
from pipeline.annotate.values import Value
from pipeline.extract.flow import WORDS, basis_of
from pipeline.extract.flow_parts import WORLD
from pipeline.extract.measure import Measure, Measured
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import thing_of, things_before
from pipeline.extract.tree import before_article

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_FLOWS = frozenset([*WORDS["out_nouns"], *WORDS["in_nouns"]])
_RANKS = {noun.split()[-1]: flow for flow, nouns in WORDS["rank_nouns"].items() for noun in nouns}
_STATING = frozenset(WORDS["state"])
_COMPARED = frozenset(WORDS["compared"])
_SHARING = frozenset(WORDS["share_verbs"])
_FURTHER = frozenset(
    {"a", "an", "further", "another", "some", "about", "around", "roughly", "nearly", "almost", "only", "just"}
)
_TAKING = frozenset([*WORDS["take"], *WORDS["relies_verbs"]])
_MAIN = frozenset(WORDS["composition_main"])
_GOING = frozenset([*WORDS["goes_alone"], *WORDS["comes_alone"]])
_STANDING = frozenset(WORDS["share_standing"])
_PLACES_BESIDE = frozenset(WORDS["places_beside"])
_BALANCE: dict[str, int] = WORDS["balance_nouns"]
_PLACED = frozenset(WORDS["standing_placing"])
_PAYING = frozenset(WORDS["paying"])
_BETWEEN = 12  # words from one number of a list to the next


class Series:
    """Reads what a list goes on with."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence

    def of(self, value: Value, others: list[Measure]) -> list[Measure]:
        """The measure of a number that no clause of its own tells; nothing where no list is open."""
        at = self.s.tokens_of(value)
        before = [
            m
            for m in others
            if self._last(m) < min(at) and m.value is not value and m.measure in {"share", "value", "volume"}
        ]
        anchor = max(before, key=self._last, default=None)
        if anchor is None:
            return self._main_partners(value, at)
        between = [t for t in self.s.doc[self._last(anchor) + 1 : min(at)] if t != anchor.head]
        part = self._part_of_world(anchor, value, at) or self._part_of_all(anchor, value, at)
        part = part or self._paid_for(anchor, value, at)
        if part:
            return part
        if clause := self._flow_of_its_clause(anchor, value, at) or self._left_with(anchor, value, at):
            return clause
        same = value.kind == anchor.value.kind or self._bare(value, at)
        if not same or any(t.text == ";" for t in between):
            return []
        value = replace(value, kind=anchor.value.kind, unit=value.unit if value.kind != "count" else anchor.value.unit)
        return (
            self._another_time(anchor, value, at, between)
            or self._in_goods(anchor, value, at, between)
            or self._other_flow(anchor, value, at, between)
            or self._other_partner(anchor, value, at, between)
        )

    def _part_of_world(self, anchor: Measure, value: Value, at: list[int]) -> list[Measure]:
        """ "imported $7 billion worth of copper (20% from X)", "exported …, 31 percent of it to Y": a partner's part of all."""
        if anchor.partner != WORLD or value.kind != "percent":
            return []
        behind = itertools.takewhile(lambda t: t.text not in {",", ";", ")"}, self.s.doc[max(at) + 1 : max(at) + 8])
        places = [t for t in behind if t.i in self.s.place_at and self.s.doc[t.i - 1].lower_ in {"from", "to", "the"}]
        if len(places) != 1 or self._code(places[0]) == anchor.owner:
            return []
        tokens = [*at, places[0].i]
        basis = basis_of(anchor.flow)
        return [
            replace(anchor, measure="share", value=value, partner=self._code(places[0]), tokens=tokens, basis=basis)
        ]

    def _paid_for(self, anchor: Measure, value: Value, at: list[int]) -> list[Measure]:
        """ "bought 22 million tonnes from X, for which it paid $13 billion", "… earned $2 billion": what the amount cost."""
        between = self.s.doc[self._last(anchor) + 1 : min(at)]
        whole = next(
            (t for t in between if t.lower_ in {"which", "that"} and self.s.doc[t.i - 1].lower_ == "for"), None
        )
        verb = self.m.verb_above(self.s.doc[min(at)])
        told = verb is not None and verb.lemma_.lower() in _PAYING and whole is not None
        if not told or value.kind != "money" or anchor.measure != "volume":
            return []
        return [replace(anchor, measure="value", value=value, tokens=[*at, self._last(anchor)])]

    def _flow_of_its_clause(self, anchor: Measure, value: Value, at: list[int]) -> list[Measure]:
        """ "exports totalled 2.9 billion euros; imports came to 3.1 billion": the other way, in the unit told before."""
        if anchor.measure != "value" or anchor.partner in {None, WORLD} or not self._bare(value, at):
            return []
        verb = self.m.verb_above(self.s.doc[min(at)])
        subjects = of_verb(verb).subjects if verb is not None and verb.lemma_.lower() in _STATING else []
        noun = next((t for t in subjects if t.lemma_.lower() in _FLOWS), None)
        flow = self.m.f.of_phrase(noun) if noun is not None else None
        if noun is None or flow is None or flow.owner not in {None, anchor.owner} or flow.partner or flow.things:
            return []
        value = replace(value, kind="money", unit=anchor.value.unit)
        return [replace(anchor, value=value, flow=flow.flow, things=[], head=verb or noun, tokens=[*at, noun.i])]

    def _left_with(self, anchor: Measure, value: Value, at: list[int]) -> list[Measure]:
        """ "imports came to $4 billion, which left X with a deficit of 3.1 billion": in the unit told before."""
        nouns = [t for t in self.s.doc[max(0, min(at) - 3) : min(at)] if t.lemma_.lower() in _BALANCE]
        verb = self.m.verb_above(nouns[0]) if nouns else None
        if verb is None or verb.lemma_ != "leave" or anchor.measure != "value" or not self._bare(value, at):
            return []
        left = self.m.f.codes(of_verb(verb).objects)
        sides = {anchor.owner, anchor.partner}
        if len(left) != 1 or left[0] not in sides or len(sides - {None, WORLD}) != 2:
            return []
        owner, partner = left[0], next(c for c in sides if c != left[0])
        money, sign = replace(value, kind="money", unit=anchor.value.unit), _BALANCE[nouns[0].lemma_.lower()]
        balance = replace(anchor, measure="balance", value=money, sign=sign, flow="total", owner=owner, partner=partner)
        return [replace(balance, things=[], head=verb, tokens=[*at, nouns[0].i])]

    def _part_of_all(self, anchor: Measure, value: Value, at: list[int]) -> list[Measure]:
        """ "exports to X reached $3 billion, or 44 per cent of the total": the part that the amount right before is of all."""
        between = self.s.doc[self._last(anchor) + 1 : min(at)]
        if anchor.measure not in {"value", "volume"} or value.kind != "percent" or not anchor.partner:
            return []
        if any(t.pos_ in {"VERB", "AUX"} or t.i in self.s.place_at for t in between) or anchor.partner == WORLD:
            return []
        nouns = [t for i in at for t in prepositional(self.s.doc[i], "of")]
        noun = next((t for t in nouns if t.lemma_.lower() in _FLOWS | _STANDING), None)
        flow = self.m.f.of_phrase(noun) if noun is not None else None
        if noun is None or (flow is not None and (flow.flow != anchor.flow or flow.owner not in {None, anchor.owner})):
            return []
        goods = {t.code for t in flow.things} if flow is not None else {t.code for t in anchor.things}
        if goods != {t.code for t in anchor.things if t.kind == "goods"} and goods:
            return []
        if flow is not None and not flow.things and any(t.kind == "goods" for t in anchor.things):
            return []  # "copper exports to X, 44 percent of all exports": the part of one good in all tells no share of X's
        basis = basis_of(anchor.flow)
        return [replace(anchor, measure="share", value=value, tokens=[*at, noun.i], basis=basis)]

    def _in_goods(self, anchor: Measure, value: Value, at: list[int], between: list[Token]) -> list[Measure]:
        """ "exports reached 5 billion, of which medicines accounted for 900 million": a part of the flow told by its goods."""
        which = next(
            (t for t in between if t.lower_ in {"which", "that"} and t.i and self.s.doc[t.i - 1].lower_ == "of"), None
        )
        things = [
            g
            for t in between
            if which is not None and t.i > which.i and (g := thing_of(t, self.s)) and g.kind == "goods"
        ]
        if len(things) != 1 or anchor.measure not in {"value", "volume"}:
            return []
        return [replace(anchor, value=value, things=things, tokens=[*at, things[0].token])]

    def _another_time(self, anchor: Measure, value: Value, at: list[int], between: list[Token]) -> list[Measure]:
        """ "…, against 21 percent in 2020", "up from 11.2 million tonnes in 2022": the same at another time, which is told."""
        words = [t.lower_ for t in between[-4:]]
        comma = max((i for i, t in enumerate(between) if t.text == ","), default=-1)  # "to X in May, up from …"
        named = any(t.i in self.s.place_at for t in between[comma + 1 :])
        dated = any(w.start >= value.end and w.start - value.end < 25 for w in self.s.dates)
        if named or not dated or not _COMPARED & set(words) or self._clause_of_its_own(between):
            return []
        return [replace(anchor, value=value, tokens=[*at, anchor.tokens[-1]])]

    def places(self, rank: Measure) -> Iterator[Measure]:
        """ "X is the largest supplier, followed by Y and Z": the second and the third place."""
        yield from self.numbered_places(rank)
        yield from self._beside(rank)
        for token in self.s.doc:
            if token.lower_ != "followed" or token.i < self._last(rank) or rank.value.number is None:
                continue
            behind = itertools.takewhile(lambda t: t.pos_ != "VERB" and t.text != ";", self.s.doc[token.i + 1 :])
            joined = [t for t in behind if t.i in self.s.place_at and self._joined(t)]
            named = [t for t in joined if self.s.place_at[t.i].kind == "name"]
            for number, place in enumerate(named, 1):
                code = self.s.place_at[place.i].code
                if code not in {rank.owner, rank.partner}:
                    next_one = replace(rank.value, number=rank.value.number + number)
                    yield replace(rank, value=next_one, partner=code, tokens=[token.i, place.i])

    def _beside(self, rank: Measure) -> Iterator[Measure]:
        """ "X is the main buyer, ahead of Y and Z", "the third-largest, behind Y and Z": the places right behind, or all before."""
        doc, number = self.s.doc, rank.value.number
        word = next((t for t in doc[self._last(rank) + 1 :] if t.lower_ in {"ahead", "behind"}), None)
        if word is None or number is None or any(t.text in {";", "("} for t in doc[self._last(rank) : word.i]):
            return
        listed = itertools.takewhile(
            lambda t: t.i in self.s.place_at or t.lower_ in {"of", "the", ",", "and"}, doc[word.i + 1 :]
        )
        named = [t for t in listed if t.i in self.s.place_at and self.s.place_at[t.i].kind == "name"]
        first = number + 1 if word.lower_ == "ahead" else 1
        parted = (
            named and doc[named[-1].i + 1 : named[-1].i + 2].text == "("
        )  # "ahead of Spain (14%)": a list of shares
        if not named or parted or (word.lower_ == "behind" and len(named) != number - 1):
            return
        for place, at in enumerate(named):
            code = self._code(at)
            if code not in {rank.owner, rank.partner}:
                told = replace(rank.value, number=float(first + place), start=at.idx, end=at.idx + len(at.text))
                yield replace(rank, value=told, partner=code, tokens=[word.i, at.i])

    def numbered_places(self, rank: Measure) -> Iterator[Measure]:
        """ "X is the biggest market, Y the second and Z the third": places told by their number, with nothing else."""
        doc = self.s.doc
        for token in doc[self._last(rank) + 1 :]:
            place = before_article(token)
            if place.lemma_.lower() in _PLACED:  # "…; Ukraine was third"
                place = next((c for c in place.children if c.dep_ == "nsubj" and c.i < place.i), place)
            number = read_ordinal(token.text)
            behind = doc[token.i + 1 : token.i + 2]
            ends = not len(behind) or behind[0].text in {",", ".", ";"} or behind[0].lower_ == "and"
            if number is None or not ends or place.i not in self.s.place_at or self.s.place_at[place.i].kind != "name":
                continue
            if self._code(place) not in {rank.owner, rank.partner} and number != rank.value.number:
                value = replace(rank.value, number=float(number), start=token.idx, end=token.idx + len(token.text))
                yield replace(rank, value=value, partner=self._code(place), tokens=[place.i, token.i])

    def _joined(self, place: Token) -> bool:
        before = self.s.doc[place.i - 1]
        return (before if before.lower_ != "the" else self.s.doc[place.i - 2]).lower_ in {"by", ",", "and"}

    def _last(self, measure: Measure) -> int:
        return max(self.s.tokens_of(measure.value), default=max(measure.tokens))

    def _bare(self, value: Value, at: list[int]) -> bool:
        """A number whose unit was said before: "with 15 percent, Y with 11", "to 15.1 billion"."""
        behind = self.s.doc[max(at) + 1] if max(at) + 1 < len(self.s.doc) else None
        counts = (
            behind is not None and behind.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"} and behind.i not in self.s.place_at
        )
        before = self.s.doc[max(0, min(at) - 1)]
        pronoun = self.s.doc[min(at)].lower_ == "one" and before.pos_ in {"ADJ", "PROPN", "DET"}
        return value.kind == "count" and not counts and not pronoun  # "at 2 percent, and the Israeli one at 27"

    def _clause_of_its_own(self, between: list[Token]) -> bool:
        told = [
            t for t in between if t.pos_ in {"VERB", "AUX"} and t.lower_ not in _COMPARED | {"followed", "including"}
        ]
        verbs = [t for t in told if not (t.tag_ == "VBN" and t.dep_ == "acl")]  # "the ore imported by X"
        compared = any(t.lower_ in _PLACES_BESIDE for t in between[-5:])  # "…, ahead of X's 30 percent"
        return any(t.lemma_.lower() not in _SHARING for t in verbs) or (len(between) > _BETWEEN and not compared)

    def _other_partner(self, anchor: Measure, value: Value, at: list[int], between: list[Token]) -> list[Measure]:
        """Another partner's part of the same whole, named before the number or behind it ("12 per cent to Y")."""
        if self._clause_of_its_own(between) or self._of_another_whole(at):
            return []
        places = [t for t in between if t.i in self.s.place_at and self._code(t) not in {anchor.owner, anchor.partner}]
        behind = self.s.doc[max(at) + 1 : max(at) + 4]
        if len(behind) > 1 and behind[0].lower_ in {"to", "from", "for", "in"}:
            places = [t for t in behind if t.i in self.s.place_at][:1] or places
        codes = list(dict.fromkeys(self._code(t) for t in places))
        if len(codes) != 1 or codes[0] in {anchor.owner, anchor.partner}:
            return []
        tokens = [*at, places[0].i]
        leading = self.s.doc[places[0].i + 1 : min(at)]  # "X bought 400 tonnes from Y, and Z a further 300"
        before = places[0].i < min(at) and all(t.lower_ in _FURTHER for t in leading)
        if before and self._takes(anchor, places[0]):
            return [replace(anchor, value=value, owner=codes[0], tokens=tokens)]
        return [replace(anchor, value=value, partner=codes[0], group=None, tokens=tokens)]

    def _code(self, place: Token) -> str:
        return self.s.place_at[place.i].code

    def _takes(self, anchor: Measure, place: Token) -> bool:
        """Whether the anchor's owner is who acts in its clause, or one who acts alike, so that a state named alike does too."""
        verb = anchor.head
        subjects = of_verb(verb).subjects if verb.pos_ in {"VERB", "AUX"} else []
        acts = anchor.owner in self.m.f.codes(subjects)
        before = self.s.doc[max(0, place.i - (2 if self.s.doc[place.i - 1].lower_ == "the" else 1))]
        alike = anchor.measure == "volume" and bool(subjects) and before.pos_ in {"PUNCT", "CCONJ"}
        return (acts or alike) and verb.lemma_.lower() in _TAKING

    def _of_another_whole(self, at: list[int]) -> bool:
        behind = self.s.doc[max(at) + 1 : max(at) + 4]
        return (
            len(behind) > 1
            and behind[0].lower_ == "of"
            and behind[1].lower_ not in _STANDING
            and behind[-1].lower_ not in _STANDING
        )

    def _other_flow(self, anchor: Measure, value: Value, at: list[int], between: list[Token]) -> list[Measure]:
        """ "Imports came to 18.5 billion euros and exports to 15.1 billion": the other way between the same two."""
        noun = next((t for t in reversed(between) if t.lemma_.lower() in _FLOWS), None)
        if noun is None or anchor.measure == "share" or any(t.pos_ in {"VERB", "AUX"} for t in between):
            return []
        flow = self.m.f.of_phrase(noun)
        if flow is None or anchor.partner is None or (flow.owner and flow.owner not in {anchor.owner, anchor.partner}):
            return []
        owner = flow.owner or anchor.owner
        partner = flow.partner or (anchor.partner if owner == anchor.owner else anchor.owner)
        if owner is None or partner == owner:
            return []
        things = flow.things
        return [
            replace(
                anchor, value=value, flow=flow.flow, owner=owner, partner=partner, things=things, tokens=[*at, noun.i]
            )
        ]

    def _gone_to(self, value: Value, at: list[int]) -> list[Measure]:
        """ "X's arms exports went mainly to Y (28 percent), Z (18) and …": a share each of the flow that is the subject."""
        doc = self.s.doc
        place = doc[min(at) - 2] if min(at) > 1 and doc[min(at) - 1].text == "(" else None
        verb = self.m.verb_above(place) if place is not None else None
        if place is None or place.i not in self.s.place_at or value.kind != "percent" or verb is None:
            return []
        if verb.lemma_.lower() not in _GOING:
            return []
        flow = next((f for t in of_verb(verb).subjects if (f := self.m.f.of_phrase(t))), None)
        code = self._code(place)
        if flow is None or flow.owner is None or flow.flow == "total" or code == flow.owner:
            return []
        basis = basis_of(flow.flow)
        return [Measure("share", value, 1, flow.flow, flow.owner, code, flow.things, verb, [*at, place.i], basis=basis)]

    def _main_partners(self, value: Value, at: list[int]) -> list[Measure]:
        """ "X's main export markets are Y (15.4 percent), Z (12.1 percent)": a share each of what the partners are of."""
        if gone := self._gone_to(value, at):
            return gone
        noun = next(
            (
                t
                for t in self.s.doc[: min(at)]
                if t.lemma_.lower() in _RANKS and any(c.lemma_.lower() in _MAIN for c in t.children)
            ),
            None,
        )
        before = list(self.s.doc[max(0, min(at) - 4) : min(at)])
        place = next((self.s.place_at[t.i] for t in reversed(before) if t.i in self.s.place_at), None)
        if noun is None or place is None or value.kind != "percent" or any(t.pos_ == "VERB" for t in before):
            return []
        owned = [c for c in noun.children if c.dep_ == "poss"] + prepositional(noun, "of") + prepositional(noun, "for")
        owner = next(iter(self.m.f.codes(owned)), None)
        if owner is None or owner == place.code:
            return []
        flow = "export" if any(t.lower_ == "export" for t in noun.children) else _RANKS[noun.lemma_.lower()]
        flow = "import" if any(t.lower_ == "import" for t in noun.children) else flow
        things = [t for o in prepositional(noun, "of") if (t := thing_of(o, self.s)) and t.kind in {"goods", "arms"}]
        things += [t for t in things_before(noun, self.s) if t.kind in {"goods", "arms"}]
        basis = basis_of(flow)
        return [Measure("share", value, 1, flow, owner, place.code, things[:1], noun, [*at, noun.i], basis=basis)]
