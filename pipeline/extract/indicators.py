"""Rows of `indicators`: other numbers about one country (population, GDP, communities, harvests, areas).

In: an annotated sentence. Out: rows without ids. A number counts only where a word of the lexicon says what it measures, and one
country is named as what it measures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.claim import Claims, numbers
from pipeline.extract.gauges import (
    of_capacity,
    of_debt_owed,
    of_holding,
    of_number_beside,
    of_part_of,
    of_residents,
)
from pipeline.extract.indicator import INDICATOR_WORDS, Indicator, states, words
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.residents import of_money_sent, of_part, of_people
from pipeline.extract.timing import date_beside
from pipeline.extract.tree import is_within
from pipeline.records import Row

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_NOUNS: dict[str, frozenset[str]] = {noun: frozenset(kinds) for noun, kinds in INDICATOR_WORDS["nouns"].items()}
_VERBS, _YIELDING, _COVERING, _NOT_BESIDE, _ECONOMY, _GROWING, _LEVELS, _HAVING, _ABROAD = (
    words(key)
    for key in ("verbs", "yielding", "covering", "not_beside", "economy", "economy_verbs", "levels", "having", "abroad")
)
_HEADS = frozenset(name.rpartition(" ")[2] for name in _NOUNS)
_ECONOMY_NAMES = tuple(sorted(_ECONOMY))
_ECONOMY_ENDS = tuple(sorted({name.rpartition(" ")[2] for name in _ECONOMY}))
_SMALL_WORDS = frozenset({"PUNCT", "DET", "CCONJ", "SCONJ", "PART", "ADP", "SPACE", "SYM"})  # they measure nothing
_TIMELESS = frozenset({"capacity", "holding"})
_PRONOUNS = frozenset({"it", "them", "which", "this", "these"})
_REACH = 40  # characters from one end of a change to the other


def indicator_rows(claims: Claims) -> Iterator[Row]:
    """The indicators that one sentence tells."""
    told: set[int] = set()
    # Without a number there is no indicator.
    for token in claims.sentence.doc if claims.sentence.value_at else ():
        if token.pos_ in _SMALL_WORDS:
            continue
        for rule, find in (_READERS if token.pos_ == "VERB" else _OF_OTHERS).items():
            found = find(claims, token)
            if found is None or found.value.start in told or mood(found.head).refused:
                continue
            told.add(found.value.start)
            yield _row(claims, found, rule)
            other = _other_end(claims, found) if rule == "noun" else None
            if other is not None:
                told.add(other.value.start)
                yield _row(claims, other, rule)


def _row(claims: Claims, found: Indicator, rule: str) -> Row:
    at = [i for i, v in claims.sentence.value_at.items() if v.start == found.value.start]
    meant = mood(found.head)
    hedge = meant.hedge_of(found.value)
    base = claims.base(found.head, found.noun, [found.noun.i, *at], f"indicators.{rule}", meant, hedge, found.value)
    if rule in _TIMELESS:  # what a plant can do, it can since it was built
        base = {**base, "date": None, "date_text": None, "dates": []}
    return {**base, "country": found.country, "indicator": found.label, **numbers(found.value)}


def _other_end(claims: Claims, found: Indicator) -> Indicator | None:
    """ "fell to 13 percent from 38 percent in 2005": the other end of a change, where its time is told."""
    for value in claims.sentence.values:
        ends = {value.pole, found.value.pole} == {"from", "to"} and value.kind == found.value.kind
        if ends and abs(value.start - found.value.end) < _REACH and date_beside(value, claims.sentence) is not None:
            return found._replace(value=value)
    return None


# -- a noun and its number ---------------------------------------------------------------------------------------------
def _of_noun(claims: Claims, noun: Token) -> Indicator | None:
    """ "Peru's inflation rate was 4 percent", "has a population of 2.4 million"."""
    kinds = _kinds(noun)
    if not kinds or noun.i in claims.sentence.entity_at or noun.pos_ not in {"NOUN", "PROPN"}:
        return None
    beside = {c.lemma_.lower() for c in noun.children}
    if beside & _NOT_BESIDE:
        return None
    whole = _level(noun)
    value = _measured_by(claims, noun, kinds) or _value_near(claims, whole, kinds) or _right_behind(claims, noun, kinds)
    value = _level_reached(claims, value) if value is not None else None
    country = _country(claims, noun)
    if value is None or country is None:
        return None
    head = whole.head if whole.head.pos_ in {"VERB", "AUX"} else noun
    return Indicator(country, noun, _label(claims, noun, value), value, head)


def _level_reached(claims: Claims, value: Value) -> Value:
    """ "rose 12 per cent to $21.8 billion": the level, not by how much it changed."""
    behind = [v for v in claims.sentence.values if v.kind == "money" and 0 < v.start - value.end < _REACH]
    text = claims.sentence.doc.text
    reached = [v for v in behind if text[value.end : v.start].strip() == "to"]
    return reached[0] if value.kind == "percent" and reached else value


def _label(claims: Claims, noun: Token, value: Value) -> str:
    """The noun with what belongs to it, without the number itself: "population" of "a population of 1.1 million"."""
    text = claims.phrase(noun)
    return text.partition(claims.sentence.doc.text[value.start : value.end])[0].strip().removesuffix(" of") or text


def _right_behind(claims: Claims, noun: Token, kinds: frozenset[str]) -> Value | None:
    """ "GDP: $76 billion", "and its GDP $470 billion": a number with no more than a colon before it."""
    behind = noun.doc[noun.i + 1 : noun.i + 4]
    first = next((t for t in behind if t.text not in {":", "about", "some", "around", "$", "€", "£"}), None)
    at = [t.i for t in behind if t.i in claims.sentence.value_at]
    value = claims.sentence.value_at[at[0]] if at and first is not None and at[0] <= first.i else None
    return value if value is not None and value.kind in kinds else None


def _level(noun: Token) -> Token:
    """ "the stock of X's investment", "the rate of inflation": the noun whose clause tells the number."""
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    return above if above.lemma_.lower() in _LEVELS else noun


def _measured_by(claims: Claims, noun: Token, kinds: frozenset[str]) -> Value | None:
    """ "1.5 billion barrels of oil reserves": a number that the noun hangs on."""
    word = noun.head.lower_ if noun.dep_ == "pobj" else ""
    value = claims.sentence.value_at.get(noun.head.head.i) if word in {"of", "in"} else None
    fits = {"quantity"} if word == "of" else {"money"}  # "$3.8 billion in foreign direct investment"
    return value if value is not None and value.kind in kinds & fits else None


def _kinds(noun: Token) -> frozenset[str]:
    """The kinds of number that a noun takes; its longest name counts ("foreign exchange reserves")."""
    lemma = noun.lemma_.lower()
    if lemma not in _HEADS:
        return frozenset()
    words = [t.lower_ for t in noun.lefts if t.dep_ in {"compound", "amod"}]
    for start in range(len(words) + 1):
        found = _NOUNS.get(" ".join([*words[start:], lemma]))
        if found:
            return found
    return frozenset()


def _country(claims: Claims, noun: Token) -> str | None:
    codes = [p.country for p in claims.parties.of(noun, conjuncts=False) if p.country]
    origin = next((p for c in noun.lefts if (p := claims.sentence.place_at.get(c.i)) and c.dep_ != "poss"), None)
    source = [
        claims.sentence.place_at[t.i].code for t in prepositional(noun, "from") if t.i in claims.sentence.place_at
    ]
    source = source or ([origin.code] if origin is not None else [])
    if noun.lemma_.lower() in _ABROAD and source and codes == source[:1]:
        # "the Thai community had grown", "tourists from China numbered …": in the other state
        there = [t for t in prepositional(noun.head, "in") if t.i in claims.sentence.place_at]
        other = claims.discourse.document.other_of_pair(source[0])
        codes = [claims.sentence.place_at[t.i].code for t in there] or ([other] if other else [])
    for place in prepositional(noun, "in"):  # "the Chinese community in Peru" is Peru's
        if place.i in claims.sentence.place_at:
            codes = [claims.sentence.place_at[place.i].code]
    for bank in prepositional(noun, "at"):  # "reserves at Peru's central bank"
        owners = [
            claims.sentence.place_at[c.i] for c in bank.children if c.dep_ == "poss" and c.i in claims.sentence.place_at
        ]
        codes = [owners[0].code] if owners and bank.lemma_.lower() == "bank" else codes
    if noun.lemma_.lower() == "remittance":  # "remittances from Italy to Senegal": of who receives them
        to = [claims.sentence.place_at[t.i].code for t in prepositional(noun, "to") if t.i in claims.sentence.place_at]
        codes = to or [code for code in codes if code not in source]
    codes = codes or _of_clause(claims, noun) or _of_line(claims, noun)
    if not codes and noun.lemma_.lower() == "capacity":  # "With a capacity of 5,150 MW, the dam doubles Chad's output"
        codes = list({p.code for p in claims.sentence.place_at.values()})
    if not codes and not claims.sentence.place_at:
        codes = _of_document(claims, noun)
    return codes[0] if len(set(codes)) == 1 else None


def _of_document(claims: Claims, noun: Token) -> list[str]:
    """ "Remittances came to 12 billion in 2022", where nobody is named: those of the one state that a text is about, or speaks for."""
    about = claims.discourse.document
    told = {code for code in (about.topic, about.home) if code is not None}
    bare = not any(c.dep_ in {"poss", "det", "relcl", "prep"} for c in noun.children)
    return [*told] if len(told) == 1 and bare and noun.dep_ == "nsubj" else []


def _of_clause(claims: Claims, noun: Token) -> list[str]:
    """Whose it is where the phrase is silent: "X has …", "With a population of …, X makes …", "spending rose … in X"."""
    above = noun.head.head if noun.dep_ == "pobj" else noun
    verb = above if above.pos_ in {"VERB", "AUX"} else above.head
    if (noun.dep_ == "pobj" and noun.head.lower_ == "with" and above == verb and noun.head.i < verb.i) or (
        verb.lemma_ in _HAVING and (noun.dep_ == "dobj" or above.dep_ == "dobj")
    ):
        holders = of_verb(verb).subjects
    elif noun.dep_ == "conj" and (having := _having(noun)) is not None:
        holders = of_verb(having).subjects
    elif noun.dep_ == "conj":  # "X's population is 105 million and its GDP $470 billion"
        return _of_sentence(claims, noun, verb)
    elif noun.dep_ == "nsubj":
        holders = [t for t in prepositional(verb, "in") if t.i in claims.sentence.place_at]
        if not holders:
            return _of_sentence(claims, noun, verb)
    else:
        return []
    return [
        p.country for t in holders for p in claims.parties.of(t, conjuncts=False) if p.country and p.kind != "person"
    ]


def _having(noun: Token) -> Token | None:
    """The verb of "X has a population of … and a budget of …", for what is joined to its object."""
    for at in [noun, *noun.ancestors]:
        if at.dep_ in {"relcl", "acl", "advcl"}:
            return None
        if at.dep_ == "dobj":
            return at.head if at.head.lemma_ in _HAVING else None
    return None


def _of_line(claims: Claims, noun: Token) -> list[str]:
    """ "X, with a population of 2 million, …", "X's population: 34 million; GDP: $76 billion": the state that a phrase stands beside."""
    places = claims.sentence.place_at
    if noun.dep_ == "pobj" and noun.head.lower_ == "with" and noun.head.head.i in places:
        return [places[noun.head.head.i].code]
    if 0 in places and noun.doc[1:2].text == ":":  # "Peru: population 34 million, GDP $268 billion"
        return [places[0].code]
    listed = noun.doc[noun.i + 1 : noun.i + 2].text == ":"
    before = {p.code for i, p in places.items() if i < noun.i and p.kind in {"name", "adjective"}}
    return [*before] if listed and len(before) == 1 and not any(i > noun.i for i in places) else []


def _of_sentence(claims: Claims, noun: Token, verb: Token) -> list[str]:
    """ "X's fund owns …, and its budget stands at …", "Growth in X slowed and the deficit widened": the one state named before."""
    words = {c.lower_ for c in noun.children if c.dep_ in {"poss", "det"}}
    joined = "its" in words or (verb.dep_ == "conj" and words <= {"the"})
    named = {p.code for i, p in claims.sentence.place_at.items() if p.kind != "town"}
    before = any(i < noun.i for i in claims.sentence.place_at)
    return (
        [*named]
        if joined and before and len(named) == 1 and (noun.dep_.startswith("nsubj") or noun.dep_ == "conj")
        else []
    )


def _value_near(claims: Claims, noun: Token, kinds: frozenset[str]) -> Value | None:
    """A number in the noun's phrase or in the predicate of the clause that the noun is subject of."""
    regions = [t for c in noun.children if c.dep_ in {"acl", "prep", "nummod", "appos"} for t in c.subtree]
    verb = noun.head
    if noun.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_.lower() in _VERBS and not of_verb(verb).objects[1:]:
        regions += [t for c in verb.children if noun.i < c.i < verb.i and c.lower_ == "at" for t in c.subtree]
        regions += [t for c in verb.children if c.i > verb.i and c.dep_ not in {"conj", "advcl"} for t in c.subtree]
    for token in regions:
        value = claims.sentence.value_at.get(token.i)
        if value is not None and value.kind in kinds and not _part_of_it(claims, value):
            return value
    return None


