"""Which states "the two countries", "both sides", "the trio", "the presidents" are: those told together last, or nobody.

In: a token of a sentence and the discourse so far. Out: `Party`s marked as pronouns, for `anaphora`, which reads the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.extract.discourse import Party
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token
    from pipeline.extract.parties import Parties

_WORDS = {key: frozenset(words) for key, words in load("parties").items()}
_TRADE = frozenset(load("frames/flows")["total_nouns"])
_LEADING = frozenset({"leader", "president", "minister", "premier", "side"})


def is_definite(token: Token) -> bool:
    """Whether a noun stands for something spoken of: "the", "this", "that"."""
    return any(c.lower_ in {"the", "this", "that"} for c in token.children if c.dep_ == "det")


class PairPhrases:
    """Resolves the phrases of one sentence that stand for two states or three."""

    def __init__(self, parties: Parties) -> None:
        self.parties = parties
        self.s = parties.s
        self.d = parties.d

    def pair_phrase(self, token: Token) -> list[Party]:
        """ "the two countries", "both sides", "each other": two states, the last spoken of together."""
        lemma = token.lemma_.lower()
        # "two dozen nations" are no two
        words = {c.lower_ for c in token.children if not any(n.dep_ == "quantmod" for n in c.children)} | {token.lower_}
        each_other = token.lower_ in {"other", "another"} and any(c.lower_ in {"each", "one"} for c in token.children)
        counts = bool(words & _WORDS["pair_words"]) and (lemma in _WORDS["pairs"] or token.lower_ in {"both", "two"})
        paired = not (counts or each_other) and self._paired(token)
        if lemma in _WORDS["triples"] or ("three" in words and lemma in _WORDS["pairs"]):
            return self._triple(token)
        if not (counts or each_other or paired) or self.parties.modifier_countries(token):
            return []
        if any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children) and token.lower_ != "both":
            return []
        between = token.dep_ == "pobj" and token.head.lower_ == "between"
        if token.lower_ == "two" and not ((token.dep_.startswith("nsubj") or between) and is_definite(token)):
            return []
        pair = self.pair_before(token)
        if lemma in _WORDS["fighting"] and self.d.fought:
            pair = [self.d.country(code, token.i) for code in self.d.fought]
        if paired and {p.country for p in pair} not in (
            set(self.d.document.pair or ()),
            {p.country for p in self.d.subjects},
        ):
            return []
        return self._again(pair, token)

    def _triple(self, token: Token) -> list[Party]:
        """ "the trio", "the three countries": the three states told together last."""
        if not is_definite(token) or self.parties.modifier_countries(token):
            return []
        return [self.d.country(code, token.i, True) for code in self.d.triple]

    def _paired(self, token: Token) -> bool:
        """ "The Prime Ministers agreed …", of no told number: those of the two whom the document is about, or who met."""
        # by its letters, for the tagger takes "Ministers" for a name in the singular
        word = (
            token.lower_.removesuffix("ies") + "y" if token.lower_.endswith("ies") else token.lower_.removesuffix("s")
        )
        plural = token.lower_ in _WORDS["couples"] or token.lower_.endswith("s")
        plural = plural and word in _WORDS["paired"] | _WORDS["couples"] and token.i not in self.s.entity_at
        return plural and [c.lower_ for c in token.children if c.dep_ in {"det", "nummod"}] == ["the"]

    def pair_before(self, token: Token) -> list[Party]:
        """The two states spoken of before a token: in its sentence, in the ones before, in the whole document; or none."""
        return [self.d.country(code, token.i) for code in self._pair_codes(token)]

    def _pair_codes(self, token: Token) -> Sequence[str]:
        codes: list[str] = []
        for i in sorted(self.s.place_at):
            place = self.s.place_at[i]
            sited = place.kind in {"town", "region"} or (place.kind == "seat" and self._is_site(self.s.doc[i]))
            if i < token.i and not sited and place.code not in codes:
                codes.append(place.code)
        for i in sorted(self.s.entity_at):
            code = self.s.entity_at[i].country
            if i < token.i and code and code not in codes:
                codes.append(code)
        main = self.d.document.pair
        between = token.dep_ == "pobj" and token.head.lower_ == "between"
        if between and not codes and (traded := self._traded_before(token)):
            return traded
        if between and len(codes) == 1 and self.d.pairs and codes[0] not in {p.country for p in self.d.pairs[-1]}:
            return [p.country or "" for p in self.d.pairs[-1]]  # "Chad offered to mediate between the two"
        if len(codes) > 1 and main and self.d.document.titled and self._of_others(token, codes, main):
            return main
        if main and self.d.document.titled and not set(codes) & set(main) and self._told_in_clause_before(token):
            return main  # "After Iraq had invaded Kuwait, both states sent troops"
        if len(codes) == 2:
            return codes
        if len(codes) > 2:
            return ()
        if main and (codes[0] in main if codes else self.d.document.titled):
            return main
        if self.d.pairs:
            a, b = self.d.pairs[-1]
            if not codes or codes[0] in {a.country, b.country}:
                return a.country or "", b.country or ""
        return self.d.document.only_two()

    def _traded_before(self, token: Token) -> Sequence[str]:
        """ "Trade between the two fell": of those between whom the sentence right before told a flow."""
        index, *sides = self.d.flow or (-1,)
        of_trade = token.head.head.lemma_.lower() in _TRADE
        near = self.s.sentence.index - index == 1 and len(set(sides) - {"WLD"}) == 2
        return [str(code) for code in sides] if of_trade and near else ()

    @staticmethod
    def _is_site(token: Token) -> bool:
        """ "met in Paris": where something is, and no state that acts."""
        return token.dep_ == "pobj" and token.head.lower_ in {"in", "at", "near"}

    def _told_in_clause_before(self, token: Token) -> bool:
        """Whether all that a sentence names before a word stands in a clause of its own that opens it."""
        opening = [t for t in self.s.doc if t.dep_ == "advcl" and t.i < token.i and t.head.i > t.i]
        inside = {t.i for clause in opening for t in clause.subtree}
        return bool(opening) and all(i in inside for i in self.s.place_at if i < token.i)

    def _of_others(self, token: Token, codes: list[str], main: tuple[str, str]) -> bool:
        """ "Recalling the demand that Mali leave Chad, the two leaders …": the leaders are those whom the title names.

        So it is where the states told before are others, and none of them is told by somebody who acts for it.
        """
        people = {e.country for i, e in self.s.entity_at.items() if i < token.i and e.type == "person"}
        return token.lemma_.lower() in _LEADING and not (people - {None}) and not set(codes) & set(main)

    def _again(self, parties: list[Party], token: Token) -> list[Party]:
        return [Party(p.name, p.country, p.kind, p.id, token.i, True) for p in parties]
