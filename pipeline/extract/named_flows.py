"""Flows told by a noun: "Israel's sale of drones to Azerbaijan", "crude oil imports from Chad", "two-way trade".

In: a noun of an annotated sentence. Out: `Flow`s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_parts import WORLD, WORTH, as_a_whole
from pipeline.extract.flow_sources import FlowSources
from pipeline.extract.modality import mood
from pipeline.extract.predications import Predication, carrier, clause_subjects, listed, of_noun, of_verb, prepositional
from pipeline.extract.things import Thing, maker_country, thing_of
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_ACTS = frozenset(WORDS["act_nouns"])
_USES = frozenset(WORDS["use_nouns"])
_APPROVING = frozenset(WORDS["status"]["approved"])
_SIGNING = frozenset(load("modality")["signing"])
_BUYING = frozenset({"purchase", "acquisition", "sale", "procurement"})
_OF_FIRMS, _TRADING = frozenset(WORDS["of_firms"]), frozenset(WORDS["of_trade"])
_CHIEFLY = frozenset(WORDS["composition_adverbs"])
_WIDE = frozenset(load("places")["wide"])
_LICENCES = frozenset(WORDS["licence_nouns"])
_CARRYING_OUT, _HANDING_OVER = frozenset(WORDS["carrying_out"]), frozenset(WORDS["handing_over"])
_OUT, _IN, _TOTAL = (frozenset(WORDS[key]) for key in ("out_nouns", "in_nouns", "total_nouns"))


def is_notice(token: Token) -> bool:
    """Whether a noun is that of "a possible Foreign Military Sale": written with capitals, but an act and no name."""
    return token.lower_ in {"sale", "sales"} and token.i > 0 and token.doc[token.i - 1].lower_ == "military"


class NamedFlows(FlowSources):
    """Hears the flows that the nouns of one sentence tell."""

    def of_phrase(self, noun: Token) -> Flow | None:
        """A flow told by a noun: "Israel's crude oil imports from Azerbaijan", "the export of gas to Italy", "two-way trade"."""
        lemma = noun.lemma_.lower()
        direction = "export" if lemma in _OUT else "import" if lemma in _IN else "total" if lemma in _TOTAL else None
        if lemma == "business" and not prepositional(noun, "with"):
            direction = None
        if direction is None or self._of_a_firm(noun):
            return None
        predication = of_noun(noun)
        things = self.noun_things(noun, predication)
        owners = (
            self.codes(predication.role("poss"))
            or self._modifier_codes(predication)
            or self.codes([t for t in predication.objects if t.i in self.s.place_at])
            or self.codes(predication.subjects)
        )
        to, source, along = (self.codes(self._behind(predication, r)) for r in ("to", "from", "with"))
        if lemma == "purchase" and things and things[0].token < noun.i:  # "U.S. gas purchases"
            owners, source = self.codes(predication.role("poss")), source or self._modifier_codes(predication)
        between = self.codes(predication.role("between"))
        owner, other = self._sides(direction, owners, to, source, along, between)
        if direction == "total" and owner and not (to or source or along or between) and as_a_whole(noun):
            if owners:
                other = WORLD
            elif not self.c.discourse.document.between_two:  # whose "total turnover" is, the context tells
                owner, other = None, None
        giver, taker = (owner, other) if direction == "export" else (other, owner)
        if direction == "export" and owner is None and things:
            owner = maker_country(self.s.doc[things[0].token], self.s)  # "shipments of Czech-built cars to Poland"
            giver = owner
        if direction == "import" and not source and things and not other:
            made = maker_country(self.s.doc[things[0].token], self.s)
            giver = giver or (made if made != owner else None)
        return Flow(giver, taker, things, noun, noun, mood(noun), owner, direction, lemma)

    def with_union(self, flow: Flow) -> bool:
        """ "exported gas to the European Union", "sold tea to Africa": with several states, of which none is told."""
        told = of_verb(flow.head) if flow.head.pos_ == "VERB" else of_noun(flow.head)
        way = "to" if flow.flow == "export" else "from"
        others = [t for t in told.role(way) + self.inner(told, way) if t.doc[t.head.i - 1].lower_ not in _CHIEFLY]
        return any((t.text in _WIDE and t.i not in self.s.place_at) or self._is_union(t) for t in others)

    def _is_union(self, token: Token) -> bool:
        held = self.s.entity_at.get(token.i)
        return held is not None and held.kind == "international" and not held.country

    def _of_a_firm(self, noun: Token) -> bool:
        """ "47 per cent of group turnover", "the firm's turnover": what one firm sells is no trade of two states."""
        if noun.lemma_.lower() not in {"turnover", "sale"}:
            return False
        before = {c.lower_ for c in noun.lefts}
        if before & _OF_FIRMS:
            return True
        firms = any(e.kind == "company" for e in self.s.entity_at.values())
        sides = any(c.dep_ == "prep" and c.lower_ in {"between", "with", "of", "to"} for c in noun.children)
        return noun.lemma_.lower() == "turnover" and firms and not (before & _TRADING or sides)

    @staticmethod
    def _behind(predication: Predication, role: str) -> list[Token]:
        """A side that hangs on the act or, as parsers have it, on its object: "the sale of 50 jets to X"."""
        worth = [c for c in predication.trigger.children if c.lower_ in WORTH]  # "exports worth $3 million to X"
        noun = predication.trigger
        if role == "with" and noun.dep_ in {"nsubj", "nsubjpass"} and not predication.role(role):
            # "With X, turnover stood at 6 billion"
            fronted = [t for t in prepositional(noun.head, role) if t.i < noun.i]
            if fronted:
                return fronted
        return predication.role(role) or [t for o in [*predication.objects, *worth] for t in prepositional(o, role)]

    def _sides(
        self, direction: str, owners: list[str], to: list[str], source: list[str], along: list[str], between: list[str]
    ) -> tuple[str | None, str | None]:
        if direction == "total":
            named = between or owners + along
            if along and not between and not owners:  # "trade with Iran": whose, the context tells
                named = []
                pair = self.c.discourse.document.pair
                other = next((c for c in pair if c != along[0]), None) if pair and along[0] in pair else None
                return other, along[0]
            pair = self.c.discourse.document.pair
            if len(named) < 2 and pair and (not named or named[0] in pair):
                named = [*named, *(c for c in pair if c not in named)]
            return (named[0], named[1]) if len(named) > 1 else (named[0] if named else None, None)
        target, origin = (to, source) if direction == "export" else (source, to)
        owner = owners[0] if owners else origin[0] if origin else None
        other = target[0] if target else along[0] if along else None
        if owner and not other and len(owners) > 1:
            other = owners[1]
        return owner, other if other != owner else None

    def _modifier_codes(self, predication: Predication) -> list[str]:
        tokens = [t for t in predication.role("mod") if t.i in self.s.place_at]
        return list(dict.fromkeys(self.s.place_at[t.i].code for t in tokens))

    def of_noun(self, noun: Token) -> Iterator[Flow]:
        """A nominal flow that stands as a fact of its own: "Israel's sale of drones to Azerbaijan"."""
        if noun.lemma_.lower() in _USES:
            yield from self._used(noun)
            return
        if noun.lemma_.lower() not in _ACTS:
            return
        verb, _ = carrier(self._licence_over(noun) or noun)
        clause = list((verb if verb is not None else noun).subtree)
        behind = [t for t in clause if t.i > noun.i and t.dep_ == "pobj" and t.head.lower_ == "of"]
        items = [
            t for item in listed(noun) if (t := thing_of(item, self.s)) and t.kind == "arms"
        ]  # "including A and B"
        if not (behind or items or is_notice(noun)) or (verb is not None and mood(verb).refused):
            return
        flow = self.of_phrase(noun) or Flow(None, None, [], noun, noun, mood(noun), None, "export", noun.lemma_.lower())
        general = [t for t in flow.things if t.general]
        flow.things = [*general, *items] if items else flow.things or [t for o in behind for t in self.items(o)]
        if is_notice(noun):
            flow.things = flow.things or [
                Thing("arms", noun.doc[noun.i - 1 : noun.i + 1].text, general=True, token=noun.i)
            ]
        if verb is not None and verb.lemma_.lower() in _APPROVING:
            self._approved(flow, verb)
        elif verb is not None and verb.lemma_ in _SIGNING and noun.lemma_ in _BUYING:
            flow.verb = "sign"  # "the purchase of 24 jets was signed": ordered
        elif verb is not None and verb.lemma_ in _CARRYING_OUT and noun.lemma_ in _HANDING_OVER:
            flow.taker = flow.taker or next(iter(self.codes(prepositional(verb, "to"))), None)
            acting = (c for c in self.codes(of_verb(verb).subjects) if c != flow.taker)
            flow.giver = flow.giver or next(acting, None)
        if flow.giver and flow.taker is None and verb is not None and verb.lemma_.lower() in _APPROVING:
            flow.taker = self.c.discourse.only_buyer(flow.giver)
        named = any(t.designation for t in flow.things)  # "the sale of 24 F-16s to X": whose they are stays open
        if flow.taker and flow.things and (flow.giver or (named and flow.flow == "export")):
            yield flow

    @staticmethod
    def _licence_over(noun: Token) -> Token | None:
        """ "granted a licence for the sale of two boats": the licence, whose giver approves the sale."""
        above = noun.head.head if noun.dep_ == "pobj" else noun
        return above if above.lemma_.lower() in _LICENCES and above != noun else None

    def _approved(self, flow: Flow, verb: Token) -> None:
        """ "X approved the sale to Y": who approves gives, unless the sale has a seller of its own."""
        approver = self.codes(of_verb(verb).subjects) or self.codes(clause_subjects(verb))
        flow.giver = flow.giver or next(iter(approver), None)
        flow.taker = flow.taker or next(iter(self.codes(prepositional(verb, "to"))), None)
        # "For the Chilean navy, X approved the sale of …"
        fronted = [t for t in prepositional(verb, "for") if t.i < verb.i]
        flow.taker = flow.taker or next((c for c in self.codes(fronted) if c != flow.giver), None)
        flow.owner, flow.head, flow.verb = flow.giver, verb, verb.lemma_.lower()

    def _used(self, noun: Token) -> Iterator[Flow]:
        """ "confirmed the use of Israeli-made drones": made by one state, used by the other."""
        things = [t for o in prepositional(noun, "of") for t in self.items(o) if t.kind == "arms"]
        predication = of_noun(noun)
        verb, as_subject = carrier(noun)
        clause = of_verb(verb).subjects if verb is not None and not as_subject else []
        takers = self.codes(predication.role("poss") or predication.role("by") or clause)
        givers = self.made(things)
        if things and givers and takers and givers[0] != takers[0] and (verb is None or not mood(verb).refused):
            yield Flow(givers[0], takers[0], things, noun, noun, mood(noun), takers[0], "import", "use")
