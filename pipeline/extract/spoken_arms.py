"""Arms that a sentence names again without their name: "36 of the guns", "six of the type", "two more of the class".

In: a noun of an annotated sentence, and the discourse so far. Out: the `Thing` that the sentences right before named, or None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.claim import Claims
from pipeline.extract.flow import WORDS
from pipeline.extract.things import Thing, may_name_arms, thing_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.annotate.document import AnnotatedSentence
    from pipeline.annotate.parsed import Token

_AS_SUCH, _DEFINITE = frozenset(WORDS["arms_as_such"]), frozenset({"the", "these", "those", "this", "that"})
_NEAR = 2  # sentences for which a type of arms stays the one spoken of


def note_arms(claims: Claims) -> None:
    """Take in the one type of arms that a sentence names, for those that go on without its name."""
    s = claims.sentence
    if not may_name_arms(s):
        return
    types = _types_named(s.doc, s)
    if types:
        claims.discourse.arms = (s.sentence.index, types[0]) if len(types) == 1 else None


def same_arms(noun: Token, claims: Claims) -> Thing | None:
    """The arms told before that a definite noun without a name stands for; its own kind must be theirs, or say nothing."""
    s = claims.sentence
    told = _named_before(noun, claims) if any(c.lower_ in _DEFINITE for c in noun.children) else None
    own = thing_of(noun, s) if told is not None else None
    if own is None:
        return told if noun.lemma_.lower() in _AS_SUCH else None
    sorted_ = any(c.dep_ in {"amod", "compound"} and c.i not in s.place_at for c in noun.lefts)
    same = own.kind == "arms" and own.designation is None and not own.general and not sorted_
    alike = told is not None and (own.category == told.category or noun.lemma_.lower() in _AS_SUCH)
    return told if same and alike else None


def _types_named(tokens: Iterable[Token], sentence: AnnotatedSentence) -> list[Thing]:
    """The types of arms that words name, each once."""
    told = (thing_of(t, sentence) for t in tokens if t.pos_ in {"NOUN", "PROPN"})
    return list({t.designation: t for t in told if t and t.designation and t.kind == "arms" and t.category}.values())


def _named_before(noun: Token, claims: Claims) -> Thing | None:
    """The type of arms named last before a noun: in its sentence, or in the ones right before."""
    s = claims.sentence
    types = _types_named(s.doc[: noun.i], s)
    if types:
        return types[0] if len(types) == 1 else None
    index, told = claims.discourse.arms or (-_NEAR - 1, None)
    return told if isinstance(told, Thing) and 0 < s.sentence.index - index <= _NEAR else None
