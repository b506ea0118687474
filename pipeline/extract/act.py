"""An act found in a sentence, and the money or the number of things that belongs to it.

In: the predication of an act, its actors, the values of its sentence. Out: `Act`, and the columns `amount` and `amount_unit`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.annotate.document import AnnotatedSentence
from pipeline.annotate.values import Value
from pipeline.extract.discourse import Party
from pipeline.extract.frames import Frame
from pipeline.extract.modality import Mood
from pipeline.extract.predications import Predication, carrier
from pipeline.extract.roles import Pair
from pipeline.extract.tree import is_within
from pipeline.lexicons import load
from pipeline.records import Row

_AMOUNTING = frozenset(load("syntax")["amounting"])


@dataclass(slots=True)
class Act:
    """An act found in a sentence: its frame, where its words stand, its pairs of actors, how it is meant."""

    frame: Frame
    predication: Predication
    pairs: list[Pair]
    mood: Mood


def consultation(base: Row, mode: str, first: Party, second: Party) -> Row:
    """The row of a meeting, call or visit of which nothing is told but who takes part; `base` has what every claim has."""
    return {
        **base,
        "event_type": "CONSULT",
        "event_mode": mode,
        "actor1_name": first.name,
        "actor1_id": first.id,
        "actor1_country": first.country,
        "actor2_name": second.name,
        "actor2_id": second.id,
        "actor2_country": second.country,
        "object": None,
        "location": None,
        "location_country": None,
        "amount": None,
        "amount_unit": None,
    }


def says_nothing(
    act: Act, first: Party | None, second: Party | None, told: tuple[object, ...], country: str | None, mode: str | None
) -> bool:
    """Whether a row would be empty: cooperation of states with nothing concrete `told` of it, help of no kind, aid that is given at home.

    `told` is when, where and how much, where the day of a promise makes what is promised no more concrete; `country` is where.
    """
    if act.frame.has("concrete") and not any(told[1:] if act.mood.hedge == "planned" else told):
        if act.frame.type == "AID":  # "helped Chad" with what, it is left to guess
            return mode is None
        return not any(p is not None and p.kind == "organisation" for p in (first, second))
    # "in Chad, funding is granted by its office": to whom was not told
    filled = act.frame.type == "AID" and second is not None and second.pronoun
    return filled and country is not None and first is not None and country == first.country


def amount_of(act: Act, second: Party | None, sentence: AnnotatedSentence) -> Row:
    """The money of the act with its hedge; with `quantity`, the number of what is sent, where there is no money.

    `second` is whom the act is towards in the row: of several sums it has the one told right before it. What is only planned
    stays that, whatever the sum.
    """
    values = _values_of(act, sentence)
    monies = [v for v in values if v.kind == "money"] if act.frame.has("amount") else []
    if len(act.pairs) > 1 and second is not None and monies:
        monies = _own_sum(act, second, monies, sentence)
    things = [v for v in values if _counts(v, act, sentence)] if act.frame.has("quantity") else []
    value = next(iter([*monies, *things]), None)
    return {
        "amount": (value.number or value.high) if value else None,
        "amount_unit": value.unit if value else None,
        **({"hedge": value.hedge} if value in monies and act.mood.hedge == "exact" else {}),
    }


def _own_sum(act: Act, second: Party, monies: list[Value], sentence: AnnotatedSentence) -> list[Value]:
    """ "$5 million to Chad and $3 million to Togo", "20 million euros to A and 12 million to B": of several, the sum right before."""
    before = max((p.token for _, p in act.pairs if p is not None and p.token < second.token), default=None)
    between = range(before + 1, second.token) if before is not None else range(0)
    bare = {sentence.value_at[i] for i in between if i in sentence.value_at and sentence.value_at[i].kind == "count"}
    for value in bare if len(bare) == 1 else ():
        last = max(sentence.tokens_of(value))
        if sentence.doc[last + 1].lower_ in {"to", "for"}:
            return [replace(value, unit=monies[0].unit)]
    at, text = sentence.doc[second.token].idx, sentence.doc.text
    return [v for v in reversed(monies) if v.end <= at and text[v.start - 1] != "("] or monies


def _values_of(act: Act, sentence: AnnotatedSentence) -> list[Value]:
    """The values that stand in the phrases of the act's own words."""
    predication = act.predication
    heads = [predication.head, *predication.objects, *([predication.noun] if predication.noun is not None else [])]
    verb, as_subject = carrier(predication.trigger) if predication.verb is None else (None, False)
    if verb is not None and as_subject and verb.lemma_ in _AMOUNTING:  # "Aid from Chad to Togo came to …"
        heads.append(verb)
    others = {t.i for c in predication.head.children if c.dep_ == "conj" and c.pos_ == "VERB" for t in c.subtree}
    return [
        sentence.value_at[t.i]
        for t in sentence.doc
        if t.i in sentence.value_at and t.i not in others and any(is_within(t, h) for h in heads)
    ]


def _counts(value: Value, act: Act, sentence: AnnotatedSentence) -> bool:
    """Whether a number counts what the act sends: "50 tonnes of flour", "700 soldiers", not "on 3 days"."""
    if value.kind == "quantity":
        return True
    tokens = [sentence.doc[i] for i in sentence.tokens_of(value)]
    return value.kind == "count" and any(t.head in act.predication.objects for t in tokens if t.dep_ == "nummod")
