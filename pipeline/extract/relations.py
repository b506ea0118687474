"""Rows of `relations`: who holds which office, what is part of what, who owns, makes, joins.

In: one annotated sentence. Out: rows without ids across documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.annotate.entities import Entity
from pipeline.annotate.name_words import Name
from pipeline.extract.claim import Claims
from pipeline.extract.modality import Mood
from pipeline.extract.predications import of_verb, prepositional
from pipeline.lexicons import load
from pipeline.records import Row

if TYPE_CHECKING:
    from spacy.tokens import Token

_OFFICES = frozenset(load("names")["offices"])
_MANNERS = frozenset(load("names")["manners"])
_MEMBERS = frozenset({"member", "ally", "state", "signatory"})
_OWNING = {"own": "owned_by", "acquire": "owned_by", "buy": "owned_by", "purchase": "owned_by"}
_MAKING = frozenset({"produce", "manufacture", "make", "build", "develop"})


class _Relations:
    def __init__(self, claims: Claims) -> None:
        self.c = claims
        self.s = claims.sentence
        self.rows: list[Row] = []

    def add(
        self,
        subject: Entity | str,
        relation: str,
        target: Entity | str,
        role: str | None,
        tokens: list[int],
        head: Token,
        dated: bool = False,
    ) -> None:
        """One relation; an entity, or a country's code, or the bare name of a product.

        The date of a sentence is the relation's own only where its verb tells the relation (`dated`): not in "On 3 May
        President X arrived".
        """
        base = self.c.base(head, head, tokens, f"relations.{relation}", Mood())
        if not dated:
            base |= {"date": None, "date_text": None, "dates": []}
        sid, sname = self._name(subject)
        tid, tname = self._name(target)
        if sname == tname:
            return
        self.rows.append(
            {
                **base,
                "subject_id": sid,
                "subject_name": sname,
                "relation": relation,
                "object_id": tid,
                "object_name": tname,
                "role": role,
            }
        )

    def _name(self, who: Entity | str) -> tuple[str | None, str]:
        if isinstance(who, Entity):
            return who.key, who.name
        if re.fullmatch(r"[A-Z]{3}", who):
            return who, self.c.parties.country(who, 0).name or who
        return None, who

    # -- offices ---------------------------------------------------------------------------------------------------
    def titled(self, name: Name, person: Entity) -> None:
        """ "President Aliyev", "Congress Party President Sonia Gandhi"."""
        if not name.title or name.title.lower() in _MANNERS:
            return
        doc = self.s.doc
        opens = name.title.split()[0].lower()
        reach = range(name.start - 1, max(name.start - 9, -1), -1)  # a title and manners: "Foreign Minister Sheikh X"
        at = next((i for i in reach if doc[i].lower_ == opens or " of " in doc[i].text), name.start)
        before = doc[at - 1] if at > 0 else None
        target: Entity | str | None = None
        start = max(at, 0)
        if before is not None and before.i in self.s.entity_at and self.s.entity_at[before.i].type == "organisation":
            target = self.s.entity_at[before.i]
            start = self.s.name_at[before.i].start
        target = target or self._of_after(name) or person.country
        if target:
            self.add(person, "holds_office", target, name.title, [start, name.end - 1], doc[name.end - 1])

    def _of_after(self, name: Name) -> Entity | str | None:
        doc = self.s.doc
        if name.end + 1 < len(doc) and doc[name.end].lower_ == "of":
            token = doc[name.end + 1]
            token = doc[name.end + 2] if token.lower_ == "the" and name.end + 2 < len(doc) else token
            if token.i in self.s.entity_at and self.s.entity_at[token.i].type == "organisation":
                return self.s.entity_at[token.i]
        return None

    def appositive(self, name: Name, person: Entity) -> None:
        """ "X, the Assistant to the President of Y"; "Israel's Foreign Minister, X"; "his deputy, X"."""
        root = self.s.doc[name.start : name.end].root
        heads = [c for c in root.children if c.dep_ == "appos"]
        heads += [c for h in heads for c in h.conjuncts]
        if root.dep_ == "appos":
            heads.append(root.head)
        for head in heads:
            if head.lower_ in _OFFICES and head.i not in range(name.start, name.end):
                self._office(head, person, [min(head.i, name.start), max(head.i, name.end - 1)])

    def _office(self, head: Token, person: Entity, tokens: list[int], dated: bool = False) -> None:
        role, target, last = self._role(head)
        target = target or self._possessor(head) or person.country
        if head.lower_ == "counterpart" or not target:
            return
        if head.lower_ == "deputy" and any(c.dep_ == "poss" and c.lower_ in {"his", "her"} for c in head.children):
            role = self._deputy_of(head) or role
        if person.country is None:
            person.country = target if isinstance(target, str) else target.country
        self.add(person, "holds_office", target, role, [*tokens, last], head, dated)

    def _deputy_of(self, head: Token) -> str | None:
        held = [p for p in self.c.discourse.people if p.id]
        if not held:
            return None
        titles = self.c.discourse.document.entities.by_key[held[-1].id or ""].titles
        return f"Deputy {max(titles, key=len)}" if titles else None

    def _possessor(self, head: Token) -> str | None:
        found = self.c.parties.of(head, conjuncts=False)
        return found[0].country if found else None

    def _role(self, head: Token) -> tuple[str, Entity | str | None, int]:
        """The words of an office without its state, and the organisation that it belongs to."""
        doc, target, last = self.s.doc, None, head.i
        start = head.i
        for child in head.lefts:
            if (
                child.dep_ in {"compound", "amod", "nmod"}
                and child.i not in self.s.place_at
                and child.lower_ not in {"new", "former", "then", "first", "current"}
            ):
                start = min(start, child.left_edge.i)
            if child.i in self.s.entity_at and self.s.entity_at[child.i].type == "organisation":
                target = self.s.entity_at[child.i]
        words = [
            t.text for t in doc[start : head.i + 1] if t.i not in self.s.place_at and t.text not in {"'s", "the", "The"}
        ]
        role = " ".join(words).replace(" - ", "-")
        for prep in head.children:
            if prep.dep_ == "prep" and prep.lower_ in {"of", "to", "at", "for", "in"}:
                for obj in prep.children:
                    held = self.s.entity_at.get(obj.i)
                    if held and held.type == "organisation":
                        target, last = held, max(last, obj.i)
                    elif obj.i in self.s.place_at and prep.lower_ == "to":
                        role, last = f"{role} to {obj.text}", obj.i
                    elif obj.lower_ in _OFFICES:
                        role, last = doc[start : obj.right_edge.i + 1].text, obj.right_edge.i
                    elif obj.i not in self.s.place_at and prep.lower_ in {"of", "for"}:
                        role, last = f"{role} {prep.text} {self.c.phrase(obj)}", obj.i
        return role, target, last

    def became(self, verb: Token) -> None:
        """ "X became the first Israeli Prime Minister", "X was appointed ambassador to Y", "with X as Chargé d'Affaires"."""
        if verb.lemma_ not in {"become", "be", "appoint", "elect", "name", "serve", "nominate", "remain"}:
            return
        predication = of_verb(verb)
        who = predication.objects if predication.passive else predication.subjects
        offices = [c for c in verb.children if c.dep_ in {"attr", "oprd", "dobj"} and c.lower_ in _OFFICES]
        offices += [t for t in prepositional(verb, "as") if t.lower_ in _OFFICES]
        named = [(t, h) for t in who[:1] for h in offices[:1]]
        if verb.lemma_ == "be":  # "The first Ambassador of India to Slovenia was V.S. Seshadri"
            named += [(t, h) for h in who[:1] if h.lower_ in _OFFICES for t in verb.children if t.dep_ == "attr"]
        for token, head in named:
            person = self.s.entity_at.get(token.i)
            if person and person.type == "person":
                self._office(head, person, [token.i, head.i], dated=verb.lemma_ != "be")

    # -- organisations ---------------------------------------------------------------------------------------------
    def parts(self, name: Name, unit: Entity) -> None:
        """ "the Department of the Presidential Administration", "operating under Y's Ministry"."""
        root = self.s.doc[name.start : name.end].root
        behind = self.s.doc[name.end : name.end + 2]
        clauses = [c for c in root.children if c.dep_ == "acl"]
        clauses += [t for t in behind if t.tag_ == "VBG" and behind[0].text == ","]  # "X, operating under Y's Ministry"
        heads = [
            *prepositional(root, "of"),
            *(t for c in clauses for w in ("under", "within") for t in prepositional(c, w)),
        ]
        for token in heads:
            parent = self.s.entity_at.get(token.i)
            if parent and parent.type == "organisation" and parent is not unit and parent.kind != "international":
                self.add(unit, "part_of", parent, None, [name.start, token.i], root)

    def owners(self, verb: Token) -> None:
        """ "X is owned by Y": one row an owner."""
        if verb.lemma_ not in _OWNING or (not of_verb(verb).passive and verb.lemma_ != "own"):
            return
        predication = of_verb(verb)
        for owned in predication.objects[:1]:
            company = self.s.entity_at.get(owned.i)
            for owner in predication.subjects[:1]:
                for token in [owner, *owner.conjuncts]:
                    holder = self.s.entity_at.get(token.i)
                    if company and holder and holder.type == "organisation" and company is not holder:
                        self.add(company, "owned_by", holder, None, [verb.i, token.i], verb, dated=True)

    def founders(self, verb: Token) -> None:
        """ "A and B established a joint venture, known as C": C is owned by each."""
        predication = of_verb(verb)
        for noun in predication.objects[:1]:
            if noun.lemma_ != "venture":
                continue
            child = next(
                (self.s.entity_at[t.i] for t in noun.subtree if t.i in self.s.entity_at and t.i > noun.i), None
            )
            by_key = self.c.discourse.document.entities.by_key
            parties = [p for s in predication.subjects for p in self.c.parties.of(s)]
            founders = [by_key[p.id] for p in parties if p.id in by_key]
            for founder in founders:
                if child and child is not founder:
                    self.add(
                        child,
                        "owned_by",
                        founder,
                        None,
                        [verb.i, noun.i, *(s.i for s in predication.subjects)],
                        verb,
                        dated=True,
                    )

    def partners(self, verb: Token) -> None:
        """ "A has collaborated with B" between organisations."""
        if verb.lemma_ not in {"collaborate", "cooperate", "partner", "team"}:
            return
        predication = of_verb(verb)
        for a in predication.subjects[:1]:
            for b in predication.role("with"):
                first, second = self.s.entity_at.get(a.i), self.s.entity_at.get(b.i)
                if first and second and first.type == second.type == "organisation":
                    self.add(first, "partner_of", second, None, [a.i, b.i], verb, dated=True)

    def members(self, token: Token) -> None:
        """ "Both countries are members of G20", "a NATO ally"."""
        if token.lemma_.lower() not in _MEMBERS:
            return
        inside = [c for c in token.children if c.dep_ in {"compound", "nmod"}]
        behind = [t for b in prepositional(token, "of") for t in [b, *b.conjuncts]]
        held = [self.s.entity_at[t.i] for t in [*behind, *inside] if t.i in self.s.entity_at]
        bodies = list({b.key: b for b in held if b.kind == "international"}.values())
        needs_name = token.lemma_.lower() in {"ally", "state"}
        if not bodies or (needs_name and not any(c.i in self.s.entity_at for c in inside)):
            return
        for party in self._members_of(token):
            if party.country and party.kind == "country":
                for body in bodies:
                    self.add(party.country, "member_of", body, None, [token.i, token.left_edge.i], token)

    def _members_of(self, token: Token) -> list:  # type: ignore[type-arg]
        head = token.head
        if token.dep_ == "attr" and head.pos_ in {"AUX", "VERB"}:
            return [p for s in of_verb(head).subjects for p in self.c.parties.of(s)]
        if token.dep_ == "appos":
            return self.c.parties.of(head, conjuncts=False)
        return []


def relation_rows(claims: Claims) -> Iterator[Row]:
    """The relations that one sentence tells."""
    found = _Relations(claims)
    sentence = claims.sentence
    for name in sentence.names:
        entity = sentence.entity_at.get(name.start)
        if entity is None:
            continue
        if entity.type == "person":
            found.titled(name, entity)
            found.appositive(name, entity)
        else:
            found.parts(name, entity)
    for token in sentence.doc:
        if token.pos_ in {"VERB", "AUX"}:
            found.became(token)
            found.owners(token)
            found.founders(token)
            found.partners(token)
        elif token.pos_ in {"NOUN", "PROPN"}:
            found.members(token)
    yield from found.rows
