"""Trees that the parser builds wrongly in a way that the words alone show, put right before anybody reads them.

In: the tokens of a sentence and the place of each one's head. Out: both changed in place. A mend must hold whatever the sentence is
about: it rests on grammar alone, never on who or what is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def mend(tokens: list[Token], heads: list[int]) -> None:
    """Put right what is known to go wrong in the tree of one sentence."""
    for i, token in enumerate(tokens):
        if token.dep_ == "mark" and token.lower_ == "with":
            _companion(tokens, heads, i)


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
