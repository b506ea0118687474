"""Which acts the words of a sentence name: each verb or noun that opens a frame, with the predication it opens it in.

In: a token, a frame, an annotated sentence. Out: `Predication`s. Who takes part is found in `roles`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.annotate.document import AnnotatedSentence
from pipeline.extract.act_words import another
from pipeline.extract.appointments import taken_by
from pipeline.extract.frames import Frame, is_apart, mission_before, names, written
from pipeline.extract.parties import Parties
from pipeline.extract.predications import Predication, carrier, of_noun, of_verb, prepositional
from pipeline.extract.things import FIRMS
from pipeline.extract.tree import between, is_infinitive
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_WORDS = {key: frozenset(words) for key, words in load("syntax").items()}
_PLEDGING, _STAYING, _VAGUE = (frozenset(load("modality")[key]) for key in ("pledging", "staying", "vague_doings"))
_PEOPLE = frozenset({"person", "office", "organisation"})


class Triggers:
    """Finds the predications in which the words of one sentence open a frame."""

    def __init__(self, sentence: AnnotatedSentence, parties: Parties) -> None:
        self.s = sentence
        self.parties = parties

    # -- verbs ---------------------------------------------------------------------------------------------------------
    def of_verb(self, frame: Frame, verb: Token) -> Iterator[Predication]:
        """The predications in which a verb opens the frame: alone, or with the object or subject that the frame asks for."""
        plain = of_verb(verb)
        if self._does_not_count(frame, verb, plain):
            return
        if frame.complement:
            if any(c.dep_ in {"acomp", "attr", "oprd"} and c.lower_ in frame.complement for c in verb.children):
                yield plain
        elif frame.subjects:
            subject = [t for t in plain.subjects + plain.objects if self._names(t, frame.subjects)]
            if subject and (plain.passive or not plain.objects or frame.has("transitive")):
                yield Predication(verb, subject[0], plain.passive, [], plain.objects)
        elif frame.has("body_object"):
            held = (self.s.entity_at.get(t.i) for o in plain.objects for t in self._counted(o, True))
            if any(e is not None and e.type == "organisation" and e.kind in FIRMS for e in held):
                yield plain
        elif frame.has("money_object"):
            if any(self._is_money(t) and not _in_clause(t, o) for o in plain.objects for t in o.subtree):
                yield plain
        elif frame.objects:
            yield from self._with_object(frame, verb, plain)
        elif frame.has("objects_people"):
            found = [p for t in plain.objects for p in self.parties.of(t) if p.kind in _PEOPLE]
            # "hosted the World Alliance": its meeting, where "hosted its leaders" is theirs
            if any(p.country or p.kind != "organisation" or p.id is None for p in found):
                yield plain
        elif not frame.has("bare" if plain.objects else "plain"):
            yield plain

    def _does_not_count(self, frame: Frame, verb: Token, plain: Predication) -> bool:
        """Whether the verb stands in a way in which the frame does not count it."""
        behind = (c for t in [*plain.objects, verb] for c in t.subtree if c.i > verb.i)
        return (
            (frame.has("unaimed") and _is_purpose(verb))
            or (frame.has("finite") and _in_passing(verb))
            or (frame.has("unjoined") and verb.dep_ == "conj")
            or (frame.has("no_infinitive") and any(is_infinitive(c) for c in behind))
            or (frame.has("post") and not taken_by(verb))
            or (bool(frame.phrases) and not self._says(frame, verb))
            or (frame.has("resolved") and _resolves_nothing(verb))
            or (frame.has("unquoted") and not plain.objects and _tells_behind(verb))
            or (frame.has("unnamed") and _says_what(verb, plain))
            or (frame.has("to_be_done") and verb.lemma_ == "insist" and not _is_to_be_done(verb))
        )

    def _says(self, frame: Frame, verb: Token) -> bool:
        """Whether one of the frame's phrases stands in the verb's clause ("declared … persona non grata")."""
        clause = _clause(verb)
        return any(phrase in clause for phrase in frame.phrases)

    def _is_money(self, token: Token) -> bool:
        value = self.s.value_at.get(token.i)
        return value is not None and value.kind == "money"

    def _with_object(self, frame: Frame, verb: Token, plain: Predication) -> Iterator[Predication]:
        for obj in plain.objects + self._through_preposition(frame, verb) + _meant_by_it(plain.objects, verb):
            for noun in [*self._counted(obj, frame.type == "COOPERATE"), *(c for c in obj.conjuncts if c.i > obj.i)]:
                if self._names(noun, frame.objects) and self.fits(frame, noun, verb):
                    yield Predication(verb, noun, plain.passive, plain.subjects, [noun])
                    if frame.type == "AGREE" and noun == obj:
                        for other in _further(verb, noun):
                            if self._names(other, frame.objects) and self.fits(frame, other, verb):
                                yield Predication(verb, other, plain.passive, plain.subjects, [other])

    def _names(self, noun: Token, words: frozenset[str]) -> bool:
        """Whether a noun is one of `words`, or named as one: "Embassy Lima", "Exercise Blue Tide", "the miner Andina"."""
        if names(noun, words) or (noun.i in self.s.place_at and mission_before(noun) in words):
            return True
        told = [c for c in noun.lefts if c.dep_ in {"compound", "nmod"}] if noun.pos_ == "PROPN" else []
        return any(names(c, words) and (c.is_lower or c.lower_ in _WORDS["titled_first"]) for c in told)

    @staticmethod
    def _through_preposition(frame: Frame, verb: Token) -> list[Token]:
        """The object of "enter into", where the frame names the verb with its preposition."""
        lemma = verb.lemma_.lower()
        beside = [c for c in verb.children if c.dep_ in {"prep", "prt", "advmod"} and not is_apart(verb, c)]
        direct = [(f"{lemma}_{c.lower_}", c) for c in beside]
        # "pulled out of", "did away with"
        inner = [(f"{key}_{p.lower_}", p) for key, c in direct for p in c.children if p.dep_ == "prep"]
        idioms = [
            (o, p) for o in verb.children if o.dep_ == "dobj" for p in [*o.children, *verb.children] if p.dep_ == "prep"
        ]
        inner += [(f"{lemma}_{o.lower_}_{p.lower_}", p) for o, p in idioms]  # "took part in"
        return [t for key, prep in direct + inner if key in frame.verbs for t in prep.children if t.dep_ == "pobj"]

    def _counted(self, noun: Token, bought: bool) -> list[Token]:
        """What "a number of agreements" counts, what "$5 million in aid" is money for."""
        part = self.s.value_at.get(noun.i)  # "acquired 74 percent of the shares"
        counts = noun.lemma_.lower() in _WORDS["counters"] or noun.pos_ == "NUM"  # "five of the divers"
        counts = counts or (bought and part is not None and part.kind == "percent")
        inner = prepositional(noun, "of") if counts or self._is_money(noun) else []
        return [noun, *inner, *(prepositional(noun, "in") if self._is_money(noun) else [])]

    def fits(self, frame: Frame, noun: Token, verb: Token | None) -> bool:
        """Whether the noun's phrase has a word that the frame needs and none that it bars."""
        words = {t.lower_ for t in noun.subtree} | {t.lemma_.lower() for t in noun.subtree}
        if verb is not None:
            words |= {c.lower_ for c in verb.children}
        if frame.needs and not words & frame.needs:
            return False
        near = {c.lower_ for c in noun.children} | {c.lemma_.lower() for c in noun.children} | {noun.lemma_.lower()}
        if noun.dep_ == "pobj":  # "concluded a round of talks" concludes no talks
            near.add(noun.head.head.lemma_.lower())
        return not frame.barred_by(near)

    # -- nouns ---------------------------------------------------------------------------------------------------------
    def of_noun(self, frame: Frame, noun: Token) -> Predication | None:
        """The predication that a noun opens: under a light verb ("held talks") or by itself ("the visit of X to Y")."""
        if not self.fits(frame, noun, None) and not (frame.needs and self._verb_fits(frame, noun)):
            return None
        if frame.has("listed") and not _opens_line(noun):
            return None
        if frame.has("common") and noun.pos_ == "PROPN":  # "the Vietnam War" names no two sides
            return None
        above = noun.head.head if noun.dep_ == "pobj" else noun.head
        if above.lemma_.lower() in _WORDS["rumours"]:  # "rumours of a loan"
            return None
        over = next((t.lemma_.lower() for t in noun.ancestors if t.pos_ == "VERB"), "")
        if {above.lemma_.lower(), noun.head.lemma_.lower(), over} & frame.unless_under:
            return None
        counter = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
        counted = counter is not None and counter.lemma_.lower() in _WORDS["counters"]
        verb, as_subject = carrier(counter if counted and counter is not None else noun)
        verb = None if _beside_clause(counter if counted and counter is not None else noun) else verb
        if frame.has("unaimed") and verb is not None and _is_purpose(verb):
            return None
        if verb is not None and not as_subject and _is_light(verb, frame):
            return of_verb(verb, noun)
        if frame.has("only_light") or (frame.has("verbless") and any(t.pos_ in {"VERB", "AUX"} for t in noun.doc)):
            return None
        if frame.has("in_phrase") and not (noun.dep_ == "pobj" and noun.head.lower_ == "in"):
            return None
        return of_noun(noun)

    @staticmethod
    def _verb_fits(frame: Frame, noun: Token) -> bool:
        near = {c.lower_ for c in noun.children} | {c.lemma_.lower() for c in noun.children}
        verb, _ = carrier(noun)
        close = {c.lower_ for c in verb.subtree if abs(c.i - noun.i) < 8} if verb is not None else set()
        return bool(close & frame.needs) and not frame.barred_by(near)


