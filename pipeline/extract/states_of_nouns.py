"""Of which states a noun is told to be: "Israel's minister", "the government of Chad", "Lao and Chinese officials".

In: a noun of an annotated sentence and what resolves its phrases (`Parties`). Out: country codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.anaphora import PRONOUNS
from pipeline.extract.predications import prepositional
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token
    from pipeline.extract.parties import Parties

MODIFIERS = frozenset({"poss", "amod", "compound", "nmod", "npadvmod", "appos"})
_WORDS = {key: frozenset(words) for key, words in load("parties").items()}
_PLURAL = frozenset({"NNS", "NNPS"})


def states_of(parties: Parties, noun: Token) -> list[str]:
    """The states that modify a noun; one where it cannot be of several."""
    codes: list[str] = []
    before = [c for c in noun.children if c.dep_ in MODIFIERS and c.dep_ != "appos"]
    for child in sorted(before, key=_is_pronoun):  # "her Panamanian counterpart" is of Panama
        codes += before_noun(parties, child)
    if not codes:
        codes = [code for child in noun.children for code in _behind_noun(parties, child)]
    if len(set(codes)) > 1 and not _several(noun):
        codes = codes[:1]
    return list(dict.fromkeys(codes))


def before_noun(parties: Parties, child: Token) -> list[str]:
    """The states that a word before a noun tells."""
    place = parties.s.place_at.get(child.i)
    if place and place.kind not in {"town", "region"}:
        joined = [parties.s.place_at.get(t.i) for t in child.conjuncts if t.head.i == child.i or t.i < child.head.i]
        return [place.code, *(p.code for p in joined if p is not None and p.kind == place.kind)]
    if child.dep_ == "poss" and child.lower_ in PRONOUNS:
        return _owners(parties, child)
    if child.lower_ == "whose":  # "Algiers, whose ministry summoned the envoy"
        owner = next((t.head for t in child.ancestors if t.dep_ == "relcl"), None)
        return [p.country for p in parties.of(owner, conjuncts=False) if p.country][:1] if owner is not None else []
    pair = parties.anaphora.pair_phrase(child) if child.dep_ == "poss" else []
    if pair:
        return [p.country for p in pair if p.country]
    held = parties.s.entity_at.get(child.i)
    if held and held.country:
        return [held.country]
    return states_of(parties, child)[:1]


def _several(noun: Token) -> bool:
    """Whether a noun may be of several states: a plural, or a name of people."""
    return noun.tag_ in _PLURAL or noun.lower_ in {"police", "military", "personnel"}


def _is_pronoun(child: Token) -> bool:
    return child.dep_ == "poss" and child.lower_ in PRONOUNS


def _owners(parties: Parties, pronoun: Token) -> list[str]:
    """Whose: one state, or those of "their foreign ministers"."""
    codes = list(dict.fromkeys(p.country for p in parties.anaphora.pronoun(pronoun) if p.country))
    return codes if len(codes) == 1 or pronoun.lower_ == "their" else []


def _behind_noun(parties: Parties, child: Token) -> list[str]:
    """ "the army of Chad", "troops from Indonesia", "a delegation led by X of Guinea"."""
    if child.dep_ == "acl" and child.lemma_ in {"lead", "head", "chair", "command"}:
        agents = [t for c in child.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"]
        return [p.country for t in agents for p in parties.of(t, conjuncts=False) if p.country][:1]
    local = child.lower_ == "in" and child.head.lemma_.lower() in _WORDS["local_bodies"]  # "a court in Chad"
    if child.dep_ != "prep" or not (child.lower_ in {"of", "from", "for"} or local):
        return []
    if child.lower_ == "of" and child.head.lemma_.lower() in _WORDS["others"]:
        return []
    codes: list[str] = []
    for noun in (t for t in child.children if t.dep_ == "pobj"):
        for obj in [noun, *(c for c in noun.conjuncts if c.i > noun.i)]:
            place, held = parties.s.place_at.get(obj.i), parties.s.entity_at.get(obj.i)
            if place and place.kind in {"name", "seat"}:
                codes.append(place.code)
            elif held and held.country and child.lower_ in {"of", "from"}:
                codes.append(held.country)
            elif child.lower_ == "of" and obj.lemma_.lower() in _WORDS["states"] | _WORDS["agents"]:
                pair = parties.anaphora.pair_phrase(obj)  # "officials of the two states"
                codes += [p.country for p in pair if p.country] or states_of(parties, obj)
            elif child.lower_ == "of" and child.head.tag_ in _PLURAL:  # "the Ministries of Trade of X and Y"
                states = [s for t in prepositional(obj, "of") for s in (t, *t.conjuncts)]
                codes += [parties.s.place_at[s.i].code for s in states if s.i in parties.s.place_at]
    return codes