def _part_of_it(claims: Claims, value: Value) -> bool:
    """ "its debt, a third of it held by X, stood at $15 billion": a number of a part, not of the whole."""
    tokens = [claims.sentence.doc[i] for i in claims.sentence.tokens_of(value)]
    return any(t.lower_ in _PRONOUNS for n in tokens for t in prepositional(n, "of"))


# -- parts of an economy and its growth --------------------------------------------------------------------------------
def _of_economy(claims: Claims, noun: Token) -> Indicator | None:
    """ "30 percent of X's GDP", "X spends 2 percent of its GDP on defence", "X's economy grew by 5 percent"."""
    if not noun.lemma_.lower().endswith(_ECONOMY_ENDS):
        return None
    words = " ".join([*(t.lower_ for t in noun.lefts if t.dep_ in {"amod", "compound"}), noun.lemma_.lower()])
    if not words.endswith(_ECONOMY_NAMES) or noun.i in claims.sentence.entity_at:
        return None
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    part = claims.sentence.value_at.get(above.i) if above is not None else None
    verb = next((t for t in noun.ancestors if t.pos_ in {"VERB", "AUX"}), noun)
    codes = {p.country for p in claims.parties.of(noun, conjuncts=False) if p.country}
    codes = codes or set(_of_sentence(claims, noun, verb))
    if part is not None and part.kind == "percent":
        subjects = of_verb(verb).subjects if verb != noun else []
        own = [c for t in subjects for c in t.children if c.dep_ == "poss" and c.pos_ in {"NOUN", "PROPN"}]
        # "the archipelago's spending …, 2 percent of its GDP"
        if own and any(c.lower_ in {"its", "their"} for c in noun.children):
            codes = {p.country for t in own for p in claims.parties.of(t, conjuncts=False) if p.country}
        codes = codes or states(claims, subjects)
        spent = (
            prepositional(verb, "on") if verb != noun and verb.lemma_.lower() in {"spend", "invest", "allocate"} else []
        )
        outside = [t for t in subjects if not is_within(noun, t) and t.i not in claims.sentence.place_at]
        if any(
            t.pos_ == "PROPN" for o in outside[:1] for t in (o, *o.lefts)
        ):  # "X will contribute 8 percent of the GDP"
            return None
        label = _of_several(claims, next(iter(spent + outside), noun))
        return Indicator(codes.pop() or "", noun, label, part, verb) if len(codes) == 1 else None
    if noun.dep_ != "nsubj" or verb.lemma_.lower() not in _GROWING or len(codes) != 1:
        return None
    grown = next((v for t in verb.subtree if t.i > verb.i and (v := claims.sentence.value_at.get(t.i))), None)
    if grown is None or grown.kind != "percent":
        return None
    sign = -1 if verb.lemma_.lower() in {"shrink", "contract"} else 1
    grown = replace(grown, number=None if grown.number is None else sign * grown.number)
    return Indicator(codes.pop() or "", noun, claims.phrase(noun), grown, verb)


