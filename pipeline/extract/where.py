"""Where an act is said to happen.

In: an act of an annotated sentence. Out: the words of its place, and the code of the state that it lies in.
"""

from __future__ import annotations

from pipeline.extract.act import Act
from pipeline.extract.claim import Claims
from pipeline.extract.discourse import Party
from pipeline.extract.others_dates import leads_up
from pipeline.extract.predications import Predication, carrier, prepositional
from pipeline.lexicons import load

_WIDE = frozenset(load("places")["wide"])
_GOVERNMENTS = frozenset(load("parties")["governments"])
_TALKS = frozenset(load("syntax")["talks"])


def location_of(act: Act, second: Party | None, claims: Claims) -> tuple[str | None, str | None]:
    """The town, else the country, where the act is said to happen."""
    sentence, predication = claims.sentence, act.predication
    tokens = [t for role in (act.frame.place or "").split("|") if role for t in predication.role(role)]
    # "represented in X through its embassy in Y"
    tokens += [i for t in tokens if t.i not in sentence.place_at for i in prepositional(t, "in")]
    near = [t for role in ("in", "at", "near") for t in predication.beside(role)]
    if leads_up(predication.trigger, predication.head):  # "Following meetings in Bonn, a treaty was signed in Moscow"
        near = [t for t in near if t.i < predication.head.i]
    if act.frame.type == "ACCUSE":  # "condemned the attack on an embassy in Y": where the other did it
        done = max((o.i for o in predication.objects), default=len(sentence.doc))
        near = [t for t in near if t.i < done]
    tokens += near
    if predication.noun is None:  # "held talks in Doha", which is one verb to the frame
        talks = [o for o in predication.objects if o.lemma_ in _TALKS]
        tokens += [t for o in talks for role in ("in", "at") for t in prepositional(o, role)]
    tokens += [predication.trigger] if predication.trigger.i in sentence.place_at else []  # "Embassy Lima reopened"
    verb, as_subject = carrier(predication.trigger) if predication.verb is None else (None, False)
    if verb is not None and as_subject:  # "The talks … opened in Kingstown"
        tokens += [t for role in ("in", "at") for t in Predication(verb, None).role(role)]
    if second is not None and (
        second.kind in {"person", "office"} or sentence.doc[second.token].lemma_.lower() in _GOVERNMENTS
    ):  # "met President X in Accra": hung on the name
        tokens += [t for role in ("in", "at") for t in prepositional(sentence.doc[second.token], role)]
    tokens += [c for t in tokens for c in t.conjuncts if c.i > t.i]
    places = [sentence.place_at[t.i] for t in tokens if t.i in sentence.place_at]
    host = second.country if second else None
    if act.frame.mode == "visit" and host:
        places = [p for p in places if p.code == host]
    for place in sorted(places, key=lambda p: (p.kind not in {"town", "seat"}, p.code != host)):
        return sentence.doc.text[place.start : place.end], place.code
    named = [t for t in tokens if t.ent_type_ in {"GPE", "LOC", "FAC"} and t.i not in sentence.entity_at]
    unlisted = next((t for t in named if t.text not in _WIDE), None)
    return (claims.phrase(unlisted), None) if unlisted is not None else (None, None)
