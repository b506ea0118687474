"""Names that the parser hangs on another word than the one beside which they stand: in lists, behind commas, behind subjects.

In: the tokens of a sentence, the place of each one's head and the place of the word to mend at. Out: both changed in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.titled_trees import of_two_offices
from pipeline.annotate.trees import SUBJECTS, hung_on

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_THEIR = frozenset({"his", "her", "their"})
_PLURAL = frozenset({"NNS", "NNPS"})
_YOUNGER = frozenset({"jr", "sr"})


def called_so(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "The Chadian company CSG bought a plant": a name right behind the subject is what that is called."""
    before = at - 1
    if tokens[before].tag_ == "NN" and tokens[before].dep_ in SUBJECTS and heads[before] == heads[at]:
        tokens[at].dep_, heads[at] = "appos", before


def of_the_last(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "Ana and Juan, the Chadian envoy": one office is that of the one who stands right before it."""
    first = heads[at]
    start = at
    while start and start <= heads[start - 1] <= at:
        start -= 1
    last = start - 2
    if last <= first or tokens[start - 1].text != "," or tokens[last].dep_ != "conj":
        return
    beside = heads[last]
    named = beside == first or (heads[beside] == first and tokens[beside].dep_ == "appos")  # "minister | Ana and Juan"
    if named and tokens[last].pos_ == "PROPN" and tokens[beside].tag_ in {"NN", "NNP"}:
        heads[at] = last


def joined(tokens: list[Token], heads: list[int], at: int) -> None:
    """A name that stands beside another than the parser says."""
    above = heads[at]
    below = hung_on(heads, above)
    several = any(tokens[i].tag_ in _PLURAL for i in below if i < above)
    if tokens[at].dep_ == "appos" and several and any(tokens[i].lower_ == "of" and above < i < at for i in below):
        tokens[at].dep_ = "conj"  # "Presidents Ana of Chad, Juan of Togo and …"
        return
    if tokens[at].dep_ == "appos" and tokens[above].dep_ in SUBJECTS and above < heads[above] < at:
        # "Chad took 23 percent of its exports, Mali 19 percent": who stands behind the verb is not its subject
        nouns = [i for i in range(heads[above] + 1, at) if tokens[i].pos_ == "NOUN" and heads[i] != at]
        heads[at] = nouns[-1] if nouns else above
        return
    if tokens[above].pos_ == "NOUN":
        _listed_name(tokens, heads, at)
    elif tokens[at].dep_ == "conj" and tokens[above].dep_ == "appos":
        _behind_apposition(tokens, heads, at)
    else:
        of_two_offices(tokens, heads, at)


def _listed_name(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "members of the A, the B and the C": B stands beside A, for a name is no member."""
    noun = heads[at]
    if tokens[at].dep_ == "appos":  # where B opens a list of its own, and is not who is told of
        listed = any(tokens[i].dep_ == "conj" for i in hung_on(heads, at))
        if tokens[noun].tag_ != "NNS" or not listed or not any(tokens[i].lower_ == "the" for i in hung_on(heads, at)):
            return
    for i in range(at - 1, noun, -1):
        way = heads[i]
        if tokens[i].dep_ == "pobj" and tokens[way].lower_ == "of" and heads[way] == noun:
            if tokens[i].pos_ == "PROPN":
                heads[at], tokens[at].dep_ = i, "conj"
            return


def beside_titled(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "Chad's President Ali Sow and his Togolese counterpart met": beside the President, and not beside his name."""
    named = heads[at]
    owned = any(tokens[i].dep_ == "poss" and tokens[i].lower_ in _THEIR for i in hung_on(heads, at))
    if tokens[named].dep_ == "appos" and tokens[named].pos_ == "PROPN" and owned:
        _behind_apposition(tokens, heads, at)


def _behind_apposition(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "the Amir, Tariq, and the President, Juan", "minister Ana and Juan": who follows a name stands beside him of whom it told."""
    named = heads[at]
    above = heads[named]
    link = next((i for i in range(at, named, -1) if tokens[i].dep_ == "cc"), None)
    if link is None or tokens[above].tag_ not in {"NN", "NNP"}:
        return
    title = above < named and all(heads[i] == named for i in range(above + 1, named))  # no comma between
    if tokens[link - 1].text != "," and not title and tokens[named].lower_.rstrip(".") not in _YOUNGER:
        return
    heads[at] = above
    if heads[link] == named:
        heads[link] = above
