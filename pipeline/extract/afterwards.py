"""What came after something dated: "Following the coup of May 2014, Chad criticised …" is of May 2014 or later.

In: the verb of an act that has no date of its own. Out: the open time that begins with what it came after, EDTF "2014-05/..".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.annotate.dates import When
from pipeline.extract.tree import is_infinitive, is_within
from pipeline.lexicons import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.annotate.document import AnnotatedSentence
    from pipeline.annotate.parsed import Token

_LATER = frozenset(load("syntax")["later_than"])
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")


def after_what(sentence: AnnotatedSentence, head: Token) -> list[When]:
    """The time from what an act of the past came after, where that has one date: "1991/.."; else nothing."""
    for verb in _clauses_above(head):
        for link, told in _behind(verb):
            inside = {w for i, w in sentence.date_at.items() if is_within(sentence.doc[i], told)}
            if len(inside) != 1 or is_within(head, told):
                continue
            when = inside.pop()
            if when.edtf is not None and _DATE.fullmatch(when.edtf) and not (when.need or when.relative):
                start = min(link.idx, told.left_edge.idx)
                return [When(start, max(when.end, start), f"{when.edtf}/..", relative=True)]
    return []


def _clauses_above(head: Token) -> Iterator[Token]:
    """The verb of an act, and those whose time it shares: "was among the first to recognise", "criticised X and called for Y"."""
    at, past = head, False
    for _ in range(6):
        past = past or at.tag_ == "VBD"
        if past and at.pos_ in {"VERB", "AUX"}:
            yield at
        finite = at.tag_ in {"VBD", "VBZ", "VBP"} and at.dep_ in {"relcl", "advcl", "ccomp", "parataxis"}
        if at.head.i == at.i or finite or (at.pos_ in {"VERB", "AUX"} and not (past or is_infinitive(at))):
            return
        at = at.head


def _behind(verb: Token) -> Iterator[tuple[Token, Token]]:
    """The words "after" and the like on a verb, each with the noun or clause that it puts first in time."""
    for child in verb.children:
        if child.lower_ in _LATER and child.dep_ in {"prep", "advcl", "mark"}:
            for told in child.children:
                if told.dep_ in {"pobj", "pcomp", "dobj"}:
                    yield child, told
        elif child.dep_ == "advcl":
            marks = [c for c in child.children if c.dep_ in {"mark", "prep"} and c.lower_ in _LATER and c.i < child.i]
            if marks:
                yield marks[0], child
        elif child.dep_ == "prep" and child.lower_ == "in":  # "in the wake of the coup of 2014"
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.lower_ in _LATER:
                    yield child, noun
