"""Which company is whose: "X is owned by Y (51 percent) and Z (49 percent)", "Y holds a stake in X", "X belongs to Y", "in which Y has 49 percent".

In: a verb of an annotated sentence. Out: companies with those who own them or a part of them, for `ties` to make rows of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.annotate.entities import Entity
from pipeline.extract.modality import mood
from pipeline.extract.predications import Predication, of_verb, prepositional
from pipeline.extract.relation_rows import RelationRows, Side
from pipeline.extract.things import FIRMS
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_WORDS = {key: frozenset(words) for key, words in load("frames/relations").items()}
_STAKES, _OWNING = _WORDS["stakes"], _WORDS["owning"] | _WORDS["buying"]
_REST = frozenset({"rest", "remainder", "balance"})
_STATES = frozenset(load("parties")["states"])
_GAINING, _CONTROL = frozenset({"take", "gain", "assume", "acquire"}), frozenset({"control", "ownership"})
_TELLING = _OWNING | _WORDS["stake_holding"] | _GAINING | {"belong"}


class Holdings:
    """Hears who owns whom in one sentence."""

    def __init__(self, rows: RelationRows) -> None:
        self.rows = rows
        self.s = rows.sentence

    def of_verb(self, verb: Token, predication: Predication) -> Iterator[tuple[Entity, list[Side]]]:
        """(company, its owners), for each company that the verb tells to be owned."""
        if verb.lemma_ not in _TELLING:
            return
        owners: list[Side] = [e for s in predication.subjects[:1] for e in self.rows.organisations(s)]
        if verb.lemma_ == "belong":
            targets = [e for t in prepositional(verb, "to") for e in self.rows.organisations(t)]
            parts = self._with_parts(verb)  # "belongs to the ports authority (60 percent) and X (40 percent)"
            firms: list[Side] = [*(t for t in targets if t.kind == "company"), *(e for e in parts if e not in targets)]
            yield from ((company, firms) for company in owners[:1] if not isinstance(company, str))
            return
        owned: list[Entity] = []
        taking_over = verb.lemma_ == "take" and any(c.dep_ == "prt" and c.lower_ == "over" for c in verb.children)
        if verb.lemma_ in _OWNING or taking_over:
            owned = [e for o in predication.objects[:1] if (e := self.rows.organisation(o))]
            owners += self._with_parts(verb) if owners else []
            owners += self._states(predication) if verb.lemma_ == "own" else []
        parts = self._partly_owned(verb, predication)
        if parts and not owners:  # "in which the Chadian state holds 88 per cent"
            owners += self._states(predication)
        owned += parts + self._under_control(verb, predication)
        for company in owned[:1]:
            yield company, [*owners, *(e for e in self._of_the_rest(verb) if e not in [*owners, company])]

    def _of_the_rest(self, verb: Token) -> list[Entity]:
        """ "X holds 51 percent and Y the rest", "…; the remainder stays with Y": who has what is left."""
        rest = next((t for t in self.s.doc[verb.i :] if t.lower_ in _REST), None)
        if rest is None:
            return []
        before = [t for t in self.s.doc[verb.i : rest.i] if t.text not in {",", "the"} and t.pos_ != "DET"][-1:]
        behind = [t for t in self.s.doc[rest.i + 1 : rest.i + 9] if t.i in self.s.entity_at][:1]
        last = before[0].i if before else -1
        held = [e for t in [*before, *behind] if (e := self.s.entity_at.get(t.i)) and e.type == "organisation"]
        own = [e for e in held if last in self.s.entity_at] or held
        return own[:1]

    def _states(self, predication: Predication) -> list[str]:
        """ "owned by Chad", "by the governments of Chad and Togo", "the Togolese state owns": states among the owners."""
        parties = [(t, p) for t in predication.subjects for p in self.rows.claims.parties.of(t)]
        return [
            p.country
            for t, p in parties
            if p.country and (p.kind == "country" or (t.lemma_ in _STATES and p.kind != "organisation"))
        ]

    def _partly_owned(self, verb: Token, predication: Predication) -> list[Entity]:
        """The company that a verb tells to be held in part."""
        part = verb.head if verb.dep_ == "acl" and self._is_part(verb.head) else None
        if part is not None and part.dep_ == "attr":  # "X, which is 49 per cent owned by Y"
            return [e for t in of_verb(part.head).subjects[:1] if (e := self.rows.organisation(t))]
        stakes = [o for o in predication.objects if self._is_part(o)]
        held = [t for o in stakes for w in ("of", "in") for t in prepositional(o, w)]
        which = any(t.lower_ == "which" for t in prepositional(verb, "in")) and verb.dep_ == "relcl"
        held += [verb.head] if stakes and which else []  # "X, in which Y has 49 percent"
        return [e for t in held if (e := self.rows.organisation(t))]

    def _under_control(self, verb: Token, predication: Predication) -> list[Entity]:
        """ "has taken full control of X": the company that somebody came to own."""
        if verb.lemma_ not in _GAINING or mood(verb).refused:
            return []
        gained = [o for o in predication.objects if o.lemma_.lower() in _CONTROL]
        return [
            e for o in gained for t in prepositional(o, "of") if (e := self.rows.organisation(t)) and e.kind in FIRMS
        ]

    def _is_part(self, token: Token) -> bool:
        value = self.s.value_at.get(token.i)
        return token.lower_ in _STAKES or (value is not None and value.kind == "percent")

    def _with_parts(self, verb: Token) -> list[Entity]:
        """ "owned by X (51 percent), Y (25 percent) and Z": those that a part in brackets stands behind."""
        doc, found = self.s.doc, []
        for name in self.s.names:
            bracket = name.start > verb.i and doc[name.end : name.end + 1].text == "("
            value = self.s.value_at.get(name.end + 1) if bracket else None
            held = self.s.entity_at.get(name.start)
            if value is not None and value.kind == "percent" and held is not None and held.type == "organisation":
                found.append(held)
        return found
