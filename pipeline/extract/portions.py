"""Amounts of one partner out of a whole: "of which 700,000 tonnes came from X", "with $3 million going to Y", "2,000 tonnes of it from Z".

In: the head of an amount in a parsed sentence. Out: a `Portion`: which way it goes, who the partners are, of what it is. What the whole
is, told before or right beside, is read in `told_portions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.flow import WORDS
from pipeline.extract.predications import prepositional

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_COMING, _GOING = frozenset(WORDS["comes_verbs"]), frozenset(WORDS["goes_verbs"])
_GOING_FOR = frozenset(WORDS["goes_for"])
_GIVING, _TAKING = frozenset(WORDS["give"]), frozenset(WORDS["take"])
_STANDING, _TOTALS = frozenset(WORDS["share_standing"]), frozenset(WORDS["totals"])


@dataclass(frozen=True, slots=True)
class Portion:
    """`flow` as seen from whose the whole is, None where only the whole tells; `partners` the words for the other side; `of` the word for the whole, where one is said.

    `beside` tells whether it hangs on a clause that tells the whole: "with 700,000 tonnes coming from X".
    """

    flow: str | None
    partners: list[Token]
    head: Token
    of: Token | None
    beside: bool


def portion(root: Token) -> Portion | None:
    """The portion that an amount is, by its head; None where nothing tells of a partner so."""
    top = root
    if root.dep_ == "pobj" and root.head.lower_ == "of" and root.head.head.lemma_.lower() in _TOTALS:
        top = root.head.head  # "a total of 700,000 tonnes came from X"
    verb = top.head
    if top.dep_ in {"nsubj", "nsubjpass"} and verb.pos_ == "VERB":
        return _told_by(verb, _fronted(root, verb), beside=verb.dep_ == "pcomp")
    if root.dep_ == "dobj" and verb.pos_ == "VERB" and (of := _fronted(root, verb)) is not None:
        return _taken(verb, of)
    if root.dep_ == "pobj" and root.head.lower_ == "with":  # "with 700,000 tonnes coming from X"
        for participle in (c for c in root.rights if c.dep_ == "acl"):
            return _told_by(participle, None, beside=True)
        following = root.head.head
        subjects = [c for c in following.children if c.dep_ == "nsubj"]
        if following.lemma_ == "follow" and subjects:  # "X followed with 410,000 tonnes"
            return Portion(None, subjects, following, None, beside=False)
    return _without_verb(root)


def _fronted(root: Token, verb: Token) -> Token | None:
    """ "Of its imports, 700,000 tonnes came from X", "of which": the word for the whole that stands before the verb."""
    return next((t for t in prepositional(root, "of") + prepositional(verb, "of") if t.i < verb.i), None)


def _taken(verb: Token, of: Token) -> Portion | None:
    """ "Of its exports, X took 700,000 tonnes"."""
    lemma, subjects = verb.lemma_.lower(), [c for c in verb.children if c.dep_ == "nsubj"]
    flow = "export" if lemma in _TAKING else "import" if lemma in _GIVING else None
    return Portion(flow, subjects, verb, of, beside=False) if flow and subjects else None


def _told_by(verb: Token, of: Token | None, *, beside: bool) -> Portion | None:
    lemma = verb.lemma_.lower()
    passive = verb.tag_ == "VBN"
    agents = [t for p in verb.children if p.dep_ == "agent" for t in p.children]
    for flow, lemmas, partners in (
        ("import", _COMING, prepositional(verb, "from")),
        ("export", _GOING, prepositional(verb, "to")),
        ("export", _GOING_FOR, prepositional(verb, "for")),
        ("import", _GIVING if passive else frozenset[str](), agents),
        ("export", _TAKING if passive else frozenset[str](), agents),
    ):
        if lemma in lemmas and partners:
            return Portion(flow, partners, verb, of, beside)
    return None


def _without_verb(root: Token) -> Portion | None:
    """ "700,000 tonnes of it from X"."""
    of = next((t for t in prepositional(root, "of") if t.lower_ in _STANDING), None)
    if of is None:
        return None
    for flow, word in (("import", "from"), ("export", "to")):
        partners = prepositional(root, word)
        if partners:
            return Portion(flow, partners, root, of, beside=True)
    return None
