"""The goods that a sentence or a whole text is about although the words beside a number do not name them.

In: an annotated sentence: "Honduran coffee has moved upmarket". Out: a `Flow` with no other side, which a number of the next sentence
may be a part of ("Germany bought 27 percent of the crop"); None where more than one state, or no goods of its own, are named.
In: an annotated document, "Sesame seed: Nigeria leads the field". Out: the one good of its title, if its sentences speak of hardly any other.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.extract.claim import Claims
from pipeline.extract.flow import Flow
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb
from pipeline.extract.thing_words import goods_named
from pipeline.extract.things import Thing, maker_country, thing_of, things_before

if TYPE_CHECKING:
    from pipeline.annotate.document import AnnotatedDocument
    from pipeline.annotate.parsed import Token

_OFTEN, _MOST = 3, 0.6  # mentions of the good of a title; the part that they are of all mentions of goods


def goods_of_state(claims: Claims, spoken: Flow | None) -> Flow | None:
    """The goods that a sentence about one state names as that state's, unless the flow spoken of so far is of all, or of the same."""
    s = claims.sentence
    if spoken is not None and spoken.flow == "total":
        return None
    codes = list(dict.fromkeys(p.code for p in s.place_at.values()))
    if len(codes) != 1:
        return None
    for noun in (t for t in s.doc if t.pos_ in {"NOUN", "PROPN"} and t.i not in s.place_at and t.i not in s.value_at):
        found = _owned(noun, claims, codes[0])
        if found is not None:
            if spoken is not None and any(t.code == found.code for t in spoken.things):
                return None
            return Flow(codes[0], None, [found], noun, noun, mood(noun), codes[0], "export", "")
    return None


def goods_as_such(claims: Claims) -> Thing | None:
    """ "Coffee remains the one crop that every country sells": the goods that are the subject of a sentence with no state."""
    s = claims.sentence
    subjects = [t for t in s.doc if t.dep_ == "nsubj" and t.head.dep_ == "ROOT"] if not s.place_at else []
    told = [t for n in subjects if (t := thing_of(n, s)) is not None and t.kind == "goods"]
    return told[0] if len(told) == 1 else None


@lru_cache(maxsize=1)
def goods_of_title(document: AnnotatedDocument) -> Thing | None:
    """The one good that a title names, where most of what the text says of goods is of it."""
    first = document.sentences[0] if document.sentences else None
    title = document.document.title or (first.sentence.text if first is not None and first.sentence.heading else "")
    named = goods_named(title)
    if first is None or len({code for _, code in named}) != 1:
        return None
    name, code = named[0]
    told = Counter(
        (t.code or "")[:4]
        for s in document.sentences
        for noun in s.doc
        if noun.pos_ in {"NOUN", "PROPN"} and (t := thing_of(noun, s)) is not None and t.kind == "goods"
    )
    alone = told[code[:4]] >= max(_OFTEN, _MOST * sum(told.values()))
    return Thing("goods", name, code=code, token=0) if alone else None


def _owned(noun: Token, claims: Claims, code: str) -> Thing | None:
    """The goods that a noun names, or stands beside ("flour mills"), where the noun is the state's or the state sells it."""
    s = claims.sentence
    owners = [p.country for c in noun.children if c.dep_ == "poss" for p in claims.parties.of(c)]
    acting = (
        [p.country for t in of_verb(noun.head).subjects for p in claims.parties.of(t)] if noun.dep_ == "dobj" else []
    )
    sells = noun.head.lemma_.lower() in {"sell", "export", "grow", "produce", "mine"}
    if not (maker_country(noun, s) == code or code in owners or (sells and code in acting)):
        return None
    return next((t for t in (thing_of(noun, s), *things_before(noun, s)) if t is not None and t.kind == "goods"), None)
