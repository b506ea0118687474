"""What ties organisations: parts and parents, owners, partners, and what they make.

In: one annotated sentence. Out: rows of `relations` with `part_of`, `owned_by`, `partner_of`, `produces`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.entities import Entity
from pipeline.annotate.name_words import Name
from pipeline.extract.claim import told_by_maker
from pipeline.extract.holdings import Holdings
from pipeline.extract.modality import mood
from pipeline.extract.predications import Predication, of_verb, prepositional
from pipeline.extract.products import Products
from pipeline.extract.relation_rows import RelationRows
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_WORDS = {key: frozenset(words) for key, words in load("frames/relations").items()}
_FIRMS = frozenset({"company", "joint_venture", "bank", "media", None})


class Ties:
    """Hears the ties of organisations in one sentence."""

    def __init__(self, rows: RelationRows) -> None:
        self.rows = rows
        self.c = rows.claims
        self.s = rows.sentence
        self.products = Products(rows)
        self.holdings = Holdings(rows)

    def of_organisation(self, name: Name, unit: Entity) -> None:
        """What stands around an organisation's name: the body that it is of, at or under."""
        root = self.s.doc[name.start : name.end].root
        behind = self.s.doc[name.end : name.end + 2]
        if behind.text.startswith("-"):  # "Treasury-led Council"
            return
        clauses = [c for c in root.children if c.dep_ == "acl"]
        clauses += [t for t in behind if t.tag_ == "VBG" and behind[0].text == ","]  # "X, operating under Y's Ministry"
        heads = [
            *prepositional(root, "of"),
            *prepositional(root, "at"),
            *(t for c in clauses for w in ("under", "within") for t in prepositional(c, w)),
            *(c for c in root.children if c.dep_ == "poss" and unit.kind not in _FIRMS),
            *self._right_behind(name),
        ]
        owned = range(name.start, name.end)
        for token in heads:
            if any(c.dep_ == "poss" and c.i in owned for c in token.children):  # "Department of X's Office"
                continue
            if token.dep_ == "conj" and token.head.i in owned:  # "Department of Defense and Ministry of Trade"
                continue
            if any(t.text == "and" for t in self.s.doc[name.end : token.i]):
                continue
            self._part(unit, self.s.entity_at.get(token.i), [name.start, token.i], root)
        self.products.beside(name, unit)

    def _right_behind(self, name: Name) -> list[Token]:
        """The body whose name follows with no more than "of the" between, whatever the parser made of it."""
        doc = self.s.doc
        following = next((n for n in self.s.names if n.start > name.end), None)
        if following is None or doc[name.end].lower_ not in {"of", "at"}:
            return []
        between = doc[name.end + 1 : following.start]
        joined = all(t.lower_ in {"the", "'s"} or t.i in self.s.place_at for t in between)
        return [doc[following.start]] if joined else []

    def of_verb(self, verb: Token) -> None:
        """Owning, founding, working together, making."""
        predication = of_verb(verb)
        self._owners(verb, predication)
        self._founders(verb, predication)
        self._partners(verb, predication)
        self.products.of_verb(verb, predication)

    def of_noun(self, noun: Token) -> None:
        """ "X, a subsidiary of Y", "X is a joint venture of Y and Z", "X, part of Y", "X's parent Y"."""
        lemma = noun.lemma_.lower()
        if (
            lemma in _WORDS["parts"] | _WORDS["owned"] | _WORDS["owners"] | {"venture", "company"}
            and noun.pos_ == "NOUN"
        ):
            for unit in self._described(noun):
                self._belonging(noun, lemma, unit)
        if lemma in _WORDS["partners"]:
            self._partner_noun(noun)
        self.products.of_noun(noun)

    # -- parts and owners --------------------------------------------------------------------------------------------
    def _part(self, unit: Entity, parent: Entity | None, tokens: list[int], head: Token) -> None:
        if parent and parent.type == "organisation" and parent is not unit and parent.kind != "international":
            unit.country = unit.country or parent.country
            parent.country = parent.country or unit.country
            self.rows.add(unit, "part_of", parent, tokens, head)

    def _described(self, noun: Token) -> list[Entity]:
        """The organisations that a noun describes: in apposition to it, or its subject."""
        found: list[Token] = [noun.head] if noun.dep_ == "appos" else []
        found += [c for c in noun.children if c.dep_ == "appos"]
        held = [self.s.entity_at.get(t.i) for t in found]
        if noun.dep_ == "attr" and not mood(noun.head).refused:
            held += [self.rows.organisation(t) for t in of_verb(noun.head).subjects[:1]]  # "the lender X is …"
        if not held and noun.lemma_.lower() in _WORDS["owned"]:  # "sold its Kenyan subsidiary X"
            held = [self.s.entity_at.get(noun.i + 1)]
        return [e for e in held if e is not None and e.type == "organisation"]

    def _belonging(self, noun: Token, lemma: str, unit: Entity) -> None:
        behind = [e for t in prepositional(noun, "of") for e in self.rows.organisations(t)]
        behind += [e for t in prepositional(noun, "under") for e in self.rows.organisations(t)]
        inside = [e for c in noun.lefts if c.dep_ in {"poss", "compound", "nmod"} and (e := self._possessor(c))]
        if lemma == "venture":
            between = [e for w in ("between", "by") for t in prepositional(noun, w) for e in self.rows.organisations(t)]
            owners = [*behind, *between, *inside]
        elif lemma in _WORDS["owned"]:
            owners = [*behind, *inside][:1]
        elif lemma in _WORDS["owners"] or any(c.lower_ in _WORDS["owners"] for c in noun.lefts):
            self._owns(unit, [*behind, *inside, *self._whose(noun)], noun)
            return
        elif lemma in _WORDS["parts"]:
            for parent in [*behind, *inside][:1]:
                self._part(unit, parent, [noun.i, *self.rows.places(unit, parent)], noun)
            return
        else:
            return
        for owner in owners:
            if owner is not unit:
                self.rows.add(unit, "owned_by", owner, [noun.i, *self.rows.places(unit, owner)], noun)

    def _possessor(self, token: Token) -> Entity | None:
        """The organisation before a noun, by its name or as "its"."""
        if token.lower_ != "its":
            return self.rows.organisation(token)
        by_key = self.c.discourse.document.entities.by_key
        return next(
            (by_key[p.id] for p in self.c.parties.of(token) if p.kind == "organisation" and p.id in by_key), None
        )

    def _owns(self, owner: Entity, owned: list[Entity], noun: Token) -> None:
        for unit in owned[:1]:
            if unit is not owner:
                self.rows.add(unit, "owned_by", owner, [noun.i, *self.rows.places(unit, owner)], noun)

    def _whose(self, noun: Token) -> list[Entity]:
        """ "X, whose parent company is Y": what the relative clause hangs on."""
        whose = any(c.lower_ == "whose" for c in noun.children)
        held = self.s.entity_at.get(noun.head.head.i) if whose and noun.head.dep_ == "relcl" else None
        return [held] if held is not None and held.type == "organisation" else []

    def _owners(self, verb: Token, predication: Predication) -> None:
        """ "X is owned by Y and Z", "Y acquired X", "Y holds 30 percent of X": one row an owner."""
        held = list(self.holdings.of_verb(verb, predication))
        if not held or mood(verb).refused or mood(verb).hedge == "planned":
            return
        for company, holders in held:
            for owner in holders if company.kind in _FIRMS else []:
                if owner is not company:
                    told = [e for e in (company, owner) if isinstance(e, Entity)]
                    at = [verb.i, *self.rows.places(*told)]
                    self.rows.add(company, "owned_by", owner, at, verb, dated=True)

    def _founders(self, verb: Token, predication: Predication) -> None:
        """ "A and B established a joint venture, known as C": C is owned by each."""
        for noun in predication.objects[:1]:
            if noun.lemma_ != "venture":
                continue
            below = (t for t in noun.subtree if t.i in self.s.entity_at and t.i > noun.i)
            child = next(iter(self._described(noun)), None) or next(
                (self.s.entity_at[t.i] for t in below if not told_by_maker(t, noun)), None
            )
            by_key = self.c.discourse.document.entities.by_key
            parties = [p for s in predication.subjects for p in self.c.parties.of(s)]
            places = [verb.i, noun.i, *(s.i for s in predication.subjects)]
            for founder in [by_key[p.id] for p in parties if p.id in by_key]:
                if child and child is not founder:
                    self.rows.add(child, "owned_by", founder, places, verb, dated=True)

    # -- partners ----------------------------------------------------------------------------------------------------
    def _partners(self, verb: Token, predication: Predication) -> None:
        """ "A has collaborated with B", "A and B teamed up", "launched a joint degree" between organisations."""
        joint = verb.lemma_ in _WORDS["launching"] and any(
            c.lower_ == "joint" for o in predication.objects for c in o.children
        )
        if not (joint or verb.lemma_ in _WORDS["partnering"]) or mood(verb).refused:
            return
        first = [e for s in predication.subjects[:1] for e in self.rows.organisations(s)]
        second = [e for t in predication.role("with")[:1] for e in self.rows.organisations(t)]
        together = verb.lemma_ != "work" or any(c.lower_ in {"together", "jointly"} for c in verb.children)
        if not second and together and len(first) == 2:
            first, second = first[:1], first[1:]
        for a in first[:1]:
            for b in second:
                if a is not b and not {a.kind, b.kind} & _WORDS["no_partners"]:
                    at = [verb.i, *self.rows.places(a, b)]
                    self.rows.add(a, "partner_of", b, at, verb, dated=True, meant=mood(verb))

    def _partner_noun(self, noun: Token) -> None:
        """ "Fjordtek and its partner Temasik", "Temasik, a partner of Fjordtek"."""
        owners = [e for c in noun.lefts if c.dep_ == "poss" and (e := self.rows.organisation(c))]
        owners += [e for t in prepositional(noun, "of") if (e := self.rows.organisation(t))]
        if any(c.lower_ == "its" for c in noun.children) and noun.dep_ == "conj":
            owners += [e for e in [self.rows.organisation(noun.head)] if e]
        for partner in self._described(noun):
            for owner in owners[:1]:
                if owner is not partner:
                    self.rows.add(owner, "partner_of", partner, [noun.i, *self.rows.places(owner, partner)], noun)
