"""Whose the things of a flow are: who made them, who gave them, where each of several came from.

In: `Thing`s of an annotated sentence. Out: country codes, for those that put flows together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.flow import WORDS
from pipeline.extract.flow_parts import FlowParts
from pipeline.extract.makers import state_of_system
from pipeline.extract.predications import Predication, prepositional
from pipeline.extract.things import Thing, maker_countries, thing_of

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_BUILDING, _GIVING = frozenset(WORDS["building"]), frozenset(WORDS["give"])
_ARMS = frozenset({"arms"})


class FlowSources(FlowParts):
    """Finds whose the things of the flows of one sentence are."""

    def made(self, things: list[Thing]) -> list[str]:
        """The states that the first of the things is made in or by."""
        return [c for t in things[:1] for c in maker_countries(self.s.doc[t.token], self.s)] or self._built(things)

    def owned(self, things: list[Thing]) -> list[str]:
        """ "chose Sweden's Gripen E over the F-16": arms with the name of a state before them."""
        heads = [self.s.doc[t.token] for t in things[:1] if t.kind == "arms"]
        owners = (c for h in heads for c in h.lefts if c.dep_ == "poss" and c.i in self.s.place_at)
        return [self.s.place_at[c.i].code for c in owners]

    def possessed(self, things: list[Thing]) -> list[str]:
        """ "took 5 million tonnes of Chad's oil", "bought our tea": goods with whose they are before them; "its" are the taker's."""
        heads = [self.s.doc[t.token] for t in things[:1] if t.kind == "goods"]
        owners = [
            c for h in heads for c in h.lefts if c.dep_ == "poss" and c.lower_ not in {"its", "their", "his", "her"}
        ]
        return self.codes(owners)

    def _built(self, things: list[Thing]) -> list[str]:
        """ "drones made by X's firm", "corvettes built in X"."""
        heads = [self.s.doc[t.token] for t in things]
        heads += [c for h in heads for c in h.children if c.dep_ == "appos" and c.lower_ in {"all", "both", "each"}]
        made = [c for h in heads for c in [*h.children, *self.s.doc[h.i + 1 : h.i + 3]] if _makes(c, h)]
        return self.codes([t for c in made for t in prepositional(c, "by") + prepositional(c, "in")])[:1]

    def given_by(self, things: list[Thing]) -> list[str]:
        """ "took delivery of a boat donated by X": who gave what was taken."""
        told = [c for t in things for c in self.s.doc[t.token].children if c.dep_ == "acl" and c.tag_ == "VBN"]
        return self.codes([t for c in told if c.lemma_.lower() in _GIVING for t in prepositional(c, "by")])

    def producers(self, predication: Predication, takers: list[str]) -> list[str]:
        """The state of an organisation inside the object, where it is not of those who take: "F-16s of Lockheed Martin"."""
        for obj in predication.objects:
            for token in obj.subtree:
                held = self.s.entity_at.get(token.i)
                if held and held.type == "organisation" and held.country and held.country not in takers:
                    return [held.country]
        return []

    def maker_of_pair(self, things: list[Thing]) -> str | None:
        """ "The Barak-8, three batteries of which were handed over": from the one of the document's two states that makes it."""
        makers = {state_of_system(t.designation) for t in things if t.kind == "arms"}
        pair = set(self.c.discourse.document.pair or ())
        maker = next(iter(makers)) if len(makers) == 1 else None
        return maker if maker in pair and set(self.s.countries()) <= pair else None

    def by_maker(self, things: list[Thing], givers: list[str]) -> list[tuple[list[str], list[Thing]]]:
        """ "12 Spanish helicopters and four Brazilian boats": each thing with who made it; one that tells nobody goes with the one before."""
        found: list[tuple[list[str], list[Thing]]] = []
        for thing in things:
            makers = self.made([thing])
            if found and makers in ([], found[-1][0]):
                found[-1][1].append(thing)
            else:
                found.append((makers or givers, [thing]))
        return found

    def by_source(self, verb: Token, kinds: frozenset[str] = _ARMS) -> list[tuple[list[str], list[Thing]]]:
        """ "received jets from X and more howitzers from Y": each thing with whom it came from; none where not each tells that."""
        behind = verb.doc[verb.i + 1 :]
        sources = [t for t in behind if t.i in self.s.place_at and t.dep_ == "pobj" and t.head.lower_ == "from"]
        if len(sources) < 2:
            return []
        found: list[tuple[list[str], list[Thing]]] = []
        start = verb.i + 1
        for source in sources:
            told = {t.i: g for t in verb.doc[start : source.i] if (g := thing_of(t, self.s)) and g.kind in kinds}
            things = [g for i, g in told.items() if verb.doc[i].head.i not in told and not g.general]
            if not things:
                return []
            found.append(([self.s.place_at[source.i].code], things))
            start = source.i + 1
        return found if len({codes[0] for codes, _ in found}) > 1 else []


def _makes(token: Token, made: Token) -> bool:
    """Whether a participle tells who made a thing, wherever the parser hung it ("13 drones, made by X's firm, in 2021")."""
    finite = token.tag_ == "VBD" and token.dep_ == "acl"  # so does the tagger at times
    told = token.lemma_.lower() in _BUILDING and (token.dep_ == "acl" or token.i > made.i)
    return told and (token.tag_ == "VBN" or finite)
