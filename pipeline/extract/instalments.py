"""Numbers of arms that a sentence adds to an item it named: "… 20 drones to X and 6 to Y", "40 had been delivered".

In: the arms rows of a sentence. Out: further rows of the same item, each with its own number, other side, status or date.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.claim import Claims, numbers
from pipeline.extract.flow import WORDS
from pipeline.extract.modality import mood
from pipeline.records import Row

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_ARRIVING, _TAKING = frozenset(WORDS["arriving"]), frozenset(WORDS["take"])
STATUS = {verb: status for status, verbs in WORDS["status"].items() for verb in verbs}
_ADDING = frozenset(WORDS["adding"])


def further_rows(claims: Claims, told: list[Row]) -> Iterator[Row]:
    """The rows that bare numbers of the sentence add to the item that its last row tells."""
    s = claims.sentence
    counts = {id(v): v for v in s.value_at.values() if v.kind == "count"}
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
        if s.doc[max(at) + 1 : max(at) + 3].text == "on order":
            yield _on_order(claims, value, at, before[-1])
            continue
        verb = next((a for a in first.ancestors if a.pos_ == "VERB"), None)
        row = _of_another_side(claims, value, at, before[-1]) or (
            _again(claims, value, at, verb, before[-1]) if verb is not None else None
        )
        if row is not None:
            yield row


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
    if not (adds or lemma in _ARRIVING) or mood(verb).refused:
        return None
    meant = mood(verb)
    status = STATUS.get(lemma, "planned" if meant.hedge == "planned" else "supplied")
    base = claims.base(verb, verb, [*at, verb.i], "arms_transfers.flow", meant, meant.hedge_of(value), value)
    return {**item, **base, **numbers(value), "measure": "quantity", "status": status}
