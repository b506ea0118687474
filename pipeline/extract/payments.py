"""Flows told by what was made for whom, or paid for what: "is building five corvettes for Y", "paid 300 million for 24 jets".

In: a verb of an annotated sentence. Out: `Flow`s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_parts import WORLD
from pipeline.extract.flow_sources import FlowSources
from pipeline.extract.makers import state_of_system
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb, prepositional

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token
    from pipeline.extract.things import Thing

_LICENCE = frozenset({"licence", "license"})
_BUILDING, _HIRING, _FOREIGN = (frozenset(WORDS[key]) for key in ("build", "hire", "from_abroad"))


class Payments(FlowSources):
    """Hears what is built for a state, and what a state pays for."""

    def of_verb(self, verb: Token) -> Iterator[Flow]:
        """The flows that a verb of building or paying tells."""
        if verb.lemma_.lower() not in _BUILDING:
            yield from self._paid(verb)
            return
        licence = next((t for t in verb.subtree if t.lower_ in _LICENCE and t.doc[t.i - 1].lower_ == "under"), None)
        yield from self._made_for(verb) if licence is None else self._licensed(verb, licence)

    def _licensed(self, verb: Token, licence: Token) -> Iterator[Flow]:
        """ "20 trainers were assembled in X under licence from Y's firm": made where whoever has the design does not sit."""
        told = of_verb(verb)
        things = [t for o in told.objects for t in self.items(o) if t.kind == "arms"]
        owners = [c for c in licence.children if c.dep_ == "poss"]
        source = [t for w in (licence, verb) for t in prepositional(w, "from") + prepositional(w, "of")] + owners
        makers = [c for t in things if (c := state_of_system(t.designation))]
        givers = self.codes(source) or self.made(things) or makers[:1]
        places = [t for way in ("by", "in", "at") for t in prepositional(verb, way)]
        takers = [c for c in self.codes([*told.subjects, *places]) if c not in givers]
        if things and givers and takers:
            yield Flow(
                givers[0], takers[0], things, verb, verb, mood(verb), givers[0], "export", "assemble_under_licence"
            )

    def _made_for(self, verb: Token) -> Iterator[Flow]:
        """ "X's yard is building five corvettes for the Y navy"."""
        told = of_verb(verb)
        takers = self.codes(told.role("for") or self.inner(told, "for"))
        things = [t for o in told.objects for t in self.items(o) if t.kind == "arms"]
        givers = self.codes(told.subjects)
        if things and givers and takers and takers[0] not in [*self.made(things), givers[0]]:
            yield Flow(givers[0], takers[0], things, verb, verb, mood(verb), givers[0], "export", verb.lemma_.lower())

    def _paid(self, verb: Token) -> Iterator[Flow]:
        """ "X will pay Y 300 million for 24 jets", "spent 2 billion on jets from Y", "contracted Y's yard for two boats"."""
        told = of_verb(verb)
        paid_for = [t for r in ("for", "on") for w in [verb, *told.objects] for t in prepositional(w, r)]
        buying = [t for t in paid_for if t.pos_ == "VERB"]  # "spent $19 million on buying power from X"
        bought = [t for t in paid_for if t.pos_ != "VERB"] + [o for act in buying for o in of_verb(act).objects]
        things = [t for b in bought for t in self.items(b) if t.kind == "arms"] or self._goods_paid(verb, bought)
        # "trucked in from X"
        brought = [c for b in bought for n in [b, *b.conjuncts] for c in n.children if c.dep_ == "acl"]
        source = [t for w in [verb, *bought, *brought, *buying] for t in prepositional(w, "from")]
        hired = told.objects + prepositional(verb, "with") if verb.lemma_.lower() in _HIRING else []
        givers = self.codes(told.role("iobj") or prepositional(verb, "to") or source or hired) or self.made(things)
        takers = [c for c in self.codes(told.subjects) if c not in givers]
        if things and things[0].kind == "goods" and not givers:
            givers = [WORLD] if any(c.lower_ in _FOREIGN for b in bought for c in b.children) else []
        if things and takers and (givers or any(t.designation for t in things)):
            several: list[str | None] = [*(givers if things[0].kind == "goods" else givers[:1])]
            for giver in several or [None]:
                yield Flow(giver, takers[0], things, verb, verb, mood(verb), takers[0], "import", verb.lemma_.lower())

    def _goods_paid(self, verb: Token, bought: list[Token]) -> list[Thing]:
        """ "paid $60 million for Guatemalan cardamom": goods that a sum of the clause pays."""
        paid = any(v.kind == "money" for i, v in self.s.value_at.items() if verb.i < i < verb.right_edge.i)
        goods = [t for b in bought for t in self.items(b) if t.kind == "goods"]
        return goods if paid and verb.lemma_.lower() in {"pay", "spend"} else []
