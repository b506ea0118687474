"""Places told by comparison: "second only to X", "at the head of the table was Y", "comes third, behind A and B", "a share that only X surpasses".

In: an annotated sentence, and the shares that it told. Out: `Measure`s with a rank each; `shares` and `series` lean on them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.held import words_in
from pipeline.annotate.numbers import read_ordinal
from pipeline.annotate.values import Value
from pipeline.extract.flow import WORDS, basis_of
from pipeline.extract.measure import Measure, Measured
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.ranks import Ranks
from pipeline.extract.things import Thing
from pipeline.extract.tree import is_within

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_RANKS = {noun.split()[-1]: flow for flow, nouns in WORDS["rank_nouns"].items() for noun in nouns}
_LISTS, _TOPS, _TOPPING, _PLACING, _SURPASSING = (
    frozenset(WORDS[f"standing_{key}"]) for key in ("lists", "tops", "topping", "placing", "surpassing")
)
_PUTTING = frozenset(WORDS["standing_putting"])
_COMPARING = _LISTS | _PLACING | _PUTTING | {"lead"}
_ALONE = 6  # words of a sentence that tells a place and nothing else
_REACH = 6  # half the words from a place to those that it is compared with


class Standings:
    """Reads the places that one sentence tells by comparison."""

    def __init__(self, measured: Measured, ranks: Ranks) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f
        self.ranks = ranks

    def find(self) -> Iterator[Measure]:
        """The places told by words of comparison, not by a number before a noun."""
        if _COMPARING.isdisjoint(self.s.doc.lemmas) and "second" not in words_in(self.s.doc.text):
            return
        for token in self.s.doc:
            found = self._second_only(token) or self._at_the_head(token) or self._placed(token) or self._leads(token)
            for measure in found:
                self.m.ranks.append(measure)
                yield measure

    # -- the three shapes ----------------------------------------------------------------------------------------------
    def _second_only(self, token: Token) -> list[Measure]:
        """ "X is second only to Y as a supplier of uranium to Z", "Second only to Y as a buyer of Z's copper, X took …"."""
        doc = self.s.doc
        if token.lower_ != "second" or doc[token.i + 1 : token.i + 3].text.lower() != "only to":
            return []
        first = next((t for t in doc[token.i + 3 : token.i + 5] if t.i in self.s.place_at), None)
        noun = next((t for t in doc[token.i :] if t.lemma_.lower() in _RANKS and t.i > token.i + 2), None)
        if first is None or noun is None:
            return []
        leader = self.s.place_at[first.i].code
        holder = self._subject(token, {leader})
        told = self._whose(noun, {leader, holder or ""})
        if holder is None or told is None:
            return []
        return [self._place(2, holder, *told, token, noun), self._place(1, leader, *told, first, noun)]

    def _at_the_head(self, token: Token) -> list[Measure]:
        """ "At the head of the table was X", "Topping the list of Y's buyers is X", "X heads the list of Y's suppliers"."""
        if token.lemma_.lower() not in _LISTS:
            return []
        before = {t.lower_ for t in self.s.doc[max(0, token.i - 5) : token.i]}
        verb = self.m.verb_above(token)
        topped = bool(before & _TOPS) and "of" in before
        topping = [t for t in self.s.doc[max(0, token.i - 4) : token.i] if t.lemma_.lower() in _TOPPING]
        if not topped and not topping:
            return []
        noun = next((t for t in prepositional(token, "of") if t.lemma_.lower() in _RANKS), None)
        acting = topping[0] if topping and topping[0].pos_ == "VERB" else verb
        codes = self._named_subject(acting, token) if acting is not None else []
        told = self._whose(noun, set(codes)) if noun is not None else self._told_before()
        holders = [c for c in codes if told is None or c != told[0]]
        if told is None or len(holders) != 1:
            return []
        return [self._place(1, holders[0], *told, token, noun if noun is not None else token)]

    def _placed(self, token: Token) -> list[Measure]:
        """ "In the list of Y's markets X comes third, behind A and B", "puts X third among Y's markets"."""
        put = token.head if token.dep_ in {"advmod", "oprd", "acomp"} else token
        if put.lemma_.lower() in _PUTTING and token.i in range(put.i + 2, put.i + 5):
            return self._put(token, put)
        if not token.i or self.s.doc[token.i - 1].lemma_.lower() not in _PLACING:
            return []
        number = read_ordinal(token.text)
        behind = self.s.doc[token.i + 1 : token.i + 2]
        ends = not len(behind) or behind[0].pos_ in {"ADP", "PUNCT", "CCONJ", "SCONJ"}
        if number is None or not ends:
            return []
        noun = next((t for t in self.s.doc if t.lemma_.lower() in _RANKS and t.tag_ in {"NNS", "NNPS"}), None)
        holder = self._subject(token, set())
        if noun is None and holder is not None and (whole := self._whole_right_before(token)):
            return [self._place(number, holder, *whole, token, token)] if whole[0] != holder else []
        told = self._whose(noun, {holder or ""}) if noun is not None else None
        if noun is None or holder is None or told is None or holder == told[0]:
            return []
        found = [self._place(number, holder, *told, token, noun)]
        ahead = self._behind(token)
        if len(ahead) == number - 1:
            found += [self._place(i, code, *told, token, noun) for i, code in enumerate(ahead, 1)]
        return found

    def _leads(self, token: Token) -> list[Measure]:
        """ "Chad led with 34 percent", of the whole that the sentence before told: the first place."""
        if token.lemma_ != "lead" or token.tag_ not in {"VBD", "VBZ"}:
            return []
        share = prepositional(token, "with") + prepositional(token, "at")
        told, holder = self._whole_right_before(token), self._subject(token, set())
        if told is None or not share or of_verb(token).objects or holder in {None, told[0]}:
            return []
        return [self._place(1, str(holder), *told, token, token)]

    def _put(self, token: Token, verb: Token) -> list[Measure]:
        """ "SIPRI puts X first among the recipients of Y's arms": the place of whom the figures put there."""
        number, noun = (
            read_ordinal(token.text),
            next((t for t in self.s.doc[token.i :] if t.lemma_.lower() in _RANKS), None),
        )
        holders = self.f.codes(of_verb(verb).objects)
        if number is None or noun is None or len(holders) != 1 or self.s.doc[token.i + 1].lower_ not in {"among", "in"}:
            return []
        told = self._whose(noun, {holders[0]})
        return [self._place(number, holders[0], *told, token, noun)] if told is not None else []

    def surpassed(self, share: Measure) -> Iterator[Measure]:
        """ "41 percent from X, a share that only Y surpasses": X has the second place, Y the first."""
        if share.measure != "share" or not share.partner or share.group:
            return
        for verb in self.s.doc[share.tokens[-1] :]:
            if verb.lemma_.lower() not in _SURPASSING or verb.i - share.tokens[-1] > 3 * _REACH:
                continue
            near = self.s.doc[max(0, verb.i - 3) : verb.i + 6]
            places = [t for t in near if t.i in self.s.place_at and self.s.doc[t.i - 1].lower_ in {"only", "by"}]
            if not any(t.lower_ == "only" for t in near) or len(places) != 1:
                continue
            leader = self.s.place_at[places[0].i].code
            if leader not in {share.owner, share.partner}:
                yield self._like(share, 2, share.partner, verb)
                yield self._like(share, 1, leader, places[0])

    # -- who and whose -------------------------------------------------------------------------------------------------
    def _subject(self, token: Token, without: set[str]) -> str | None:
        verb = self.m.verb_above(token)
        codes = [c for c in self.f.codes(of_verb(verb).subjects) if c not in without] if verb is not None else []
        return codes[0] if len(codes) == 1 else None

    def _named_subject(self, verb: Token, token: Token) -> list[str]:
        """The subject, before the verb or, as in "At the head was X", behind it."""
        above = verb.head if verb.dep_ in {"csubj", "advcl", "nsubj"} and verb.head.pos_ in {"AUX", "VERB"} else None
        told: list[Token] = []
        copula = next((c for c in verb.children if c.lemma_ == "be"), None)  # "Topping the list is X"
        for clause in (c for c in (verb, above, copula) if c is not None):
            told += of_verb(clause).subjects + [
                c for c in clause.children if c.dep_ in {"attr", "dobj"} and c.i > clause.i
            ]
        told = [t for t in told if not is_within(token, t)]
        return self.f.codes(list(dict.fromkeys(told)))

    def _whose(self, noun: Token, without: set[str]) -> tuple[str, str, list[Thing]] | None:
        """(owner, flow, goods) of "Y's suppliers", "a buyer of Y's copper", "a supplier of uranium to Y"."""
        things, named = self.ranks.of(noun)
        things = things or self.ranks.compound_things(noun)
        owners = self.f.codes([c for c in noun.children if c.dep_ == "poss"]) or self.ranks.unmarked(noun)
        places = [self.s.place_at[c.i] for c in noun.lefts if c.i in self.s.place_at]
        adjectives = [p.code for p in places if p.kind == "adjective"]
        told = [*owners, *named, *self.ranks.made_in(things), *adjectives]
        codes = [c for c in told if c not in without and c not in self.ranks.beaten(noun)]
        flow = _RANKS[noun.lemma_.lower()]
        compound = {t.lower_ for t in noun.lefts} & {"import", "export"}
        if len(compound) == 1:
            flow = compound.pop()
        return (codes[0], flow, things) if codes and len(set(codes)) == 1 else None

    def _told_before(self) -> tuple[str, str, list[Thing]] | None:
        """The whole that the sentences before told last: "the table" is of it."""
        told = self.m.whole()
        return (
            (told.owner, told.flow, told.things) if told is not None and told.owner and told.flow != "total" else None
        )

    def _whole_right_before(self, token: Token) -> tuple[str, str, list[Thing]] | None:
        """ "X supplied 48 percent of Y's arms. Z ranked third, with 12%": the whole, where a share tells that the place is in it."""
        index, _ = self.m.c.discourse.whole or (-1, None)
        behind = [t.lower_ for t in self.s.doc[token.i + 1 : token.i + 3] if not t.is_punct]
        told = [v for v in self.s.values if v.kind in {"percent", "money", "quantity"} and v.start > token.idx]
        number = any(not self.s.doc.text[v.end :].startswith(" of ") for v in told)  # not "9 percent of the votes"
        near = self.s.sentence.index - index == 1
        alone = len(self.s.doc) <= _ALONE and token.i >= len(self.s.doc) - 2  # "Australia was second."
        return self._told_before() if near and (alone or (number and behind[:1] in (["with"], ["at"]))) else None

    def _behind(self, token: Token) -> list[str]:
        """ "…, behind A and B": the states ahead, in their order."""
        near = self.s.doc[token.i + 1 : token.i + 2 * _REACH]
        ahead = (t for t in near if t.lower_ in {"behind", "after"})
        word = next((t for t in ahead if any(o.i in self.s.place_at for o in self.s.doc[t.i + 1 : t.i + 3])), None)
        if word is None:
            return []
        listed = itertools.takewhile(
            lambda t: t.i in self.s.place_at or t.lower_ in {"the", ",", "and"}, self.s.doc[word.i + 1 :]
        )
        return [self.s.place_at[t.i].code for t in listed if t.i in self.s.place_at]

    # -- measures ------------------------------------------------------------------------------------------------------
    def _place(
        self, number: int, holder: str, owner: str, flow: str, things: list[Thing], at: Token, noun: Token
    ) -> Measure:
        value = Value(at.idx, at.idx + len(at.text), "rank", float(number), None, None, "rank", "exact")
        basis = basis_of(flow)
        head = self.m.verb_above(at) or noun
        return Measure("rank", value, 1, flow, owner, holder, list(things), head, [at.i, noun.i], basis=basis)

    def _like(self, share: Measure, number: int, holder: str, at: Token) -> Measure:
        value = Value(at.idx, at.idx + len(at.text), "rank", float(number), None, None, "rank", "exact")
        return replace(share, measure="rank", value=value, partner=holder, tokens=[at.i])
