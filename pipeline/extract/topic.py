"""The goods of a state that a sentence is about although it tells no flow of them: "Honduran coffee has moved upmarket".

In: an annotated sentence. Out: a `Flow` with no other side, which a number of the next sentence may be a part of ("Germany bought 27
percent of the crop"); None where more than one state, or no goods of its own, are named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.claim import Claims
from pipeline.extract.flow import Flow
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb
from pipeline.extract.things import Thing, maker_country, thing_of, things_before

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token


def goods_of_state(claims: Claims) -> Flow | None:
    """The goods that a sentence about one state names as that state's."""
    s = claims.sentence
    codes = list(dict.fromkeys(p.code for p in s.place_at.values()))
    if len(codes) != 1:
        return None
    for noun in (t for t in s.doc if t.pos_ in {"NOUN", "PROPN"} and t.i not in s.place_at and t.i not in s.value_at):
        found = _owned(noun, claims, codes[0])
        if found is not None:
            return Flow(codes[0], None, [found], noun, noun, mood(noun), codes[0], "export", "")
    return None


def _owned(noun: Token, claims: Claims, code: str) -> Thing | None:
    """The goods that a noun names, or stands beside ("flour mills"), where the noun is the state's or the state sells it."""
    s = claims.sentence
    thing = next((t for t in (thing_of(noun, s), *things_before(noun, s)) if t is not None and t.kind == "goods"), None)
    if thing is None:
        return None
    owners = [p.country for c in noun.children if c.dep_ == "poss" for p in claims.parties.of(c)]
    acting = [p.country for t in of_verb(noun.head).subjects for p in claims.parties.of(t)] if noun.dep_ == "dobj" else []
    sells = noun.head.lemma_.lower() in {"sell", "export", "grow", "produce", "mine"}
    own = maker_country(noun, s) == code or code in owners or (sells and code in acting)
    return thing if own else None
