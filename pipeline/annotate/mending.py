"""Trees that the parser builds wrongly in a way that the words alone show, put right before anybody reads them.

In: the tokens of a sentence and the place of each one's head. Out: both changed in place. A mend must hold whatever the sentence is
about: it rests on grammar alone, never on who or what is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_GIVEN = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "conj"})


def mend(tokens: list[Token], heads: list[int]) -> None:
    """Put right what is known to go wrong in the tree of one sentence."""
    for i, token in enumerate(tokens):
        if token.dep_ == "mark" and token.lower_ == "with":
            _companion(tokens, heads, i)
        elif token.lower_ == "worth" and token.dep_ in _GIVEN:
            _priced(tokens, heads, i)
        elif token.dep_ == "conj" and token.pos_ == "PROPN" and tokens[heads[i]].pos_ == "NOUN":
            _listed_name(tokens, heads, i)


def _companion(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "spoke today with X to thank him": X is whom one speaks with, not who thanks; a "with" before an infinitive opens no clause."""
    infinitive = heads[at]
    below = [i for i, head in enumerate(heads) if head == infinitive]
    subject = next((i for i in below if at < i < infinitive and tokens[i].dep_ in _SUBJECTS), None)
    told = heads[infinitive]
    purpose = tokens[infinitive].tag_ == "VB" and any(
        tokens[i].dep_ == "aux" and tokens[i].lower_ == "to" for i in below
    )
    if subject is None or not purpose or told >= at or not tokens[told].tag_.startswith("VB"):
        return
    if any(tokens[i].lower_ == "," for i in range(told, at)):
        return  # "rose, with exports to double"
    tokens[at].dep_, tokens[at].tag_, tokens[at].pos_ = "prep", "IN", "ADP"
    heads[at] = told
    tokens[subject].dep_ = "pobj"
    heads[subject] = at


def _priced(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "bought tea worth $5 million": it is the tea that was bought."""
    goods = tokens[at - 1] if at else None
    if goods is None or heads[at - 1] != at or not goods.tag_.startswith("N"):
        return
    goods.dep_, heads[at - 1] = tokens[at].dep_, heads[at]
    tokens[at].dep_, heads[at] = "amod", at - 1


def _listed_name(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "members of the A, the B and the C": B stands beside A, for a name is no member."""
    noun = heads[at]
    for i in range(at - 1, noun, -1):
        way = heads[i]
        if tokens[i].dep_ == "pobj" and tokens[way].lower_ == "of" and heads[way] == noun:
            if tokens[i].pos_ == "PROPN":
                heads[at] = i
            return
