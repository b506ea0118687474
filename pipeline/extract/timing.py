"""Which date belongs to which act in a sentence with several.

In: the head of a clause and the dates of its sentence. Out: the `When`s that hold for it (several for "in A and B").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.dates import When
from pipeline.annotate.values import Value
from pipeline.extract.others_dates import (
    VERBAL,
    before_clause,
    bracketed_before,
    governor_of,
    in_apposition,
    in_sequence,
    of_another,
    of_clause_of_thing,
    of_law,
    of_name,
    of_name_of_thing,
    of_sibling,
    of_what_is_judged,
    told_elsewhere,
)
from pipeline.extract.told_dates import label_of
from pipeline.extract.tree import is_within
from pipeline.lexicons import load

if TYPE_CHECKING:
    from datetime import date

    from pipeline.annotate.document import AnnotatedSentence
    from pipeline.annotate.parsed import Token

_COORDINATED = re.compile(r"\s*(?:,|and|, and|&)(?: (?:in|on|from))?\s*")
_DIGITS = re.compile(r"\d{4}(?:-\d\d){0,2}")
_YEARS = re.compile(r"\d{4}/\d{4}")
_WORDS = {key: frozenset(words) for key, words in load("syntax").items()}
_UNDOING, _SAYING = (frozenset(load("modality")[key]) for key in ("undoing", "saying"))
_SEQUENCE, _REASONS = _WORDS["sequence"], _WORDS["reasons"]


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


def _quoted(token: Token) -> bool:
    """Whether a word stands inside quotation marks: what is quoted tells no date of the saying."""
    before = token.doc.text[: token.idx]
    return before.count('"') % 2 == 1 or before.count("\u201c") > before.count("\u201d")


def parted(one: Token, other: Token) -> bool:
    """Whether a semicolon stands between two words: "X welcomed it; Y, in an April 8 statement, said …"."""
    first, last = sorted((one.i, other.i))
    return any(t.text == ";" for t in one.doc[first:last])


def dates_for(
    sentence: AnnotatedSentence, head: Token, trigger: Token, heads: list[Token], without: Collection[When] = ()
) -> list[When]:
    """The dates of the act: its own, else those of the clause it hangs on, else the one the sentence opens with.

    `heads` are the other heads of acts in the sentence: a date under one of these is not shared; `without` are dates of other
    numbers. A day told without its year in a line that a year opens is nearer than that year: "1963 - A pact is signed on 2 March".
    """
    label = label_of(sentence)
    if label is not None and any(w.need == "year" for w in sentence.dates):
        days = _dates_for(sentence, head, trigger, heads, {*without, label})
        if days and all(w.need == "year" for w in days):
            return days
    return _dates_for(sentence, head, trigger, heads, without)


def _dates_for(
    sentence: AnnotatedSentence, head: Token, trigger: Token, heads: list[Token], without: Collection[When]
) -> list[When]:
    inside = _quoted(head)
    dates = [
        (w, t)
        for w, t in _dates_of(sentence)
        if (inside or not _quoted(t))
        and w not in without
        and not (t.i > head.i and parted(head, t))  # what stands behind is another clause's
        and not bracketed_before(t, head, trigger)
        and not before_clause(t, head)
        and not _behind_saying(t, head)
        and not _covered(w, t)
        and not in_sequence(t, head, trigger)
        and not of_law(t, trigger)
        and not of_sibling(t, trigger if trigger.pos_ not in VERBAL else head)
        and not (in_apposition(t, trigger, head, sentence) or (head.pos_ in VERBAL and of_what_is_judged(t, head)))
    ]
    if not dates:
        return []
    own = [
        (w, t)
        for w, t in dates
        if (governor_of(t).i in {head.i, _joined_to(head)} and not of_another(t, trigger))
        or (
            is_within(t, trigger)
            and trigger.pos_ not in VERBAL
            and not (told_elsewhere(t) or of_name_of_thing(t, trigger))
        )
    ]
    own = [(w, t) for w, t in own if not _of_act_done_to(governor_of(t), trigger, head, heads)]
    at_head = [(w, t) for w, t in own if governor_of(t).i == head.i]
    own = [
        (w, t)
        for w, t in own
        if not (at_head and governor_of(t).dep_ in {"acl", "relcl"} and governor_of(t).i != head.i)
    ]
    if own:
        return [_of_the_act(w, own, trigger) for w in _choose(own, sentence, trigger)]
    at_once = [(w, t) for clause in _at_once(head) for w, t in dates if governor_of(t).i == clause.i]
    if at_once:
        return _choose(at_once, sentence, trigger)
    at = head
    for _ in range(5):
        if at.i in sentence.date_at:
            return [sentence.date_at[at.i]]
        if at.head.i == at.i:
            break
        if _stands_apart(at) or _since_then(at) or _only_told_of(at):
            inner = [(w, t) for w, t in dates if is_within(t, at)]
            return _choose(inner, sentence, trigger) if inner else []
        if _by_somebody(at):  # "On 3 May they signed a treaty negotiated by X" dates no negotiation
            opens = at.dep_ == "advcl"
            inner = [(w, t) for w, t in dates if is_within(t, at) or (opens and t.i <= 4 and t.i < at.i)]
            return _choose(inner, sentence, trigger) if inner else []
        if at.dep_ == "relcl" and at.head.i not in sentence.date_at:
            inner = [(w, t) for w, t in dates if is_within(t, at)]
            if inner:
                return _choose(inner, sentence, trigger)
            break
        at = at.head
        shared = [(w, t) for w, t in dates if governor_of(t).i == at.i and not of_another(t, trigger)]
        if shared:
            return _choose(shared, sentence, trigger)
    return _fallback(dates, sentence, head, heads)


def _covered(when: When, token: Token) -> bool:
    """ "signed a programme of cooperation for 2024-2026": the years that it is for, not those in which it was signed."""
    return token.head.lower_ == "for" and _YEARS.fullmatch(when.edtf or "") is not None


def _of_act_done_to(clause: Token, trigger: Token, head: Token, heads: list[Token]) -> bool:
    """ "restore ties severed in 2016": an act done before to the thing of this one."""
    acts = head.lemma_ in _UNDOING and any(h.i == clause.i for h in heads)
    return acts and clause.dep_ == "acl" and clause.tag_ == "VBN" and clause.i != head.i and clause.head.i == trigger.i


def _at_once(head: Token) -> list[Token]:
    """ "recognised Chad when its envoy was received on 3 May", "recognised Chad by signing a treaty in 1962": what one day saw."""
    clauses = [c for c in head.children if c.dep_ == "advcl" and c.i > head.i and c.lemma_ != "be"]
    found = [c for c in clauses if any(m.lower_ == "when" and m.i < c.i for m in c.children)]
    found += [
        c for d in head.children if d.dep_ == "npadvmod" and _same_day(d) for c in d.children if c.dep_ == "relcl"
    ]
    by = [c for p in head.children if p.dep_ == "prep" and p.lower_ == "by" for c in p.children if c.dep_ == "pcomp"]
    # "will fly to Singapore, where he will spend the night of 28 March"
    there = [t for t in head.subtree if t.dep_ in {"relcl", "advcl"} and t.i > head.i and _at_place(t)]
    return found + by + there


def _at_place(clause: Token) -> bool:
    words = {c.dep_: c for c in clause.children if c.dep_ in {"advmod", "nsubj"}}
    return (
        "advmod" in words and words["advmod"].lower_ == "where" and "nsubj" in words and words["nsubj"].pos_ == "PRON"
    )


def _same_day(noun: Token) -> bool:
    """ "recognised Chad the same day that it became independent"."""
    return noun.lemma_ == "day" and any(c.lower_ == "same" for c in noun.children)


def _stands_apart(token: Token) -> bool:
    """ "closed its legation on 15 July, after the invasion of Togo": what comes before or after has another date, as has a reason."""
    while token.dep_ == "conj" and token.head.pos_ == "NOUN":  # "following the collapse and a series of meetings"
        token = token.head
    if token.dep_ == "pobj":
        beside = {token.head.lower_, *([token.head.head.lower_] if token.head.dep_ in {"pcomp", "prep"} else [])}
        return bool(beside & (_SEQUENCE | _REASONS))
    marks = {c.lower_ for c in token.children if c.dep_ in {"mark", "advmod", "prep"} and c.i < token.i}
    return token.dep_ == "advcl" and bool(marks & _SEQUENCE)


def _only_told_of(verb: Token) -> bool:
    """ "said on Monday that it would buy jets": the day is of the saying, and no Monday to come."""
    aux = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    told = verb.dep_ == "ccomp" and verb.head.lemma_ in _SAYING
    return told and verb.head.tag_ == "VBD" and bool(aux & {"would", "will"})


def _behind_saying(date: Token, verb: Token) -> bool:
    """ "said on Monday Chad would buy jets", where the parser hung the day on what comes."""
    first = date.head if date.head.dep_ == "prep" and date.head.i < date.i else date
    return _only_told_of(verb) and verb.head.i == first.i - 1 and date.i < verb.i


def _since_then(verb: Token) -> bool:
    """ "bought jets in 2022 and has since ordered more": what has come after has no date of what came before."""
    had = any(c.dep_ == "aux" and c.lower_ in {"has", "have"} for c in verb.children)
    return verb.dep_ == "conj" and had and verb.head.tag_ == "VBD"


def _fallback(
    dates: list[tuple[When, Token]], sentence: AnnotatedSentence, head: Token, heads: list[Token]
) -> list[When]:
    dates = [(w, t) for w, t in dates if not of_name_of_thing(t, head)]
    below = [(w, t) for w, t in dates if is_within(t, head) and not of_clause_of_thing(t, head)]
    free = [
        (w, t) for w, t in below if not any(h.i != head.i and is_within(t, h) and is_within(h, head) for h in heads)
    ]
    if free:
        return _choose(free, sentence, head)
    opening = [w for w, t in dates if t.i <= 4]
    if opening:
        return opening[:1]
    if _in_relative(head):  # "Chad, which had bought jets, ordered more in 2024"
        return []
    verbs = [t for t in sentence.doc if t.pos_ == "VERB" and t.dep_ in {"ROOT", "conj"}]
    alone = len(dates) == 1 and len(verbs) <= 1 and not of_clause_of_thing(dates[0][1], head)
    return [dates[0][0]] if alone and _stands_high(dates[0][1]) else []


def _joined_to(head: Token) -> int:
    """ "recognised and opened relations with Chad in 1960": the verb right behind "and", whose object and date are shared."""
    return next((c.i for c in head.children if c.dep_ == "conj" and c.pos_ == "VERB" and c.i == head.i + 2), head.i)


def _of_the_act(when: When, dates: list[tuple[When, Token]], trigger: Token) -> When:
    """ "since the 1983 independence": the act was in 1983; what has been since is told of something else."""
    beside = any(w is when and t.head.i == trigger.i and t.i < trigger.i for w, t in dates)
    return replace(when, edtf=when.edtf.removesuffix("/..")) if beside and when.edtf else when


def _by_somebody(participle: Token) -> bool:
    """ "Occupied by X, Chad was retaken in 1944", "three men arrested by X were freed on Sunday": done before, by another."""
    if participle.tag_ != "VBN" or participle.dep_ not in {"advcl", "acl"}:
        return False
    return any(c.dep_ == "agent" for c in participle.children)


def _in_relative(head: Token) -> bool:
    at = head
    while at.dep_ in {"conj", "xcomp", "dobj", "ccomp"} and at.head.i != at.i:
        at = at.head
    return at.dep_ == "relcl" and any(c.dep_ in {"nsubj", "nsubjpass"} for c in at.children)


def _stands_high(token: Token) -> bool:
    """Whether a date hangs on the main clause, not on a clause of its own ("since the pipeline opened in 2009")."""
    governor = governor_of(token)
    return governor.pos_ not in VERBAL or governor.dep_ in {"ROOT", "conj", "acl", "xcomp"}


def _choose(found: list[tuple[When, Token]], sentence: AnnotatedSentence, trigger: Token) -> list[When]:
    """One date, the nearest that is absolute; all where they stand coordinated: "in 1975, 1981 and 2002"."""
    text = sentence.doc.text
    pairs = itertools.pairwise([w for w, _ in found])
    if (
        len(found) > 1
        and not any(w.relative for w, _ in found)
        and all(_COORDINATED.fullmatch(text[a.end : b.start]) for a, b in pairs)
    ):
        return [w for w, _ in found]
    ranked = sorted(
        found,
        key=lambda item: (
            item[0].edtf is None and not item[0].need,
            _weak(item[0], sentence) or (of_name(item[1]) and not _of_subject(item[1], trigger)),
            abs(item[1].i - trigger.i),
        ),
    )
    return [ranked[0][0]]


def _of_subject(date: Token, trigger: Token) -> bool:
    """ "his 2017 visit was followed by one in 2019": the year of what comes before something else."""
    subject = date.head.i == trigger.i and trigger.dep_ in {"nsubj", "nsubjpass"}
    return subject and trigger.head.lemma_.lower() in _WORDS["succeeding"]


_BESIDE = re.compile(
    r"^[\s,)]*(?:(?:a|per) (?:year|day) )?(?:in|during|for|as of|by|over|since|at the end of)?\s*(?:the |an? )?$", re.I
)


_AGAINST = re.compile(
    r"\b(?:against|versus|compared (?:with|to)|than)\s+(?:(?:about|some|only|just|a mere)\s+)?$", re.I
)


_COMPARES = re.compile(
    r"\b(?:than|against|versus|than (?:in|for|during)|compared (?:with|to)|(?:up|down) (?:from|on))\s+(?:the |in |a )?$",
    re.I,
)


def date_beside(value: Value, sentence: AnnotatedSentence) -> When | None:
    """The date right behind a number, which is that number's own: "43 percent in 2021", "$540 million the year before"."""
    text = sentence.doc.text
    for when in sentence.dates:
        if when.start >= value.end and _BESIDE.match(text[value.end : when.start]):
            return when
    return None


