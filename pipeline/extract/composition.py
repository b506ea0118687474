"""The goods that a flow consists of, told in a list: "Mexico's main exports to Tanzania include medicine and adaptors".

In: the flow nouns of a sentence. Out: `Flow`s with the listed goods, for `trade` to make a row each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_parts import WORLD
from pipeline.extract.measure import Measured
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import Thing, coordinated, maker_country, thing_of

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_ADVERBS, _VERBS, _PARTICIPLES = (frozenset(WORDS[f"composition_{key}"]) for key in ("adverbs", "verbs", "participles"))
_PHRASES = tuple(WORDS["composition_phrases"])
_MAIN, _STANDING, _NO_GOODS = (frozenset(WORDS[f"composition_{key}"]) for key in ("main", "standing", "no_goods"))
_SORTED, _CONTRASTING = frozenset(WORDS["composition_sorted"]), frozenset(WORDS["composition_contrasting"])
_GREATER, _FORMING = frozenset(WORDS["greater_part"]), frozenset([*WORDS["making_up"], "form"])
_STAYING = frozenset({"be", "remain", "stay", "become"})
_FLOWS = frozenset([*WORDS["out_nouns"], *WORDS["in_nouns"]]) - {"bill", "need", "requirement"}


class Compositions:
    """Finds the lists of goods of one sentence."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f

    def find(self) -> Iterator[Flow]:
        """A flow for each noun of trade, or act of selling goods, behind which goods are listed, if both its sides are told."""
        for noun in self.s.doc:
            if noun.lemma_.lower() not in _FLOWS or noun.i in self.s.entity_at:
                continue
            items = self._items(noun)
            flow = self.f.of_phrase(noun) if items else None
            if flow is not None:
                yield from self._listing(self.m.completed(flow), items, self.m.verb_above(noun) or noun)
        for flow in self.f.find():
            whole = next((self.s.doc[t.token] for t in flow.things if t.kind == "total"), None)
            items = self._behind(whole) if whole is not None else []
            if items:
                yield from self._listing(flow, items, flow.head)

    @staticmethod
    def _listing(flow: Flow, items: list[Thing], head: Token) -> Iterator[Flow]:
        if flow.giver and flow.taker and WORLD not in {flow.giver, flow.taker} and not mood(head).refused:
            yield replace(flow, things=items, head=head, verb="export")

    def _items(self, noun: Token) -> list[Thing]:
        heads = [
            t
            for c in noun.children
            if c.dep_ == "acl" and c.lemma_.lower() in _PARTICIPLES
            for t in prepositional(c, "by")
        ]
        above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
        top = above if above.lemma_.lower() in _SORTED else noun  # "the main items of export"
        # "its exports, consisting chiefly of wine, …"
        heads += [t for c in noun.children if c.dep_ == "acl" and c.lemma_ == "consist" for t in _consisting_of(c)]
        verbs = [v for v in self.s.doc if v.pos_ in {"VERB", "AUX"} and top in of_verb(v).subjects]
        main = any(c.lemma_.lower() in _MAIN for c in top.children)
        for verb in verbs:
            lemma = verb.lemma_.lower()
            heads += [  # "sales jumped to $800 million, led by cement"
                t
                for c in verb.children
                if c.dep_ == "advcl" and c.i > verb.i and c.tag_ == "VBN" and c.lemma_.lower() in _PARTICIPLES
                for t in prepositional(c, "by")
            ]
            if lemma in _VERBS and (lemma != "be" or main or any(c.lower_ in _ADVERBS for c in verb.children)):
                heads += [c for c in verb.children if c.dep_ in {"attr", "dobj", "appos"}] + _consisting_of(verb)
        heads += [c for c in noun.children if c.dep_ == "appos" and main]
        found = [thing for t in coordinated(heads) if t != noun and (thing := self._good(t))]
        for verb in verbs:
            # "Its exports to X are oil and gas": only what is known as goods
            if verb.lemma_.lower() == "be" and not found:
                attributes = coordinated([c for c in verb.children if c.dep_ in {"attr", "acomp"}])
                found += [thing for t in attributes if (thing := thing_of(t, self.s)) and thing.kind == "goods"]
        found += (
            self._behind(noun)
            + self._greater_part(noun)
            + self._part_of(noun)
            + (self._said_to_be(noun) if main else [])
        )
        return list({thing.token: thing for thing in found}.values())

    def _said_to_be(self, noun: Token) -> list[Thing]:
        """ "Coal is Chile's main export to Japan", "coal, its main export": the goods that are the main ones."""
        if noun.dep_ == "appos":
            named = [noun.head]
        else:
            named = of_verb(noun.head).subjects if noun.dep_ == "attr" and noun.head.lemma_ in _STAYING else []
        return [t for n in coordinated(named) if n.i < noun.i and (t := thing_of(n, self.s)) and t.kind == "goods"]

    def _part_of(self, noun: Token) -> list[Thing]:
        """ "Gold makes up 60 percent of Ghana's exports to India", "… most of them": goods that a part of the flow is."""
        part = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
        value = self.s.value_at.get(part.i)
        share = value is not None and value.kind == "percent"
        verb = self.m.verb_above(part) if share or part.lemma_.lower() in _GREATER else None
        if verb is None or verb.lemma_.lower() not in _FORMING:
            return []
        # "Kenyan tea makes up a third": a share of Kenya's
        goods = [s for s in coordinated(of_verb(verb).subjects) if maker_country(s, self.s) is None]
        return [t for s in goods if (t := thing_of(s, self.s)) and t.kind == "goods"]

    def _greater_part(self, noun: Token) -> list[Thing]:
        """ "exports rose to $90 million, cars making up the greater part", "…, of which paper forms the bulk"."""
        for verb in self.s.doc[noun.i + 1 :]:
            if verb.pos_ == "VERB" and self._elsewhere(verb):
                return []
            whole = [c for c in verb.children if c.dep_ in {"dobj", "attr"} and c.lemma_.lower() in _GREATER]
            if whole and verb.lemma_.lower() in _FORMING and not any(v.start > verb.idx for v in self.s.values):
                return [t for s in coordinated(of_verb(verb).subjects) if (t := self._good(s))]
        return []

    def _behind(self, noun: Token) -> list[Thing]:
        """ "…, chiefly refined fuel and medicines", "…, most of it gas and logs": what stands behind such words."""
        heads: list[Token] = []
        for token in self.s.doc[noun.i + 1 : noun.i + 25]:
            if heads or self._elsewhere(token):
                break
            quantified = token.lower_ in _STANDING and self.s.doc[token.i - 1].lower_ == "of" and token.i - noun.i > 2
            among = token.lower_ == "them" and self.s.doc[token.i - 1].lower_ == "among"
            phrase = self.s.doc[max(0, token.i - 3) : token.i + 1].text.lower().endswith(_PHRASES)
            if token.lower_ in _ADVERBS or quantified or among or phrase:
                heads += self._next_noun(token)
        return [thing for t in coordinated(heads) if (thing := self._good(t))]

    def _next_noun(self, token: Token) -> list[Token]:
        """The head of the phrase that begins right behind a word, unless a verb or a preposition comes first."""
        for other in self.s.doc[token.i + 1 : token.i + 7]:
            if other.pos_ in {"ADP", "AUX", "PRON"} or (
                other.pos_ == "VERB" and other.dep_ not in {"amod", "compound"} and other.lower_ != "used"
            ):
                return []
            if other.pos_ in {"NOUN", "PROPN"} and other.dep_ not in {"compound", "nmod", "amod", "npadvmod"}:
                return [other]
            if (
                other.pos_ in {"NOUN", "PROPN"}
                and other.dep_ == "nmod"
                and any(c.dep_ == "conj" for c in other.children)
            ):
                return [other.head]
        return []

    def _elsewhere(self, token: Token) -> bool:
        """Whether the words of another flow, or another clause, begin: "exports …, while imports, mainly wine, …"."""
        flow = token.lemma_.lower() in _FLOWS and token.dep_ not in {"compound", "amod"}
        return flow or token.lower_ in _CONTRASTING

    def _good(self, token: Token) -> Thing | None:
        """What a list names: goods that the lexicon knows, or a thing with no code ("adaptors")."""
        if (
            token.i in self.s.place_at
            or token.i in self.s.value_at
            or token.i in self.s.date_at
            or token.i in self.s.entity_at
        ):
            return None
        known = thing_of(token, self.s)
        if known is not None and known.kind != "total":
            return known if known.kind == "goods" else None
        lemma, sorts = token.lemma_.lower(), {c.pos_ for c in token.children if c.dep_ in {"compound", "amod", "nmod"}}
        if lemma in _NO_GOODS and not (lemma in _SORTED and sorts & {"NOUN", "PROPN", "VERB"}):
            return None
        if token.pos_ not in {"NOUN", "PROPN"} or token.text[:1].isupper():
            return None
        joined = [c.i for child in token.lefts for c in child.children if c.dep_ == "cc"]  # "wine and car wiring"
        text = self.s.doc[joined[-1] + 1 : token.i + 1].text if joined else self.m.c.phrase(token)
        return Thing("goods", text, token=token.i)


def _consisting_of(verb: Token) -> list[Token]:
    """What something consists of: "consisting of wine", "consists chiefly of wine", where the parser hangs "of" on the adverb."""
    return [
        t for word in (verb, *verb.children) if word == verb or word.dep_ == "advmod" for t in prepositional(word, "of")
    ]
