"""Numbers told for several states in turn: "Germany, Lithuania and Bulgaria contributed 410,000, 255,000 and 210,000 tonnes respectively".

In: the numbers of an annotated sentence that says "respectively". Out: `Measure`s, one a state, of the whole told before or of the flow
that a noun of the sentence tells.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.flow import WORDS, Flow, basis_of
from pipeline.extract.measure import Measure, Measured

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_WORD = "respectively"
_BETWEEN = frozenset({",", "and", "$", "€", "£"})
_SORTS = {"money": "value", "quantity": "volume", "percent": "share"}
_GIVE, _TAKE = frozenset([*WORDS["give"], "contribute"]), frozenset(WORDS["take"])
_PARTING = frozenset([*WORDS["share_verbs"], *WORDS["state"]]) | _GIVE | _TAKE


def in_turn(measured: Measured) -> Iterator[Measure]:
    """The measures of a sentence that tells its numbers in turn; nothing where states and numbers are not as many."""
    s = measured.c.sentence
    word = next((t for t in s.doc if t.lower_ == _WORD), None)
    values = _values(s.values, word) if word is not None else []
    if word is None or len(values) < 2 or values[-1].kind not in _SORTS:
        return
    states = _states(measured, len(values))
    first = s.doc[s.tokens_of(values[0])[0]]
    verb = measured.verb_above(first)
    named = _flow(measured, word)
    whole = named or (_given(measured, verb, {s.place_at[t.i].code for t in states}) if verb else None)
    whole = whole or measured.whole()
    if not states or verb is None or whole is None or whole.owner is None or whole.flow == "total":
        return
    lemma = verb.lemma_.lower()
    against = _TAKE if whole.flow == "import" else _GIVE if named is None else frozenset()  # who takes is no source
    if lemma not in _PARTING or lemma in against:
        return
    last = values[-1]
    for value, token in zip(values, states, strict=True):
        code = s.place_at[token.i].code
        told = replace(value, kind=last.kind, unit=last.unit)
        basis = basis_of(whole.flow)
        if code != whole.owner:
            yield Measure(
                _SORTS[last.kind], told, 1, whole.flow, whole.owner, code, list(whole.things), verb, [*s.tokens_of(value), token.i], basis=basis
            )  # fmt: skip


def _values(values: list[Value], word: Token) -> list[Value]:
    """The numbers right before the word, of one sort; those before the last may leave its unit out."""
    before = [v for v in values if v.end <= word.idx and v.kind in {*_SORTS, "count"}]
    kept: list[Value] = before[-1:]
    for value in reversed(before[:-1]):
        between = word.doc.text[value.end : kept[0].start].replace(",", " , ").split()
        if value.kind not in {kept[-1].kind, "count"} or not set(between) <= _BETWEEN:
            break
        kept.insert(0, value)
    return kept


def _states(measured: Measured, count: int) -> list[Token]:
    """The one list of as many states as there are numbers."""
    s = measured.c.sentence
    runs: list[list[Token]] = []
    for token in (t for t in s.doc if t.i in s.place_at and s.place_at[t.i].kind in {"name", "seat"}):
        joined = runs and all(
            t.lower_ in {",", "and", "the", "to", "from"} for t in s.doc[runs[-1][-1].i + 1 : token.i]
        )
        if joined:
            runs[-1].append(token)
        else:
            runs.append([token])
    fitting = [run for run in runs if len(run) == count]
    return fitting[0] if len(fitting) == 1 else []


def _given(measured: Measured, verb: Token, givers: set[str]) -> Flow | None:
    """ "A and B sold X 410,000 and 255,000 tonnes": what several give to one, as that one takes it."""
    told = [f for f in measured.f.find() if f.head == verb and f.giver in givers and f.taker]
    takers = {f.taker for f in told}
    if len(takers) != 1 or {f.giver for f in told} != givers:
        return None
    return replace(told[0], owner=told[0].taker, flow="import", giver=None)


def _flow(measured: Measured, word: Token) -> Flow | None:
    """The flow with one side that a noun of the sentence tells: "Chad's exports to Togo and Mali were worth …"."""
    nouns = itertools.takewhile(lambda t: t.i < word.i, measured.c.sentence.doc)
    told = (f for t in nouns if t.pos_ == "NOUN" and (f := measured.f.of_phrase(t)) is not None)
    return next((f for f in told if f.owner and f.flow != "total"), None)