def _further(verb: Token, first: Token) -> list[Token]:
    """ "signed a memorandum on talks between their ministries and a memorandum on fishing", "… as well as a letter of intent".

    Things of their own behind "and" that the parser joined to a word within the first, or to the verb.
    """
    joined = set(first.conjuncts)
    behind = [t for t in verb.subtree if t.i > first.i and t.dep_ == "conj" and t.pos_ == "NOUN" and t not in joined]
    return [t for t in behind if another(t) and not _below_clause(t, verb)]


def _below_clause(noun: Token, verb: Token) -> bool:
    """Whether a clause stands between a noun and a verb above it."""
    return any(a.dep_ in {"relcl", "acl", "advcl", "ccomp"} for a in between(noun, verb))


def _is_light(verb: Token, frame: Frame) -> bool:
    """Whether a verb only carries what its noun tells: "hold" of "held talks", "carry out" of "carried out strikes"."""
    return verb.lemma_.lower() in _WORDS["light_verbs"] or not frame.light.isdisjoint(written(verb))


def _in_passing(verb: Token) -> bool:
    """ "the last envoy accredited to Chad", "since being sworn in": who or since when is meant, not what happened, save in a heading."""
    told_of = {"dobj", "auxpass", "nsubjpass"}
    reduced = verb.tag_ == "VBD" and verb.dep_ == "advcl" and not any(c.dep_ in told_of for c in verb.children)
    bare = verb.dep_ == "acl" and verb.head.dep_ != "ROOT"
    return bare or reduced or (verb.dep_ == "pcomp" and verb.head.lower_ == "since")


