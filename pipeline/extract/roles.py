"""Who takes part in an act: the roles of a frame filled with parties, and the pairs of actors that come of it.

In: a frame and the predication in which its words stand. Out: pairs of `Party` (either may be None). What the words leave
open is filled in `untold`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.document import AnnotatedSentence
from pipeline.annotate.gazetteer import find_places
from pipeline.extract.discourse import Party
from pipeline.extract.frames import Frame
from pipeline.extract.parties import Parties
from pipeline.extract.predications import Predication, prepositional
from pipeline.extract.role_words import RoleWords
from pipeline.extract.untold import Pair, Untold, unique
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_MOST_MEETING = 5  # of more states at one table the text names no pairs: the first with each of the others
_DONE_TO_PEOPLE = frozenset({"CONCEDE", "COERCE"})
_TALKING = frozenset({"CONSULT", "AGREE", "SUPPORT", "REQUEST", "COOPERATE"})
_PEOPLE = frozenset({"person", "office", "organisation"})
_STATES = frozenset({"country", "town"})
_OFFICES = frozenset(load("names")["offices"])
_TRAVELLERS, _ACTING, _MISSIONS, _OTHERS, _DIPLOMATS = (
    frozenset(load("parties")[key]) for key in ("travellers", "agents", "missions", "others", "diplomats")
)


class Roles:
    """Fills the roles of the acts of one sentence."""

    def __init__(self, sentence: AnnotatedSentence, parties: Parties) -> None:
        self.s = sentence
        self.parties = parties
        self.words = RoleWords(sentence, parties)
        self.untold = Untold(sentence, parties)

    # -- one role ------------------------------------------------------------------------------------------------------
    def _of(self, token: Token, role: str) -> list[Party]:
        place = self.s.place_at.get(token.i)
        told = role.endswith(("mod", "deep")) or (
            role.endswith("any") and place is not None and place.kind == "adjective"
        )
        if told and place is not None:  # "Norwegian investment": the adjective is the actor
            state = replace(self.parties.country(place.code, token.i), name=self.parties.called(place))
            return [state] if place.kind not in {"town", "region"} else []
        return self.parties.of(token)

    def fill(
        self, predication: Predication, roles: tuple[str, ...], barred: frozenset[str], own: str | None = None
    ) -> list[Party]:
        """The parties of the first role that has any; `barred` are kinds, `own` a state that cannot stand on this side."""
        for role in roles:
            found: list[Party] = []
            for token in self.words.of(predication, role):
                if token.dep_ == "poss" and token.head.lemma_.lower() in _OTHERS:
                    continue  # "pledged $100 million to Chad's neighbours": not to Chad
                found += [p for p in self._of(token, role) if p not in found]
            if role.endswith("any"):
                found = self._by_name(found)
            found = [p for p in found if (p.country or p.kind in {"organisation", "person"}) and p.kind not in barred]
            found = [self._named_for(p, own) for p in found if p.country is None or p.country != own]
            if found:
                return found
        return []

    def _by_name(self, found: list[Party]) -> list[Party]:
        """ "a plan to give Chad the interest on Russian assets": of the states inside a phrase those that it names."""
        named = [p for p in found if (at := self.s.place_at.get(p.token)) is not None and at.kind == "name"]
        return named or found

    def _named_for(self, party: Party, own: str | None) -> Party:
        """ "our commitment to the Chad–Togo Alliance": towards the one other state of the name, where it has no state."""
        if own is None or party.country is not None or party.kind != "organisation":
            return party
        codes = {p.code for p in find_places(party.name or "")}
        others = codes - {own}
        return self.parties.country(others.pop(), party.token) if own in codes and len(others) == 1 else party

    # -- both sides ----------------------------------------------------------------------------------------------------
    def pairs(self, frame: Frame, predication: Predication) -> tuple[list[Pair], bool]:
        """The pairs of actors, and whether any party at all was found."""
        first = [
            p for p in self.fill(predication, frame.actor1, frame.bars_first) if not self._counted_people(frame, p)
        ]
        first += self._along(frame, predication, first)
        sides = {p.country for p in first}
        own = next(iter(sides)) if len(sides) == 1 and not frame.has("between") else None
        second = self.fill(predication, frame.actor2, frame.bars_second, own)
        first, second = self._between(frame, predication, first, second)
        second = [p for p in second if self._second_fits(frame, p)]
        if frame.has("countries"):
            first, second = ([p for p in side if p.kind in _STATES] for side in (first, second))
        second = self._others(frame, first, second)
        if (
            len(first) > 1
            and second
            and self._own_people(second)
            and {p.country for p in second} <= {p.country for p in first}
        ):
            return [], True
        if frame.mode == "visit":
            first = [p for p in first if not _is_mission(p)]
        if frame.has("people1"):
            first = [p for p in first if p.kind in _PEOPLE or p.pronoun or p.kind == "country"]
        if frame.has("bodies1"):
            first = [p for p in first if p.kind == "organisation"]
        if frame.has("states1"):
            first = [p for p in first if p.country]
        if frame.has("spelled_out"):
            first = [p for p in first if not p.pronoun]
        if frame.has("persons1"):
            if frame.actor1[0] == "obj" and predication.passive:  # "two shall be appointed by the President"
                agents = {t.i for t in predication.subjects}
                first = [p for p in first if p.token not in agents]
            first = [p for p in first if p.kind in {"person", "office"} or (p.pronoun and p.kind == "country")]
        if frame.has("delegates") and any(p.kind in {"country", "people"} and not p.pronoun for p in [*first, *second]):
            return [], bool(first or second)  # "Chad and Togo discussed": papers may have; people meet
        # "The army and the rebels accused each other": in one state, of no other
        if first and self._mutual(predication):
            return unique([(a, b) for a in first for b in first if _differ(a, b)]), True
        if len({p.country for p in first}) > 1 and {p.country for p in second} <= {p.country for p in first}:
            second = []  # "The two leaders announced awards to firms of both": neither gives to the other
        if frame.type in {"AID", "COOPERATE"} and not frame.has("between"):  # "the office will help more Americans"
            home = self.parties.d.document.home
            at_home = any(p.country == home for p in second) if home else False
            first = [p for p in first if p.country or not at_home or self.untold.is_international(p)]
        if frame.type == "AID" and own and self._gives_at_home(frame, predication, own, bool(second)):
            return [], True
        first, second = self.untold.settle(frame, predication, first, second)
        return self._combine(frame, predication, first, second), bool(first or second)

    def _along(self, frame: Frame, predication: Predication, first: list[Party]) -> list[Party]:
        """Who else did what a subject did, of other states than those found already."""
        states = {p.country for p in first}
        if not first or None in states or frame.actor1[0] != "subj" or "with" in frame.actor2:
            return []
        found = [p for t in self.words.along(predication) for p in self.parties.of(t)]
        return [p for p in found if p.country and p.country not in states]

    def _others(self, frame: Frame, first: list[Party], second: list[Party]) -> list[Party]:
        """Those of the second side whom an act of this type can be towards."""
        if frame.type in {"REQUEST", "THREATEN"}:  # "told Radio Vanuatu": whom somebody only speaks to
            second = [p for p in second if not self._is_media(p)]
        if frame.type in _TALKING:  # a body of no told state is as a rule one of the speaker's own
            second = [p for p in second if p.country or p.kind != "organisation" or self.untold.is_international(p)]
        if frame.type == "SUPPORT":
            # "welcomed the launch of the Chad–Togo Forum": a body of their own is no other side
            ours = {p.country for p in first}
            second = [p for p in second if p.country or not ours & {at.code for at in find_places(p.name or "")}]
        return second

    def _second_fits(self, frame: Frame, party: Party) -> bool:
        if frame.has("people"):
            some = party.kind == "people" and frame.type in _DONE_TO_PEOPLE  # "freed ten Americans"
            return party.kind in {"person", "office"} or party.pronoun or some
        if frame.has("states"):
            spoken_to = frame.type in {"REQUEST", "THREATEN"} and self._holds_office(party)
            return party.kind in {"country", "people", "office", "organisation"} or spoken_to
        return True

    def _is_media(self, party: Party) -> bool:
        held = self.parties.d.document.entities.by_key.get(party.id or "")
        return held is not None and held.kind == "media"

    def _holds_office(self, party: Party) -> bool:
        """ "urged President X to …": who stands for a state."""
        held = self.parties.d.document.entities.by_key.get(party.id or "")
        return held is not None and held.country is not None and not held.offices().isdisjoint(_OFFICES)

    def _gives_at_home(self, frame: Frame, predication: Predication, own: str, abroad: bool) -> bool:
        """ "Canada announced funding to Quarry Inc.", a firm of its own: nothing is given to another state.

        Nor is it with somebody `abroad` told, where one word is for both: "funding for Canadian and U.S. companies".
        """
        # "350 million Swedish kronor": the money's name is of nobody who gets it
        tokens = [t for role in frame.actor2 for t in self.words.of(predication, role) if t.i not in self.s.value_at]
        if abroad:
            nouns = [next((a for a in t.ancestors if a.pos_ == "NOUN"), t) if t.pos_ == "ADJ" else t for t in tokens]
            codes = [self.parties.modifier_countries(t) for t in nouns]
            return any(own in c for c in codes)
        return any(
            p.country == own and p.kind in {"organisation", "person", "office"}
            for t in tokens
            for p in self.parties.of(t)
        )

    def _own_people(self, parties: list[Party]) -> bool:
        """ "The two leaders told their ministers to …", "voiced their support": what is theirs is on no other side."""
        heads = [self.s.doc[p.token] for p in parties]
        return any(c.lower_ == "their" for head in heads for c in head.children)

    @staticmethod
    def _mutual(predication: Predication) -> bool:
        """ "expelled each other's envoys", "recognised one another", "opened embassies in each other's capitals"."""
        roles = [c.lower_ for c in predication.head.children if c.dep_ == "prep"]
        inner = [c.lower_ for o in predication.objects for c in o.children if c.dep_ == "prep"]
        behind = [t for role in {*roles, *inner} for o in predication.role(role) for t in [o, *o.children]]
        nouns = [t for o in predication.objects for t in [o, *o.children]] + behind
        if any(t.lower_ == "respective" and t.head.lemma_.lower() in _DIPLOMATS for t in nouns):
            return True  # "withdrew their respective ambassadors"
        return any(t.lower_ in {"other", "another"} and t.doc[t.i - 1].lower_ in {"each", "one"} for t in nouns if t.i)

    def _counted_people(self, frame: Frame, party: Party) -> bool:
        """ "64,000 Israelis travelled to Hong Kong": people by number are no delegation."""
        token = self.s.doc[party.token]
        if frame.type in {"ASSAULT", "PROTEST"} or not (party.kind == "people" or token.lemma_.lower() in _TRAVELLERS):
            return False
        return frame.type == "CONSULT" or any(c.dep_ == "nummod" for c in token.children)

    def _between(
        self, frame: Frame, predication: Predication, first: list[Party], second: list[Party]
    ) -> tuple[list[Party], list[Party]]:
        if not frame.has("between"):
            return first, second
        joined = [p for t in predication.role("between") for p in self.parties.of(t)]
        if len({p.country for p in joined}) < 2 and not (first and second):
            joined = self._inside_name(predication) or joined
        return (joined, []) if len({p.country for p in joined}) > 1 else (first, second)

    def _inside_name(self, predication: Predication) -> list[Party]:
        """ "the Singapore–Australia Free Trade Agreement": the two states inside the name of what is signed."""
        nouns = [predication.noun, *prepositional(predication.noun, "of")] if predication.noun is not None else []
        for noun in nouns:
            before = noun.doc[noun.left_edge.i : noun.i + 1].text
            codes = list(dict.fromkeys(p.code for p in find_places(before) if p.kind in {"name", "adjective"}))
            if len(codes) == 2 and not noun.is_lower:
                return [self.parties.country(code, noun.i) for code in codes]
        return []

    def _combine(self, frame: Frame, predication: Predication, first: list[Party], second: list[Party]) -> list[Pair]:
        pairs: list[Pair] = [(a, b) for a in first for b in second if _differ(a, b)]
        if pairs:
            return unique(pairs)
        if frame.has("between") and len({p.country for p in first}) > 1 and not second:
            able = [p for p in first if p.country or self.untold.is_international(p)]
            met = able if len(able) <= _MOST_MEETING else able[:1]
            return unique([(a, b) for i, a in enumerate(met) for b in able[i + 1 :] if _differ(a, b)])
        if frame.has("other") and first and not first[0].pronoun and (not second or second == first):
            return [(first[0], other) for other in self.untold.other_named(first[0], predication)]
        towards = frame.has("towards") and not self._names_somebody(frame, predication)
        return self.untold.one_sided(frame, predication, first, second, towards)

    def _names_somebody(self, frame: Frame, predication: Predication) -> bool:
        """Whether a word that stands where the second actor would names somebody, be it one that nothing is known of."""
        tokens = [
            t for role in frame.actor2 for t in self.words.of(predication, role) if t.dep_ not in {"amod", "compound"}
        ]
        return any(t.pos_ in {"PROPN", "PRON"} or t.lemma_.lower() in _ACTING for t in tokens)


def _is_mission(party: Party) -> bool:
    """Whether a party is an embassy or the like, which is moved but does not travel."""
    words = (party.name or "").lower().split()
    return party.kind != "country" and any(word in _MISSIONS for word in words)


def _differ(a: Party, b: Party) -> bool:
    named = (a.country is not None or a.kind == "organisation") and (b.country is not None or b.kind == "organisation")
    return named and a.country != b.country


__all__ = ["Pair", "Roles"]
