"""How a noun that names an act is meant: a fact, a plan, a report; denied, or what may come.

In: the noun and the verb of its act. Out: `Mood`. Clauses are read in `modality`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.modality import Mood
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_WORDS = {key: frozenset(words) for key, words in load("modality").items()}


def mood_of_noun(noun: Token, verb: Token | None) -> Mood:
    """What the phrase of a noun that names an act says of it: "no talks", "alleged support, which Togo denies".

    `verb` is the act's own, if it has one: "the charge that Chad rejected" is no denied rejection.
    """
    before = noun.doc[max(0, noun.i - 2) : noun.i].text.lower()
    if before == "non-" or any(c.dep_ == "det" and c.lower_ in {"no", "neither"} for c in noun.children):
        return Mood(refused="negated")  # "the non-recognition of Chad"
    clauses = [t for t in noun.subtree if t.dep_ == "relcl" and (verb is None or t.i != verb.i)]
    if any(t.lemma_.lower() in _WORDS["denying"] for t in clauses):
        return Mood(refused="negated")
    if _is_open(noun) or any(c.dep_ == "amod" and c.lower_ in _WORDS["imagined"] for c in noun.children):
        return Mood(refused="hypothetical")
    if any(c.dep_ == "amod" and c.lower_ in _WORDS["foreseen"] for c in noun.children):  # "the projected entry of Chad"
        return Mood("planned")
    return Mood("reported") if any(c.lower_ in _WORDS["alleged"] for c in noun.children) else Mood()


def _is_open(noun: Token) -> bool:
    """ "the prospect of China's accession", "opened the way for the establishment of ties": what may come."""
    bare = not any(c.dep_ in {"det", "poss"} for c in noun.children)
    while noun.dep_ == "pobj" and noun.head.lower_ in {"of", "for", "to", "in"}:
        noun = noun.head.head
        opened = [c for c in noun.children if c.dep_ == "dobj"] if noun.pos_ == "VERB" else []
        if any(t.lemma_.lower() in _WORDS["open_nouns"] for t in [noun, *opened]):
            return True
        if noun.lower_ == "event" and noun.dep_ == "pobj" and noun.head.lower_ == "in":  # "in the event of an attack"
            return True
        if bare and noun.lemma_.lower() in _WORDS["aims"]:  # "discussed the importance of investment"
            return True
    return False
