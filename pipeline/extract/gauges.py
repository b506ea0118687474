"""Indicators told in other ways than "the N of X is …": what a plant can do, what a state owes or holds, a number beside a people.

In: a token of an annotated sentence. Out: an `Indicator`, or None. What is read by the parse stands in `indicators` and `residents`;
the readers here go by the order of words where a parser often errs.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.claim import Claims
from pipeline.extract.indicator import INDICATOR_WORDS, Indicator, states, words
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.tree import before_article, is_within

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_LIVING, _PEOPLE, _VICTIMS, _HOSTED, _ABROAD, _FACILITIES, _HANDLING, _HOLDING, _PARTS = (
    words(key)
    for key in ("living", "people", "victims", "hosted", "abroad", "facilities", "handling", "holding", "parts_of")
)
_FORMS = frozenset(
    form for verb in _LIVING for stem in (verb.removesuffix("e"),) for form in (verb, f"{verb}s", f"{stem}ing", f"{stem}ed", f"{verb}led")
) | {"studying", "studied"}  # fmt: skip
_BETWEEN = frozenset(
    {"are", "were", "is", "was", "still", "now", "currently", "also", "have", "has", "had", "been", "who", "already"}
)
_PERSONS = _PEOPLE | _HOSTED | _VICTIMS
_A_TIME = frozenset({"year", "day", "annum", "month", "hour"})
_BESIDE_ALL = frozenset({"appos", "attr", "npadvmod"})
_PARTING = words("parting")
_UNITS: dict[str, list[str]] = INDICATOR_WORDS["holding_units"]


def of_residents(claims: Claims, noun: Token) -> Indicator | None:
    """ "About 30,000 Kenyans work in the Emirates, the embassy estimates": by the order of words, where the parse gives nothing."""
    doc, marked = claims.sentence.doc, claims.sentence.place_at
    value = claims.sentence.value_at.get(noun.i - 1) or (
        claims.sentence.value_at.get(noun.i - 2) if noun.i > 1 else None
    )
    if value is None or value.kind != "count" or not _is_people(claims, noun):
        return None
    behind = itertools.dropwhile(lambda t: t.lower_ in _BETWEEN, doc[noun.i + 1 : noun.i + 8])
    verb = next(behind, None)
    if verb is None or verb.lower_ not in _FORMS:
        return None
    prep = next((t for t in doc[verb.i + 1 : verb.i + 3] if t.lower_ in {"in", "at"}), None)
    place = next((t for t in doc[prep.i + 1 : prep.i + 4] if t.i in marked), None) if prep is not None else None
    if place is None or marked[place.i].kind == "people":
        return None
    label = doc.text[value.end : noun.idx + len(noun.text)].strip()
    return Indicator(marked[place.i].code, noun, label, value, noun)


def _is_people(claims: Claims, noun: Token) -> bool:
    place = claims.sentence.place_at.get(noun.i)
    plural = noun.tag_ in {"NNS", "NNPS"} or noun.text.endswith("s")
    of_state = place is not None and (place.kind == "people" or (place.kind == "adjective" and plural))
    return of_state or noun.lemma_.lower() in _PERSONS


def of_number_beside(claims: Claims, noun: Token) -> Indicator | None:
    """ "Vietnamese residents, 68,000 of them", "the Chinese diaspora in Suriname, about 40,000 strong"."""
    doc, s = claims.sentence.doc, claims.sentence
    if not (_is_people(claims, noun) or noun.lemma_.lower() in _ABROAD) or noun.i in s.entity_at:
        return None
    comma = next((t for t in doc[noun.i + 1 : noun.i + 5] if t.text in {",", "("}), None)
    value = (
        next((s.value_at[t.i] for t in doc[comma.i + 1 : comma.i + 4] if t.i in s.value_at), None) if comma else None
    )
    if comma is None or value is None or value.kind != "count" or any(t.pos_ == "VERB" for t in doc[noun.i : comma.i]):
        return None
    last = max(s.tokens_of(value))
    strong = doc[last + 1 : last + 2].text == "strong" or doc[last + 1 : last + 3].text.lower() == "of them"
    origin = {s.place_at[c.i].code for c in [noun, *noun.lefts] if c.i in s.place_at}
    places = [t for t in doc if t.i in s.place_at and before_article(t).lower_ == "in"]
    codes = list(dict.fromkeys(s.place_at[t.i].code for t in places if s.place_at[t.i].code not in origin))
    if not strong or len(codes) != 1 or not origin:
        return None
    label = doc[noun.left_edge.i : noun.i + 1].text
    return Indicator(codes[0], noun, label.removeprefix("The ").removeprefix("the "), value, noun)


def of_debt_owed(claims: Claims, verb: Token) -> Indicator | None:
    """ "Laos owes China about $10.5 billion": the debt of who owes."""
    if verb.lemma_.lower() != "owe" or verb.pos_ != "VERB":
        return None
    told = of_verb(verb)
    codes = states(claims, told.subjects)
    value = next((v for t in told.objects if (v := claims.sentence.value_at.get(t.i)) and v.kind == "money"), None)
    return Indicator(codes.pop(), verb, "debt", value, verb) if value is not None and len(codes) == 1 else None


def of_capacity(claims: Claims, noun: Token) -> Indicator | None:
    """ "the plant, built to process 650,000 b/d", "a factory that can turn out 120,000 cars a year", "has a capacity of …"."""
    if noun.lemma_.lower() not in _FACILITIES or noun.i in claims.sentence.place_at:
        return None
    s, doc = claims.sentence, claims.sentence.doc
    found: tuple[Token, Value] | None = None
    for verb in doc[noun.i + 1 :]:
        able = {t.lower_ for t in doc[max(noun.i, verb.i - 4) : verb.i]} & {"can", "could", "built", "designed", "able"}
        holding = verb.lemma_ == "have" and any(c.lemma_ == "capacity" for c in verb.children)
        if not holding and not (verb.lemma_.lower() in _HANDLING and able):
            continue
        subjects = of_verb(verb).subjects if holding or verb.dep_ != "advcl" else [noun]
        if noun not in subjects and (holding or "built" not in able) and not is_within(verb, noun):
            continue
        number = next((t for t in doc[verb.i + 1 : verb.i + 7] if t.i in s.value_at), None)
        if number is not None and _of_a_time(claims, s.value_at[number.i], holding=holding):
            found = (verb, s.value_at[number.i])
            break
    code = _site(claims, noun) if found is not None else None
    return Indicator(code, noun, "capacity", found[1], noun) if found is not None and code else None


def _of_a_time(claims: Claims, value: Value, *, holding: bool) -> bool:
    """Whether a number is of what goes through in a time: "5,000 tonnes a year", "650,000 b/d"."""
    last = max(claims.sentence.tokens_of(value))
    timed = any(t.lower_ in _A_TIME or t.lower_ == "annually" for t in claims.sentence.doc[last + 1 : last + 6])
    return (value.kind == "quantity" and (holding or timed or value.unit in {"bbl/d", "W"})) or (
        value.kind == "count" and timed
    )


def _site(claims: Claims, noun: Token) -> str | None:
    """Where a plant stands: told in its phrase, by its adjective, else by the one place of this sentence or the one before."""
    s = claims.sentence
    own = [t for role in ("in", "at", "near", "of") for t in prepositional(noun, role)]
    codes = [s.place_at[t.i].code for p in own for t in p.subtree if t.i in s.place_at]
    codes = codes or claims.parties.modifier_countries(noun)
    if codes:
        return codes[0] if len(set(codes)) == 1 else None
    before = [o for o in claims.discourse.document.sentences if 0 <= s.sentence.index - o.sentence.index <= 1]
    for sentence in reversed(before):
        sited = {
            p.code
            for i, p in sentence.place_at.items()
            if before_article(sentence.doc[i]).lower_ in {"in", "at", "near", "to"} or p.kind == "town"
        }
        if sited:
            return sited.pop() if len(sited) == 1 else None
    return None


def of_holding(claims: Claims, verb: Token) -> Indicator | None:
    """ "Bolivia holds 23 million tonnes of lithium": what lies in the ground of a state."""
    if verb.lemma_.lower() not in _HOLDING or verb.pos_ != "VERB":
        return None
    told = of_verb(verb)
    codes = states(claims, told.subjects)
    objects = told.objects + prepositional(verb, "on")
    measured = [(t, v) for t in objects if (v := claims.sentence.value_at.get(t.i)) and v.unit in _UNITS]
    for thing, value in measured[:1]:
        made = prepositional(thing, "of")
        if len(codes) == 1 and made:
            return Indicator(codes.pop(), made[0], claims.phrase(made[0]), value, verb)
    return None


def of_part_of(claims: Claims, noun: Token) -> Indicator | None:
    """ "half of its external debt", "2.2 per cent of the remittances that reached X": a part of what measures a state."""
    if noun.lemma_.lower() not in _PARTS or noun.dep_ != "pobj" or noun.head.lower_ != "of":
        return None
    value = claims.sentence.value_at.get(noun.head.head.i)
    if value is None or value.kind != "percent":
        return None
    part = noun.head.head
    # "forgave 85 percent of its debt": an act
    if part.dep_ not in _BESIDE_ALL and part.head.lemma_.lower() not in _PARTING:
        return None
    reached = [t for c in noun.children if c.dep_ == "relcl" for t in of_verb(c).objects]
    codes = {p.country for p in claims.parties.of(noun, conjuncts=False) if p.country}
    codes = codes or states(claims, reached)
    head = next((t for t in noun.ancestors if t.pos_ in {"VERB", "AUX"}), noun)
    return Indicator(codes.pop(), noun, claims.phrase(noun), value, head) if len(codes) == 1 else None
