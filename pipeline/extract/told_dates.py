"""What the sentences before tell of a date: its year, the day that it hangs on, or all of it.

In: sentences in their order. Out: dates made whole, and the date of an act whose own sentence tells none: that of its occasion,
of the line that a year opens, of a time spoken of again.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.dates import When, find_dates, from_anchor, with_year
from pipeline.extract.tree import is_within
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.document import AnnotatedSentence
    from pipeline.annotate.parsed import Token
    from pipeline.extract.discourse import Discourse

_NEAR = 2  # sentences for which an occasion stays the one meant
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ALONE = re.compile(r"\d{4}[.:]?")
_OCCASION = re.compile(
    r"\s*(?:[-*\u2022] )?((?:During|On|At|In) (?:his|her|their|its|the|this|that)(?: [a-z-]+){0,2} "
    r"(?:visit|trip|tour|stay|meeting|talks|summit|session|occasion|ceremony|conference|encounter|event))\b"
)
# What parts the year that opens a line of a chronology from what happened: "1963 — A border agreement is signed".
_LABELLED = re.compile(r"\s*(?:[:\u2013\u2014]|-{1,2}\s)\s*\S")
_DATED, _BATTLEGROUNDS, _WARS = (frozenset(load("syntax")[key]) for key in ("dated", "battlegrounds", "wars"))
_WITHIN = frozenset({"during", "in", "throughout", "on", "at"})


def label_of(sentence: AnnotatedSentence) -> When | None:
    """The year that opens a line of a chronology within its first sentence, None for any other sentence."""
    first = sentence.dates[0] if sentence.dates else None
    return first if first is not None and _labels(first, sentence.doc.text) else None


def _labels(when: When, text: str) -> bool:
    told = when.start <= 2 and when.edtf is not None and _YEAR.match(when.edtf) is not None
    return told and _LABELLED.match(text, when.end) is not None


def date_of_line(sentence: AnnotatedSentence, discourse: Discourse) -> str | None:
    """The date that opens the line of a chronology in which a sentence stands: "1963 - ", "1971. ", or a heading above it."""
    block = sentence.sentence.block
    if block not in discourse.lines:
        cut = discourse.document.cut
        first = next(i for i, s in enumerate(cut) if s.block == block)
        above = cut[first - 1].text if first and cut[first - 1].heading else ""
        discourse.lines[block] = _opening(cut[first].text) or (_opening(above) if _ALONE.fullmatch(above) else None)
    return discourse.lines[block]


def _opening(text: str) -> str | None:
    if not text[:1].isdigit():
        return None
    dates = find_dates(text)
    whole = bool(dates) and dates[0].start == 0 and not text[dates[0].end :].strip(" .:")
    return dates[0].edtf if dates and (whole or _labels(dates[0], text)) else None


def note_dates(sentence: AnnotatedSentence, discourse: Discourse) -> None:
    """Take in the dates of a sentence that has been read, for those behind it."""
    discourse.last_date = _last_date(sentence, discourse)
    for i, when in sentence.date_at.items():
        noun = sentence.doc[i].head
        named = sentence.doc[i].dep_ in {"nummod", "compound", "nmod", "amod"} and i < noun.i
        if named and when.edtf and not when.relative and noun.lemma_.lower() in _DATED:
            discourse.dated_times[noun.lemma_.lower()] = when.edtf


def settle(when: When, sentence: AnnotatedSentence, discourse: Discourse, head: Token, planned: bool) -> When:
    """A date with what the context tells of it: the future of a plan, the year or the date that was said before.

    `head` is the verb of the act, `planned` says whether it lies ahead. "In March" is the last March before publication, where
    that is known; only what "had" happened by the time spoken of is of its year, and in a chronology all is of its line's.
    """
    if planned and when.later:
        when = replace(when, edtf=when.later, later=None)
    if when.need not in {"year", "anchor"}:
        return when
    line = date_of_line(sentence, discourse)
    before = line or (discourse.last_date[1] if discourse.last_date else None)
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
    if known is None and (when.edtf is None or line or _had_happened(head)):
        known = before
    return with_year(when, int(known[:4])) if known and when.month else when


def _had_happened(head: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "had" for c in head.children)


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
    said = [
        date for date in said if _DAY.fullmatch(date)
    ] or said  # "on 3 May 1972, when X, who had ruled since 1965, left"
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
    """ "fired rockets during the war", "on the battlefields": the date of the war that was dated before ("the 2020 war")."""
    for noun in head.subtree:
        date = _time_of(noun.lemma_.lower(), discourse)
        tied = noun.dep_ == "pobj" and noun.head.lower_ in _WITHIN
        if date and tied and [c.lower_ for c in noun.lefts] == ["the"] and not list(noun.rights):
            start, end = noun.left_edge.idx, noun.idx + len(noun.text)
            return [When(start, end, date, relative=True)] if is_within(noun, head) else []
    return []


def _time_of(noun: str, discourse: Discourse) -> str | None:
    if noun in _BATTLEGROUNDS:
        return next((date for war, date in reversed(discourse.dated_times.items()) if war in _WARS), None)
    return discourse.dated_times.get(noun)


def _of_line(sentence: AnnotatedSentence, discourse: Discourse) -> list[When]:
    """What a line of a chronology tells behind its first sentence was in the year that opens it."""
    date = date_of_line(sentence, discourse)
    return [When(0, len(sentence.doc.text), date)] if date else []
