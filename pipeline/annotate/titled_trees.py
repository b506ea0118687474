"""Titles that the parser hangs wrongly on the names behind them: several people with one title, one person with two offices.

In: the tokens of a sentence, the place of each one's head and the place of the word to mend at. Out: both changed in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.trees import hung_on
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_OFFICES = frozenset(load("names")["offices"])
_NAMING = frozenset(load("syntax")["naming_to_office"])
_OF_SOMEBODY = frozenset({"the", "a", "his", "her", "its", "their", "our"})


def titled_names(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "brought Presidents A and B together": a title of several names is part of what they are called."""
    named = next((i for i in range(at + 1, len(tokens)) if heads[i] == heads[at] and i != heads[at]), None)
    if named is None or tokens[named].pos_ != "PROPN" or tokens[named].dep_ != tokens[at].dep_:
        return
    if all(heads[i] == named and tokens[i].pos_ == "PROPN" for i in range(at + 1, named)):
        heads[at], tokens[at].dep_ = named, "compound"


def of_two_offices(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "Qatar's Prime Minister and Foreign Minister Ann Lee": one person; "the President and Prime Minister Ann Lee" are two."""
    first = heads[at]
    if tokens[first].lower_ not in _OFFICES or not tokens[first].is_title or tokens[at].lower_ in _OFFICES:
        return
    if first > at or tokens[first + 1].text != "and" or any(tokens[i].text == "," for i in range(first, at)):
        return
    second = [i for i in range(first + 2, at) if tokens[i].lower_ in _OFFICES and heads[i] in {first, at}]
    if not second or any(tokens[i].lower_ in _OF_SOMEBODY for i in hung_on(heads, first)):
        return
    heads[at] = heads[first] if heads[first] != first else at
    tokens[at].dep_ = tokens[first].dep_
    for i in hung_on(heads, first):
        if i > at:
            heads[i] = at
    for i in (first, *second):
        heads[i], tokens[i].dep_ = at, "compound"


def named_to_office(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "named Ali Sow ambassador to Chad": who is named, and to what; for the parser the name belongs to the office."""
    verb = heads[at]
    if tokens[at].lower_ not in _OFFICES or tokens[verb].lemma_ not in _NAMING or verb > at:
        return
    name = next((i for i in range(at - 1, verb, -1) if not tokens[i].is_lower), verb)
    if name < verb + 2 or any(tokens[i].pos_ != "PROPN" for i in (name - 1, name)):
        return
    if any(tokens[i].dep_ in {"det", "poss"} for i in range(name + 1, at)):
        return
    for i in hung_on(heads, at):
        if i < name:
            heads[i] = name
    heads[name], tokens[name].dep_ = verb, "dobj"
    tokens[at].dep_ = "oprd"
