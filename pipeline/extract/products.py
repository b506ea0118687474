"""What organisations make: "built by X", "X, the maker of the Y", "X's Y missile", "the X Y-100 jet".

In: one annotated sentence. Out: rows of `relations` with `produces`; the product is a weapon or has a name of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.entities import Entity
from pipeline.annotate.name_words import Name
from pipeline.extract.modality import mood
from pipeline.extract.predications import Predication, of_verb, prepositional
from pipeline.extract.relation_rows import RelationRows
from pipeline.extract.things import thing_of
from pipeline.extract.tree import is_within
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_WORDS = {key: frozenset(words) for key, words in load("frames/relations").items()}
_MAKING_KINDS = frozenset({"company", "joint_venture", "research_institute", "agency", "other", None})
_BRACKET_REACH = 9  # tokens from a contractor's name to the bracket with its system: "X, of Orlando, Florida (Y)"


class Products:
    """Hears what organisations make in one sentence."""

    def __init__(self, rows: RelationRows) -> None:
        self.rows = rows
        self.s = rows.sentence

    def of_verb(self, verb: Token, predication: Predication) -> None:
        """ "X builds the Y corvette", "the Y drone made by X"."""
        if verb.lemma_ not in _WORDS["making"] or mood(verb).refused or mood(verb).hedge == "planned":
            return
        makers = [e for s in predication.subjects[:1] for e in self.rows.organisations(s)]
        for thing in predication.objects[:1]:
            for made in [thing, *thing.conjuncts]:
                self._add(makers, made, [verb.i], verb)

    def of_noun(self, noun: Token) -> None:
        """ "X, the maker of the Y drone", "Y maker X"; "X's Y drone", "its Y drone"."""
        if noun.lemma_.lower() in _WORDS["makers"]:
            makers = [e for e in [self.rows.organisation(noun)] if e]
            if noun.dep_ in {"appos", "compound"}:
                makers += [e for e in [self.rows.organisation(noun.head)] if e]
            for made in [*prepositional(noun, "of"), *(c for c in noun.lefts if c.dep_ in {"compound", "nmod"})]:
                self._add(makers, made, [noun.i], noun)
            return
        for owner in (c for c in noun.children if c.dep_ == "poss"):
            makers = [e for e in [self.s.entity_at.get(owner.i)] if e]
            if owner.lower_ == "its":
                makers = self._speaker(noun)
            self._add([m for m in makers if m.kind in {"company", "joint_venture"}], noun, [], noun)

    def beside(self, name: Name, maker: Entity) -> None:
        """ "the Boeing AH-64 helicopter", "Lockheed Martin, of Orlando, Florida (JASSM-ER)"."""
        if maker.kind not in {"company", "joint_venture"}:
            return
        doc = self.s.doc
        root = doc[name.start : name.end].root
        if root.dep_ in {"compound", "nmod"} and root.head.i >= name.end:
            self._add([maker], root.head, [], root)
        reach = min(len(doc), name.end + _BRACKET_REACH)
        opening = next((i for i in range(name.end, reach) if doc[i].text == "(" or doc[i].text in {";", "."}), None)
        others = [n for n in self.s.names if name.end <= n.start < (opening or 0) and n.type == "organisation"]
        if opening is None or doc[opening].text != "(" or others:
            return
        closing = next((i for i in range(opening + 1, len(doc)) if doc[i].text == ")"), None)
        if closing is not None and closing > opening + 1:
            self._add([maker], doc[closing - 1], [], doc[closing - 1])

    def _speaker(self, noun: Token) -> list[Entity]:
        """Whose "its" is: the company that is the subject of a clause above."""
        at = noun
        while at.head.i != at.i:
            at = at.head
            subjects = of_verb(at).subjects if at.pos_ in {"VERB", "AUX"} else []
            held = [e for s in subjects if not is_within(noun, s) and (e := self.rows.organisation(s))]
            if held:
                return held[:1]
        return []

    def _add(self, makers: list[Entity], made: Token, tokens: list[int], head: Token) -> None:
        """Add a row a maker where `made` heads the phrase of a named weapon."""
        product = self._product(made) if makers else None
        if product is None:
            return
        for maker in makers:
            if maker.type == "organisation" and maker.kind in _MAKING_KINDS:
                self.rows.add(maker, "produces", product, [*self.rows.places(maker), made.i, *tokens], head)

    def _product(self, made: Token) -> str | None:
        """The name of the weapon; a kind of weapon ("missiles") is no product."""
        thing = thing_of(made, self.s)
        own = [
            t
            for t in [*made.lefts, made]
            if t.pos_ == "PROPN" and t.i not in self.s.entity_at and t.i not in self.s.place_at
        ]
        if thing is None or thing.kind != "arms" or (thing.designation is None and not own):
            return None
        return thing.designation or made.doc[own[0].i : made.i + 1].text