def of_compared(value: Value | None, sentence: AnnotatedSentence) -> list[When]:
    """ "55 percent, down from 70 percent in 2018", "12 ships, against 9 in 2020": dates of numbers that this one is held against.

    What is no number of its own, as a change is, has not the date from which a number in its sentence rose or fell.
    """
    text = sentence.doc.text
    others = [v for v in sentence.values if v is not value and v.pole == "from"]
    if value is not None:
        others += [v for v in sentence.values if v is not value and _AGAINST.search(text[: v.start])]
    return [when for v in others if (when := date_beside(v, sentence)) is not None]


def only_compares(when: When, sentence: AnnotatedSentence) -> bool:
    """ "25 percent less than in 2022", "up from 2019": a time that a number is held against, and none of its own."""
    return _COMPARES.search(sentence.doc.text[: when.start]) is not None


def begins_and_ends(when: When) -> bool:
    """ "from 2 to 3 million between 2021 and 2023": a time in which a number becomes another."""
    return _YEARS.fullmatch(when.edtf or "") is not None


def end_of_change(when: When, value: Value) -> When:
    """ "rose from A to B between 2021 and 2023": each end has its own year; a season ("in the year to June") stays whole."""
    if not value.pole or when.edtf is None or not _YEARS.fullmatch(when.edtf):
        return when
    first, _, last = when.edtf.partition("/")
    return replace(when, edtf=first if value.pole == "from" else last)


def begins_after(edtf: str | None, published: date) -> bool:
    """Whether a time lies wholly behind the day of publication, so that what is told of it can only be planned."""
    first = (edtf or "").partition("/")[0]
    return bool(_DIGITS.fullmatch(first)) and first > published.isoformat()[: len(first)]


def _weak(when: When, sentence: AnnotatedSentence) -> bool:
    """A date that only compares or ends ("from the same period of 2022", "compared with 2019")."""
    before = sentence.doc.text[max(0, when.start - 40) : when.start].lower()
    return bool(
        re.search(
            r"(?:compared (?:with|to)|from the same period of|against|than(?: in)?|up from|down from|(?:per ?cent|%|pct) (?:from|over|on))\s*[\w\s]{0,20}$",
            before,
        )
    )
