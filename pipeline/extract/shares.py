"""Shares: what part of a country's imports, exports or trade another one has.

In: a percentage in a sentence. Out: `Measure`s. The noun behind "of" tells whose flow it is ("40 percent of its oil"), the verb
which way it goes and who the partner is ("comes from X", "X supplies", "is sold to X").
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.values import Value
from pipeline.extract.flow import WORDS
from pipeline.extract.measure import Measure, Measured
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.things import Thing, maker_country, thing_of
from pipeline.extract.told_shares import ToldShares, is_subject, share_of
from pipeline.extract.tree import is_within
from pipeline.extract.wholes import Whole, Wholes

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_WORDS = {
    key: frozenset(WORDS[key])
    for key in (
        "give",
        "take",
        "share_verbs",
        "goes_verbs",
        "goes_for",
        "equip",
        "growing",
        "comes_verbs",
        "comes_in",
        "relies_verbs",
        "destinations",
        "sources",
        "out_nouns",
        "in_nouns",
    )
}
_NO_SHARE = frozenset(WORDS["no_share"])
_MOST = re.compile(r"more than any other (?:country|state|supplier|buyer|nation|partner|market)")


class Shares:
    """Reads the shares of one sentence."""

    def __init__(self, measured: Measured) -> None:
        self.m = measured
        self.s = measured.c.sentence
        self.f = measured.f
        self.told = ToldShares(measured)
        self.wholes = Wholes(measured)

    def of(self, value: Value, root: Token) -> list[Measure]:
        """What a percentage is a share of; nothing where a side stays open."""
        verb = self.m.verb_above(root)
        if verb is not None and verb.lemma_.lower() in _NO_SHARE:
            return []
        last = self.s.doc[max(self.s.tokens_of(value))]
        if self._only_consists(last):
            return []
        fronted = [t for t in prepositional(verb, "of") if t.i < root.i] if verb is not None else []
        for noun in dict.fromkeys(prepositional(root, "of") + prepositional(last, "of") + fronted):
            whole = self.wholes.of(noun)
            found = self._placed(value, root, verb, noun, whole) if whole else []
            if found:
                return found
        return (
            self._named_share(value, root, verb)
            or self._beside_rank(value, root)
            or self._elliptic(value, root, verb)
            or self.told.of(value, root, verb)
        )

    def _only_consists(self, last: Token) -> bool:
        """ "exports of $182 million, ninety percent of them garments": a part that tells of what a flow consists, no partner's share."""
        doc = self.s.doc
        of = doc[last.i + 1 : last.i + 3]
        if len(of) < 2 or of[0].lower_ != "of" or of[1].lower_ not in {"them", "it", "which", "these"}:
            return False
        behind = list(itertools.takewhile(lambda t: not t.is_punct, doc[last.i + 3 :]))
        named = all(t.pos_ in {"NOUN", "ADJ", "CCONJ", "PROPN", "ADV"} or t.tag_ in {"VBN", "VBG"} for t in behind)
        plain = bool(behind) and named and not any(t.i in self.s.place_at or t.i in self.s.value_at for t in behind)
        return plain and any((g := thing_of(t, self.s)) is not None and g.kind == "goods" for t in behind)

    # -- who the partner is --------------------------------------------------------------------------------------------
    def _placed(self, value: Value, root: Token, verb: Token | None, noun: Token, whole: Whole) -> list[Measure]:
        whole = self._of_flow_told(verb, whole)
        owner, flow, partners = self._sides(root, verb, noun, whole)
        own = self._right_before(value)  # "of which X supplied 62 percent and Y 21 percent"
        partners = [own] if own and own != owner and partners and verb is not None else partners
        partners = [p for p in partners if p != owner]
        partners = [p for p in partners if p not in self._with_own_share()] or partners
        if owner is None or flow is None or not partners or self._with_union(partners):
            return []
        head = verb if verb is not None else root
        things = whole.things or self._made_by(verb, partners)
        share = share_of(self.s, value, flow, owner, partners, things, head, noun)
        return [share, *self._first_of_all(share)]

    def _with_union(self, partners: list[str]) -> bool:
        """ "sends four fifths of its fish to the European Union and X": a share of several of which one is no state."""
        named = [self.s.doc[i] for i, place in self.s.place_at.items() if place.code in partners]
        held = (self.s.entity_at.get(c.i) for t in named for c in t.conjuncts)
        return any(entity is not None and entity.kind == "international" for entity in held)

    def _of_flow_told(self, verb: Token | None, whole: Whole) -> Whole:
        """ "… went to Y. That was 27 percent of all the oil that the country exported": exports are those of who gives."""
        subjects = of_verb(verb).subjects if verb is not None and verb.lemma_ == "be" else []
        told = next((f for t in subjects if (f := self.m.spoken_of(t))), None)
        if told is None or not (told.giver and told.taker) or whole.owner not in {told.giver, told.taker}:
            return whole
        giving = {"export": told.giver, "import": told.taker}
        return replace(whole, owner=giving.get(whole.flow or "", whole.owner))

    def _made_by(self, verb: Token | None, partners: list[str]) -> list[Thing]:
        """ "Russian arms made up 36 percent of India's imports": of the arms among them."""
        subjects = of_verb(verb).subjects if verb is not None else []
        told = ((t, maker_country(s, self.s)) for s in subjects if (t := thing_of(s, self.s)) is not None)
        return [t for t, maker in told if t.kind in {"arms", "goods"} and maker in partners]

    def _with_own_share(self) -> set[str]:
        """ "… from X and Y 60 percent": states that a percentage of their own stands right behind."""
        doc = self.s.doc
        ends = ((p.code, i + 2 if doc[i + 1 : i + 2].text == "(" else i + 1) for i, p in self.s.place_at.items())
        behind = ((code, self.s.value_at.get(i)) for code, i in ends)
        return {code for code, value in behind if value is not None and value.kind == "percent"}

    def _right_before(self, value: Value) -> str | None:
        """The state whose name ends right before a number."""
        first = min(self.s.tokens_of(value))
        place = self.s.place_at.get(first - 1)
        return place.code if place is not None and place.kind == "name" else None

    def _first_of_all(self, share: Measure) -> list[Measure]:
        """ "supplied 22 percent of the food, more than any other country": the first place."""
        text = self.s.doc.text
        found = _MOST.search(text, share.value.end)
        if found is None or share.group:
            return []
        span = self.s.doc.char_span(*found.span(), expand=True)
        first = Value(found.start(), found.end(), "rank", 1.0, None, None, "rank", "exact")
        tokens = [share.tokens[0], *(t.i for t in span or [])]
        return [replace(share, measure="rank", value=first, tokens=tokens)]

    def _sides(
        self, root: Token, verb: Token | None, noun: Token, whole: Whole
    ) -> tuple[str | None, str | None, list[str]]:
        """(owner, flow, partners) of a share, by the verb it hangs on."""
        lemma = verb.lemma_.lower() if verb is not None else ""
        inside = self.f.codes(prepositional(noun, "from") + prepositional(root, "from"))
        outside = self.f.codes(prepositional(noun, "to") + prepositional(root, "to"))
        if verb is None:
            return whole.owner, whole.flow or ("import" if inside else "export"), inside or outside
        around = [t for t in of_verb(verb).subjects if not is_within(root, t) or is_within(verb, t)]
        subjects = self.f.codes(around)
        if not any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):  # "Today, X, along with Y, accounts for …"
            named = [self.s.place_at[i] for i in sorted(self.s.place_at) if i < min(verb.i, root.i)]
            subjects = subjects or list(dict.fromkeys(p.code for p in named if p.kind == "name"))
        # "62 percent came from X and 15 percent from Y"
        own = root if root.dep_ == "conj" or prepositional(root, "from") else verb
        source = self._sources(own, root, verb) or inside
        target = self.f.codes(prepositional(own, "to")) or self.f.codes(prepositional(verb, "to")) or outside
        owner = whole.owner
        if lemma in _WORDS["relies_verbs"]:
            return owner or next(iter(subjects), None), *self._relied_on(verb, whole)
        if (receiver := self._receiver(verb, root)) and subjects:
            return receiver, "import", subjects
        owner = self.told.of_the_other(lemma, noun, owner, subjects)
        owner = self._of_rank(owner, subjects)
        if own is not verb and lemma in _WORDS["comes_verbs"] and (near := self.f.codes(prepositional(own, "from"))):
            return owner, whole.flow or "import", near
        role = self._role(root, verb, subjects)
        if role and owner:
            return owner, whole.flow or role[0], [c for c in role[1] if c != owner]
        if is_subject(root, verb):
            if lemma in _WORDS["comes_in"] and whole.flow == "export":
                # "of the June total originated in X": of what came in, not of what was spoken of
                return owner, None, []
            if lemma in _WORDS["comes_verbs"] and source:
                return owner, whole.flow or "import", source
            if lemma in _WORDS["growing"] and (grown := self.f.codes(prepositional(verb, "in"))):
                return owner, whole.flow or "import", grown  # "of the fruit that Chad imports are grown in Togo"
            target = target or self._ending_in(verb)
            if lemma in _WORDS["goes_verbs"] and target:
                return owner, whole.flow or "export", target
            agents = self.f.codes(prepositional(verb, "by"))
            # "A third of the crude that Chad imports is Togolese"
            told = [c for c in verb.children if c.dep_ in {"acomp", "attr"} and c.i in self.s.place_at]
            return owner, whole.flow, agents or source or target or self.f.codes(told)
        if owner and owner not in subjects and lemma in _WORDS["share_verbs"] | _WORDS["give"]:
            taken = "export" if lemma in _WORDS["take"] else "import"  # "X took 31 percent of Y's copper" is Y's export
            return owner, whole.flow or taken, self._with_companions(verb, subjects) or self._of_nominal(verb, owner)
        if lemma in _WORDS["take"] and source:
            return owner or next(iter(subjects), None), whole.flow or "import", source
        if lemma in _WORDS["give"] and target:
            return owner or next(iter(subjects), None), whole.flow or "export", target
        return owner, whole.flow, self._others(verb, subjects, source, target, whole, owner)

    def _of_rank(self, owner: str | None, subjects: list[str]) -> str | None:
        """Whose the whole is, where a place told before says it: "X, Y's largest partner, took 38 percent of its exports"."""
        if self.m.ranks and owner in subjects and self.m.ranks[-1].partner == owner:
            owner = self.m.ranks[-1].owner
        beaten = [r for r in self.m.ranks if r.partner == owner]
        if beaten and any(r.owner == beaten[0].owner and r.partner in subjects for r in self.m.ranks):
            # "Second only to Z as a buyer of Y's copper, X took a third of the country's shipments"
            return beaten[0].owner
        return owner

    def _relied_on(self, verb: Token, whole: Whole) -> tuple[str, list[str]]:
        """ "relies on X for its gas"; the other way "as the outlet for its logs", "for a third of its exports"."""
        outlet = any(t.lemma_.lower() in _WORDS["destinations"] for t in prepositional(verb, "as"))
        flow = "export" if outlet or whole.flow == "export" else "import"
        return flow, self.f.codes(prepositional(verb, "on") + prepositional(verb, "upon"))

    def _receiver(self, verb: Token, root: Token) -> str | None:
        """ "supplied X with 15 percent of its gas": whose it is."""
        given = root.dep_ == "pobj" and root.head.lower_ == "with" and verb.lemma_.lower() in _WORDS["equip"]
        return next(iter(self.f.codes(of_verb(verb).objects)), None) if given else None

    def _ending_in(self, verb: Token) -> list[str]:
        """ "is sold in X", "ends in X", "is bound for X"."""
        lemma = verb.lemma_.lower()
        inside = self.f.codes(prepositional(verb, "in")) if lemma in {"sell", "end", "land"} else []
        return inside or (self.f.codes(prepositional(verb, "for")) if lemma in _WORDS["goes_for"] else [])

    def _others(
        self, verb: Token, subjects: list[str], source: list[str], target: list[str], whole: Whole, owner: str | None
    ) -> list[str]:
        nominal = self._of_nominal(verb, owner)
        named = source if whole.flow == "import" else target if whole.flow == "export" else []
        coming = [t for c in verb.subtree if c.lemma_ in {"come", "originate"} for t in prepositional(c, "from")]
        found = self.f.codes(coming) or nominal or [c for c in subjects if c != owner] or named
        told = next((f for t in of_verb(verb).subjects if (f := self.m.spoken_of(t))), None)
        # "That was 38 percent of all the gas X bought"
        if not found and told is not None and owner in {told.owner, told.partner}:
            found = [c for c in (told.owner, told.partner) if c and c != owner]
        return found or [c for c in (whole.partner,) if c]

    def _of_nominal(self, verb: Token, owner: str | None) -> list[str]:
        """ "Imports from X made up 34 percent …": the partner stands inside the subject."""
        for subject in of_verb(verb).subjects + of_verb(verb).objects:
            flow = self.f.of_phrase(subject)
            if flow is not None:
                inner = self.f.codes(prepositional(subject, "from") + prepositional(subject, "to"))
                found = inner or [c for c in (flow.owner, flow.partner) if c]
                return [c for c in found if c != owner]
        return []

    def _sources(self, own: Token, root: Token, verb: Token) -> list[str]:
        found = self.f.codes(prepositional(own, "from")) or self.f.codes(prepositional(verb, "from"))
        if not found and verb.lemma_.lower() in _WORDS["comes_in"]:  # "a quarter of its imports originated in X"
            found = self.f.codes(prepositional(own, "in")) or self.f.codes(prepositional(verb, "in"))
        if found or verb.lemma_.lower() not in _WORDS["take"]:
            return found
        # "gets a fifth of its rice and half of its cement from X"
        joined = [t for c in root.conjuncts for o in prepositional(c, "of") for t in prepositional(o, "from")]
        return self.f.codes(joined)

    def _role(self, root: Token, verb: Token, subjects: list[str]) -> tuple[str, list[str]] | None:
        """Which way the noun before tells, and who has the share.

        "X is the destination for 95 percent of …": the subject; "X, the source of 81 percent of …, …": what it stands beside.
        """
        at = root
        while at.head != verb and at.head.i != at.i and at.dep_ != "appos":
            at = at.head
        lemma = at.lemma_.lower()
        if lemma not in _WORDS["destinations"] | _WORDS["sources"]:
            return None
        holders = self.f.codes([at.head]) if at.dep_ == "appos" else subjects
        return "export" if lemma in _WORDS["destinations"] else "import", holders

    def _with_companions(self, verb: Token, codes: list[str]) -> list[str]:
        """ "X, along with Y, accounted for …": a share of several together."""
        if not any(c.lower_ in {"along", "together"} for c in verb.subtree):
            return codes
        beside = [t for s in verb.subtree if s.lower_ == "with" for t in s.children if t.dep_ == "pobj"]
        return codes + [c for c in self.f.codes(beside) if c not in codes]

    # -- other shapes --------------------------------------------------------------------------------------------------
    def _named_share(self, value: Value, root: Token, verb: Token | None) -> list[Measure]:
        """ "X's share in Y's wheat imports fell from 31 percent in 2021 to 14 percent"."""
        if verb is None:
            return []
        for noun in verb.subtree:
            if noun.lemma_.lower() not in {"share", "part", "portion"} or noun.i > root.i:
                continue
            holders = self.f.codes([c for c in noun.children if c.dep_ == "poss"])
            # "the Russian share of its imports"
            holders = holders or self.wholes.adjective(noun) or self.f.codes(prepositional(noun, "of"))
            wholes = [w for p in ("in", "of") for t in prepositional(noun, p) if (w := self.wholes.of(t))]
            whole = next((w for w in wholes if w.owner and w.flow), None)
            if whole is not None and holders == [whole.owner] and (other := self.told.other_side(holders[0])):
                whole = replace(whole, owner=other)  # "The Chinese share of its purchases": its is the other's
            if whole is not None and holders and (before := self.told.named_before(noun, {*holders, whole.owner})):
                whole = replace(whole, owner=before)
            holders = self.told.against(value) or holders
            holders = [h for h in holders if whole is None or h != whole.owner]
            if whole is None and not wholes and len(holders) == 1 and (told := self.m.whole()) is not None:
                whole = Whole(told.owner, told.flow, told.things)
                holders = [h for h in holders if h != told.owner]
            if whole and whole.owner and whole.flow and holders:
                return [share_of(self.s, value, whole.flow, whole.owner, holders[:1], whole.things, verb, noun)]
        return []

    def _beside_rank(self, value: Value, root: Token) -> list[Measure]:
        """ "followed by X with 15 percent": a share of what a rank in the sentence is of."""
        if not self.m.ranks:
            return []
        rank = self.m.ranks[-1]
        if rank.owner and rank.partner and self._in_brackets_behind(value, max(rank.tokens)):
            return [share_of(self.s, value, rank.flow, rank.owner, [rank.partner], rank.things, rank.head, root)]
        at = root
        while at.head.i != at.i and not (at.dep_ == "prep" and at.lower_ in {"with", "at"}):
            at = at.head
        if at.dep_ != "prep":
            return []
        before = self.s.place_at.get(at.i - 1)  # "ahead of X with 12 percent"
        holder = [before.code] if before is not None and before.kind == "name" else []
        holder = holder or (self.f.codes([at.head]) if at.head.pos_ in {"PROPN", "NOUN"} else [])
        partner = holder[0] if holder else rank.partner
        if partner is None or partner == rank.owner or rank.owner is None:
            return []
        wholes = [w for t in prepositional(root, "of") if (w := self.wholes.of(t)) is not None and w.things]
        own = next((w.things for w in wholes if w.owner in {None, rank.owner} and w.flow in {None, rank.flow}), None)
        return [share_of(self.s, value, rank.flow, rank.owner, [partner], own or rank.things, rank.head, root)]

    def _in_brackets_behind(self, value: Value, last: int) -> bool:
        """ "was its second largest market in 2022 (15.2%)": with nothing but a date between a word and the brackets."""
        tokens = self.s.tokens_of(value)
        around = self.s.doc[min(tokens) - 1].text + self.s.doc[max(tokens) + 1 : max(tokens) + 2].text
        between = self.s.doc[last + 1 : min(tokens) - 1]
        return around == "()" and all(t.i in self.s.date_at or t.lower_ in {"in", "for", "during"} for t in between)

    def _elliptic(self, value: Value, root: Token, verb: Token | None) -> list[Measure]:
        """ "sends 60 percent of its ore to X and 12 percent to Y": the second share is of the same whole."""
        if root.dep_ != "conj" or verb is None:
            return []
        first = root.head
        joined = self._joined_share(value, root)
        if joined:
            return joined
        nouns = prepositional(first, "of")
        whole = self.wholes.of(nouns[0]) if nouns else None
        behind = self.s.doc[max(self.s.tokens_of(value)) + 1 :]
        near = self.f.codes(list(behind[1:3])) if behind and behind[0].lower_ in {"to", "from"} else []
        target = self.f.codes(prepositional(root, "to")) or (near if behind and behind[0].lower_ == "to" else [])
        source = self.f.codes(prepositional(root, "from")) or near
        if whole is None or not (target or source):
            return []
        owner = whole.owner or next(iter(self.f.codes(of_verb(verb).subjects)), None)
        flow = whole.flow or ("export" if target else "import")
        if owner is None:
            return []
        return [share_of(self.s, value, flow, owner, target or source, whole.things, verb, root)]

    def _joined_share(self, value: Value, root: Token) -> list[Measure]:
        """ "the source of 60 percent of X's ore and a third of its coal": between the two of the share before it."""
        shares = [m for m in self.m.others if m.measure == "share" and root.head.i in m.tokens]
        before = [(m, m.owner, m.partner) for m in shares if m.owner and m.partner]
        wholes = [w for t in prepositional(root, "of") if (w := self.wholes.of(t)) is not None and w.things]
        sides = any(c.lower_ in {"to", "from", "by"} for c in root.children)
        if not before or not wholes or sides:
            return []
        told, owner, partner = before[-1]
        return [share_of(self.s, value, told.flow, owner, [partner], wholes[0].things, told.head, root)]
