"""A number tied to a flow, and what all readers of such numbers share.

In: values and flows of one sentence. Out: `Measure`, the record that `shares`, `ranks` and `amounts` give to `trade`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.claim import Claims
from pipeline.extract.discourse import REACH
from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_parts import WORLD, as_a_whole
from pipeline.extract.flows import FlowFinder
from pipeline.extract.portions import portion
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import Thing

if TYPE_CHECKING:
    from pipeline.annotate.document import AnnotatedSentence
    from pipeline.annotate.parsed import Token


_WHOLE = frozenset(f"{a} {b}" for a, b in [("the", "total"), ("these", "imports"), ("these", "exports")])
_SIDED = frozenset({"between", "with", "to", "from"})
_PARTING = frozenset(WORDS["share_verbs"]) | {"with"}
_PRONOUNS, _OF_GOODS = frozenset(WORDS["flow_pronouns"]), frozenset(WORDS["of_goods"])


@dataclass(slots=True)
class Measure:
    """A number and what it measures: `owner` is the country whose flow it is of, `partner` the other, `group` several.

    `aimed` tells whether it is a goal; None where the mood of the clause tells.
    """

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
    basis: str | None = None
    aimed: bool | None = None

    @property
    def sides(self) -> tuple[str | None, str | None]:
        """Who gives and who takes."""
        return (self.owner, self.partner) if self.flow == "export" else (self.partner, self.owner)


def root_of(value: Value, sentence: AnnotatedSentence) -> Token:
    """The word of a number that the others hang on."""
    tokens = sentence.tokens_of(value)
    inside = set(tokens)
    # "a deficit of $3.1bn.": not the stop that ends the sentence
    words = (sentence.doc[i] for i in reversed(tokens))
    return next((t for t in words if t.head.i not in inside and not t.is_punct), sentence.doc[tokens[-1]])


def _trade_with(flow: Flow, partner: str) -> None:
    """Make `partner` the other side of a flow that has an owner."""
    flow.giver, flow.taker = (flow.owner, partner) if flow.flow == "export" else (partner, flow.owner)


@dataclass(slots=True)
class Measured:
    """One sentence with its flows; `ranks` and `others` are the measures that it told so far."""

    c: Claims
    f: FlowFinder
    ranks: list[Measure] = field(default_factory=list)
    others: list[Measure] = field(default_factory=list)

    def completed(self, flow: Flow) -> Flow:
        """A flow with what its phrase leaves open, told by the flow spoken of last or by the document's two countries."""
        sides = {c for c in (flow.owner, flow.partner) if c}
        if len(sides) == 2:
            return flow
        if self._of_all_partners(flow):
            _trade_with(flow, WORLD)
            return flow
        if not sides and as_a_whole(flow.trigger) and (told := self.whole()) is not None:  # "Total imports averaged …"
            flow.owner = told.owner
        if not sides and flow.trigger.lemma_.lower() == "bill" and (told := self.whole()) and told.flow == "import":
            # "The wheat bill came to 19 billion dirhams", in a text on whose wheat
            flow.owner, flow.things = told.owner, flow.things or list(told.things)
            _trade_with(flow, WORLD)
            return flow
        if flow.owner and flow.partner is None and as_a_whole(flow.trigger):
            _trade_with(flow, WORLD)
            return flow
        if self._with_others(flow):
            return flow
        if (other := self._of_the_same_two(flow)) is not None:
            _trade_with(flow, other)
            return flow
        if not sides and (holder := self._with_which(flow)):
            flow.owner = holder
            _trade_with(flow, WORLD)
            return flow
        if not sides and (left := self._left_with(flow)):
            sides, flow.owner = {left}, left
        if not sides and (fronted := self._fronted(flow)):
            sides = {fronted}
            flow.giver, flow.taker = (None, fronted) if flow.flow != "import" else (fronted, None)
        told = self.whole() if sides == {flow.owner} and flow.flow == "export" else None
        bought = (
            told is not None and told.flow == "import" and told.owner not in sides and told.partner in {None, WORLD}
        )
        if told is not None and bought and flow.trigger.lemma_.lower() in _OF_GOODS and not flow.things:
            _trade_with(flow, str(told.owner))  # "Chad imported 5 million tonnes … Malian sales tumbled"
            return flow
        main = set(self.c.discourse.document.only_two())
        if self._of_a_pair(flow, sides, main):
            return flow
        if flow.owner is None and (own := self._of_whom_it_is(flow)) is not None:
            partner, flow.owner = flow.partner or WORLD, own
            _trade_with(flow, partner)
            return flow
        # "between the two republics"
        named = any(c.dep_ == "prep" and c.lower_ in _SIDED for c in flow.trigger.children)
        item = any(t.kind == "arms" and not t.general for t in flow.things)  # "deliveries of the missile": to somebody
        # all that a country trades: "India's exports reached …"
        before = self.c.sentence.doc[flow.trigger.left_edge.i : flow.trigger.i].text.lower()
        named = named or any(word in before for word in WORDS["of_two"])
        if flow.owner and not named and not item and not sides & main:
            _trade_with(flow, WORLD)
        return flow

    def _of_a_pair(self, flow: Flow, sides: set[str], main: set[str]) -> bool:
        """Whether the two of the flow spoken of last, or those that the document is about (`main`), settle whose the flow is."""
        last = self.c.discourse.flow
        near = last is not None and self.c.sentence.sentence.index - last[0] <= REACH
        both = {last[1], last[2]} if near and last else set()
        for pair in (both, main):
            if len(pair) != 2 or not sides <= pair or (len(sides) == 0 and pair is main):
                continue
            owner = flow.owner or next((c for c in pair - {flow.partner} if flow.partner), None)
            owner = owner or (last[1] if pair is both and last else None)
            if owner is None:
                return True
            if flow.owner is None and owner in self._partners_here():
                break
            flow.owner = owner
            _trade_with(flow, next(iter(pair - {owner})))
            return True
        return False

    def _partners_here(self) -> set[str]:
        """The states that the sentence names as the other side alone: "exports to X fell, whereas shipments to Y tripled"."""
        s = self.c.sentence
        way = {i: s.doc[i].dep_ == "pobj" and s.doc[i].head.lower_ in _SIDED - {"between"} for i in s.place_at}
        return {p.code for p in s.place_at.values()} - {s.place_at[i].code for i, sided in way.items() if not sided}

    def _of_whom_it_is(self, flow: Flow) -> str | None:
        """ "Exports to X rose 12 percent", in a release of a state or a text about one: that state's, where no other may be meant."""
        about = self.c.discourse.document
        own = about.home or about.topic
        others = {p.code for p in self.c.sentence.place_at.values()} - {own, flow.partner} - self._partners_here()
        return own if own is not None and own != flow.partner and not others and flow.flow != "total" else None

    def _with_others(self, flow: Flow) -> bool:
        """ "imports of tea from Africa", "tea imports by Mombasa blenders": sides that are told and are no states."""
        nouns = [flow.trigger, *prepositional(flow.trigger, "of")]
        told = [t for n in nouns for word in ("from", "to", "by", "with") for t in prepositional(n, word)]
        s = self.c.sentence  # a firm may be of the other state
        named = [t for t in told if t.tag_ in {"NNP", "NNS"} and t.i not in {*s.value_at, *s.date_at, *s.entity_at}]
        return any(not self.f.codes([t, *prepositional(t, "in")]) for t in named)

    def _of_all_partners(self, flow: Flow) -> bool:
        """Whether a flow with a named owner is that with all partners, for this sentence or the next goes on to tell their parts.

        "X's arms imports rose by 31 percent, with Y providing 85 percent", "… at 12 million tonnes. Y supplied 71 percent of the total".
        """
        if flow.owner is None or flow.partner is not None or flow.flow == "total":
            return False
        s = self.c.sentence
        parted = [
            v for v in s.values if v.kind == "percent" and v.start > flow.trigger.idx and self._of_a_partner(v, flow)
        ]
        if parted or self._is_parted(s, flow):
            return True
        following = (o for o in self.c.discourse.document.sentences if o.sentence.index == s.sentence.index + 1)
        behind = next(following, None)
        return behind is not None and (
            self._is_parted(behind, flow)
            or any(t.lower_ == "of" and behind.doc[t.i + 1 : t.i + 3].text.lower() in _WHOLE for t in behind.doc)
        )

    @staticmethod
    def _is_parted(sentence: AnnotatedSentence, flow: Flow) -> bool:
        """Whether a sentence tells the amounts of partners in a flow: "of which 700,000 tonnes came from X"."""
        found = (portion(root_of(v, sentence)) for v in sentence.values if v.kind in {"money", "quantity", "count"})
        return any(
            told.flow == flow.flow
            and any(t.i in sentence.place_at and sentence.place_at[t.i].code != flow.owner for t in told.partners)
            for told in found
            if told is not None
        )

    def _of_a_partner(self, value: Value, flow: Flow) -> bool:
        """Whether a share that follows is another state's: named right before it in the same clause, or right behind."""
        first, last = min(self.c.sentence.tokens_of(value)), max(self.c.sentence.tokens_of(value))
        doc, places = self.c.sentence.doc, self.c.sentence.place_at
        before = [t for t in doc[max(flow.trigger.i + 1, first - 5) : first] if t.i in places]
        verbs = [t for t in doc[max(flow.trigger.i + 1, first - 3) : first] if t.lemma_.lower() in _PARTING]
        behind = [t for t in doc[last + 1 : last + 4] if t.i in places and doc[last + 1].lower_ in {"to", "from"}]
        return any(places[t.i].code != flow.owner for t in behind + (before if verbs else []))

    def _of_the_same_two(self, flow: Flow) -> str | None:
        """ "imported cars from X, whereas its exports came to $8 million": to whom, the clause before tells of the other way."""
        its = any(c.dep_ == "poss" and c.lower_ in {"its", "their"} for c in flow.trigger.children)
        if not its or flow.owner is None or flow.partner is not None or as_a_whole(flow.trigger):
            return None
        before = (
            f for f in self.f.find() if f.head.i < flow.trigger.i and f.owner == flow.owner and f.flow != flow.flow
        )
        return next((f.partner for f in before if f.partner not in {None, WORLD}), None)

    def _left_with(self, flow: Flow) -> str | None:
        """ "Exports of $3 billion and imports of $4 billion left X with a deficit": whose they are."""
        verb = self.verb_above(flow.trigger)
        if verb is None or verb.lemma_ != "leave" or not prepositional(verb, "with") or flow.trigger.i > verb.i:
            return None
        left = self.f.codes(of_verb(verb).objects)
        return left[0] if len(left) == 1 else None

    def _with_which(self, flow: Flow) -> str | None:
        """ "With exports of $640 million, X moved into first place": whose they are."""
        way = flow.trigger.head
        if flow.trigger.dep_ != "pobj" or way.lower_ != "with" or way.i > 0 or way.head.pos_ not in {"VERB", "AUX"}:
            return None
        codes = self.f.codes(of_verb(way.head).subjects)
        return codes[0] if len(codes) == 1 and flow.flow != "total" else None

    def _fronted(self, flow: Flow) -> str | None:
        """ "With X the sums are modest: trade was worth …": the partner that opens the sentence."""
        doc, places = self.c.sentence.doc, self.c.sentence.place_at
        if doc[0].lower_ not in {"with", "to", "from"} or flow.trigger.i < 3:
            return None
        return next((places[t.i].code for t in doc[1:4] if t.i in places), None)

    def spoken_of(self, token: Token) -> Flow | None:
        """The flow that "it", "that", "the figure" stand for: the one the sentence before spoke of."""
        index, flow = self.c.discourse.whole or (0, None)
        if token.lower_ not in _PRONOUNS or not isinstance(flow, Flow) or self.c.sentence.sentence.index - index > 1:
            return None
        return replace(flow, trigger=token, head=token, things=list(flow.things))

    def whole(self) -> Flow | None:
        """The flow with an owner that the sentences before spoke of last, whatever its other side."""
        index, flow = self.c.discourse.whole or (0, None)
        near = self.c.sentence.sentence.index - index <= REACH
        return flow if isinstance(flow, Flow) and flow.owner and near else None

    def verb_above(self, token: Token) -> Token | None:
        """The verb of the clause that a token stands in; the root where there is none."""
        at = token
        while at.head.i != at.i:
            at = at.head
            if at.pos_ in {"VERB", "AUX"}:
                return at
        return at if at.pos_ in {"VERB", "AUX"} else None
