"""The side of an act that its words leave open, filled from what the document is about.

In: a frame, its predication and the parties found so far. Out: the same with what the document tells of them: its two states, the
place of a visit, the one other state of the sentence. What that leaves open stays open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.document import AnnotatedSentence
from pipeline.extract.discourse import Party
from pipeline.extract.frames import Frame
from pipeline.extract.nobody import names_nobody, told_of
from pipeline.extract.parties import Parties
from pipeline.extract.predications import Predication, clause_subjects
from pipeline.extract.speakers import speaker
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_ACTING = frozenset(load("parties")["agents"])
_STATES = frozenset([*load("parties")["states"], *load("parties")["listed_states"]])
_FIRMS, _SETTLEMENTS, _OPEN = (frozenset(load("parties")[key]) for key in ("firms", "settlements", "open_spaces"))
_FUNDS = tuple(load("parties")["funds"])
_PARTS, _HELPED, _WITH_PREMIERS, _DIPLOMATS = (
    frozenset(load("parties")[key]) for key in ("parts_of_states", "helped", "premiers_of_parts", "diplomats")
)

Pair = tuple[Party | None, Party | None]

# Acts that a text of two states tells of these two; what is done to one of them, where nobody is told who did it.
_MUTUAL, _DONE_TO = frozenset({"AGREE", "AID", "COOPERATE"}), frozenset({"REJECT", "CONCEDE", "SANCTION", "COERCE"})
_AMONG_OWN = frozenset({"COERCE", "ASSAULT", "TRANSITION"})  # what people of one state do to each other as well
_IN_BUSINESS = frozenset({"AGREE", "AID", "COOPERATE", "ESTABLISH"})
_NEAR_HOST = 6  # words from "host" to the name
_ONE_SIDED = frozenset(load("syntax")["one_sided"])
_CHARGES = frozenset({"charge", "accusation", "allegation", "claim", "assertion", "suggestion"})
_OFFICES, _PRIVATE = (frozenset(load("names")[key]) for key in ("offices", "private_titles"))


class Untold:
    """Fills what the acts of one sentence leave open."""

    def __init__(self, sentence: AnnotatedSentence, parties: Parties) -> None:
        self.s = sentence
        self.parties = parties

    def settle(
        self, frame: Frame, predication: Predication, first: list[Party], second: list[Party]
    ) -> tuple[list[Party], list[Party]]:
        """A person of no told state who meets one of the document's two states is of the other; so is a host."""
        if frame.has("between") or frame.type == "CONSULT":
            second = second or self._host(predication, frame, first)
        if frame.has("private"):
            return first, second
        self._at_the_seat(frame, predication, first, second)
        if frame.type not in _AMONG_OWN:
            first, second = self._of_the_other(first, second, frame.mode == "visit"), self._of_the_other(second, first)
        joined = frame.has("between") and len(first) == 2 and not second
        if joined:  # "Minister X and his Chilean counterpart Y held talks"
            first = _each_beside_the_other(self._of_the_other, first)
        if frame.type not in _IN_BUSINESS or not self._of_two():
            return first, second
        if joined:  # "SD and Alta set up a joint venture"
            return _each_beside_the_other(self._firm_of_the_other, first), second
        return self._firm_of_the_other(first, second), self._firm_of_the_other(second, first)

    def _at_the_seat(self, frame: Frame, predication: Predication, first: list[Party], second: list[Party]) -> None:
        """ "flew to Asmara to confer with President X": an official of no told state is of the state whose seat that is."""
        guests = {p.country for p in first if p.country}
        hosts = [p for p in second if p.country is None and p.kind == "person"]
        if frame.type != "CONSULT" or len(guests) != 1 or not hosts or len(second) != len(hosts):
            return
        before = self.s.doc[max(0, hosts[0].token - _NEAR_HOST) : hosts[0].token]
        host = any(t.lemma_ == "host" and t.pos_ == "NOUN" for t in before)  # "met his host, X, in Nairobi"
        seats = {
            p.code
            for i, p in self.s.place_at.items()
            if p.kind == "seat" and (host or (i < hosts[0].token and self.s.doc[i].head.lower_ in {"to", "for"}))
        } - guests
        held = self.parties.d.document.entities.by_key.get(hosts[0].id or "")
        office = held is not None and not held.offices().isdisjoint(_OFFICES)
        if len(seats) == 1 and len(hosts) == 1 and held is not None and (office or host):
            held.country = next(iter(seats))
            second[0] = replace(hosts[0], country=held.country)

    def _other(self, known: list[Party]) -> str | None:
        """The other of the document's two states than the one that all of these are of."""
        codes = {p.country for p in known if p.country}
        return self.parties.d.document.other_of_pair(*codes) if len(codes) == 1 else None

    def _firm_of_the_other(self, unknown: list[Party], known: list[Party]) -> list[Party]:
        """A firm of no told state that deals with one of the document's two states is taken for one of the other."""
        other = self._other(known)
        firms = all(p.country is None and p.kind == "organisation" and not self.is_international(p) for p in unknown)
        return [replace(p, country=other) for p in unknown] if other and firms else unknown

    def _of_the_other(self, unknown: list[Party], known: list[Party], visiting: bool = False) -> list[Party]:
        other, about = self._other(known), self.parties.d.document
        if other is None or not unknown or any(p.country or p.kind != "person" for p in unknown):
            return unknown
        alone = not visiting and set(self.s.countries()) == set(about.pair or ())
        if not (about.between_two or alone or (about.titled and about.home is None)):
            return unknown  # the text speaks of two states in passing
        held = [self.parties.d.document.entities.by_key.get(p.id or "") for p in unknown]
        if any(e and e.titles and all(t.lower() in _PRIVATE for t in e.titles) for e in held):
            return unknown  # "Professor Hall" holds no office that is of either state
        for party in unknown:
            entity = self.parties.d.document.entities.by_key.get(party.id or "")
            if entity is not None:
                entity.country = other
        return [replace(p, country=other) for p in unknown]

    def _host(self, predication: Predication, frame: Frame, first: list[Party]) -> list[Party]:
        """ "visited Delhi and met the Prime Minister": an office with no state is that of the place, or of the other state."""
        guests = {p.country for p in first}
        if len(guests) != 1:
            return []
        offices = [
            t
            for role in frame.actor2
            if "." not in role
            for t in predication.role(role)
            if t.lower_ in _OFFICES and t.i not in self.s.entity_at and any(c.lower_ == "the" for c in t.children)
        ]
        if not offices or (offices[0].lower_ == "premier" and self.parties.d.document.home in _WITH_PREMIERS):
            return []
        here = {p.code for i, p in self.s.place_at.items() if p.kind in {"seat", "town"} and i < offices[0].i} - guests
        main = set(self.parties.d.document.pair or ()) - guests
        codes = here if len(here) == 1 else main if len(main) == 1 else set()
        return [
            Party(
                offices[0].doc[offices[0].left_edge.i + 1 : offices[0].i + 1].text, code, "office", None, offices[0].i
            )
            for code in codes
        ]

    def is_international(self, party: Party) -> bool:
        """Whether a party is a body of several states, or one of which no more is known."""
        held = self.parties.d.document.entities.by_key.get(party.id or "")
        if party.pronoun and party.kind == "person":
            return held is not None and bool(held.serves_body)  # "He urged Chad", of the head of a union
        return party.kind == "organisation" and (held is None or held.kind == "international" or held.serves_body)

    def other_named(self, party: Party, predication: Predication) -> list[Party]:
        """The one other state that the sentence names: "stand with Ukraine in the face of Russia's invasion"."""
        codes = [code for code in self.s.countries() if code != party.country]
        acting = [t for t in self.s.doc if t.dep_ == "nsubj" and t.head.dep_ == "ROOT"]
        if len(codes) > 1:
            doing = [p.country for t in acting for p in self.parties.of(t) if p.country and p.country != party.country]
            named = self.s.doc[party.token]
            if named.dep_ == "pobj" and named.head.lower_ in {"with", "against"}:
                codes = doing  # "Azerbaijani authorities confirmed … in the war with Armenia"
            else:  # "Chad voiced support for Togo in the face of Mali's aggression"
                codes = [code for code in codes if code not in doing]
        return [self.parties.country(codes[0], predication.trigger.i)] if len(codes) == 1 else []

    def _of_two(self) -> bool:
        """Whether the document is about two states and the sentence names no third."""
        about = self.parties.d.document
        return about.between_two and set(self.s.countries()) <= set(about.pair or ())

    def _between_two(self, frame: Frame, predication: Predication, first: list[Party], second: list[Party]) -> bool:
        """ "Tokyo lent $500 million", "Two Togolese boats were seized": the other of the document's two is meant.

        So it is where the sentence names no third state. Aid is told of its giver; of a receiver only what was "given to" it.
        """
        if not self._of_two():
            return False
        done_to = frame.type in _DONE_TO and predication.passive and not (first or predication.subjects)
        if done_to and not predication.role("into"):
            return all(p.kind not in {"country", "town"} for p in second)  # "Germany was occupied": by whom is open
        if frame.type not in _MUTUAL or self._for_its_own(predication) or _is_fund(first):
            return False
        if frame.type == "AGREE" and predication.verb is not None and predication.verb.lemma_ in _ONE_SIDED:
            return False
        given = bool(predication.role("iobj") or (predication.passive and predication.role("to")))
        return frame.type != "AID" or (predication.verb is not None and (bool(first) or given))

    @staticmethod
    def _for_its_own(predication: Predication) -> bool:
        """ "will provide $5 million for projects from its Innovation Fund": money of one's own for one's own."""
        ways = [t for t in predication.head.subtree if t.dep_ == "prep" and t.lower_ in {"from", "through", "under"}]
        return any(c.lower_ in {"its", "their"} for way in ways for t in way.children for c in t.children)

    def _with_somebody(self, frame: Frame, predication: Predication) -> bool:
        """ "work with the Congress", "funding for the two firms": the words tell the other side, and it is no state."""
        ways = ("with",) if frame.type != "AID" else ("to", "for")
        told = [t for way in ways for t in predication.role(way) if t.i not in self.s.date_at]
        if frame.type in {"AID", "COOPERATE"} and self._in_region(predication):
            return True
        if frame.type == "AID":
            told += predication.role("iobj")
            if any(self._private(t) for t in told):
                return True
            if any((e := self.s.entity_at.get(t.i)) is not None and e.type == "organisation" for t in told):
                return True  # "funding for the Space Force": a body of no other state, or it would be the other side
            return any(t.lemma_.lower() in _FIRMS | _HELPED for t in told + predication.objects)
        held = [self.s.entity_at.get(t.i) for t in told]
        # a firm may be of the other state
        public = any(e is not None and e.kind not in {"company", "bank", None} for e in held)
        others = _STATES if frame.type == "AGREE" else _ACTING
        if any(self._at_home(t) for t in told):
            return True
        return public or any(t.pos_ == "PRON" or (t.pos_ == "NOUN" and t.lemma_.lower() in others) for t in told)

    def _in_region(self, predication: Predication) -> bool:
        """ "will invest $100 million in Coastal West Africa": where it goes is told, and is no one state."""
        ways = {"in", "across", "throughout", "for", "to"}
        named = [
            t for t in predication.head.subtree if t.dep_ == "pobj" and t.head.lower_ in ways and t.pos_ == "PROPN"
        ]
        known = {*self.s.place_at, *self.s.date_at, *self.s.value_at, *self.s.entity_at}
        return any(t.i not in known and t.ent_type_ == "LOC" for t in named)

    def _private(self, token: Token) -> bool:
        """ "offered asylum to Ana Hall": a person of no known office stands for nobody."""
        held = self.s.entity_at.get(token.i)
        return held is not None and held.type == "person" and held.country is None

    def _at_home(self, token: Token) -> bool:
        """ "agreed with all State and Territory ministers": those of parts of the speaker's own state."""
        words = {t.lower_ for t in token.lefts} | {c.lower_ for t in token.lefts for c in t.subtree}
        return bool(words & _PARTS) and self.parties.d.document.home is not None

    def _by_victim(self, frame: Frame, predication: Predication, codes: set[str]) -> Party | None:
        """ "Chad said that Togolese troops had shelled a village": what a state says of another's force was done to itself."""
        token = speaker(predication.head) if frame.type in {"ASSAULT", "COERCE", "MOBILIZE"} else None
        told = self.parties.of(token, conjuncts=False) if token is not None else []
        other = [p for p in told if p.kind in {"country", "office"} and p.country and p.country not in codes]
        return self.parties.country(other[0].country or "", other[0].token) if other else None

    def one_sided(
        self, frame: Frame, predication: Predication, first: list[Party], second: list[Party], towards: bool
    ) -> list[Pair]:
        """The pairs of an act of which only one side, or none, is told; no pairs where the frame wants the other told.

        `towards` says that the act may be towards the other of two states: the frame allows it and the words name nobody else,
        as "asked the bank for a loan" and "fired two rockets into the sea" do.
        """
        about = self.parties.d.document
        towards = towards and not any(t.lemma_.lower() in _OPEN for t in predication.role("into"))
        codes = {p.country for p in first + second if p.country}
        unnamed = names_nobody(predication, self.parties) or told_of(predication)
        if frame.has("answer") and len(codes) == 1 and first and not second:
            stated = _told_of(predication)
            if stated is not None and stated.lemma_.lower() in _CHARGES:
                return []  # "a charge that Chad denies": nothing is rejected but what is said
            doers = (
                {p.country for t in clause_subjects(stated) for p in self.parties.of(t)}
                if stated is not None
                else set()
            )
            others = [code for code in doers if code and code not in codes]
            if len(others) == 1:  # "Chad moved troops, a step that Mali rejected"
                return [(p, self.parties.country(others[0], p.token, True)) for p in first[:1]]
            accuser = self.parties.d.aimed_at(next(iter(codes)), self.s.sentence.index)
            if accuser:
                return [(p, self.parties.country(accuser, p.token, True)) for p in first[:1]]
        sited = any(o.lemma_ in _SETTLEMENTS for o in predication.objects)
        if (towards or sited) and len(codes) == 1 and first and not second:
            victim = self._by_victim(frame, predication, codes)
            if victim is not None:
                return [(p, victim) for p in first[:1]]
        code = self._other(first + second) if not unnamed else None
        # of another state than the first, it would have made a pair with it
        own = frame.type in {"COOPERATE", "AGREE"} and bool(first) and all(p.country for p in second)
        elsewhere = frame.type in _MUTUAL and (not second or own) and self._with_somebody(frame, predication)
        if (
            code
            and not elsewhere
            and (
                frame.has("pair")
                or frame.has("pair_other")
                or self._between_two(frame, predication, first, second)
                or (towards and self._of_two() and _acts_abroad(predication, first))
                or (frame.mode == "appointment" and self._of_two() and _sends(predication))
            )
        ):
            known = next(p for p in first + second if p.country)
            other = self.parties.country(code, known.token, True)
            return [(known, other)] if known in first else [(other, known)]
        aided = about.receiver
        if (
            frame.has("topic")
            and aided
            and aided not in codes
            and first
            and not (second or unnamed or elsewhere)
            and self._still_about(aided)
        ):
            givers = [p for p in first if p.country or p.kind == "organisation"]
            return [(p, self.parties.country(aided, p.token, True)) for p in givers]
        if frame.has("two") and not (second or unnamed):
            return self._towards_both(first)
        if towards and not (second or unnamed) and self._from_outside(predication, first):
            return [(p, self.parties.country(aided or "", p.token, True)) for p in first[:1]]
        if not (codes or unnamed) and frame.has("pair") and (predication.verb is not None or frame.has("verbless")):
            both = self.parties.anaphora.pair_before(predication.trigger)
            if both:
                a, b = both
                return [(replace(a, pronoun=True), replace(b, pronoun=True))]
        if frame.has("nobody") and not any(p.country for p in first):
            return [(None, None)]
        if frame.has("alone") and not frame.has("crossing"):
            return unique([(p, None) for p in first if p.country])
        return []

    def _still_about(self, code: str) -> bool:
        """Whether the paragraph of an act that names no receiver, or the one before it, speaks of the state that the text is about.

        Where the paragraph has gone on to another state, one that does not give but is given to or is the place, it is not meant.
        """
        about, block = self.parties.d.document, self.s.sentence.block
        near = [s for s in about.sentences if block - 1 <= s.sentence.block <= block]
        if any(code in s.countries() for s in near):
            return True
        here = [s for s in near if s.sentence.block == block]
        doing = {p.code for s in here for i, p in s.place_at.items() if _gives(s.doc[i]) or _gives(s.doc[i].head)}
        doing |= {e.country for s in here for i, e in s.entity_at.items() if e.country and _gives(s.doc[i])}
        return {c for s in here for c in s.countries()} <= {*doing, about.home}

    def _towards_both(self, first: list[Party]) -> list[Pair]:
        """ "Ecuador has offered to host talks", in a text about Chad and Togo: what a third does for the two of them."""
        about = self.parties.d.document
        outside = about.between_two and len(first) == 1 and first[0].country not in {None, *(about.pair or ())}
        named = set(self.s.countries()) <= {first[0].country, *(about.pair or ())} if outside else False
        return [(first[0], self.parties.country(c, first[0].token, True)) for c in about.pair or ()] if named else []

    def _from_outside(self, predication: Predication, first: list[Party]) -> bool:
        """ "Britain suspended £30 million in aid", in a text about Rwanda: what a third state does, and names nobody, it does to that."""
        about = self.parties.d.document
        codes = {p.country for p in first}
        others = set(self.s.countries()) - codes
        known = about.receiver is not None and about.receiver not in codes and not others - {about.receiver}
        return known and len(codes) == 1 and _acts_abroad(predication, first)


