"""Which date belongs to which act in a sentence with several.

In: the head of a clause and the dates of its sentence. Out: the `When`s that hold for it (several for "in A and B").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.annotate.dates import When, with_year

if TYPE_CHECKING:
    from spacy.tokens import Token

    from pipeline.annotate.document import AnnotatedSentence

_VERBAL = frozenset({"VERB", "AUX"})


def _governor(token: Token) -> Token:
    """The verb, or the noun that a preposition ties the date to."""
    at = token
    while at.head.i != at.i:
        at = at.head
        if at.pos_ in _VERBAL:
            return at
    return at


def _dates_of(sentence: AnnotatedSentence) -> list[tuple[When, Token]]:
    found, seen = [], set()
    for i in sorted(sentence.date_at):
        when = sentence.date_at[i]
        if id(when) in seen:
            continue
        seen.add(id(when))
        tokens = [sentence.doc[j] for j in sentence.date_at if sentence.date_at[j] is when]
        inside = {t.i for t in tokens}
        root = next((t for t in tokens if t.head.i not in inside), tokens[0])
        found.append((when, root))
    return found


def _inside(token: Token, tree: Token) -> bool:
    return tree.left_edge.i <= token.i <= tree.right_edge.i


def dates_for(sentence: AnnotatedSentence, head: Token, trigger: Token, heads: list[Token]) -> list[When]:
    """The dates of the act: its own, else those of the clause it hangs on, else the one the sentence opens with.

    `heads` are the other heads of acts in the sentence: a date under one of these is not shared.
    """
    dates = _dates_of(sentence)
    if not dates:
        return []
    own = [
        (w, t) for w, t in dates if _governor(t).i == head.i or (_inside(t, trigger) and trigger.pos_ not in _VERBAL)
    ]
    if own:
        return _choose(own, sentence, trigger)
    at = head
    for _ in range(5):
        if at.i in sentence.date_at:
            return [sentence.date_at[at.i]]
        if at.head.i == at.i:
            break
        if at.dep_ == "relcl" and at.head.i not in sentence.date_at:
            inner = [(w, t) for w, t in dates if _inside(t, at)]
            if inner:
                return _choose(inner, sentence, trigger)
            break
        at = at.head
        shared = [(w, t) for w, t in dates if _governor(t).i == at.i]
        if shared:
            return _choose(shared, sentence, trigger)
    return _fallback(dates, sentence, head, heads)


def _fallback(
    dates: list[tuple[When, Token]], sentence: AnnotatedSentence, head: Token, heads: list[Token]
) -> list[When]:
    below = [(w, t) for w, t in dates if _inside(t, head)]
    free = [(w, t) for w, t in below if not any(h.i != head.i and _inside(t, h) and _inside(h, head) for h in heads)]
    if free:
        return _choose(free, sentence, head)
    opening = [w for w, t in dates if t.i <= 4]
    if opening:
        return opening[:1]
    verbs = [t for t in sentence.doc if t.pos_ == "VERB" and t.dep_ in {"ROOT", "conj"}]
    return [dates[0][0]] if len(dates) == 1 and len(verbs) <= 1 else []


def _choose(found: list[tuple[When, Token]], sentence: AnnotatedSentence, trigger: Token) -> list[When]:
    """One date, the nearest that is absolute; both where two stand coordinated."""
    if len(found) == 2 and re.fullmatch(
        r"\s*(?:,|and|, and)(?: (?:in|on|from))?\s*", sentence.doc.text[found[0][0].end : found[1][0].start]
    ):
        return [w for w, _ in found]
    ranked = sorted(
        found,
        key=lambda item: (
            item[0].edtf is None and not item[0].need,
            _weak(item[0], sentence),
            abs(item[1].i - trigger.i),
        ),
    )
    return [ranked[0][0]]


def _weak(when: When, sentence: AnnotatedSentence) -> bool:
    """A date that only compares or ends ("from the same period of 2022", "compared with 2019")."""
    before = sentence.doc.text[max(0, when.start - 40) : when.start].lower()
    return bool(
        re.search(
            r"(?:compared (?:with|to)|from the same period of|against|than(?: in)?|up from|down from)\s*[\w\s]{0,20}$",
            before,
        )
    )


def settle(when: When, sentence: AnnotatedSentence, year: int | None) -> When:
    """Give a month named without its year the year that the sentence or the one before told."""
    if when.edtf is None and when.need == "year" and when.month:
        said = [w for w in sentence.dates if w.edtf and not w.relative and w.edtf[:4].isdigit()]
        near = [w for w in said if w.start < when.start] or said
        known = int((near[-1].edtf or "")[:4]) if near else year
        if known:
            return with_year(when, known)
    return when
