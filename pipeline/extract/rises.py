"""Which way a number says that something went, and numbers that tell how far: "rose 12 percent", "fell by $3 million".

In: a number of an annotated sentence and the word on which it hangs. Out: the sign of a percentage; whether a sum or an amount tells
how far something went, and so no worth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.flow import WORDS
from pipeline.extract.measure import Measured

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_UP, _DOWN = (frozenset(WORDS[key]) for key in ("up", "down"))
_MOVING = (_UP | _DOWN) - frozenset(WORDS["moved_by_somebody"])
_GROWTH: dict[str, int] = WORDS["growth_nouns"]
_ABOUT = frozenset(
    {"more", "less", "than", "a", "an", "estimated", "about", "around", "some", "nearly", "almost", "roughly", "over"}
)


def way_of(value: Value, root: Token, measured: Measured) -> int:
    """1 where a percentage says by how much something rose, -1 where it fell, 0 where it says neither."""
    return _by_words(value, measured.verb_above(root), measured) or _by_noun(root)


def _by_noun(root: Token) -> int:
    """ "an increase of 6 per cent"."""
    above = root.head.head if root.dep_ == "pobj" else root.head
    return _GROWTH.get(above.lemma_.lower(), 0)


def _by_words(value: Value, verb: Token | None, measured: Measured) -> int:
    """ "rose 12 percent", "up 6 percent from", "2 per cent less than": by the verb, or by the words beside the number."""
    s = measured.c.sentence
    indices = s.tokens_of(value)
    near = {t.lower_ for t in s.doc[max(0, min(indices) - 3) : max(indices) + 3]}
    if value.hedge != "exact" and s.doc[max(0, min(indices) - 1)].lower_ == "than":  # "less than 1 percent to X"
        near -= {"less", "more"}
    if any(t.lower_ == "up" and t.head.lemma_ == "make" for t in s.doc[max(0, min(indices) - 3) : min(indices)]):
        near -= {"up"}  # "wine making up 44 per cent"
    lemma = verb.lemma_.lower() if verb is not None else ""
    if (near & _DOWN) and not (near & (_UP - {"more"})):
        return -1
    if near & _UP:
        return 1
    start = max(0, min(indices) - 3)
    if verb is not None and s.doc[max(0, min(indices) - 1)].lower_ == "or":  # "by $1.2 billion, or 12%"
        start = verb.i
    by = {t.lower_ for t in s.doc[start : min(indices)]}
    direct = verb is not None and 0 <= min(indices) - verb.i <= 4
    if not (direct or "by" in by):
        return 0
    return 1 if lemma in _UP else -1 if lemma in _DOWN else 0


def is_by_how_much(value: Value, root: Token, measured: Measured) -> bool:
    """ "rose by $1.2 billion", "fell $3 million to $9 million": a change told in money or tonnes, and no worth of what changed."""
    s = measured.c.sentence
    first = min(s.tokens_of(value))
    before = next((t for t in reversed(s.doc[:first]) if t.lower_ not in _ABOUT), None)
    verb = measured.verb_above(root)
    if before is None or verb is None or value.pole:
        return False
    lemma = verb.lemma_.lower()
    by = before.lower_ == "by" and before.head.i == verb.i and lemma in _UP | _DOWN
    alike = before.i == verb.i or (before.lower_ == "or" and s.doc[before.i - 2].i in s.value_at)  # "12%, or …"
    return by or (alike and lemma in _MOVING)
