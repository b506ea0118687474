"""The words that fill a role of a frame: who stands where around a verb or a noun that names an act.

In: a predication and the name of a role. Out: tokens. The roles are told at the README of the lexicon of frames
(`pipeline/lexicons/frames/events/README.md`); which of the parties of these words take part is decided in `roles`.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pipeline.annotate.document import AnnotatedSentence
from pipeline.extract.frames import mission_before
from pipeline.extract.nobody import told_of
from pipeline.extract.parties import Parties
from pipeline.extract.predications import Predication, clause_subjects, of_verb, prepositional, victims
from pipeline.extract.tree import is_infinitive
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_NEAR = 8  # tokens behind a gerund within which a state is that of its object
_SOMEBODY = frozenset({"person", "office"})
_OWNING, _TELLING, _IN_PASSING, _REASONS, _ALONG = (
    frozenset(load("syntax")[key]) for key in ("owning", "telling", "in_passing", "reasons", "along")
)
_ASKED_RARELY = frozenset({"name", "clause", "posted", "victims", "whose"})
_POSTED = frozenset(load("parties")["posted"])


class RoleWords:
    """Finds the words that fill the roles of the acts of one sentence."""

    def __init__(self, sentence: AnnotatedSentence, parties: Parties) -> None:
        self.s = sentence
        self.parties = parties

    def of(self, predication: Predication, role: str) -> list[Token]:
        """The tokens that fill a role."""
        if role in _ASKED_RARELY:
            return self._asked_rarely(predication, role)
        if role == "subj":
            return [] if told_of(predication) else [t for t in predication.subjects if not mission_before(t)]
        if role in {"self", "site"}:
            return [predication.trigger] if role == "self" or predication.trigger.i in self.s.place_at else []
        if role == "carried":
            verb = predication.verb
            return predication.subjects if verb is not None and verb.lemma_ not in _TELLING else []
        base, _, rest = role.partition(".")
        if base == "below":
            return self._in_infinitive(predication, rest)
        if role == "said":
            return [t for c in predication.head.children if c.dep_ == "ccomp" for t in of_verb(c).subjects]
        if role in {"financed_by", "own_by"}:
            return self._by_participle(predication)
        if base == "joined":  # "recognised and established relations with X"
            joined = [c for c in predication.head.conjuncts if c.i > predication.head.i and not predication.objects]
            return [t for c in joined for t in Predication(c, None, objects=of_verb(c).objects).role(rest)]
        if base == "acl":
            behind = [c for c in predication.trigger.children if c.dep_ == "acl"]
            return [t for c in behind for t in (self._below(c, rest) if rest == "any" else prepositional(c, rest))]
        if base == "passive":
            found = predication.role(rest) if predication.passive else []
            return [t for f in found for t in (of_verb(f).objects if f.dep_ == "pcomp" else [f])]
        if base == "deep":
            return [t for b in predication.role("of") for t in self._deep(b, rest)]
        heads = predication.role(base)
        heads = [owner for h in heads for owner in _owners(h)] if base == "poss" else heads
        return [t for h in heads for t in self._below(h, rest)] if rest else heads

    def _asked_rarely(self, predication: Predication, role: str) -> list[Token]:
        if role == "name":
            return self._in_name(predication.noun)
        if role == "clause":
            return clause_subjects(predication.head)
        if role == "posted":
            return self._posted(predication.head)
        if role == "victims":
            return victims(predication.trigger)
        return [t for t in predication.role("of") if self._is_somebody(t)]

    def along(self, predication: Predication) -> list[Token]:
        """Who does it too: "Chad, along with Togo and Mali, …", "… it together with Chad".

        Behind the verb "along with Togo" may belong to the object: "annexed Chad, along with Togo".
        """
        verb = predication.verb
        if verb is None or predication.passive:
            return []
        behind = [t for head in (verb, *predication.subjects) for t in prepositional(head, "with") if t.head.i]
        told = [(t, t.doc[t.head.i - 1].lower_) for t in behind]
        found = [t for t, word in told if word in _ALONG and (t.i < verb.i or word != "along")]
        return [other for t in found for other in (t, *(c for c in t.conjuncts if c.i > t.i))]

    def _in_name(self, noun: Token | None) -> list[Token]:
        """ "the Chad–Togo summit": the states told in what an act is called."""
        return [t for t in noun.subtree if t.i in self.s.place_at and t.i < noun.i] if noun is not None else []

    def _is_somebody(self, token: Token) -> bool:
        return any(p.kind in _SOMEBODY for p in self.parties.of(token))

    def _in_infinitive(self, predication: Predication, rest: str) -> list[Token]:
        """The roles of the verb under the act's verb: "threatened to ban imports from X"."""
        verb = predication.verb
        below = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "attr", "oprd"}] if verb is not None else []
        if rest == "any" and verb is not None:  # "lent $500 million to upgrade Chad's railway"
            below += [c for c in verb.children if c.dep_ == "advcl" and is_infinitive(c)]
        found: list[Token] = []
        for head in below:
            inner = of_verb(head) if head.pos_ in {"VERB", "AUX"} else Predication(None, head)
            if rest == "any":
                found += self._below(head, rest)
            elif rest == "subj":  # its own, not that of the verb above: "helped Togo to build"
                found += [c for c in head.children if c.dep_ == "nsubj"]
            elif rest in {"mod", "poss"}:
                found += [t for o in [*inner.objects, *inner.subjects, head] for t in self._below(o, rest)]
            else:
                found += inner.role(rest) + [t for o in inner.objects for t in prepositional(o, rest) if rest != "obj"]
        return found

    def _posted(self, verb: Token) -> list[Token]:
        """ "named Y its first consul in Oslo", "to be its first consul to Chad": where a diplomat is sent."""
        below = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "oprd"}]
        posts = [*prepositional(verb, "as"), *below, *(t for c in [*below, *of_verb(verb).objects] for t in c.children)]
        # "the first consul at Rome, Y, was named"
        appointed = [t for t in verb.children if t.dep_ in {"nsubjpass", "dobj"}]
        posts += [t for t in appointed if t.dep_ == "nsubjpass"]
        # "Y, the next minister to Chad, was appointed"
        posts += [c for t in appointed for c in t.children if c.dep_ == "appos"]
        sorts = {"pobj", "attr", "oprd", "appos", "nsubjpass"}
        posts = [t for t in posts if t.dep_ in sorts]
        towards = [
            t
            for post in posts
            for role in ("to", "in", "at")
            if post.lemma_.lower() in _POSTED or (role == "to" and post.lemma_.lower() == "minister")
            for t in prepositional(post, role)
        ]
        return [t for t in towards if t.i in self.s.place_at]

    @staticmethod
    def _by_participle(predication: Predication) -> list[Token]:
        """ "a plant, jointly owned by Ghana and Morocco": whose it is."""
        nouns = [predication.noun, *predication.objects] if predication.noun is not None else predication.objects
        return [
            t
            for noun in nouns
            for c in noun.children
            if c.dep_ == "acl" and c.lemma_ in _OWNING
            for t in of_verb(c).subjects + (of_verb(c).objects if c.lemma_ in {"link", "connect"} else [])
        ]

    @staticmethod
    def _deep(noun: Token, rest: str) -> list[Token]:
        if rest:
            return prepositional(noun, rest)
        return [c for c in noun.children if c.dep_ in {"poss", "amod", "compound"}]

    def _below(self, head: Token, rest: str) -> list[Token]:
        if rest == "poss":
            return [owner for c in head.children if c.dep_ == "poss" for owner in _owners(c)]
        if rest == "any":
            return [
                t for t in head.subtree if t.i in self.s.place_at and not (_told_apart(t, head) or _in_passing(t, head))
            ]
        if rest == "site":
            return [t for t in head.subtree if t.i in self.s.place_at and t.head.lower_ in {"in", "at"}]
        if rest.endswith(".any"):  # "support for a fair vote in Chad", not "a peace between Chad and Togo"
            inner = prepositional(head, rest.removesuffix(".any"))
            found = [(noun, t) for noun in inner for t in self._below(noun, "any") if t.head.lower_ != "between"]
            return [t for noun, t in found if noun.dep_ != "pcomp" or t.i - noun.i <= _NEAR]  # "commitment to ending …"
        if rest == "mod":
            return Predication(None, head).role("mod")
        return prepositional(head, rest)


