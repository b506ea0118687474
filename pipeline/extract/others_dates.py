"""Dates of a sentence that belong to something else than an act: to a thing, a law, a reason, a clause before or behind it.

In: the token of a date, the head and the trigger of an act. Out: whether the date is another's. What is left is weighed in
`timing`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.tree import is_infinitive, is_within
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.dates import When
    from pipeline.annotate.document import AnnotatedSentence
    from pipeline.annotate.parsed import Token

VERBAL = frozenset({"VERB", "AUX"})
_WORDS = {key: frozenset(words) for key, words in load("syntax").items()}
_JUDGING, _SEQUENCE, _DATED, _FEELINGS = (_WORDS[key] for key in ("praising", "sequence", "dated", "feelings"))
_LATER, _PAPERS = _WORDS["later_than"], _WORDS["papers"]
_PLANNED = frozenset(load("modality")["planned"])
_LEADING_UP = frozenset({"following", "after"})
# "cooperate in the lead-up to the meeting on 1 April"
_AHEAD = re.compile(rf"\b(?:{'|'.join(map(re.escape, load('syntax')['ahead']))}) ")
_OFFICES = frozenset(load("names")["offices"])


def governor_of(token: Token) -> Token:
    """The verb, or the noun that a preposition ties the date to."""
    at = token
    while at.head.i != at.i:
        at = at.head
        if at.pos_ in VERBAL:
            return at
    return at


def of_another(date: Token, trigger: Token) -> bool:
    """Whether a date is that of a thing spoken of: "welcomed the 2025 summit", "in the lead-up to the meeting on 1 April"."""
    own = {trigger.i, *(c.i for c in trigger.conjuncts)}
    if date.dep_ in {"nummod", "compound", "nmod", "amod"} and date.head.pos_ in {"NOUN", "PROPN"}:
        return date.head.i not in own and trigger.pos_ in VERBAL
    at = date
    while at.head.i != at.i and at.pos_ not in VERBAL:
        at = at.head
        if at.lemma_.lower() in _DATED and at.i not in own and at.dep_ == "pobj" and at.head.head.pos_ not in VERBAL:
            return True
    return False


def of_name(date: Token) -> bool:
    """ "renewed the 1918 treaty in 2005": a year before a noun tells which one is meant."""
    return date.dep_ in {"nummod", "compound", "nmod", "amod"} and date.i < date.head.i


def of_name_of_thing(date: Token, head: Token) -> bool:
    """ "asked the court to uphold an 1899 ruling": which ruling; but what is done at "the 2025 summit" is done then."""
    noun = date.head
    which = date.i > 0 and date.doc[date.i - 1].pos_ == "DET" and noun.head.lower_ != "since"
    thing = noun.is_lower or noun.lemma_.lower() in _PAPERS  # "the guarantors of the 1942 Rio Protocol"
    return which and of_name(date) and noun.i != head.i and noun.lemma_.lower() not in _DATED and thing


def of_clause_of_thing(date: Token, head: Token) -> bool:
    """Whether a date is that of a clause about a thing or an aim of the act: "received jets under a contract signed in 2022".

    "Thanked X for hosting the forum in May", "agreed to meet in June", "lent money to build schools by 2027".
    """
    at = governor_of(date)
    while head.pos_ in VERBAL and at.i != head.i and at.head.i != at.i and is_within(at, head):
        if at.pos_ in VERBAL and at.i > head.i and _tells_more(at):
            return True
        at = at.head
    return False


def of_clauses_of_places(head: Token, sentence: AnnotatedSentence) -> list[When]:
    """ "Purchases from Chad, which in 2021 had been the third-largest source, came to $3 million": dates of what is told of a state."""
    found = []
    for i, when in sentence.date_at.items():
        clauses = [t for t in sentence.doc[i].ancestors if t.dep_ == "relcl" and t.head.i in sentence.place_at]
        if any(clause.i != head.i and not is_within(head, clause) for clause in clauses):
            found.append(when)
    return found


def _tells_more(verb: Token) -> bool:
    """Whether the clause of a verb tells of a thing, a reason, an aim or a plan of the clause above it."""
    if verb.dep_ == "pcomp":
        return verb.head.lower_ in {"for", "of", "about"}
    aim = is_infinitive(verb)
    planned = verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _PLANNED
    return verb.dep_ in {"acl", "relcl"} or (aim and (verb.dep_ == "advcl" or planned))


def before_clause(date: Token, head: Token) -> bool:
    """ "On 19 July, after X had voiced support, Y …": what stands before "after" is not of its clause."""
    marks = [c.i for c in head.children if c.dep_ in {"mark", "advmod"} and c.lower_ in _SEQUENCE and c.i < head.i]
    return bool(marks) and date.i < marks[0]


def leads_up(trigger: Token, head: Token) -> bool:
    """ "Following a series of meetings between X and Y, a treaty was signed": a noun of the phrase that opens what came later."""
    before = trigger.doc[: trigger.i]
    opens = len(before) > 0 and before[0].lower_ in _LEADING_UP and trigger.i < head.i and trigger.pos_ == "NOUN"
    return opens and not any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in before)


def in_sequence(date: Token, head: Token, trigger: Token) -> bool:
    """ "After the overthrow of X in 1918, the legation was closed": a date of what stands before, behind "after"."""
    if leads_up(trigger, head) and date.i > head.i:
        return True
    if head.pos_ in VERBAL and _AHEAD.search(head.doc.text, head.idx, date.idx):
        return True
    at = date
    while at.head.i != at.i and at.i != head.i:
        opens = at.dep_ == "pobj" and at.i != date.i and (at.head.lower_ in _SEQUENCE or at.lower_ in _LATER)
        since = at.dep_ == "pobj" and at.head.lower_ == "since" and at.i != date.i
        opens = opens or (since and not of_name(date))  # "since the collapse of X in 1991", not "since the 1991 war"
        marks = {c.lower_ for c in at.children if c.dep_ in {"mark", "advmod"} and c.i < at.i}
        if opens or (head.pos_ in VERBAL and at.dep_ == "advcl" and marks & _SEQUENCE):
            return not (is_within(head, at) or is_within(trigger, at))
        at = at.head
    return False


def of_law(date: Token, trigger: Token) -> bool:
    """ "a fund created by the Seeds Act of 2022": the year of a law's name dates nothing else."""
    above = date.head.head if date.dep_ == "pobj" and date.head.lower_ == "of" else None
    return above is not None and above.i != trigger.i and above.lower_ in _WORDS["named_after"] and above.is_title