def _is_purpose(verb: Token) -> bool:
    """ "financing to support the plan", "gave $2 million to support reform": what something is for, no backing told."""
    words = {verb.head.lemma_.lower(), *(c.lemma_.lower() for c in verb.head.children if c.dep_ in {"dobj", "attr"})}
    return is_infinitive(verb) and verb.dep_ in {"acl", "advcl", "xcomp"} and not words & _PLEDGING


def _beside_clause(noun: Token) -> bool:
    """ "announced it in an address regarding the dissolution": the clause does not carry what it has as a topic or an anchor."""
    while noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    return noun.dep_ == "pobj" and noun.head.lower_ in _WORDS["sequence"] | _WORDS["reasons"]


def _in_clause(token: Token, noun: Token) -> bool:
    """ "a plan to provide $5 million", "a fund that has raised $5 million": the money is of the verb below, no part of what is announced."""
    while token.i != noun.i and token.head.i != token.i:
        if token.dep_ == "relcl" or (token.dep_ == "acl" and token.tag_ == "VB"):
            return True
        token = token.head
    return False


def _opens_line(noun: Token) -> bool:
    """Whether a noun is the head of a line that ends in a date in brackets: "Agreement on fishing (1994)"."""
    return noun.dep_ == "ROOT" and noun.text[0].isupper() and "(" in noun.doc.text


