"""Who did what another did before: "Chad halted its aid to Mali, and Togo followed suit", "Togo has done likewise".

In: an annotated sentence and the acts that it told so far. Out: the last of them again, by another doer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.claim import Claims
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb
from pipeline.lexicons import load
from pipeline.records import Row

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_WORDS: dict[str, list[str]] = load("syntax")["alike"]


_ANSWERING = frozenset(load("syntax")["answering_in_kind"])
_HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT"})


def does_the_same(verb: Token) -> bool:
    """Whether a verb says that its subject did what was told before: "followed suit", "did the same"."""
    following = verb.doc.text[verb.idx + len(verb.text) :].lower()
    return any(following.startswith(f" {words}") for words in _WORDS.get(verb.lemma_.lower(), ()))


def answered_in_kind(verb: Token, acts: list[Row], claims: Claims) -> list[Row]:
    """ "Chad expelled two envoys; Mali responded in kind": what was done to the subject of `verb`, done back by it."""
    following = verb.doc.text[verb.idx + len(verb.text) :].lower()
    meant = mood(verb)
    if verb.lemma_.lower() not in _ANSWERING or not following.startswith(" in kind") or meant.refused:
        return []
    doers = [p for t in of_verb(verb).subjects for p in claims.parties.of(t) if p.country][:1]
    found = []
    for doer in doers:
        done = [a for a in acts if a["actor2_country"] == doer.country and a["event_type"] in _HOSTILE]
        for act in (a for a in done if a["rule"] == done[-1]["rule"]):
            base = claims.base(verb, verb, [doer.token, verb.i], act["rule"], meant)
            told = {**act, **base, "amount": None, "amount_unit": None, "location": None, "location_country": None}
            sides = {f"actor2_{key}": act[f"actor1_{key}"] for key in ("name", "id", "country")}
            who = {"actor1_name": doer.name, "actor1_id": doer.id, "actor1_country": doer.country}
            found.append({**told, **sides, **who, "object": None, "named": 1})
    return found


def done_alike(verb: Token, acts: list[Row], claims: Claims) -> list[Row]:
    """The rows of the last act of a sentence, done by the subject of `verb` towards the same side."""
    last = acts[-1:]
    doers = [p for t in of_verb(verb).subjects for p in claims.parties.of(t) if p.country]
    meant = mood(verb)
    if not (last and doers and does_the_same(verb)) or meant.refused:
        return []
    found = []
    for act in (a for a in acts if a["rule"] == last[0]["rule"]):
        base = claims.base(verb, verb, [p.token for p in doers] + [verb.i], act["rule"], meant)
        told = {**act, **base, "amount": None, "amount_unit": None, "location": None, "location_country": None}
        if base["date"] is None:
            told |= {key: act[key] for key in ("date", "date_text", "dates")}
        for doer in doers:
            if doer.country not in {act["actor1_country"], act["actor2_country"]}:
                who = {"actor1_name": doer.name, "actor1_id": doer.id, "actor1_country": doer.country}
                found.append({**told, **who, "named": 1})
    return found