def _of_several(claims: Claims, noun: Token) -> str:
    """ "Agriculture, food, and related industries": the words of all that a number is of together."""
    joined = [c for c in noun.conjuncts if c.i > noun.i]
    return claims.sentence.doc[noun.left_edge.i : joined[-1].i + 1].text if joined else claims.phrase(noun)


# -- verbs that measure ------------------------------------------------------------------------------------------------
def _of_verb(claims: Claims, verb: Token) -> Indicator | None:
    """ "Peru harvested 3 million tonnes of rice", "Peru covers 1.3 million square kilometres"."""
    lemma = verb.lemma_.lower()
    if verb.pos_ != "VERB" or lemma not in _YIELDING | _COVERING:
        return None
    predication = of_verb(verb)
    codes = {p.country for t in predication.subjects for p in claims.parties.of(t) if p.kind in {"country", "people"}}
    if len(codes) != 1 or len(predication.objects) != 1:
        return None
    (thing,) = predication.objects
    value = next((claims.sentence.value_at[t.i] for t in thing.subtree if t.i in claims.sentence.value_at), None)
    country = codes.pop()
    if value is None or country is None or value.kind != "quantity" or (lemma in _COVERING) != (value.unit == "km2"):
        return None
    made = prepositional(thing, "of")
    label = verb.text if lemma in _COVERING else (claims.phrase(made[0]) if made else claims.phrase(thing))
    return Indicator(country, thing, label, value, verb)


_READERS = {
    "people": of_people,
    "noun": _of_noun,
    "part": of_part,
    "economy": _of_economy,
    "yield": _of_verb,
    "remittances": of_money_sent,
    "residents": of_residents,
    "number_beside": of_number_beside,
    "owed": of_debt_owed,
    "capacity": of_capacity,
    "holding": of_holding,
    "part_of": of_part_of,
}
_OF_OTHERS = {rule: find for rule, find in _READERS.items() if rule not in {"yield", "remittances", "owed", "holding"}}
