"""Where the relations of one sentence are gathered: rows of `relations`, and what its tokens name.

In: entities, countries' codes and products that one sentence relates. Out: rows without ids across documents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.annotate.entities import Entity
from pipeline.extract.claim import Claims
from pipeline.extract.modality import Mood
from pipeline.lexicons import load
from pipeline.records import Row

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_TOLD = Mood()
_PAST, _TO_COME = (frozenset(load("frames/relations")[key]) for key in ("past_offices", "offices_to_come"))
_REACH = 4  # words before an office
Side = Entity | str  # an entity, a country's code, or the bare name of a product


class RelationRows:
    """The rows that the readers of relations add to, one sentence at a time."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims
        self.sentence = claims.sentence
        self.rows: list[Row] = []

    def add(
        self,
        subject: Side,
        relation: str,
        target: Side,
        tokens: list[int],
        head: Token,
        role: str | None = None,
        dated: bool = False,
        meant: Mood = _TOLD,
    ) -> None:
        """Add one relation, told by `tokens`.

        The date of a sentence is the relation's own only where its verb tells the relation (`dated`): not in "On 3 May
        President X arrived". `meant` is how that verb means it: "will serve as envoy" is a plan.
        """
        base = self.claims.base(head, head, tokens, f"relations.{relation}", meant)
        if not dated:
            base |= {"date": None, "date_text": None, "dates": []}
            # "Minister X, said Y, would …": a title is told by the text, whatever is said of who has it
            base |= {"attributed_to": None} if relation == "holds_office" else {}
        if relation == "holds_office" and role is not None:
            before = self._before(role, tokens)
            role = f"former {role}" if before & _PAST and not role.lower().startswith(("former", "ex-")) else role
            base |= {"hedge": "planned"} if before & _TO_COME else {}
        subject_id, subject_name = self._name(subject, tokens)
        object_id, object_name = self._name(target, tokens)
        if subject_name != object_name:
            told = {"subject_id": subject_id, "subject_name": subject_name, "relation": relation}
            self.rows.append({**base, **told, "object_id": object_id, "object_name": object_name, "role": role})

    def _before(self, role: str, tokens: list[int]) -> set[str]:
        """The words right before an office: "the former Chadian | president", "incoming | adviser"."""
        doc, last = self.sentence.doc, self.sentence.doc[max(tokens)].right_edge
        at = doc.text.rfind(role, max(0, doc[min(tokens)].idx - len(role)), last.idx + len(last.text))
        i = next((t.i for t in doc if t.idx == at), 0) - 1
        found: set[str] = set()
        for token in reversed(doc[max(0, i + 1 - _REACH) : max(0, i + 1)]):
            if token.i not in self.sentence.place_at and token.pos_ != "ADJ" and token.text != "-":
                break
            found.add(token.lower_)
        return found

    def _name(self, side: Side, tokens: list[int]) -> tuple[str | None, str]:
        if isinstance(side, Entity):
            return side.key, side.name
        if not re.fullmatch(r"[A-Z]{3}", side):
            return None, side
        places = self.sentence.place_at
        told = [places[i] for i in range(min(tokens), max(tokens) + 1) if i in places and places[i].code == side]
        return side, self.claims.parties.called(told[-1]) if told else self.claims.parties.country(side, 0).name or side

    def person(self, token: Token | None) -> Entity | None:
        """The person that a token is part of the name of, or that stands in apposition to it ("the minister, X")."""
        return self._entity(token, "person")

    def organisation(self, token: Token | None) -> Entity | None:
        """The organisation that a token is part of the name of, or that stands in apposition to it ("the company X")."""
        return self._entity(token, "organisation")

    def _entity(self, token: Token | None, kind: str) -> Entity | None:
        if token is None:
            return None
        beside = [
            c for c in token.children if c.dep_ == "appos" or (c.dep_ in {"compound", "nmod"} and token.pos_ == "NOUN")
        ]
        if kind == "organisation" and token.tag_ == "NN" and token.i not in self.sentence.entity_at:
            # "the state utility X", whatever the parser hung X on
            beside += self.sentence.doc[token.i + 1 : token.i + 2]
        for at in [token, *(beside if token.i not in self.sentence.entity_at else [])]:
            held = self.sentence.entity_at.get(at.i)
            if held is not None and held.type == kind:
                return held
        return None

    def places(self, *entities: Entity) -> list[int]:
        """The first token of each entity's name in the sentence."""
        return [min(i for i, e in self.sentence.entity_at.items() if e is entity) for entity in entities]

    def organisations(self, token: Token) -> list[Entity]:
        """The organisations of a coordination, in order."""
        found = [self.organisation(t) for t in [token, *(c for c in token.conjuncts if c.i > token.i)]]
        return list({e.key: e for e in found if e is not None}.values())
