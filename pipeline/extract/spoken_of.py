"""What a sentence speaks of without telling it: the topics of papers, agreements told before, praise of one's own deal.

In: an act of an annotated sentence, the discourse so far. Out: whether a row of it would say what the words do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.act import Act
from pipeline.extract.claim import Claims
from pipeline.extract.discourse import Party
from pipeline.extract.predications import Predication
from pipeline.lexicons import load
from pipeline.records import Row

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_PAPERS, _BONDS, _PRAISING = (frozenset(load("syntax")[key]) for key in ("papers", "bonds", "praising"))
_FORCES = frozenset(load("parties")["forces"])
_ABOUT = frozenset({"on", "for", "about", "concerning", "regarding", "covering"})
_OWN = frozenset({"its", "their", "his", "her"})
_NEAR = 2  # sentences for which an agreement stays the one that "the agreement" means


def is_topic_of_paper(noun: Token) -> bool:
    """ "signed a memorandum on consultations between the ministries": what a paper is about is not held by its signing."""
    link = noun.head
    if noun.dep_ != "pobj" or link.lower_ not in _ABOUT:
        return False
    above = link.head
    beside = (
        [c for c in above.children if c.dep_ in {"dobj", "nsubjpass"}]
        if above.pos_ == "VERB"
        else [above, above.head.head]
    )
    return any(t.lemma_.lower() in _PAPERS for t in beside)


def tells_nothing_new(act: Act, row: Row, sides: tuple[Party | None, Party | None], claims: Claims) -> bool:
    """Whether an agreement was told right before, or is praised by one of those who made it."""
    second = sides[1]
    if row["event_type"] == "STATEMENT" and _in_passing(act):
        return True
    if row["event_type"] in {"AID", "COOPERATE"} and _is_praised(act.predication.head):
        return True
    if row["event_type"] == "AGREE":
        return _told_before(act, row, claims)
    if act.frame.name == "support.appreciate" and _is_bond(str(row["object"] or "")):
        return True
    own = act.frame.name == "support.welcome_accord" and second is None
    code = sides[0].country if sides[0] is not None else None
    return own and code in {side for _, pair in claims.discourse.agreed[-_NEAR:] for side in pair}


def owns_object(predication: Predication) -> bool:
    """ "Chad defended its decision to break with Togo": what is one's own is nobody else's to be backed."""
    owned = any(c.dep_ == "poss" and c.lower_ in _OWN for o in predication.objects for c in o.children)
    return owned and predication.verb is not None and predication.verb.lemma_ == "defend"


def is_of_arms(act: Act, first: Party | None) -> bool:
    """ "the Brigade supported them", "supported the Chadians against Togolese forces": help in a war, no word of backing."""
    against = [t for c in act.predication.head.children if c.lower_ == "against" for t in c.children]
    return act.frame.mode == "endorsement" and (_fights(first) or any(t.lemma_.lower() in _FORCES for t in against))


def _in_passing(act: Act) -> bool:
    """ "the paper, which we released", "issued a statement recognising Chad": not the saying is what is told."""
    verb, noun = act.predication.verb, act.predication.noun
    told = verb is not None and verb.dep_ == "relcl"
    return told or (noun is not None and any(c.dep_ == "acl" and c.tag_ == "VBG" for c in noun.children))


def _fights(party: Party | None) -> bool:
    """Whether somebody is named as soldiers are."""
    return party is not None and not _FORCES.isdisjoint((party.name or "").lower().split())


def _is_praised(head: Token) -> bool:
    """ "thanked the Chadians for their kindness in helping refugees": what somebody else did."""
    if head.dep_ not in {"pcomp", "conj"}:
        return False
    above = [t for t in head.ancestors if t.pos_ == "VERB"]
    return bool(above) and any(t.lemma_ in _PRAISING and head.head.head is not t for t in above[:2])


def _is_bond(about: str) -> bool:
    """ "its commitment to the partnership with Chad": what the two have with each other, backed by either, is no backing."""
    return bool(about) and about.split()[-1].lower() in _BONDS


def _told_before(act: Act, row: Row, claims: Claims) -> bool:
    """ "The agreements were signed in Suva": those of the sentences before, where nothing tells when."""
    noun = act.predication.noun
    if noun is None or not act.predication.passive or row["date"] or row["date_text"]:
        return False
    before = [c.lower_ for c in noun.lefts if c.dep_ in {"det", "nummod", "predet"}]
    bare = "the" in before and not any(c.dep_ not in {"det", "nummod", "predet"} for c in noun.lefts)
    index = claims.sentence.sentence.index
    pair = {row["actor1_country"], row["actor2_country"]}
    told = [at for at, sides in claims.discourse.agreed if sides == pair and 0 < index - at <= _NEAR]
    return bare and not any(c.dep_ in {"prep", "acl", "relcl"} for c in noun.rights) and bool(told)