def _gives(token: Token) -> bool:
    """Whether a word is of somebody who acts, or from whom something comes."""
    return token.dep_ in {"nsubj", "agent"} or (token.dep_ == "pobj" and token.head.lower_ in {"by", "from"})


def _each_beside_the_other(fill: Callable[[list[Party], list[Party]], list[Party]], two: list[Party]) -> list[Party]:
    """Two that act together, each filled by what is known of the other."""
    a, b = ([p] for p in two)
    return [*fill(a, b), *fill(b, a)]


def _told_of(predication: Predication) -> Token | None:
    """The noun beside a clause of which a relative clause tells what somebody thinks: "…, a step that Mali rejected"."""
    noun = predication.head.head if predication.head.dep_ == "relcl" else None
    return (
        noun if noun is not None and noun.dep_ in {"npadvmod", "appos"} and noun.head.pos_ in {"VERB", "AUX"} else None
    )


def _is_fund(parties: list[Party]) -> bool:
    """Whether money comes from a fund of one state, which as a rule spends it at home."""
    return any((p.name or "").endswith(_FUNDS) for p in parties)


def _acts_abroad(predication: Predication, parties: list[Party]) -> bool:
    """Whether it is a state that acts, or who speaks or fights for it: firms and people of no office have quarrels of their own.

    What somebody is accused "of doing" is told by the other side.
    """
    able = bool(parties) and all(p.kind in {"country", "office", "person", "arms"} for p in parties)
    return able and predication.head.dep_ != "pcomp"


def _sends(predication: Predication) -> bool:
    """ "appointed X as chargé d'affaires": of two states the one sends somebody to the other."""
    return any(t.lemma_.lower() in _DIPLOMATS for t in predication.head.subtree)


def _side(party: Party | None) -> str | None:
    return (party.country or party.name) if party else None


def unique(pairs: list[Pair]) -> list[Pair]:
    """One pair for each two countries: several delegates of one state in one meeting are one row."""
    kept: dict[tuple[str | None, str | None], Pair] = {}
    for a, b in pairs:
        kept.setdefault((_side(a), _side(b)), (a, b))
    return list(kept.values())
