"""Whether an act names somebody who is known by no name: "eighty states", "a network of partners", "the Acme Secretariat".

In: a predication and the parties of its sentence. Out: yes or no. What is left open there is not filled from the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.predications import Predication
from pipeline.extract.tree import between
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token
    from pipeline.extract.parties import Parties

_TELLING, _SPEAKING = (frozenset(load("syntax")[key]) for key in ("telling", "speaking"))
_BEFORE = frozenset({"compound", "amod", "nmod", "poss"})
_STATES = frozenset(load("parties")["states"])
_ENVOYS = frozenset(load("parties")["diplomats"]) | {"diplomat"}  # who is recalled in person
_RECEIVING = ("to", "for", "iobj")
_TWO = frozenset({"two", "2", "both"})
_SOME = frozenset({"a", "an", "another", "other", "many", "several", "some"})


def names_nobody(predication: Predication, parties: Parties) -> bool:
    """ "Eighty states have signed it", "a treaty with a network of partners": who takes part is told, but not by name."""
    joined = predication.role("between")
    beside = [*predication.role("with"), *joined, *(c for t in joined for c in t.conjuncts if c.i > t.i)]
    if predication.noun is not None:
        inner = [t for t in predication.noun.subtree if t.dep_ == "pobj" and t.head.lower_ == "with"]
        # "signed a memorandum on trade and investment with the Secretariat"
        inner += [
            t for t in predication.head.subtree if t.dep_ == "pobj" and t.head.lower_ == "with" and _of(t, predication)
        ]
        beside += [t for t in dict.fromkeys(inner) if t.pos_ == "PROPN"]
    told = [t for t in [*predication.subjects, *beside] if t.pos_ == "NOUN" and _many(t)]
    told += [t for t in predication.subjects if t.pos_ == "PROPN" and any(c.dep_ in _BEFORE for c in t.lefts)]
    told += [t for role in _RECEIVING for t in predication.role(role) if _kind_of_states(t)]
    bodies = [t for t in beside if t.pos_ == "PROPN" and not _is_person(t, parties)]
    named = [t for t in bodies if not any(p.country for p in parties.of(t))]
    return bool(named) or any(not parties.of(t) for t in told)


def _of(token: Token, predication: Predication) -> bool:
    """Whether no other verb stands between a word and that of the act."""
    return not any(t.pos_ in {"VERB", "AUX"} for t in between(token, predication.head))


def _kind_of_states(noun: Token) -> bool:
    """ "gave $7 billion to African countries": states told by what they are, of which the document's own is at best one."""
    return noun.tag_ == "NNS" and noun.lemma_ in _STATES and any(c.dep_ == "amod" for c in noun.children)


def told_of(predication: Predication) -> bool:
    """ "welcomed the government's dialogue with Chad", "discussed the talks": whoever does that takes no part in it."""
    verb, noun = predication.verb, predication.noun
    if verb is None or noun is None or verb.lemma_ not in _TELLING or noun.lemma_.lower() in _ENVOYS:
        return False
    return verb.lemma_ in _SPEAKING or any(c.dep_ == "poss" for c in noun.children)


def _is_person(token: Token, parties: Parties) -> bool:
    held = parties.s.entity_at.get(token.i)
    return token.ent_type_ == "PERSON" or (held is not None and held.type == "person")


def _many(noun: Token) -> bool:
    """Whether a noun with nothing definite before it stands for some or many: "eighty states", "a Western nation"."""
    words = {c.lower_ for c in noun.children if c.dep_ in {"det", "nummod", "amod", "poss"}}
    counted = any(c.dep_ == "nummod" and c.lower_ not in _TWO for c in noun.children)
    return counted or bool(words & _SOME)
