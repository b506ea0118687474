"""What a share is of: "of its oil imports", "of the gas that Italy burns", "of the crop", "of it".

In: the noun behind "of" in an annotated sentence. Out: a `Whole`: whose it is, which way it goes, of which goods.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.measure import Measured
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import Thing, maker_country, thing_of

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_ENTERING = frozenset(WORDS["entering_goods"])
_TAKE, _GIVE = frozenset(WORDS["take"]), frozenset(WORDS["give"])
_CONSUMING, _YIELDING = _TAKE | set(WORDS["consuming"]), _GIVE | set(WORDS["growing"])
_YIELDS, _STANDS_FOR = frozenset(WORDS["share_yields"]), frozenset(WORDS["share_standing"])


@dataclass(slots=True)
class Whole:
    """What a share is of: whose, which way (None where only the verb tells), of which goods."""

    owner: str | None
    flow: str | None
    things: list[Thing]
    partner: str | None = None


class Wholes:
    """Reads the wholes of the shares of one sentence."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f

    def _what_is_traded(self, verb: Token) -> Whole | None:
        """ "2 percent of what Chad imported": the clause tells whose it is and which way it goes."""
        lemma = verb.lemma_.lower()
        owners = self.f.codes(of_verb(verb).subjects) if verb.dep_ == "pcomp" else []
        flow = "import" if lemma in _TAKE else "export" if lemma in _GIVE else None
        return Whole(owners[0], flow, []) if len(owners) == 1 and flow else None

    def of(self, noun: Token) -> Whole | None:
        """The whole that a noun names, or None where it names none."""
        if noun.pos_ == "VERB":
            return self._what_is_traded(noun)
        market = self._market(noun) or self._counted(noun)
        if market is not None:
            return market
        flow = self.f.of_phrase(noun)
        if flow is not None:
            return self._of_flow(noun, flow)
        thing = thing_of(noun, self.s)
        if thing is not None and thing.kind in {"goods", "arms"}:
            owners = self.f.codes([c for c in noun.children if c.dep_ == "poss"]) or self.adjective(noun)
            made = maker_country(noun, self.s)
            owners = owners or ([made] if made else [])
            clause = self._relative(noun)
            told = self.m.whole() if clause is None and not owners else None
            if told is not None and told.flow != "total" and any(_same_goods(t, thing) for t in told.things):
                return Whole(told.owner, told.flow, [thing])  # "took 31 percent of the cardamom", told of before
            return clause if clause else Whole(next(iter(owners), None), None, [thing])
        if thing is not None and noun.lemma_.lower() in {"good", "product"} and noun.tag_ == "NNS":
            owners = self.f.codes([c for c in noun.children if c.dep_ == "poss"])  # "two thirds of its goods"
            return Whole(owners[0], None, []) if owners else None
        return self._spoken_of(noun) if noun.lower_ in _STANDS_FOR or noun.lemma_.lower() in _YIELDS else None

    def _counted(self, noun: Token) -> Whole | None:
        """ "Of the 9 million tonnes of wheat that Chad imported": what is counted, by the clause that tells who took or gave it."""
        value = self.s.value_at.get(noun.i)
        if value is None or value.kind not in {"quantity", "money"}:
            return None
        inner = [noun, *prepositional(noun, "of"), *prepositional(noun, "in")]
        things = [t for token in inner[1:] if (t := thing_of(token, self.s)) is not None]
        for clause in (c for token in inner for c in token.children if c.dep_ in {"relcl", "acl"}):
            lemma = _with_particle(clause)
            flow = "import" if lemma in _TAKE else "export" if lemma in _GIVE else None
            if lemma == "leave" and (left := self.f.codes(of_verb(clause).objects)):  # "that left X in May"
                return Whole(left[0], "export", things)
            told = of_verb(clause).subjects if clause.dep_ == "relcl" else prepositional(clause, "by")
            owners = self.f.codes([t for t in told if t not in inner])
            if flow and len(owners) == 1:
                return Whole(owners[0], flow, things)
        return None

    def _of_flow(self, noun: Token, flow: Flow) -> Whole | None:
        """ "its exports of tea": a flow that the noun names, whose owner the words around may tell."""
        if flow.owner is None and self.m.ranks and self.m.ranks[-1].flow == flow.flow:
            flow.owner = self.m.ranks[-1].owner  # "the top buyer of Chad's goods, taking 28 percent of exports"
        told = self.m.whole()
        same = told is not None and told.flow == flow.flow and not (flow.things or flow.partner)
        if (
            flow.owner is None and same and told is not None
        ):  # "Russia, the source of 55 percent of the imports", told before
            return Whole(told.owner, told.flow, told.things)
        if same and told is not None and told.owner == flow.owner and any(t.kind == "arms" for t in told.things):
            # "the largest importer of arms. X supplied half of its imports"
            return Whole(flow.owner, flow.flow, told.things)
        if flow.owner is None:
            flow.owner = next(iter(self.f.codes(prepositional(noun, "for") + prepositional(noun, "in"))), None)
        if flow.owner is None:  # "X absorbed 32 percent of exports", in a bulletin of another state
            flow.owner = self.m.c.discourse.document.home
        if flow.flow == "total" and not flow.things and flow.giver and flow.taker and flow.giver == flow.taker:
            return None
        return Whole(flow.owner, flow.flow, flow.things, flow.partner)

    def _spoken_of(self, noun: Token) -> Whole:
        """ "12 percent of it", "of the total", "of the crop": the whole that was told before."""
        owner = next(
            iter(self.f.codes(prepositional(noun, "for") + [c for c in noun.children if c.dep_ == "poss"])), None
        )
        if owner is None and (flow := self._antecedent(noun)) is not None:
            return Whole(flow.owner, flow.flow, flow.things)
        if owner is None and (beside := self._right_before(noun)):
            return Whole(None, None, beside)
        ranked = self.m.ranks[-1] if self.m.ranks and noun.lower_ in {"them", "it"} else None
        # "ranked second among its exports but took 3 percent of them"
        if owner is None and ranked is not None and ranked.owner:
            return Whole(ranked.owner, ranked.flow, ranked.things)
        before = [m for m in self.m.others if m.measure in {"value", "volume"} and m.value.end <= noun.idx]
        if owner is None and before and noun.pos_ == "PRON":  # "gold earned Chad $1.5 billion, nine-tenths of it …"
            return Whole(before[-1].owner, before[-1].flow, before[-1].things)
        told = self.m.whole() if owner is None else None
        return Whole(told.owner, told.flow, told.things) if told is not None else Whole(owner, None, [])

    def _antecedent(self, noun: Token) -> Flow | None:
        """ "Chad imported 9 million tonnes of wheat, of which X supplied 69 percent": the flow of the clause before."""
        clause = next((t for t in noun.ancestors if t.dep_ == "relcl"), None) if noun.lower_ == "which" else None
        verb = self.m.verb_above(clause.head) if clause is not None else None
        told = (f for f in self.f.find() if verb is not None and f.head == verb and f.owner)
        return next((f for f in told if not (f.giver and f.taker)), None)

    def _right_before(self, noun: Token) -> list[Thing]:
        """ "1.2 million tonnes of wheat, half of it from X": the goods that a part beside them is of."""
        part = noun.head.head
        if noun.pos_ != "PRON" or part.dep_ not in {"appos", "npadvmod"}:
            return []
        named = (thing_of(t, self.s) for t in reversed(self.s.doc[: part.i]) if t.pos_ in {"NOUN", "PROPN"})
        return [t for t in named if t is not None and t.kind in {"goods", "arms"}][:1]

    def _market(self, noun: Token) -> Whole | None:
        """ "5 percent of the Thai export market": a market that says which way."""
        flow = next((c.lower_ for c in noun.children if c.lower_ in {"import", "export"}), None)
        if noun.lemma_.lower() != "market" or flow is None:
            return None
        owners = self.f.codes([c for c in noun.children if c.dep_ == "poss"]) or self.adjective(noun)
        return Whole(next(iter(owners), None), flow, [])

    def adjective(self, noun: Token) -> list[str]:
        """The states before a noun, alpha-3: "Thai", "Lao and Thai"."""
        places = [
            self.s.place_at[c.i]
            for c in noun.children
            if c.i in self.s.place_at and c.dep_ in {"amod", "compound", "nmod"}
        ]
        return [p.code for p in places if p.kind in {"adjective", "name"}]

    def _relative(self, noun: Token) -> Whole | None:
        """ "the gas that Italy imported": the clause tells whose it is and which way it goes."""
        thing = thing_of(noun, self.s)
        for clause in noun.children:
            if clause.dep_ in {"relcl", "acl"} and _with_particle(clause) in _CONSUMING:
                owner = next(
                    iter(
                        self.f.codes([t for t in of_verb(clause).subjects if t != noun])
                        or self.f.codes(prepositional(clause, "in"))
                    ),
                    None,
                )
                return Whole(owner, "import", [thing] if thing else [])
            if clause.dep_ in {"relcl", "acl"} and clause.lemma_.lower() in _ENTERING:
                reached = of_verb(clause).objects + prepositional(clause, "in") + prepositional(clause, "at")
                owners = self.f.codes([t for t in reached if t != noun])
                return Whole(owners[0], "import", [thing] if thing else []) if len(owners) == 1 else None
            if clause.dep_ in {"relcl", "acl"} and clause.lemma_.lower() in _YIELDING:
                grown = [t for t in of_verb(clause).subjects if t != noun] or prepositional(clause, "in")
                owner = next(iter(self.f.codes(grown)), None)
                return Whole(owner, "export", [thing] if thing else [])
        return None


def _with_particle(verb: Token) -> str:
    """A verb as the lexicon has it: "bring_in" of "the crude that Chad brings in"."""
    particle = next(
        (c.lower_ for c in verb.children if c.dep_ == "prt" or (c.dep_ == "prep" and not any(c.children))), ""
    )
    return "_".join(filter(None, [verb.lemma_.lower(), particle]))


def _same_goods(a: Thing, b: Thing) -> bool:
    """Whether two things are goods of one code, or of one name where they have none."""
    return a.kind == b.kind == "goods" and (a.code == b.code if a.code else a.text.lower() == b.text.lower())
