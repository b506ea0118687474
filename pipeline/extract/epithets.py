"""Which state "the Andean country", "its Gulf partner", "the archipelago" stand for.

In: a noun of an annotated sentence, and the states spoken of. Out: the code of the one state among these that the words may mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_WORDS = load("epithets")
_NOUNS = frozenset(_WORDS["nouns"])
_REGIONS: dict[str, frozenset[str]] = {words: frozenset(codes) for words, codes in _WORDS["regions"].items()}
_ALONE: dict[str, frozenset[str]] = {noun: frozenset(codes) for noun, codes in _WORDS["alone"].items()}
_DETERMINING = frozenset({"the", "its", "their", "this", "that"})
_LONGEST = 2  # words of an adjective: "southeast asian"


def meant_by(noun: Token) -> frozenset[str] | None:
    """The states that the words may mean; None where they are no such words."""
    lemma = noun.lemma_.lower()
    if not noun.text.islower() or any(c.lower_ == "of" for c in noun.children):  # "the Kingdom of Bavaria" is a name
        return None
    before = noun.doc[max(0, noun.i - 4) : noun.i]
    if not any(t.lower_ in _DETERMINING for t in before):
        return None
    words = [t.lower_ for t in before if t.text != "-"]
    if lemma in _NOUNS:
        tails = (" ".join(words[-size:]) for size in range(_LONGEST, 0, -1))
        found = next((_REGIONS[tail] for tail in tails if tail in _REGIONS), None)
        if found is not None:
            return found
    plain = bool(words) and words[-1] in _DETERMINING
    return _ALONE.get(lemma) if plain else None


def stands_alone(noun: Token) -> bool:
    """ "the kingdom", "the archipelago": said without a region, so that it reaches no further than the two spoken of."""
    return noun.lemma_.lower() in _ALONE and noun.i > 0 and noun.doc[noun.i - 1].lower_ in _DETERMINING


def one_of(codes: frozenset[str], *spoken_of: Iterable[str]) -> str | None:
    """The one state of `codes` among those spoken of, the first list that has one; None where it has several."""
    for spoken in spoken_of:
        found = [code for code in dict.fromkeys(spoken) if code in codes]
        if found:
            return found[0] if len(found) == 1 else None
    return None
