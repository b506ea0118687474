"""Flows whose goods are the subject: "most of its fuel comes from X", "the first jets arrived from X", "… entered Y's service".

In: a verb of an annotated sentence. Out: `Flow`s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.extract.discourse import REACH
from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_sources import FlowSources
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import Thing, maker_country, thing_of

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_COMING, _GOING = frozenset(WORDS["comes_alone"]), frozenset(WORDS["goes_alone"])
_ENTERING, _SERVICES = frozenset(WORDS["entering"]), frozenset(WORDS["services"])
_OUTLETS = frozenset(WORDS["destinations"])
_RELYING = frozenset(WORDS["relies_verbs"])
_VESSELS = ("88", "89")  # HS: aircraft and ships
_CARGOES = frozenset({"cargo", "shipment", "consignment", "load"})
_LEAVING = frozenset(WORDS["leaving"])
_REACHING, _RETURNING = frozenset(WORDS["reaching"]), frozenset(WORDS["goes_back"])
_OUT = frozenset(WORDS["out_nouns"])
_NEW_THERE = frozenset(WORDS["new_there"])
_WAYS = tuple(WORDS["other_ways"])


class Goings(FlowSources):
    """Hears what comes, goes, arrives or enters service."""

    def of_verb(self, verb: Token) -> Iterator[Flow]:
        """The flows that a verb tells of its subject."""
        lemma = verb.lemma_.lower()
        if lemma in _COMING | _GOING:
            yield from self._by_way(verb)
        if lemma in _RETURNING:
            yield from self._other_way(verb)
        if lemma in _ENTERING:
            yield from self._by_service(verb)
        if (lemma in _REACHING or lemma == "enter") and verb.dep_ not in {"amod", "compound"}:  # not "landing ships"
            yield from self._by_arrival(verb)
        if lemma == "find":
            yield from self._by_finding(verb)
        if lemma in _RELYING:
            yield from self._by_relying(verb)
        if lemma in _LEAVING:
            yield from self._by_leaving(verb)

    def _by_arrival(self, verb: Token) -> Iterator[Flow]:
        """ "The first 12 tanks from X reached Y", "eight jets arrived from X", "a cargo of wheat from X landed in Y"."""
        predication = of_verb(verb)
        kinds = {"goods"} if verb.lemma_ == "enter" else {"arms", "goods"}
        things = [t for s in predication.subjects for t in self._loaded(s) if t.kind in kinds and not self._sails(t)]
        inside = [t for s in predication.subjects for sub in s.subtree if sub.lower_ == "from" for t in sub.children]
        givers = self.codes(predication.role("from") or inside) or self.made([t for t in things if not self._calls(t)])
        if not givers and all(t.kind == "goods" for t in things):  # "Chad's gum reaches France by sea"
            givers = self.codes([c for s in predication.subjects for c in s.children if c.dep_ == "poss"])
        places = [t for r in ("in", "at") for t in predication.role(r)]
        takers = self.codes(predication.objects) or self.codes(places)
        takers = takers or self.codes([c for t in places for c in t.children if c.dep_ == "poss"])
        if not things or not givers:
            return
        if not takers and things[0].kind == "arms":
            takers = [c for c in (self.c.discourse.document.other_of_pair(givers[0]),) if c]
        for taker in takers[:1]:
            if taker != givers[0]:
                yield Flow(givers[0], taker, things, verb, verb, mood(verb), taker, "import", "arrive")

    def _calls(self, thing: Thing) -> bool:
        """ "Two French frigates arrived in Y": ships and aircraft come with their crews, unless they are the first, or new there."""
        return thing.category in {"ships", "aircraft"} and not self._is_new_there(thing)

    def _sails(self, thing: Thing) -> bool:
        """ "A Chinese research vessel docked in Y": civil ships and aircraft come and go, and are no goods unless they are new."""
        return thing.kind == "goods" and (thing.code or "").startswith(_VESSELS) and not self._is_new_there(thing)

    def _is_new_there(self, thing: Thing) -> bool:
        return any(t.lower_ in _NEW_THERE for t in self.s.doc[thing.token].subtree)

    def _by_leaving(self, verb: Token) -> Iterator[Flow]:
        """ "18 howitzers left X for Y", "a cargo of ore sailed from X for Y": what is on its way from one state to another."""
        told = of_verb(verb)
        things = [t for s in told.subjects for t in self._loaded(s) if t.kind in {"arms", "goods"}]
        givers = self.codes(told.objects or prepositional(verb, "from"))
        takers = self.codes(prepositional(verb, "for") + prepositional(verb, "to"))
        if things and len(givers) == 1 and len(takers) == 1 and givers != takers:
            yield Flow(givers[0], takers[0], things, verb, verb, mood(verb), givers[0], "export", "ship")

    def of_leaning(self, adjective: Token) -> Iterator[Flow]:
        """ "X is heavily dependent on oil from Y", "X, reliant on Y's gas, …": whose goods another state cannot do without."""
        above = adjective.head
        on = prepositional(adjective, "on") + prepositional(adjective, "upon")
        things = [t for o in on for t in self.items(o) if t.kind == "goods"]
        givers = self.made(things) or self.codes([t for o in on for t in prepositional(o, "from")])
        givers = givers or self.codes([c for o in on for c in o.children if c.dep_ == "poss"])
        takers = self.codes(of_verb(above).subjects if adjective.dep_ == "acomp" else [above])
        if things and len(givers) == 1 and len(takers) == 1 and givers != takers:
            yield Flow(givers[0], takers[0], things, above, adjective, mood(above), takers[0], "import", "rely_on")

    def _by_finding(self, verb: Token) -> Iterator[Flow]:
        """ "X's palm oil found a new outlet in Y", "six of X's F-16s have found a buyer in Y"."""
        told = of_verb(verb)
        outlets = [o for o in told.objects if o.lemma_.lower() in _OUTLETS]
        takers = self.codes([t for w in (verb, *outlets) for t in prepositional(w, "in")])
        for subject in told.subjects if outlets and takers else []:
            things = [t for t in self.items(subject) if t.kind in {"goods", "arms"}]
            heads = [self.s.doc[t.token] for t in things]
            givers = self.codes([c for h in heads for c in h.children if c.dep_ == "poss"]) or self.made(things)
            if things and len(givers) == 1 and givers[0] != takers[0]:
                yield Flow(givers[0], takers[0], things, verb, verb, mood(verb), givers[0], "export", "sell")

    def _by_relying(self, verb: Token) -> Iterator[Flow]:
        """ "X relies on Y for its gas": what another state is relied on for; a number of it is a share's."""
        on, needs = prepositional(verb, "on") + prepositional(verb, "upon"), prepositional(verb, "for")
        things = [t for o in needs for t in self.items(o) if t.kind in {"goods", "arms"}]
        if any(t.lemma_.lower() in _OUT for o in needs for t in o.subtree):
            return  # "relies on Y for most of its exports": they go there
        givers, takers = self.codes([t for t in on if t.i in self.s.place_at]), self.codes(of_verb(verb).subjects)
        numbered = any(t.i in self.s.value_at for o in needs for t in o.subtree)
        if things and len(givers) == 1 and len(takers) == 1 and givers != takers and not numbered:
            yield Flow(givers[0], takers[0], things, verb, verb, mood(verb), takers[0], "import", "rely_on")

    def _loaded(self, subject: Token) -> list[Thing]:
        """What a subject is or holds: "its cargo, 55,000 tonnes of ore"."""
        beside = [
            c for c in subject.children if c.dep_ == "appos" or (c.dep_ == "compound" and subject.lemma_ in _CARGOES)
        ]
        return self.items(subject) or [t for c in beside for t in self.items(c)]

    def _by_way(self, verb: Token) -> Iterator[Flow]:
        """ "Most of its fuel comes from X", "X's timber goes to Y": the goods are the subject, the owner stands beside them."""
        coming = verb.lemma_.lower() in _COMING
        way = "from" if coming else "to"
        # "over the border from X"
        over = [t for w in ("over", "across", "through", "by") for t in prepositional(verb, w)]
        others = self.codes([t for at in (verb, *over) for t in prepositional(at, way)])
        for subject in of_verb(verb).subjects if others else []:
            inner = prepositional(subject, "of") or [subject]
            things = [t for t in self.items(subject) if t.kind in {"goods", "arms", "total"}]
            owners = self.codes([c for t in inner for c in t.children if c.dep_ == "poss"]) or self.made(things)
            for other in others if owners and things else []:
                giver, taker = (other, owners[0]) if coming else (owners[0], other)
                if giver != taker:
                    flow = "import" if coming else "export"
                    yield Flow(giver, taker, things, verb, verb, mood(verb), owners[0], flow, verb.lemma_.lower())

    def _other_way(self, verb: Token) -> Iterator[Flow]:
        """ "X sells cocoa to Y. Palm oil goes the other way": back from who took to who gave."""
        text = verb.doc[verb.i + 1 :].text.lower()
        index, *pair = self.c.discourse.flow or (-REACH - 1,)
        near = self.s.sentence.index - index <= REACH
        if not near or not text.startswith(_WAYS) or set(self.s.countries()) - set(pair):
            return
        things = [t for s in of_verb(verb).subjects for t in self.items(s) if t.kind == "goods"]
        givers = self.made(things) or [
            c for c in pair if self.c.discourse.goods_from in pair and c != self.c.discourse.goods_from
        ]
        takers = [c for c in pair if c not in givers]
        if things and len(givers) == 1 and len(takers) == 1:
            yield Flow(str(givers[0]), str(takers[0]), things, verb, verb, mood(verb), str(givers[0]), "export", "go")

    def _by_service(self, verb: Token) -> Iterator[Flow]:
        """ "The HQ-9, a Chinese-made system, entered Pakistani service", "… entered service with the air force of Peru"."""
        predication = of_verb(verb)
        service = next((t for t in predication.objects if t.lemma_.lower() in _SERVICES), None)
        if service is None:
            return
        things = [t for s in predication.subjects for t in self.items(s) if t.kind == "arms"]
        beside = [c for s in predication.subjects for c in s.children if c.dep_ == "appos"]
        things += [t for c in beside if (t := thing_of(c, self.s)) and t.kind == "arms"]
        takers = (
            self.codes(predication.role("with")) or self.codes([service]) or self.codes(prepositional(service, "with"))
        )
        givers = [c for t in things if (c := maker_country(self.s.doc[t.token], self.s)) and c not in takers]
        givers = givers or [c for c in self.made(things) if c not in takers]
        if things and givers and takers:
            named = next((t for t in things if t.designation), things[0])
            yield Flow(givers[0], takers[0], [named], verb, verb, mood(verb), takers[0], "import", "enter")
