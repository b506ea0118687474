"""Who says a clause: the subject of a saying verb over or beside it, or whom "according to" names.

In: the head of a clause. Out: the token of the speaker, or None where nobody is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.tree import without_relatives
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc, Token

_SAYING = frozenset(load("modality")["saying"])


def speaker(head: Token) -> Token | None:
    """The token of who says the clause: subject of a saying verb over or beside it, or "according to X"."""
    at, steps = head, 0
    while steps < 8:
        if at.dep_ in {"ccomp", "parataxis"} and at.head.lemma_.lower() in _SAYING:
            return _sayer(at.head)
        for child in at.children:
            if (
                child.dep_ in {"parataxis", "ccomp"}
                and child.lemma_.lower() in _SAYING
                and _sayer(child) is not None
                and child.i != head.i
                and not any(c.dep_ == "ccomp" for c in child.children)
            ):
                return _sayer(child)
        if at.head.i == at.i:
            break
        at, steps = at.head, steps + 1
    return _according_to(head.doc)


def _sayer(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ in {"nsubj"} and child.lower_ not in {"it", "which", "that", "there"}:
            return child
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        return _sayer(verb.head)
    return next((c for prep in verb.children if prep.dep_ == "agent" for c in prep.children if c.dep_ == "pobj"), None)


def _according_to(doc: Doc) -> Token | None:
    """The source of "according to X", of "data published by X"."""
    for token in doc[:-2]:
        if token.lower_ == "according" and doc[token.i + 1].lower_ == "to":
            end = next((t for t in doc[token.i + 2 :] if t.dep_ == "pobj"), None)
            if end is None:
                return None
            for sub in without_relatives(end):
                if sub.dep_ in {"agent", "prep"} and sub.lower_ in {"by", "from", "of"}:
                    inner = next((c for c in sub.children if c.dep_ == "pobj"), None)
                    if inner is not None and inner.pos_ == "PROPN":
                        return inner
            return end
    return None
