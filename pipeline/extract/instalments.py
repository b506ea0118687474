"""Numbers of arms that a sentence adds to an item it named: "… 20 drones to X and 6 to Y", "40 had been delivered".

In: the arms rows of a sentence, or of the deal that the sentences before told. Out: further rows of the same item, each with its own
number, other side, status or date.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.claim import Claims, numbers
from pipeline.extract.flow import WORDS
from pipeline.extract.modality import Mood, mood
from pipeline.records import Row

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_ARRIVING, _TAKING = frozenset(WORDS["arriving"]), frozenset(WORDS["take"])
STATUS = {verb: status for status, verbs in WORDS["status"].items() for verb in verbs}
_DUE = frozenset(WORDS["due"])
_ADDING = frozenset(WORDS["adding"])


def further_rows(claims: Claims, told: list[Row]) -> Iterator[Row]:
    """The rows that bare numbers of the sentence add to the item that its last row tells."""
    s = claims.sentence
    counts = {id(v): v for v in s.value_at.values() if v.kind in {"count", "percent"}}
    own = {(row["value"], row["value_min"]) for row in told}
    for value in counts.values():
        at = s.tokens_of(value)
        first = s.doc[at[0]]
        before = [
            r
            for r in told
            if r["measure"] in {"quantity", "transfer"} and r["evidence_start"] < s.span(at[0], at[0] + 1)[0]
        ]
        if not before or (value.number, value.low) in own or not _is_bare(claims, at):
            continue
        if value.kind == "percent":  # "of the 12 jets, half had been delivered"
            part = _number_of(value, before[-1])
            if part is None or s.doc[max(at)].dep_ not in {"nsubj", "nsubjpass"}:
                continue
            value = part
        if s.doc[max(at) + 1 : max(at) + 3].text == "on order":
            yield _on_order(claims, value, at, before[-1])
            continue
        verb = next((a for a in first.ancestors if a.pos_ == "VERB"), None)
        row = _of_another_side(claims, value, at, before[-1]) or (
            _again(claims, value, at, verb, before[-1]) if verb is not None else None
        )
        if row is not None:
            yield row


def later_rows(claims: Claims, deal: list[Row], used: set[int]) -> Iterator[Row]:
    """The rows that a sentence adds to an item of the deal told before: "Three have arrived so far", "The first six guns came in May"."""
    told = {(r["designation"], r["category"]): r for r in deal if r["measure"] in {"quantity", "transfer"}}
    s = claims.sentence
    for value in {id(v): v for v in s.value_at.values() if id(v) not in used}.values():
        at = s.tokens_of(value)
        subject = next((t for t in s.doc[min(at) : max(at) + 4] if t.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is None or subject.head.pos_ not in {"VERB", "AUX"}:
            continue
        items = list(told.values()) if _is_bare(claims, at) else [r for r in told.values() if _counts(subject, at, r)]
        number = _number_of(value, items[0]) if len(items) == 1 else None
        row = _again(claims, number, at, _act(subject.head), items[0]) if number is not None else None
        if row is not None:
            used.add(id(value))
            yield row if _dated_itself(claims, subject.head) else {**row, "date": None, "date_text": None, "dates": []}


def _dated_itself(claims: Claims, verb: Token) -> bool:
    """Whether a date of the sentence is that of the clause, not of one joined to it: "Three have arrived, and the rest come in 2025"."""
    joined = next((c for c in verb.children if c.dep_ == "conj" and any(s.dep_ == "nsubj" for s in c.children)), None)
    return joined is None or any(i < joined.left_edge.i for i in claims.sentence.date_at)


def _counts(noun: Token, at: list[int], item: Row) -> bool:
    """Whether a counted noun is that of an item: "guns" of "90 ATAGS guns"."""
    of = noun.lemma_.lower() == item["description"].split()[-1].lower().removesuffix("s")
    return of and any(t.i in at for t in noun.lefts) and not any(t.dep_ == "prep" for t in noun.rights)


def _act(verb: Token) -> Token:
    """ "are to be delivered", "are due": what is told of a subject that only "be" stands behind."""
    inner = (c for c in verb.children if c.dep_ in {"xcomp", "acomp"} and c.i > verb.i) if verb.lemma_ == "be" else ()
    return next(iter(inner), verb)


def _number_of(value: Value, item: Row) -> Value | None:
    """How many a number stands for: itself, or its part of the whole that was told ("half" of 24)."""
    if value.kind == "count":
        return value
    whole = item["value"] if item["measure"] == "quantity" else None
    if value.kind != "percent" or not whole or not value.number:
        return None
    part = whole * value.number / 100
    return replace(value, kind="count", number=float(part), unit="1") if part == round(part) else None


def _is_bare(claims: Claims, at: list[int]) -> bool:
    """Whether a number counts no noun of its own: "6 to Y", "six more", "40 had been"."""
    behind = claims.sentence.doc[max(at) + 1 : max(at) + 2]
    if not len(behind):
        return True
    token = behind[0]
    return token.pos_ in {"ADP", "AUX", "PUNCT", "VERB", "CCONJ"} or token.lower_ in _ADDING


def _of_another_side(claims: Claims, value: Value, at: list[int], item: Row) -> Row | None:
    """ "… to X and 6 to Y", "… from X and 12 from Y": the item with another recipient or supplier."""
    s = claims.sentence
    behind = s.doc[max(at) + 1 : max(at) + 4]
    if len(behind) < 2 or behind[0].lower_ not in {"to", "for", "from"}:
        return None
    place = next((t for t in behind[1:] if t.i in s.place_at), None)
    if place is None or place.i > behind[1].i + (behind[1].lower_ == "the"):
        return None
    side = "supplier_country" if behind[0].lower_ == "from" else "recipient_country"
    if s.place_at[place.i].code in {item["supplier_country"], item["recipient_country"]}:
        return None
    start, end = s.span(min(at), place.i + 1)
    new = {
        **item,
        **numbers(value),
        "measure": "quantity",
        side: s.place_at[place.i].code,
        "evidence_start": start,
        "evidence_end": end,
    }
    return {**new, "hedge": value.hedge if value.hedge != "exact" else item["hedge"]}


def _on_order(claims: Claims, value: Value, at: list[int], item: Row) -> Row:
    """ "the first of 25 on order": the whole of which what came is a part."""
    start, end = claims.sentence.span(min(at), max(at) + 3)
    hedge = value.hedge if value.hedge != "exact" else item["hedge"]
    return {
        **item,
        **numbers(value),
        "measure": "quantity",
        "status": "ordered",
        "hedge": hedge,
        "evidence_start": start,
        "evidence_end": end,
    }


def _again(claims: Claims, value: Value, at: list[int], verb: Token, item: Row) -> Row | None:
    """ "ordered six more", "40 had been delivered": the item once more, ordered or come in another number."""
    lemma, doc = verb.lemma_.lower(), claims.sentence.doc
    near = {t.lower_ for t in doc[max(0, min(at) - 2) : max(at) + 2]}
    adds = bool(near & _ADDING) and lemma in _TAKING
    meant = Mood("planned") if lemma in _DUE else mood(verb)
    if not (adds or lemma in _ARRIVING | _DUE) or meant.refused:
        return None
    come = "planned" if meant.hedge == "planned" else "supplied"
    status = come if lemma in _ARRIVING else STATUS.get(lemma, come)
    base = claims.base(verb, verb, [*at, verb.i], "arms_transfers.flow", meant, meant.hedge_of(value), value)
    return {**item, **base, **numbers(value), "measure": "quantity", "status": status}
