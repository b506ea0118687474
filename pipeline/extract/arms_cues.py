"""Transfers of arms told by their sides alone, whatever the verb: "Four trainers, shipped from X, joined the Y air force".

In: an annotated sentence in which no verb or noun of giving and taking told a transfer. Out: `Flow`s, one for each kind of arms of
which the words beside it tell one supplier and one recipient; nothing where a third state is named that could be either.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_parts import FlowParts
from pipeline.extract.makers import state_of_system
from pipeline.extract.modality import mood
from pipeline.extract.things import Thing, body_of_state, may_name_arms, thing_of

_TELLING: dict[str, str] = {word: verb for verb, words in WORDS["cue_words"].items() for word in words}
_OF_KIND = frozenset({"JJ", "JJR", "JJS"})
_BARRING = frozenset(WORDS["cue_bars"])
_FORCES, _TAKING = frozenset(WORDS["cue_forces"]), frozenset([*WORDS["take"], *WORDS["cue_takers"]])


class ArmsCues(FlowParts):
    """Hears the transfers of one sentence that no frame hears."""

    def find(self) -> Iterator[Flow]:
        """The transfers that the words beside the arms tell."""
        if not may_name_arms(self.s):
            return
        acting = (t for t in self.s.doc if t.tag_ not in _OF_KIND or t.dep_ != "amod")  # "a clear edge" clears nothing
        told = [_TELLING[w] for t in acting if (w := t.lemma_.lower()) in _TELLING]
        if not told or self.s.doc.lemmas & _BARRING or len(set(self.s.countries())) > 2:
            return
        things = list(self._things())
        for thing in things:
            giver = self._giver(thing)
            taker = self._taker(thing, giver) if giver else None
            if giver is None or taker is None:
                continue
            token = self.s.doc[thing.token]
            head = next((t for t in token.ancestors if t.pos_ == "VERB"), token)
            meant = mood(head)
            status = next((t for t in ("approve", "offer", "donate", "order", "use") if t in told), "deliver")
            if not meant.refused:
                yield Flow(giver, taker, [thing], head, token, meant, taker, "import", status, len(things) == 1)

    def _things(self) -> Iterator[Thing]:
        """The arms that a sentence names by their type, or counts; arms as such are none."""
        for token in self.s.doc:
            inside = token.dep_ in {"compound", "nmod", "amod", "poss"} and token.head.i > token.i
            if token.pos_ not in {"NOUN", "PROPN"} or inside or token.i in self.s.place_at:
                continue
            thing = thing_of(token, self.s)
            if thing is None or thing.kind != "arms" or thing.general or thing.category is None:
                continue
            counted = any(
                (v := self.s.value_at.get(t.i)) is not None and v.kind == "count" for t in token.lefts if t.i < token.i
            )
            if thing.designation is not None or counted:
                yield thing

    # -- sides ---------------------------------------------------------------------------------------------------------
    def _giver(self, thing: Thing) -> str | None:
        """From whom: who made them, from where they came, which firm supplies them; only where all that tell agree."""
        made = self.made([thing]) or self._with_role("from")
        firms = {e.country for e in self.s.entity_at.values() if e.kind == "company" and e.country}
        codes = [*dict.fromkeys(made)] or [*firms]
        if not codes and (maker := state_of_system(thing.designation)) and not self._resold():
            codes = [maker]
        return codes[0] if len(codes) == 1 else None

    def _taker(self, thing: Thing, giver: str) -> str | None:
        """To whom: whose forces have them, for whom they are, who takes them."""
        token = self.s.doc[thing.token]
        owners = self.codes([c for c in token.children if c.dep_ == "poss"])
        subjects = [t for t in self.s.doc if t.dep_ == "nsubj" and t.head.lemma_.lower() in _TAKING]
        for codes in (self._forces(), owners, self._with_role("to"), self._with_role("for"), self.codes(subjects)):
            others = [c for c in dict.fromkeys(codes) if c != giver]
            if others:
                return others[0] if len(others) == 1 else None
        return None

    def _with_role(self, word: str) -> list[str]:
        """The states behind a preposition, wherever it hangs."""
        return self.codes(
            self.unnumbered([t for t in self.s.doc if t.dep_ == "pobj" and t.head.lower_ == word and t.i not in self.s.date_at])
        )  # fmt: skip

    def _forces(self) -> list[str]:
        """The states whose forces the sentence names: "the Senegalese air force", "Peru's navy"."""
        bodies = [held.country for i in self.s.entity_at if (held := body_of_state(i, self.s)) and held.country]
        return bodies + self.codes(
            [t for t in self.s.doc if t.lemma_.lower() in _FORCES and t.i not in self.s.entity_at]
        )

    def _resold(self) -> bool:
        """Whether somebody else than the maker may have sold them: "second-hand", "ex-Danish"."""
        return any(t.lower_ in WORDS["second_hand"] for t in self.s.doc)
