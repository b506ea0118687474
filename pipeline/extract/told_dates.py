"""What the sentences before tell of a date: its year, the day that it hangs on, or all of it.

In: sentences in their order. Out: dates made whole, and the date of an act whose own sentence tells none: that of its occasion,
of the line that a year opens, of a time spoken of again.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.dates import When, from_anchor, with_year
from pipeline.extract.tree import is_within
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.document import AnnotatedSentence
    from pipeline.annotate.parsed import Token
    from pipeline.extract.discourse import Discourse

_NEAR = 2  # sentences for which an occasion stays the one meant
_YEAR = re.compile(r"\d{4}")
_OCCASION = re.compile(
    r"\s*(?:[-*\u2022] )?((?:During|On|At|In) (?:his|her|their|its|the|this|that)(?: [a-z-]+){0,2} "
    r"(?:visit|trip|tour|stay|meeting|talks|summit|session|occasion|ceremony|conference|encounter|event))\b"
)
# What parts the year that opens a line of a chronology from what happened: "1963 — A border agreement is signed".
_LABELLED = re.compile(r"\s*(?:[:\u2013\u2014]|-{1,2}\s)\s*\S")
_DATED = frozenset(load("syntax")["dated"])


def label_of(sentence: AnnotatedSentence) -> When | None:
    """The year that opens a line of a chronology, None for any other sentence."""
    if not sentence.dates or sentence.dates[0].start > 2:
        return None
    first = sentence.dates[0]
    told = first.edtf is not None and _YEAR.fullmatch(first.edtf)
    return first if told and _LABELLED.match(sentence.doc.text, first.end) else None


def note_dates(sentence: AnnotatedSentence, discourse: Discourse) -> None:
    """Take in the dates of a sentence that has been read, for those behind it."""
    discourse.last_date = _last_date(sentence, discourse)
    label = label_of(sentence)
    if label is not None and label.edtf:
        discourse.label = (sentence.sentence.block, label.edtf)
    for i, when in sentence.date_at.items():
        noun = sentence.doc[i].head
        named = sentence.doc[i].dep_ in {"nummod", "compound", "nmod", "amod"} and i < noun.i
        if named and when.edtf and not when.relative and noun.lemma_.lower() in _DATED:
            discourse.dated_times[noun.lemma_.lower()] = when.edtf


def settle(when: When, sentence: AnnotatedSentence, before: str | None, planned: bool) -> When:
    """A date with what the context tells of it: the future of a plan, the year or the date that was said before.

    `before` is the last date of the sentences before (EDTF), `planned` whether the act lies ahead.
    """
    if planned and when.later:
        when = replace(when, edtf=when.later, later=None)
    if when.need not in {"year", "anchor"}:
        return when
    said = [w for w in sentence.dates if w.edtf and w.edtf[:4].isdigit() and (w.need == "" or w.edtf != when.edtf)]
    near = [w for w in said if w.end <= when.start]
    if when.need == "anchor":
        anchor = near[-1].edtf if near else before
        return from_anchor(when, anchor) if anchor else when
    absolute = [
        w for w in said if not w.relative and (when.edtf is None or (w.edtf or "") < str(int(when.edtf[:4]) + 2))
    ]
    near = [w for w in absolute if w.start < when.start] or absolute
    known = near[-1].edtf if near else None
    if known is None and (when.edtf is None or not planned):
        known = before
    return with_year(when, int(known[:4])) if known and when.month else when


def told_before(sentence: AnnotatedSentence, discourse: Discourse, head: Token) -> list[When]:
    """The date of an act in a sentence without any: of its occasion, of a time spoken of again, or of its line."""
    if sentence.dates:
        return []
    return (
        _on_that_occasion(sentence, discourse)
        or _in_that_time(sentence, discourse, head)
        or _of_line(sentence, discourse)
    )


def _last_date(sentence: AnnotatedSentence, discourse: Discourse) -> tuple[int, str] | None:
    """The last date that the sentence tells by itself, where it is one day, month or year; else the one before.

    A sentence of the days of publication ("on Tuesday", "last February") leaves what was told of other years behind; what lies
    behind publication ("by 2030") is no time that a story goes on from.
    """
    told = [w for w in sentence.dates if w.edtf and not w.need]
    if told and told[-1].relative and not _YEAR.fullmatch(told[-1].edtf or ""):
        return None
    published = discourse.document.document.published
    said = [w.edtf.partition("/")[0] for w in told if w.edtf and not w.relative and not _over_years(w.edtf)]
    said = [date for date in said if published is None or date[:4] <= f"{published.year:04}"]
    return (sentence.sentence.index, said[-1]) if said and said[-1][:4].isdigit() else discourse.last_date


def _over_years(edtf: str) -> bool:
    """Whether a date is a span of several years, which none of the sentences behind hangs on: "between 2014 and 2017"."""
    first, _, last = edtf.partition("/")
    return last[:4].isdigit() and first[:4] != last[:4]


def _on_that_occasion(sentence: AnnotatedSentence, discourse: Discourse) -> list[When]:
    """ "During his visit, he signed …": the date of the occasion told right before."""
    opening = _OCCASION.match(sentence.doc.text)
    told, date = discourse.last_date or (0, None)
    if opening is None or date is None or sentence.sentence.index - told > _NEAR:
        return []
    return [When(*opening.span(1), date, relative=True)]


def _in_that_time(sentence: AnnotatedSentence, discourse: Discourse, head: Token) -> list[When]:
    """ "fired rockets during the war": the date of the one war that was dated before ("the 2020 war")."""
    for noun in head.subtree:
        date = discourse.dated_times.get(noun.lemma_.lower())
        tied = noun.dep_ == "pobj" and noun.head.lower_ in {"during", "in", "throughout"}
        if date and tied and [c.lower_ for c in noun.lefts] == ["the"] and not list(noun.rights):
            start, end = noun.left_edge.idx, noun.idx + len(noun.text)
            return [When(start, end, date, relative=True)] if is_within(noun, head) else []
    return []


def _of_line(sentence: AnnotatedSentence, discourse: Discourse) -> list[When]:
    """What a line of a chronology tells behind its first sentence was in the year that opens it."""
    block, date = discourse.label or (-1, "")
    text = sentence.doc.text
    return [When(0, len(text), date, relative=False)] if block == sentence.sentence.block else []
