"""What goods bring in: "Kenyan roses earned $90 million in Germany", "sugar brought in $604 million", "earned $17 billion from power sold to X".

In: a sum of money and the verb of its clause. Out: the `Flow` that it measures, with all partners where no other side is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_parts import WORLD
from pipeline.extract.measure import Measured
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import Thing, maker_country, thing_of

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_EARNING, _BRINGING = frozenset(WORDS["earning"]), frozenset({"bring", "rake", "pull", "haul"})
_SELLING = frozenset(WORDS["give"])
_EXPORTS = frozenset(WORDS["out_nouns"])


class Earnings:
    """Reads such sums of one sentence."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f

    def of(self, verb: Token, value: Value, root: Token) -> Flow | None:
        """The flow whose worth `value` is, where the verb of its clause tells what something earned."""
        brought = verb.lemma_.lower() in _BRINGING and self.s.doc[verb.i + 1 : verb.i + 2].text.lower() == "in"
        if value.kind != "money" or not (brought or verb.lemma_.lower() in _EARNING):
            return None
        if not (root.dep_ in {"dobj", "npadvmod"} or (brought and root.dep_ == "pobj" and root.head.lower_ == "in")):
            return None
        return self._by_goods(verb, root) or self._by_state(verb, root)

    def _by_goods(self, verb: Token, root: Token) -> Flow | None:
        """ "Cardamom earned Guatemala $712 million", "Ethiopian coffee earned $300 million in Chad": the goods are the subject."""
        told = [(t, thing) for t in of_verb(verb).subjects if (thing := thing_of(t, self.s)) and thing.kind == "goods"]
        if len(told) != 1:
            return None
        noun, thing = told[0]
        beside = [c for c in noun.children if c.dep_ == "appos"]  # "Kava, Chad's main export, brought in …"
        owners = self.f.codes(of_verb(verb).role("iobj")) or [c for c in (maker_country(noun, self.s),) if c]
        owners = owners or self.f.codes([o for c in (noun, *beside) for o in c.children if o.dep_ == "poss"])
        places = [t for w in (verb, root) for t in prepositional(w, "in") if t.i in self.s.place_at]
        # "in the Chadian market"
        markets = [t for w in (verb, root) for t in prepositional(w, "in") if t.lemma_ == "market"]
        sold = [c for t in markets for c in self.f.parties.modifier_countries(t)]
        # "brought in $3 million from Chad"
        bringing = (verb, root) if verb.lemma_.lower() in _BRINGING else ()
        brought = [t for w in bringing for t in prepositional(w, "from")]
        takers = [c for c in self.f.codes(places) or sold or self.f.codes(brought) if c not in owners]
        whole = self.m.whole() if any(t.lower_ in {"that", "it", "this"} for t in prepositional(root, "of")) else None
        if whole is not None and whole.flow == "export" and whole.owner and whole.partner and not (owners or takers):
            return self._flow(verb, thing, [whole.owner], [whole.partner])  # "cars brought in $2.8 billion of that"
        return self._flow(verb, thing, owners or self._spoken_of(), takers)

    def _by_state(self, verb: Token, root: Token) -> Flow | None:
        """ "Chad earned $17 billion from electricity sold to Togo", "… from tea exports": the state is the subject."""
        sources = [t for w in (verb, root) for t in prepositional(w, "from")]
        sold = [c for t in sources for c in t.children if c.dep_ == "acl" and c.lemma_.lower() in _SELLING]
        phrases = [f for t in sources if t.lemma_.lower() in _EXPORTS and (f := self.f.of_phrase(t)) is not None]
        things = [t for s in sources if (t := thing_of(s, self.s)) is not None and t.kind == "goods"] if sold else []
        things = things or [t for f in phrases for t in f.things if t.kind == "goods"]
        towards = [t for c in (*sold, *sources, *((verb, root) if phrases else ())) for t in prepositional(c, "to")]
        owners = self.f.codes(of_verb(verb).subjects)
        takers = self.f.codes(towards)
        if phrases and takers and not things:  # of "such sales" the words before tell more
            things = [Thing("total", "", code="TOTAL", token=sources[0].i)]
        return self._flow(verb, things[0], owners, takers) if things else None

    def _spoken_of(self) -> list[str]:
        """ "Cardamom earned Chad $700 million; sugar brought in 600 million": whose exports the words before told."""
        before = [m for m in self.m.others if m.flow == "export" and m.owner]
        told = self.m.whole()
        whole = [told.owner] if told is not None and told.flow == "export" and told.owner else []
        return [str(before[-1].owner)] if before else whole

    def _flow(self, verb: Token, thing: Thing, owners: list[str], takers: list[str]) -> Flow | None:
        if len(owners) != 1 or len(takers) > 1 or owners == takers:
            return None
        taker = takers[0] if takers else WORLD
        return Flow(owners[0], taker, [thing], verb, verb, mood(verb), owners[0], "export", "earn")