def _meant_by_it(objects: list[Token], verb: Token) -> list[Token]:
    """ "closed its embassy in 1973 and reopened it in 2004": what the verb before had for its object."""
    pronoun = any(o.lower_ in {"it", "them"} for o in objects)
    return of_verb(verb.head).objects if pronoun and verb.dep_ == "conj" and verb.head.pos_ == "VERB" else []


def _tells_behind(verb: Token) -> bool:
    """ "Nothing has been decided, X cautioned": who only says what is so; not "Chad would do likewise, X cautioned"."""
    said = [c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i]
    said += [verb.head] if verb.dep_ in {"parataxis", "ccomp"} and verb.head.i < verb.i else []
    return bool(said) and not any(a.lower_ in {"will", "would", "shall"} for c in said for a in c.children)


def _says_what(verb: Token, plain: Predication) -> bool:
    """ "called X a friend", "called him 'a bridge'": what somebody is called, and nobody is rung up."""
    told = bool(plain.objects) and any(
        c.dep_ in {"oprd", "attr", "acomp"} and c not in plain.objects for c in verb.children
    )
    behind = [c.left_edge for o in plain.objects for c in o.rights if c.dep_ == "appos"]
    behind += [verb.doc[o.i + 1] for o in plain.objects if o.i + 1 < len(verb.doc)]
    return told or any(t.lower_ in {"a", "an", '"', "\u201c"} for t in behind)


def _is_to_be_done(verb: Token) -> bool:
    """ "insisted that Chad lower its quota", "… must lower it": a clause of what is wanted, not of what is said to be so."""
    told = [c for c in verb.children if c.dep_ == "ccomp"]
    aux = [[a.lower_ for a in c.children if a.dep_ in {"aux", "auxpass"}] for c in told]
    return any(
        (c.tag_ == "VB" and not {"will", "would", "can", "could", "may", "might", "did", "do", "does"} & {*words})
        or {"must", "should"} & {*words}
        for c, words in zip(told, aux, strict=True)
    )


def _resolves_nothing(verb: Token) -> bool:
    """ "agreed to remain in close contact", "pledged to continue their collaboration": nothing that is not so already."""
    for aim in (c for c in verb.children if c.dep_ in {"xcomp", "ccomp"}):
        going_on = aim.lemma_ == "continue" and all(o.lemma_ in _VAGUE for o in aim.children if o.dep_ == "dobj")
        if aim.lemma_ in _STAYING or going_on:
            return True
    return _holds_true(verb)


def _holds_true(verb: Token) -> bool:
    """ "agreed that the threat is growing": what is thought, where "agreed that they would meet" is what is to be done."""
    clauses = [c for c in verb.children if c.dep_ == "ccomp"]
    # "demanded that Chad recall its envoy": a subjunctive tells what is to be done
    return any(c.tag_ != "VB" and not any(a.dep_ == "aux" and a.tag_ == "MD" for a in c.children) for c in clauses)


@lru_cache(maxsize=8)
def _clause(verb: Token) -> str:
    """The words of a verb's clause, lower case; every frame of the verb may ask for them."""
    first, last = verb.left_edge, verb.right_edge
    return verb.doc.text[first.idx : last.idx + len(last.text)].lower()
