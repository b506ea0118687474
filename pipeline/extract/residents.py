"""Numbers of people in a country: who lives, studies, works there, who comes to visit, who is killed, what part of them is poor.

In: a noun of an annotated sentence. Out: an `Indicator`, or None. People are counted where they are, not where they are from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.claim import Claims
from pipeline.extract.indicator import Indicator, words
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import thing_of

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_LIVING, _VISITING, _HOSTING, _HOSTED, _HURTING, _VICTIMS, _PEOPLE, _CONDITIONS = (
    words(key) for key in ("living", "visiting", "hosting", "hosted", "victim_verbs", "victims", "people", "conditions")
)
_CROWD = 100  # fewer who come or are received are guests by name or number, no statistics
_RESIDENTS = frozenset({"national", "citizen", "resident", "inhabitant"})  # however few
_REACH = 8  # words of a predicate that a label keeps


def of_people(claims: Claims, noun: Token) -> Indicator | None:
    """ "Some 500 citizens of Moldova live in Estonia", "Peru has 34 million people", "there are 60,000 Poles living in Norway"."""
    value = next((claims.sentence.value_at.get(c.i) for c in noun.lefts if c.pos_ == "NUM"), None)
    if value is None or value.end > noun.idx:  # the "m" of "2.6m people" counts, and is not counted
        return None
    if value.kind != "count" or ((thing := thing_of(noun, claims.sentence)) and thing.kind == "arms"):
        return None
    origins = [noun, *prepositional(noun, "of")]  # "citizens of Vietnamese descent living in Canada"
    for verb in [noun.head, *(c for n in origins for c in n.children if c.dep_ in {"acl", "relcl"})]:
        places = _places(claims, noun, verb, value)
        codes: set[str | None] = {p.country for t in places for p in claims.parties.of(t, conjuncts=False) if p.country}
        codes = codes or _there(claims, noun, verb)
        if len(codes) == 1:
            counted = claims.sentence.doc.text[value.end : noun.idx + len(noun.text)].strip()
            lemma = verb.lemma_.lower()
            hurt = lemma in _HURTING and counted
            done = f"{lemma.removesuffix('e')}ed" if verb.tag_ == "VBG" else verb.lower_  # "killing 11 people"
            head = verb if verb.pos_ in {"VERB", "AUX"} else noun
            return Indicator(
                codes.pop() or "", noun, f"{counted} {done}" if hurt else counted or noun.text, value, head
            )
    return None


def _places(claims: Claims, noun: Token, verb: Token, value: Value) -> list[Token]:
    """Where the people are counted: the place that they live in or come to, the state that has them, or the one hit."""
    if verb.lower_ == "to" and verb.head.lower_ == "home":  # "Lebanon, home to 5.5 million people"
        above = verb.head.head
        return of_verb(above).subjects if above.pos_ in {"VERB", "AUX"} else [above]
    if verb.pos_ not in {"VERB", "AUX"}:
        return []
    lemma, marked = verb.lemma_.lower(), claims.sentence.place_at
    told = noun != verb.head or noun.dep_ == "dobj"  # "24,000 citizens visiting Ecuador": a clause of their own
    subject = noun.dep_ in {"nsubj", "nsubjpass"} if verb == noun.head else verb.tag_ in {"VBG", "VBD", "VBP", "VBN"}
    settled = lemma == "make" and any(c.dep_ == "dobj" and c.lemma_ == "home" for c in verb.children)
    if subject and (
        lemma in _LIVING or settled or (lemma == "do" and any(c.lower_ == "business" for c in verb.children))
    ):
        return [t for role in ("in", "at") for t in prepositional(verb, role)]
    counted = (value.number or _CROWD) >= _CROWD or noun.lemma_.lower() in _RESIDENTS or noun.i in marked
    if lemma == "be" and noun.head == verb and _are_people(claims, noun) and counted:
        return _where(noun, verb)
    if lemma == "bear" and noun.dep_ == "nsubjpass":  # "294,000 residents of X were born in Y": counted in X
        return [t for t in prepositional(noun, "of") + prepositional(noun, "in") if t.i in marked]
    if subject and lemma in _VISITING and _are_people(claims, noun) and (value.number or _CROWD) >= _CROWD:
        roles = [t for role in ("to", "into", "at") for t in prepositional(verb, role)]
        return [t for t in of_verb(verb).objects + roles if t.i in marked]
    if told and noun.dep_ == "dobj" and verb == noun.head and _is_host(lemma, noun, value):
        return _host(verb)
    if (
        noun.lemma_.lower() in _VICTIMS
        and lemma in _HURTING
        and noun.dep_ in {"nsubjpass", "dobj"}
        and verb == noun.head
    ):
        found = [t for t in prepositional(verb, "in") + prepositional(noun, "in") if t.i in marked]
        found = found or [t for t in prepositional(verb, "on") if claims.parties.modifier_countries(t)]
        return found or ([noun] if claims.parties.modifier_countries(noun) else [])
    return []


def _where(noun: Token, verb: Token) -> list[Token]:
    """ "There were 1,900 Cuban health workers in Chad", "8,000 children were at school in Chad"."""
    there = any(c.dep_ == "expl" for c in verb.children)
    if noun.dep_ == "attr" and not there:  # "they were 300 Poles"
        return []
    inner = [t for at in prepositional(verb, "at") for t in prepositional(at, "in")]
    return (prepositional(noun, "in") if there else []) + prepositional(verb, "in") + inner


def _are_people(claims: Claims, noun: Token) -> bool:
    """Whether a noun is a people ("Israelis"), people of a state ("U.S. citizens"), or people as such."""
    known = noun.lemma_.lower() in _VICTIMS | _HOSTED
    return known or noun.i in claims.sentence.place_at or bool(claims.parties.modifier_countries(noun))


def _is_host(lemma: str, noun: Token, value: Value) -> bool:
    """ "hosts 60,000 refugees", "received 2.3 million visitors", "employs 900 people", "has 34 million people"."""
    if lemma == "have":
        return noun.lemma_.lower() in _PEOPLE
    hosted = noun.lemma_.lower() in _HOSTED | _VICTIMS or noun.tag_ == "NNPS" or noun.ent_type_ == "NORP"
    if lemma == "take":  # "has taken in 170,000 Ukrainians"
        return any(c.dep_ == "prt" and c.lower_ == "in" for c in noun.head.children) and hosted
    return lemma in _HOSTING and (hosted or lemma == "employ") and (value.number or value.low or _CROWD) >= _CROWD


def _host(verb: Token) -> list[Token]:
    """Who hosts; of "Poland's partnership in hosting 9,000 troops", whose act it is."""
    noun = verb.doc[max(0, verb.head.i - 1)] if verb.dep_ == "pcomp" else verb
    owners = [c for c in noun.children if c.dep_ == "poss"] if noun.pos_ == "NOUN" else []
    return owners or of_verb(verb).subjects


def _there(claims: Claims, noun: Token, verb: Token) -> set[str | None]:
    """ "…; some 4,761 Americans were resident there": the state named last before, not their own."""
    resident = any(c.lower_ == "resident" for c in verb.children)
    there = any(c.lower_ == "there" and c.dep_ == "advmod" for c in verb.children)
    if not there or not (resident or verb.lemma_.lower() in _LIVING):
        return set()
    before = [p.code for i, p in sorted(claims.sentence.place_at.items()) if i < verb.i and p.kind == "name"]
    own = {p.country for p in claims.parties.of(noun, conjuncts=False)}
    return set([c for c in [*claims.discourse.countries, *before] if c not in own][-1:])


def of_part(claims: Claims, noun: Token) -> Indicator | None:
    """ "Close to 47 percent of Guatemalan children suffer from malnutrition", "a third of Nigerians live in poverty"."""
    part = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    value = claims.sentence.value_at.get(part.i) if part is not None else None
    if value is None or value.kind != "percent":
        return None
    place = claims.sentence.place_at.get(noun.i)
    people = (place is not None and place.kind == "people") or noun.lemma_.lower() in _VICTIMS | _PEOPLE | _HOSTED
    if not people:
        return None
    codes = {p.country for p in claims.parties.of(noun, conjuncts=False) if p.country}
    behind = claims.sentence.doc[noun.i + 1 : noun.i + 5]
    verb = next((t for t in behind if t.lemma_.lower() in _CONDITIONS), None)
    if len(codes) != 1 or verb is None or any(t.text in {",", ";"} for t in claims.sentence.doc[noun.i : verb.i]):
        return None
    start = min([c.i for c in noun.lefts if c.dep_ in {"amod", "compound"}] + [noun.i])
    end = next(
        (t.i for t in claims.sentence.doc[verb.i : verb.i + _REACH] if t.text in {",", ";", "."}), verb.i + _REACH
    )
    label = claims.sentence.doc[start : min(end, len(claims.sentence.doc))].text
    return Indicator(codes.pop() or "", noun, label, value, verb)


def of_money_sent(claims: Claims, verb: Token) -> Indicator | None:
    """ "Guatemalans abroad sent home $19.8 billion", "$700 million was remitted by expatriates": remittances of those who send."""
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in {"remit", "send"}:
        return None
    home = any(t.lower_ == "home" for t in claims.sentence.doc[verb.i + 1 : verb.i + 3])
    if verb.lemma_.lower() == "send" and not home:
        return None
    if any(c.pos_ == "PRON" and c.dep_ in {"dobj", "dative"} for c in verb.children):
        return None  # "sent him home with $5 million"
    predication = of_verb(verb)
    value = next((v for t in verb.subtree if (v := claims.sentence.value_at.get(t.i)) and v.kind == "money"), None)
    codes = {p.country for t in predication.subjects for p in claims.parties.of(t, conjuncts=False) if p.country}
    # "60,000 Poles work there; they sent home …"
    if not codes and any(t.lower_ == "they" for t in predication.subjects):
        peoples = [p.code for i, p in sorted(claims.sentence.place_at.items()) if i < verb.i and p.kind == "people"]
        codes = set(peoples[-1:])
    money = verb.head if verb.dep_ == "relcl" and verb.head.dep_ == "nsubj" else None
    if value is None and money is not None:  # "the money they sent home came to $420 million"
        above = [t for t in money.head.subtree if t.i > money.head.i]
        value = next((v for t in above if (v := claims.sentence.value_at.get(t.i)) and v.kind == "money"), None)
    return Indicator(codes.pop() or "", verb, "remittances", value, verb) if value and len(codes) == 1 else None