def _owners(possessor: Token) -> list[Token]:
    """ "Kosovo, whose independence Ghana recognised": whose it is, for the relative pronoun what it stands for."""
    if possessor.lower_ != "whose":
        return [possessor]
    return [t.head for t in possessor.ancestors if t.dep_ == "relcl"][:1]


def _told_apart(token: Token, head: Token) -> bool:
    """ "the deal that would end the war in Chad", "sailors held in Chad": the place of what a clause about the thing tells has no part in the act."""
    placed = token.dep_ == "pobj" and token.head.lower_ in {"in", "at", "across", "throughout"}
    between = list(itertools.takewhile(lambda t: t.i != head.i, [token, *token.ancestors]))
    why = any(
        t.dep_ == "prep" and t.lower_ in _REASONS for t in between
    )  # "exports, which were banned over the siege of X"
    return (placed or why) and any(t.dep_ == "relcl" or (t.dep_ == "acl" and t.tag_ == "VBN") for t in between)


def _in_passing(token: Token, head: Token) -> bool:
    """ "sanctions, guided by a pledge to help Chad": what a participle tells of how the thing came about."""
    between = itertools.takewhile(lambda t: t.i != head.i, [token, *token.ancestors])
    return any(t.dep_ == "acl" and t.tag_ == "VBN" and t.lemma_ in _IN_PASSING for t in between)
