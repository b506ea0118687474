"""Shares of a whole that was told before: "with 11 percent of X's oil, while China took 54 percent", "… Y, from which 58 per cent had come".

In: a percentage of an annotated sentence that names no whole of its own. Out: `Measure`s of the whole that the sentence told before it,
else of the one that the sentences before told last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.document import AnnotatedSentence
from pipeline.annotate.values import Value
from pipeline.extract.flow import WORDS, Flow, basis_of
from pipeline.extract.measure import Measure, Measured
from pipeline.extract.modality import mood
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import Thing
from pipeline.extract.tree import is_within

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_SHARING, _GOING, _COMING = (frozenset(WORDS[key]) for key in ("share_verbs", "goes_verbs", "comes_verbs"))
_MAKING_UP = frozenset(WORDS["making_up"])
_GIVING, _IN_NOUNS = frozenset(WORDS["give"]), frozenset(WORDS["in_nouns"])


def is_subject(root: Token, verb: Token) -> bool:
    """Whether a token stands in the subject of a verb."""
    return any(is_within(root, t) for t in verb.children if t.dep_ in {"nsubj", "nsubjpass"})


def share_of(
    sentence: AnnotatedSentence,
    value: Value,
    flow: str,
    owner: str,
    partners: list[str],
    things: list[Thing],
    head: Token,
    noun: Token,
) -> Measure:
    """The share of `partners`, one or several together, in a flow of `owner`."""
    group = "+".join(sorted(partners)) if len(partners) > 1 else None
    basis = basis_of(flow)
    tokens = [*sentence.tokens_of(value), noun.i]
    partner = None if group else partners[0]
    return Measure("share", value, 1, flow, owner, partner, things, head, tokens, group, basis=basis)


class ToldShares:
    """Reads the shares of one sentence whose whole was told before them."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f

    def of(self, value: Value, root: Token, verb: Token | None) -> list[Measure]:
        """ "… with 11 percent of X's oil. China took 54 percent": of the whole that was told last."""
        told = self._in_sentence(value) or self.m.whole()
        if verb is None or told is None or not told.owner or told.flow == "total":
            return []
        partners = self._from_which(root, verb, told.flow) or self._holder(value, root, verb, told.owner)
        if not partners:
            return []
        return [share_of(self.s, value, told.flow, told.owner, partners, told.things, verb, root)]

    def _in_sentence(self, value: Value) -> Flow | None:
        """ "France, which met 47% of X's imports in 2018, supplied 11%": the whole of the share right before."""
        before = [m for m in self.m.others if m.measure == "share" and m.owner and m.value.end < value.start]
        if not before:
            return None
        last = before[-1]
        return Flow(*last.sides, last.things, last.head, last.head, mood(last.head), last.owner, last.flow)

    def _holder(self, value: Value, root: Token, verb: Token, owner: str) -> list[str]:
        """ "China took 54 percent", "X accounted for 38 percent": the one state that the clause is about."""
        plain = root.dep_ in {"dobj", "npadvmod"} or (root.dep_ == "pobj" and root.head.lower_ == "for")
        if not plain or verb.lemma_.lower() not in _SHARING or root.head not in {verb, *verb.children}:
            return []
        if any(t.i in self.s.place_at for t in self.s.doc[verb.i + 1 : min(self.s.tokens_of(value))]):
            return []  # "X took 84 percent and Y 9 percent": Y's, in a list that goes on
        if any(c.dep_ == "prep" and c.lower_ in {"of", "from", "to", "by"} for c in root.children):
            return []
        holders = self.f.codes(of_verb(verb).subjects)
        return holders if len(holders) == 1 and holders[0] != owner else []

    def _from_which(self, root: Token, verb: Token, flow: str) -> list[str]:
        """ "Russia, from which 58 per cent had come": the state that the clause hangs on."""
        word, verbs = ("from", _COMING) if flow == "import" else ("to", _GOING)
        which = any(t.lower_ in {"which", "where"} for t in prepositional(verb, word))
        plain = is_subject(root, verb) and not prepositional(root, "of")
        if verb.dep_ != "relcl" or verb.lemma_.lower() not in verbs or not which or not plain:
            return []
        return self.f.codes([verb.head])

    def of_the_other(self, lemma: str, noun: Token, owner: str | None, subjects: list[str]) -> str | None:
        """ "X supplies Y's oil and makes up 64 percent of its trade": nobody makes up a part of what is their own."""
        its = any(c.dep_ == "poss" and c.lower_ == "its" for c in noun.children)
        giving = lemma in _GIVING and noun.lemma_.lower() in _IN_NOUNS  # "X supplied 36 percent of its imports"
        if not its or owner is None or owner not in subjects or not (giving or lemma in _MAKING_UP):
            return owner
        before = {p.code for i, p in self.s.place_at.items() if i < noun.i and p.kind != "town"} - {owner}
        return next(iter(before)) if len(before) == 1 else self.other_side(owner) or owner

    def against(self, value: Value) -> list[str]:
        """ "came to 3 percent, against 45 percent for Chad": whose another share is, told right behind it."""
        behind = self.s.doc[max(self.s.tokens_of(value)) + 1 :][:4]
        if not behind or behind[0].lower_ != "for":
            return []
        return [self.s.place_at[t.i].code for t in behind if t.i in self.s.place_at][:1]

    def named_before(self, share: Token, sides: set[str | None]) -> str | None:
        """ "ranks Korea tenth and puts Poland's share of its deliveries at 46 percent": its, where the sentence has named whose."""
        its = [t for t in share.subtree if t.lower_ == "its" and t.i > share.i]
        named = {p.code for i, p in self.s.place_at.items() if i < share.i and p.kind in {"name", "seat"}}
        others = named - sides
        return next(iter(others)) if its and len(others) == 1 and not (sides - {None}) <= named else None

    def other_side(self, holder: str) -> str | None:
        """Whose "its" is beside the holder's name: the one other state that the sentence before was about."""
        about = {p.country for p in self.m.c.discourse.subjects if p.country}
        return str(next(iter(about))) if len(about) == 1 and holder not in about else None
