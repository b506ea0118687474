"""Offices that verbs give and take: who becomes what, and for which state.

In: a verb of a sentence. Out: the tokens of the holder, of the office and of whoever gave it. Which office that is, and where it
is held, is told in `offices`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.titles import told_offices
from pipeline.extract.claim import Claims
from pipeline.extract.predications import Predication, of_verb, prepositional
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_OFFICES = frozenset(load("names")["offices"])
_POSTS, _SERVING, _TAKING, _APPOINTING, _RAISING, _BEHIND_OFFICE, _DIPLOMATS, _GIVEN = (
    frozenset(load("frames/relations")[key])
    for key in ("posts", "serving", "taking", "appointing", "raising", "behind_office", "diplomats", "given")
)

Taken = tuple["Token", "Token", list["Token"]]


def taken_by(verb: Token) -> list[Taken]:
    """Holder, office and givers: "X became minister" (nobody gave it), "Y named X ambassador"."""
    if verb.lemma_ not in _TAKING | _SERVING | _APPOINTING:
        return []
    predication = of_verb(verb)
    if verb.lemma_ in _APPOINTING and not predication.passive:
        return [(who, office, predication.subjects) for who, office in _installed(verb, predication)]
    who = predication.objects if predication.passive else predication.subjects
    offices = [c for c in verb.children if c.dep_ in {"attr", "oprd", "dobj"}] if verb.lemma_ in _TAKING else []
    # "accepted an appointment as consul"
    given = [o for o in predication.objects if o.lower_ in _GIVEN and not prepositional(o, "of")]
    offices += [t for o in (verb, *given) for t in prepositional(o, "as")]
    offices += prepositional(verb, "to") if verb.lemma_ in _RAISING else []  # "was promoted to ambassador"
    offices = [t for t in offices if _is_post(t)]
    taken = [(t, h) for t in who[:1] for h in offices[:1]]
    if verb.lemma_ == "be":  # "The first Ambassador of India to Slovenia was V.S. Seshadri"
        taken += [(t, h) for h in who[:1] if h.lower_ in _OFFICES for t in verb.children if t.dep_ == "attr"]
    return [(t, h, []) for t, h in taken]


def _installed(verb: Token, predication: Predication) -> list[tuple[Token, Token]]:
    """Whom somebody else gives an office, and which: "Y named X ambassador", "… X as envoy", "… X to be consul"."""
    below = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.lemma_ == "be"]
    offices = [t for t in told_offices(verb) if _is_post(t)]
    told = [t for t in predication.objects if t.i not in {h.i for h in offices}]
    people = told + [c for v in below for c in v.children if c.dep_ == "nsubj"]
    # "named Lars Berg ambassador", where the parser takes the name for a part of the office
    people = people or [c for office in offices for c in office.children if c.dep_ in {"compound", "nmod"}]
    return [(t, h) for t in people[:1] for h in offices[:1] if t.i != h.i]


def sent_by(givers: list[Token], head: Token, claims: Claims) -> str | None:
    """The state of whoever gives an office, else, of an envoy to one of the document's two states, the other one."""
    states = {p.country for t in givers for p in claims.parties.of(t) if p.country}
    if len(states) == 1:
        return states.pop()
    if office_in(head).lower_ not in _DIPLOMATS:
        return None
    hosts = {p.country for t in _accredited_to(head) for p in claims.parties.of(t) if p.country}
    return claims.discourse.document.other_of_pair(*hosts) if len(hosts) == 1 else None


def _accredited_to(head: Token) -> list[Token]:
    """ "ambassador to Chad", "appointed minister to the Government of Chad": to whom an envoy is sent."""
    behind = prepositional(head, "to") or [t for t in prepositional(head.head, "to") if t.i > head.i]
    return behind + [t for b in behind for t in prepositional(b, "of")]


def office_in(head: Token) -> Token:
    """The office that a phrase names where its last word is none: "Envoy Extraordinary", "Chargé d'Affaires ad interim"."""
    if head.lower_ not in _BEHIND_OFFICE:
        return head
    named = [t for t in head.doc[head.left_edge.i : head.i] if t.lower_ in _OFFICES]
    return named[-1] if named else head


def singular(noun: Token) -> str:
    """The word of an office, of a plural without its "s"."""
    return noun.lower_.removesuffix("s") if noun.tag_ in {"NNS", "NNPS"} else noun.lower_


def _is_post(head: Token) -> bool:
    return singular(office_in(head)) in _OFFICES | _POSTS
