"""Which mode an act of `events` has: its frame's own, or the one that the title and the words of its clause tell.

In: an act that a frame has found, its sentence and the title of the document. Out: the mode, or None where none is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.predications import prepositional
from pipeline.extract.things import is_arms
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.document import AnnotatedSentence
    from pipeline.annotate.parsed import Token
    from pipeline.extract.act import Act

_AFAR, _CALLING, _CALLS, _VAGUE = (
    frozenset(load("syntax")[key]) for key in ("afar", "calling", "calls", "vague_fields")
)
_LENDING = frozenset(load("frames/modes")["lending"])
_CALL = re.compile(r"\bCalls? (?:[Ww]ith|[Bb]etween)\b")


def mode_of(act: Act, sentence: AnnotatedSentence, title: str) -> str | None:
    """The frame's mode; a planned agreement has its own, and material acts have the one of the words around them.

    `title` is the document's.
    """
    if act.frame.mode == "agreement_signed" and act.mood.hedge == "planned":
        return "agreement_planned"
    if act.frame.has("readout") and _by_call(sentence, title):
        return "call"
    if act.frame.mode == "call" and _in_person(act.predication.head, title):
        return "meeting"
    if act.frame.mode == "visit" and any(t.lower_ in _AFAR for t in act.predication.head.subtree):
        return "meeting"
    if act.frame.mode:
        return act.frame.mode
    if act.frame.type == "AID" and any(is_arms(o, sentence) for o in act.predication.objects):
        return "military"
    signs = load("frames/modes").get(act.frame.type)
    if signs is None or act.frame.has("any_field"):
        return _field(act, signs, sentence) if signs else None
    words = {t.lemma_.lower() for t in act.predication.head.subtree if not _in_name(t, sentence)}
    # "will lend Chad 5 million for a water project" is no relief; "lent Togo a hand with tents" is
    if act.frame.type == "AID" and words & _LENDING and "hand" not in words:
        signs = {mode: found for mode, found in signs.items() if mode != "humanitarian"}
    return next((str(mode) for mode, found in signs.items() if words & set(found)), "economic")


def _in_person(verb: Token, title: str) -> bool:
    """ "spoke with X", in the readout of a meeting."""
    return verb.lemma_ == "speak" and "Meeting" in title and not any(t.lower_ in _AFAR for t in verb.subtree)


def _by_call(sentence: AnnotatedSentence, title: str) -> bool:
    """Whether the title or the sentence tells of a call, in which the rest was discussed."""
    told = _CALL.search(title)
    verbs = [t for t in sentence.doc if t.pos_ == "VERB" and t.lemma_.lower() in _CALLING]
    spoken = any(t.lemma_ != "speak" or prepositional(t, "with") or prepositional(t, "to") for t in verbs)
    return bool(told) or spoken or any(t.lemma_.lower() in _CALLS for t in sentence.doc)


def _field(act: Act, signs: dict[str, list[str]], sentence: AnnotatedSentence) -> str | None:
    """The field that most words of the clause tell; None where none is told, or several alike."""
    trigger, told = act.predication.trigger, [t for t in act.predication.head.subtree if not _in_name(t, sentence)]
    near = [t for t in told if t.lemma_ not in _VAGUE or trigger in {t.head, t.head.head}]
    words = {t.lemma_.lower() for t in near}
    count = sorted(((len(words & set(found)), mode) for mode, found in signs.items()), reverse=True)
    clear = count[0][0] > count[1][0]
    return count[0][1] if clear else None


def _in_name(token: Token, sentence: AnnotatedSentence) -> bool:
    """ "Departments of Commerce and Defense", "Security Fund": a word of a name tells not what an act is about."""
    return token.i in sentence.entity_at or (token.pos_ == "PROPN" and token.text[:1].isupper() and token.i > 0)
