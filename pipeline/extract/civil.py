"""Things that soldiers use and civilians too: jets that an airline buys, engines for them, rockets that carry satellites.

In: a category of arms and the sentence that names it. Out: the HS code that it is traded under, where the sentence tells a civil use.
Words stand in the lexicon `weapons`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.document import AnnotatedSentence

_WORDS = load("weapons")["civil"]
_CODES: dict[str, str | None] = _WORDS["codes"]
_MILITARY, _AIRLINES, _FLYING, _SPACE, _RESCUING, _MERCHANT = (
    frozenset(_WORDS[key]) for key in ("military", "airlines", "flying", "space", "rescuing", "merchant")
)


def civil_code(category: str | None, word: str, sentence: AnnotatedSentence) -> tuple[bool, str | None]:
    """Whether a thing of a category of arms, named by `word`, is a civil one, and its HS code where it has one."""
    words = {t.lower_ for t in sentence.doc}
    if words & _MILITARY or any(e.kind == "armed_forces" for e in sentence.entity_at.values()):
        return False, None
    if word == "rocket":
        return bool(words & _SPACE), None
    if category == "aircraft" and words & _RESCUING:  # lent, not sold
        return True, None
    if category not in _CODES:
        return False, None
    if category == "ships":  # "Panamax-class vessels"
        return word.startswith("class ") and bool(words & _MERCHANT), _CODES[category]
    airline = any(t.text in _AIRLINES for t in sentence.doc)
    return airline or bool(words & _FLYING), _CODES[category]
