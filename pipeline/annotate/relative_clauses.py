"""Relative clauses and participles that the parser hangs or reads wrongly: whose acts they are and what they are told of.

In: the tokens of a sentence, the place of each one's head and the place of the word to mend at. Out: both changed in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.trees import SUBJECTS, hung_on
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_PAPERS = frozenset(load("syntax")["papers"])
_SIGNING = frozenset(load("modality")["signing"])


def behind_aside(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "Chad, which has a say in it, called on Mali to wait": the verb behind the aside is the main one, and no participle of its subject."""
    if tokens[at - 1].text != ",":
        return
    subject = heads[at]
    aside = any(heads[i] == subject and tokens[i].dep_ == "relcl" for i in range(subject, at))
    agent = any(heads[i] == at and tokens[i].lower_ == "by" for i in range(at, len(tokens)))
    if heads[subject] != subject or not aside or agent:
        _done_to(tokens, heads, at)
        return
    for i, head in enumerate(heads):
        if head == subject and i > at:
            heads[i] = at
    tokens[at].dep_, tokens[at].tag_, heads[at] = "ROOT", "VBD", at
    tokens[subject].dep_, heads[subject] = "nsubj", at


def behind_aside_with_object(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "Chad, which ranked fifth, imported tea": the same where the parser takes the verb for a word of its object."""
    noun = heads[at]
    if tokens[noun].dep_ == "appos" and tokens[at - 1].text == "," and noun > at:
        above, tokens[at].dep_, tokens[noun].dep_ = heads[noun], "acl", "dobj"
        heads[at], heads[noun] = above, at
        behind_aside(tokens, heads, at)


def told_of(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "a memorandum that Chad and Mali signed": a clause with a subject of its own is no participle, and tells of what it hangs on."""
    sorts = {tokens[i].dep_ for i in hung_on(heads, at)}
    if sorts & SUBJECTS and "mark" not in sorts:  # "no evidence that Chad signed it"
        tokens[at].dep_ = "relcl"
        return
    noun, joined = heads[at], [tokens[i].dep_ for i in hung_on(heads, at) if i > at]
    # "had expelled an envoy, called home its own and banned …": what has an object and is joined to another is no participle
    if tokens[at - 1].text == "," and tokens[noun].dep_ == "dobj" and {"conj", "cc"} <= {*joined}:
        tokens[at].dep_, heads[at] = "conj", heads[noun]


def _done_to(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "an agreement for two reactors, concluded by Chad and Mali": it is the agreement that was concluded."""
    noun = heads[at]
    if tokens[at].lemma_ not in _SIGNING or tokens[noun].lemma_.lower() in _PAPERS:
        return
    above = noun
    while tokens[above].dep_ in {"pobj", "prep"} and heads[above] < above:
        above = heads[above]
    if above != noun and tokens[above].lemma_.lower() in _PAPERS:
        heads[at] = above


def being_done(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "supports the approach being taken by Chad": the approach is what is supported."""
    done = heads[at]
    subject = next((i for i in hung_on(heads, done) if tokens[i].dep_ == "nsubjpass" and i < at), None)
    alone = subject is not None and all(tokens[i].dep_ != "aux" for i in hung_on(heads, done))
    if tokens[done].dep_ != "ccomp" or not alone or subject is None or heads[done] > subject:
        return
    heads[subject], tokens[subject].dep_ = heads[done], "dobj"
    heads[done], tokens[done].dep_ = subject, "acl"


def that_was_given(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "the $3 million that Chad gave Mali": the money is given, and Mali is given it."""
    verb = heads[at]
    given = [i for i in range(verb + 1, len(tokens)) if heads[i] == verb and tokens[i].dep_ == "dobj"]
    if given and tokens[verb].dep_ == "relcl" and tokens[given[0]].pos_ == "PROPN":
        tokens[at].dep_, tokens[given[0]].dep_ = "dobj", "dative"


def that_was_done(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "on top of $3 million that a fund of Chad donated": what it is told of stands right before, and is no aside of the verb."""
    verb = heads[at]
    subject = any(heads[i] == verb and tokens[i].dep_ == "nsubj" for i in range(at + 1, verb))
    if tokens[verb].dep_ == "advcl" and subject and at and tokens[at - 1].pos_ in {"NOUN", "NUM", "PROPN"}:
        tokens[verb].dep_, heads[verb] = "relcl", at - 1
        tokens[verb].tag_ = "VBD" if tokens[verb].tag_ == "VBN" else tokens[verb].tag_
