"""Transfers of arms told by their sides alone, whatever the verb: "Four trainers, shipped from X, joined the Y air force".

In: an annotated sentence in which no verb or noun of giving and taking told a transfer. Out: `Flow`s, one for each kind of arms of
which the words beside it tell one supplier and one recipient; nothing where a third state is named that could be either.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.extract.flow import WORDS, Flow
from pipeline.extract.flow_sources import FlowSources
from pipeline.extract.makers import state_of_system
from pipeline.extract.modality import Mood, mood
from pipeline.extract.predications import prepositional
from pipeline.extract.things import Thing, body_of_state, is_arms, may_name_arms, thing_of

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_TELLING: dict[str, str] = {word: verb for verb, words in WORDS["cue_words"].items() for word in words}
_OF_KIND = frozenset({"JJ", "JJR", "JJS"})
_BARRING = frozenset(WORDS["cue_bars"])
_ARMS_TOO, _HAVING = frozenset(WORDS["cue_arms_too"]), frozenset(WORDS["cue_having"])
_GO_AHEADS = frozenset(WORDS["go_aheads"])
_ORDERS, _GIVING = frozenset(WORDS["cue_orders"]), frozenset(WORDS["give"])
_ASIDE = frozenset({"after", "despite", "unlike", "besides", "amid", "before"})
_NO_BAR = frozenset(WORDS["cue_no_bar"])
_SETTING_DOWN = frozenset(WORDS["cue_setting_down"])
_FORCES, _TAKING = frozenset(WORDS["cue_forces"]), frozenset([*WORDS["take"], *WORDS["cue_takers"]])


def _acts(token: Token) -> bool:
    return token.tag_ not in _OF_KIND or token.dep_ != "amod"  # "a clear edge" clears nothing


class ArmsCues(FlowSources):
    """Hears the transfers of one sentence that no frame hears."""

    def find(self) -> Iterator[Flow]:
        """The transfers that the words beside the arms tell."""
        if not may_name_arms(self.s):
            return
        if self._many_sides() or any(self._bars(t) for t in self.s.doc):
            return
        cues = [(t, _TELLING[w]) for t in self.s.doc if _acts(t) and (w := t.lemma_.lower()) in _TELLING]
        things, aside = self._each_once(list(self._things())), self._told_aside()
        for thing in things:
            # "replace its donated howitzers with 19 new guns": those are donated, and not these
            told = [verb for t, verb in cues if t.dep_ != "amod" or t.head.i == thing.token]
            giver = self._giver(thing) or (self._other_side(thing) if told else None)
            taker = self._taker(thing, giver) if giver else None
            if giver is None or taker is None or not (told or self._shown(thing, giver)):
                continue
            if thing.token in aside or all(i in aside for i, p in self.s.place_at.items() if p.code == taker):
                continue
            token = self.s.doc[thing.token]
            head = next((t for t in token.ancestors if t.pos_ == "VERB"), token)
            meant = mood(head)
            allowed = any(t.dep_ == "dobj" and t.lemma_.lower() in _GO_AHEADS for t in self.s.doc)
            status = next((t for t in ("approve", "offer", "donate", "order", "use") if t in told), "deliver")
            status = "approve" if allowed else status
            if status == "approve" and meant.refused == "hypothetical":  # "gave X the green light to sell four jets"
                meant = Mood("planned")
            if not meant.refused:
                yield Flow(giver, taker, [thing], head, token, meant, taker, "import", status, len(things) == 1)

    def _many_sides(self) -> bool:
        """Whether more states are named than two that may be the sides; "after talks with Chad" names none."""
        named = set(self.s.countries())
        if len(named) <= 2:
            return False
        inside = self._told_aside()
        return len({p.code for i, p in self.s.place_at.items() if i not in inside and p.code in named}) != 2

    def _told_aside(self) -> set[int]:
        """The words of phrases that tell of something else: "after talks with Chad", "instead of the Chadian missile"."""
        aside = [t for t in self.s.doc if t.dep_ in {"prep", "mark"} and t.lower_ in _ASIDE]
        inside = {t.i for a in aside for t in (a if a.dep_ == "prep" else a.head).subtree}
        instead = next((t.i for t in self.s.doc if t.lower_ == "instead"), len(self.s.doc))
        end = next((t.i for t in self.s.doc[instead:] if t.is_punct), len(self.s.doc))
        return inside | set(range(instead, end))

    def _bars(self, token: Token) -> bool:
        """Whether a word tells of fighting, of manoeuvres or of what has not come about, and is no part of a name or a kind of arms."""
        if token.lemma_.lower() not in _BARRING:
            return False
        if token.pos_ == "VERB" and token.lemma_.lower() in _NO_BAR:
            return False
        if token.lower_ == "down":
            return token.head.lemma_.lower() not in _SETTING_DOWN
        if token.pos_ == "NOUN" and token.lemma_.lower() in _ARMS_TOO:
            return False
        of_kind = token.dep_ in {"compound", "nmod", "amod"} and token.head.i > token.i
        named = body_of_state(token.i, self.s) is not None or thing_of(token.head, self.s) is not None
        return not (named and (of_kind or token.i in self.s.entity_at))

    def _shown(self, thing: Thing, giver: str) -> bool:
        """ "showed off Turkish-made drones": whose make is told beside arms that somebody else has and shows."""
        token = self.s.doc[thing.token]
        has = token.dep_ == "dobj" and token.head.lemma_.lower() in _HAVING
        return has and giver in self.made([thing])

    def _other_side(self, thing: Thing) -> str | None:
        """ "accepted an Australian offer of two boats": the one other state, where it stands with a word that tells the transfer."""
        taker = self._taker(thing, None)
        others = [c for c in self.s.countries() if c != taker]
        if taker is None or len(set(others)) != 1:
            return None
        named = [i for i, p in self.s.place_at.items() if p.code == others[0] and p.kind != "town"]
        named += [i for i, e in self.s.entity_at.items() if e.country == others[0]]
        return others[0] if any(self._with_telling(self.s.doc[i]) for i in named) else None

    def _with_telling(self, token: Token) -> bool:
        """Whether a name stands with a telling word: before it, behind its "by", "of" or "from", or as who does it."""
        at = token
        while at.head.i != at.i and at.dep_ in {"compound", "poss", "nmod", "amod", "appos"}:
            at = at.head
            if at.lemma_.lower() in _TELLING:
                return True
        if at.dep_ == "pobj" and at.head.lower_ in {"by", "of", "from"}:
            return at.head.head.lemma_.lower() in _TELLING
        if at.dep_ == "nsubj" and any(
            c.dep_ in {"dobj", "attr"} and c.lemma_.lower() in _TELLING for c in at.head.children
        ):
            return True  # "made Chad a gift of 30 vehicles"
        return at.dep_ == "nsubj" and at.head.lemma_.lower() in _TELLING and at.head.lemma_.lower() not in _TAKING

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

    def _each_once(self, things: list[Thing]) -> list[Thing]:
        """Without names that stand inside the phrase of another: "A-29" of "A-29 Super Tucano light attack aircraft"."""
        names = [t.text for t in things]
        return [t for t in things if not any(t.text != name and name.startswith(f"{t.text} ") for name in names)]

    # -- sides ---------------------------------------------------------------------------------------------------------
    def _giver(self, thing: Thing) -> str | None:
        """From whom: who made them, from where they came, which firm supplies them; only where all that tell agree."""
        made = self.made([thing]) or self._asked() or self._with_role("from") or self._given_by()
        firms = {e.country for e in self.s.entity_at.values() if e.kind == "company" and e.country}
        maker = state_of_system(thing.designation) if not self._resold() else None
        named = set(self.s.countries())
        buying = self._orderers() if firms else []  # "France's order for Caesars, placed with a firm of X"
        codes = [*dict.fromkeys(made)] or ([maker] if maker in named and maker not in buying else [*firms])
        if not codes and maker is not None and self._other_side(thing) is None:
            codes = [maker]
        return codes[0] if len(codes) == 1 else None

    def _taker(self, thing: Thing, giver: str | None) -> str | None:
        """To whom: whose forces have them, for whom they are, who takes them."""
        token = self.s.doc[thing.token]
        owners = self.codes([c for c in token.children if c.dep_ == "poss"])
        subjects = [t for t in self.s.doc if t.dep_ == "nsubj" and t.head.lemma_.lower() in _TAKING]
        given = [t for t in self.s.doc if t.dep_ in {"dative", "iobj"}]
        told = (
            self.codes([t for t in subjects if t.i < token.i]),
            self._forces(),
            owners,
            self._with_role("to"),
            self._with_role("for"),
            self.codes(given),
            self._orderers(),
            self.codes(subjects),
        )
        for codes in told if giver else told[1:]:
            others = [c for c in dict.fromkeys(codes) if c != giver]
            if others:
                return others[0] if len(others) == 1 else None
        return self._only_other(giver)

    def _orderers(self) -> list[str]:
        """Whose order or purchase it is: "Chad's order for 36 howitzers"."""
        nouns = [t for t in self.s.doc if t.lemma_.lower() in _ORDERS and t.pos_ == "NOUN"]
        beside = [c for n in nouns for c in n.children if c.dep_ == "poss" or c.i in self.s.place_at]
        return self.codes([c for c in beside if c.i < c.head.i])

    def _asked(self) -> list[str]:
        """ "turned to Chad for two frigates"."""
        turning = [t for t in self.s.doc if t.lemma_.lower() in {"turn", "look"} and t.pos_ == "VERB"]
        return self.codes([t for v in turning if prepositional(v, "for") for t in prepositional(v, "to")])

    def _only_other(self, giver: str | None) -> str | None:
        """ "The minister of X said that 24 jets were on order from Y": the one other state, as who tells or does it."""
        others = [c for c in dict.fromkeys(self.s.countries()) if c != giver]
        if giver is None or len(others) != 1:
            return None
        subjects = [t for t in self.s.doc if t.dep_ in {"nsubj", "nsubjpass"} and t.head.dep_ in {"ROOT", "ccomp"}]
        # "Chad notes", "Chad's newest hardware is Turkish", not "Chad's latest package"
        acting = [t for t in subjects if is_arms(t, self.s) or any(p.kind != "thing" for p in self.parties.of(t))]
        return others[0] if others[0] in self.codes(acting) else None

    def _given_by(self) -> list[str]:
        """ "two boats given by the Chadian coast guard"."""
        giving = [
            t
            for t in self.s.doc
            if t.dep_ == "pobj" and t.head.lower_ == "by" and t.head.head.lemma_.lower() in _GIVING
        ]
        return self.codes(giving)

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