def of_what_is_judged(date: Token, verb: Token) -> bool:
    """ "thanked Chad for hosting the forum in November", "welcomes Chad's 2025 summit": a date of what somebody is praised for."""
    words = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in _FEELINGS]
    if words and any(c.lower_ in {"for", "on", "over"} and c.i < date.i for t in (verb, *words) for c in t.children):
        return date.i > words[0].i  # "conveyed condolences for the victims of the attack of 3 May"
    if verb.lemma_ not in _JUDGING or date.i < verb.i:
        return False
    why = [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "for" and verb.i < c.i < date.i]
    inner = [c for c in verb.children if c.dep_ in {"dobj", "xcomp", "ccomp"} and c.pos_ in VERBAL]
    return bool(why) or date.dep_ == "nummod" or any(is_within(date, c) for c in inner)


def of_sibling(date: Token, head: Token) -> bool:
    """ "the signing of the pact on 3 May and a series of meetings": a date told before "and" is of what stands there."""
    at = head
    while at.head.i != at.i and at.pos_ not in VERBAL:
        if any(s.i < date.i < at.left_edge.i and is_within(date, s) for s in _before(at)):
            return True
        at = at.head
    return False


def _before(noun: Token) -> list[Token]:
    """The nouns that a noun is joined to, or that stand before it under one preposition."""
    beside = [c for c in noun.head.children if c.dep_ == noun.dep_ == "pobj"]
    return [t for t in [*noun.conjuncts, *beside] if t.i < noun.i and t.pos_ not in VERBAL]


def in_apposition(date: Token, trigger: Token, head: Token, sentence: AnnotatedSentence) -> bool:
    """ "X, minister since 1936, was promoted in 1943": a date of what tells who somebody is; of a number it is its own."""
    at = date
    while at.head.i != at.i and at.pos_ not in VERBAL:
        if at.dep_ == "appos" and at.i not in sentence.date_at and at.ent_type_ != "DATE":
            who = head.pos_ in VERBAL or at.lower_ in _OFFICES
            return who and not is_within(trigger, at)
        at = at.head
    return False


def bracketed_before(date: Token, head: Token, trigger: Token) -> bool:
    """ "The talks (in April 2025) were followed by an attack": a date in brackets is of what stands before them.

    Behind the subject it is of the verb: "The ministry (2 October) released a statement".
    """
    if head.pos_ in VERBAL and any(c.dep_ in {"nsubj", "nsubjpass"} and is_within(date, c) for c in head.children):
        return False
    doc = date.doc
    opened = next((t.i for t in reversed(doc[: date.i]) if t.text in {"(", ")"}), -1)
    closed = next((t.i for t in doc[date.i :] if t.text in {"(", ")"}), len(doc))
    inside = opened >= 0 and doc[opened].text == "(" and closed < len(doc) and doc[closed].text == ")"
    return inside and trigger.i > closed


def told_elsewhere(date: Token) -> bool:
    """ "the signing of the pact, which she discussed in 2022": a date of what somebody else does with the act."""
    governor = governor_of(date)
    subjects = [c for c in governor.children if c.dep_ in {"nsubj", "nsubjpass"}]
    return governor.dep_ == "relcl" and any(c.lower_ not in {"which", "that"} for c in subjects)
