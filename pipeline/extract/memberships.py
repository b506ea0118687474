"""Who is a member of which body: "a member of", "NATO allies X and Y", "joined the WTO in 1995", "belongs to".

In: one annotated sentence. Out: rows of `relations` with `member_of`, of states and of organisations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.entities import Entity
from pipeline.extract.modality import mood
from pipeline.extract.predications import listed, of_verb, prepositional
from pipeline.extract.relation_rows import RelationRows, Side
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_WORDS = {key: frozenset(words) for key, words in load("frames/relations").items()}


_SEVERAL = 2  # states that make a grouping


class Memberships:
    """Hears the memberships of one sentence."""

    def __init__(self, rows: RelationRows) -> None:
        self.rows = rows
        self.c = rows.claims
        self.s = rows.sentence

    def of_noun(self, noun: Token) -> None:
        """ "Both countries are members of G20", "a NATO ally", "EU members such as X", "X, a member of Y"."""
        if noun.lemma_.lower() not in _WORDS["members"]:
            return
        before = [c for c in self._before(noun) if not (c.dep_ == "poss" and noun.lemma_.lower() in _WORDS["outside"])]
        inside = [self.s.entity_at[c.i] for c in before if c.i in self.s.entity_at]
        behind = [
            self.s.entity_at[t.i]
            for b in prepositional(noun, "of")
            for t in [b, *b.conjuncts, *(c for c in b.children if c.dep_ in {"compound", "nmod"})]
            if t.i in self.s.entity_at
        ]
        bodies = _bodies(inside if noun.lemma_.lower() in _WORDS["members_named"] else [*behind, *inside])
        bodies = bodies or self._spoken_of(noun) or self._its_own(noun)
        for member, at in self._members(noun) if bodies else []:
            for body in bodies:
                dated = any(t.i in self.s.date_at for c in noun.children if c.dep_ == "prep" for t in c.subtree)
                dated = dated or (noun.dep_ == "attr" and noun.head.tag_ == "VBD")  # "In 2009 Chad was a member"
                self._add(member, body, [at, noun.i, noun.left_edge.i], noun, dated)

    def _spoken_of(self, noun: Token) -> list[Entity]:
        """ "…, of which X is a member", "The Forum met in Suva. X is an associate member": the one body told before."""
        if noun.lemma_.lower() != "member" or noun.dep_ != "attr" or prepositional(noun, "of"):
            return []
        verb = noun.head
        if verb.dep_ == "relcl" and any(t.lower_ == "which" for t in prepositional(verb, "of")):
            return _bodies([e for e in [self.s.entity_at.get(verb.head.i)] if e])
        if not any(c.lower_ in _WORDS["kinds_of_member"] for c in noun.children):
            return []
        earlier = [e for i, e in self.s.entity_at.items() if i < noun.i]
        told = _bodies(earlier) or self._of_sentence_before()
        return told if len(told) == 1 and told[0].kind == "international" else []

    def _its_own(self, noun: Token) -> list[Entity]:
        """ "The Council has its seat in Riyadh. Its six members are …": the body that the sentence before was about."""
        its = any(c.lower_ == "its" and c.dep_ == "poss" for c in noun.children) and noun.dep_ == "nsubj"
        told = self._of_sentence_before() if its else []
        return told if len(told) == 1 and told[0].kind == "international" else []

    def _of_sentence_before(self) -> list[Entity]:
        before = [o for o in self.c.discourse.document.sentences if o.sentence.index == self.s.sentence.index - 1]
        return _bodies([e for o in before for e in o.entity_at.values()])

    def of_verb(self, verb: Token) -> None:
        """ "Georgia joined the UN in 1992 and the Council of Europe in 1999", "to which both belong"."""
        if verb.lemma_.lower() in _WORDS["grouping"]:
            self._grouped(verb)
            return
        joining = verb.lemma_ in _WORDS["joining"]
        if not joining and verb.lemma_ not in _WORDS["joining_to"]:
            return
        infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)  # "applied to join"
        if infinitive or mood(verb).refused or mood(verb).hedge != "exact":
            return
        predication = of_verb(verb)
        entered = predication.objects if joining else [*prepositional(verb, "to"), *prepositional(verb, "into")]
        who = predication.objects if predication.passive else predication.subjects
        if joining and predication.passive:
            return
        for token in dict.fromkeys(t for target in entered for t in [target, *target.conjuncts]):
            which = token.lower_ == "which" and verb.dep_ == "relcl"  # "the CSTO, to which both belong"
            body = self.s.entity_at.get(verb.head.i if which else token.i)
            if body is not None and body.kind in _WORDS["bodies"]:
                self._joined(verb, who, body, token)

    def _grouped(self, verb: Token) -> None:
        """ "The Council, founded in 1981, groups A, B and C": several states that a body is told to consist of."""
        told = of_verb(verb)
        held = [self.s.entity_at.get(t.i) for t in told.subjects]
        bodies = [e for e in _bodies([e for e in held if e is not None]) if e.kind == "international"]
        of = prepositional(verb, "of")
        members = [(side, t) for o in [*told.objects, *of] for t in [o, *o.conjuncts] for side in self._sides(t)]
        if len(bodies) != 1 or len({str(side) for side, _ in members}) < _SEVERAL or mood(verb).refused:
            return
        for side, token in members:
            if isinstance(side, str):
                self._add(side, bodies[0], [verb.i, token.i, *(t.i for t in told.subjects[:1])], verb, dated=False)

    def _joined(self, verb: Token, who: list[Token], body: Entity, token: Token) -> None:
        for subject in who[:1]:
            for member in self._sides(subject):
                self._add(
                    member, body, [subject.i, verb.i, token.i], token if token.dep_ == "conj" else verb, dated=True
                )

    def _add(self, member: Side, body: Entity, tokens: list[int], head: Token, dated: bool) -> None:
        if member is not body and not (isinstance(member, Entity) and member.type == "person"):
            self.rows.add(member, "member_of", body, tokens, head, dated=dated)

    @staticmethod
    def _before(noun: Token) -> list[Token]:
        found = [c for c in noun.children if c.dep_ in {"compound", "nmod", "amod", "poss"}]
        found += [c for f in found if f.lemma_.lower() == "member" for c in f.children]  # "GCC member states"
        return [*found, *(c for f in found for c in f.conjuncts)]

    def _members(self, noun: Token) -> list[tuple[Side, int]]:
        """Who the noun says is a member, with the token that names it."""
        found: list[Token] = listed(noun)
        while (
            noun.dep_ == "conj" and noun.head.lemma_.lower() in _WORDS["members"]
        ):  # "a member of A and a founding member of B"
            noun = noun.head
        head = noun.head
        if noun.dep_ == "attr" and head.pos_ in {"AUX", "VERB"} and not mood(head).refused:
            found += of_verb(head).subjects
        elif noun.dep_ == "appos":
            found.append(head)
        elif (
            noun.dep_ == "nsubj" and head.lemma_ == "be" and not mood(head).refused
        ):  # "Its six members are A, B and C"
            found += [c for c in head.children if c.dep_ == "attr"]
        elif noun.dep_ == "conj" and any(c.lower_ == "other" for c in noun.children):  # "X and other NATO allies"
            found += [t for t in [head, *head.conjuncts] if t.i < noun.i]
        elif noun.dep_ == "pobj" and head.lower_ == "as" and head.head.pos_ in {"VERB", "AUX"}:
            found += of_verb(head.head).subjects
        elif noun.dep_ == "dobj" and head.lower_ == "founding":  # "are founding members", taken for a verb
            found += of_verb(head).subjects
        elif noun.dep_ in {"npadvmod", "nsubj", "dep"}:  # "fellow NATO members X and Y"
            found += [t for t in head.children if t.dep_ in {"nsubj", "nsubjpass"} and _right_behind(noun, t)]
        found += [c for c in noun.children if c.dep_ == "appos"]
        if noun.i + 1 < len(noun.doc) and noun.doc[noun.i + 1].head.i != noun.i and noun.dep_ == "compound":
            found += [noun.head] if noun.head.i in self.s.place_at else []
        return [(side, token.i) for token in found for side in self._sides(token)]

    def _sides(self, token: Token) -> list[Side]:
        """The states and organisations that a phrase names."""
        by_key = self.c.discourse.document.entities.by_key
        sides: list[Side] = []
        for party in self.c.parties.of(token):
            if party.kind == "organisation" and party.id in by_key:
                sides.append(by_key[party.id])
            elif party.kind == "country" and party.country:
                sides.append(party.country)
        return sides


def _right_behind(noun: Token, subject: Token) -> bool:
    """ "NATO members | Chad and Mali", "A member of the Union, | Chad sent troops"."""
    start = subject.left_edge.i
    return start == noun.i + 1 or (start == noun.right_edge.i + 2 and noun.doc[start - 1].text == ",")


def _bodies(held: list[Entity]) -> list[Entity]:
    return list({b.key: b for b in held if b.kind in _WORDS["bodies"]}.values())
