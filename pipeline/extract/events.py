"""Rows of `events`: one engine that runs every frame over the predications of a sentence.

In: an annotated sentence and the discourse so far. Out: rows without ids, and the reason where a trigger gave none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.claim import Claims
from pipeline.extract.frames import Frame, names, noun_frames, verb_frames
from pipeline.extract.modality import Mood, mood
from pipeline.extract.parties import Party
from pipeline.extract.predications import Predication, carrier, of_noun, of_verb, prepositional
from pipeline.lexicons import load
from pipeline.records import Row

if TYPE_CHECKING:
    from spacy.tokens import Token

_REFUSING = frozenset(load("modality")["refused"])
_COUNTERS = frozenset(
    [
        "number",
        "series",
        "set",
        "range",
        "pair",
        "package",
        "round",
        "variety",
        "dozen",
        "lot",
        "group",
        "handful",
        "couple",
        "host",
        "raft",
        "exchange",
    ]
)
_BESIDE = frozenset(
    ["during", "after", "following", "on", "at", "in"]
)  # "during a visit, they explored …" explores no visit
_PEOPLE = frozenset({"person", "office", "organisation"})
_VERBS = frozenset({"VERB", "AUX"})
_LIGHT = frozenset(
    [
        "hold",
        "have",
        "make",
        "take",
        "pay",
        "conduct",
        "begin",
        "start",
        "open",
        "launch",
        "resume",
        "conclude",
        "complete",
        "undertake",
        "announce",
        "hail",
        "welcome",
        "mark",
        "follow",
        "discuss",
        "note",
        "recall",
        "condemn",
        "include",
        "see",
        "be",
    ]
)


@dataclass(slots=True)
class Found:
    """An act found in a sentence, with the parties of each side and the tokens that they rest on."""

    frame: Frame
    predication: Predication
    pairs: list[tuple[Party | None, Party | None]]
    mood: Mood


class EventFinder:
    """Finds the acts of one sentence."""

    def __init__(self, claims: Claims) -> None:
        self.c = claims
        self.s = claims.sentence
        self.parties = claims.parties
        self.refused: str | None = None

    def find(self) -> list[Row]:
        """The event rows of the sentence."""
        rows: list[Row] = []
        taken: set[int] = set()
        for token in self.s.doc:
            if token.pos_ in _VERBS or token.tag_.startswith("VB"):
                found = self._by_verb(token, taken)
            elif token.pos_ in {"NOUN", "PROPN"} and token.i not in taken and token.i not in self.s.entity_at:
                found = self._by_noun(token, taken)
            else:
                continue
            rows += [row for act in found for row in self._rows(act)]
        return rows

    # -- triggers ------------------------------------------------------------------------------------------------------
    def _by_verb(self, verb: Token, taken: set[int]) -> list[Found]:
        for frame in verb_frames(verb):
            for predication in self._predications(frame, verb):
                act = self._act(frame, predication)
                if act:
                    taken.add(verb.i)
                    if predication.noun is not None:
                        taken.add(predication.noun.i)
                    return [act]
        return []

    def _predications(self, frame: Frame, verb: Token) -> Iterator[Predication]:
        plain = of_verb(verb)
        if frame.complement:
            if any(c.dep_ in {"acomp", "attr"} and c.lower_ in frame.complement for c in verb.children):
                yield plain
        elif frame.subjects:
            subject = [
                t
                for t in plain.subjects + plain.objects
                if names(t, frame.subjects) or self._named_like(t, frame.subjects)
            ]
            if subject and not (plain.objects and not plain.passive):
                yield Predication(verb, subject[0], plain.passive, [], plain.objects)
        elif frame.has("money_object"):
            if any(
                t.i in self.s.value_at and self.s.value_at[t.i].kind == "money"
                for o in plain.objects
                for t in o.subtree
            ):
                yield plain
        elif frame.objects:
            for obj in plain.objects + self._through_preposition(frame, verb):
                for noun in [*self._counted(obj), *obj.conjuncts]:
                    if (names(noun, frame.objects) or self._named_like(noun, frame.objects)) and self._fits(
                        frame, noun, verb
                    ):
                        yield Predication(verb, noun, plain.passive, plain.subjects, [noun])
                        return
        elif frame.has("objects_people"):
            if any(p.kind in _PEOPLE for t in plain.objects for p in self.parties.of(t)):
                yield plain
        elif not frame.has("plain") or plain.objects:
            yield plain

    @staticmethod
    def _through_preposition(frame: Frame, verb: Token) -> list[Token]:
        """The object of "enter into", where the frame names the verb with its preposition."""
        lemma = verb.lemma_.lower()
        return [
            t
            for c in verb.children
            if c.dep_ == "prep" and f"{lemma}_{c.lower_}" in frame.verbs
            for t in c.children
            if t.dep_ == "pobj"
        ]

    @staticmethod
    def _counted(noun: Token) -> list[Token]:
        """What "a number of agreements" counts."""
        inner = prepositional(noun, "of") if noun.lemma_.lower() in _COUNTERS else []
        return [noun, *inner]

    def _named_like(self, token: Token, words: frozenset[str]) -> bool:
        """A proper name whose head is the noun ("the Maghreb–Europe pipeline", "the American Embassy")."""
        return token.lower_ in words

    def _fits(self, frame: Frame, noun: Token, verb: Token | None) -> bool:
        words = {t.lower_ for t in noun.subtree} | {t.lemma_.lower() for t in noun.subtree}
        if verb is not None:
            words |= {c.lower_ for c in verb.children}
        if frame.needs and not words & frame.needs:
            return False
        near = {c.lower_ for c in noun.children} | {c.lemma_.lower() for c in noun.children} | {noun.lemma_.lower()}
        return not near & frame.unless

    def _by_noun(self, noun: Token, taken: set[int]) -> list[Found]:
        for frame in noun_frames(noun):
            if not self._fits(frame, noun, None) and not (frame.needs and self._verb_fits(frame, noun)):
                continue
            verb, as_subject = carrier(noun)
            if verb is not None and not as_subject and (verb.lemma_.lower() in frame.light | _LIGHT):
                act = self._act(frame, of_verb(verb, noun))
            elif frame.has("only_light"):
                continue
            else:
                act = self._act(frame, of_noun(noun))
            if act:
                taken.add(noun.i)
                return [act]
        return []

    def _verb_fits(self, frame: Frame, noun: Token) -> bool:
        near = {c.lower_ for c in noun.children} | {c.lemma_.lower() for c in noun.children}
        verb, _ = carrier(noun)
        return (
            bool(verb is not None and {c.lower_ for c in verb.subtree if abs(c.i - noun.i) < 8} & frame.needs)
            and not near & frame.unless
        )

    # -- parties -------------------------------------------------------------------------------------------------------
    def _fill(self, predication: Predication, roles: tuple[str, ...], frame: Frame) -> list[Party]:
        for role in roles:
            found: list[Party] = []
            for token in self._role(predication, role):
                found += [p for p in self.parties.of(token) if p not in found]
            found = [p for p in found if p.country or p.kind == "organisation" or p.kind == "person"]
            if found:
                return found
        return []

    def _role(self, predication: Predication, role: str) -> list[Token]:
        if role == "name":  # the state inside a proper name: "the American Embassy"
            noun = predication.noun
            return [t for t in noun.subtree if t.i in self.s.place_at and t.i < noun.i] if noun is not None else []
        if role.startswith("deep"):
            inner = role.partition(".")[2]
            return [
                t
                for b in predication.role("of")
                for t in (
                    prepositional(b, inner)
                    if inner
                    else [c for c in b.children if c.dep_ in {"poss", "amod", "compound"}]
                )
            ]
        if "." not in role:
            return predication.role(role)
        base, _, rest = role.partition(".")
        heads = predication.role(base)
        if rest == "poss":
            return [c for h in heads for c in h.children if c.dep_ == "poss"]
        if rest == "any":
            return [t for h in heads for t in h.subtree if t.i in self.s.place_at]
        if rest == "mod":
            return [c for h in heads for c in Predication(None, h).role("mod")]
        return [t for h in heads for t in prepositional(h, rest)]

    def _act(self, frame: Frame, predication: Predication) -> Found | None:
        if frame.unless and predication.noun is None and self._blocked(frame, predication):
            return None
        first = self._fill(predication, frame.actor1, frame)
        second = self._fill(predication, frame.actor2, frame)
        first, second = self._between(frame, predication, first, second)
        second = [p for p in second if self._second_fits(frame, p)]
        if frame.has("people1"):
            first = [p for p in first if p.kind in _PEOPLE or p.pronoun or p.kind == "country"]
        pairs = self._pairs(frame, predication, first, second)
        if not pairs:
            self._refuse(first, second)
            return None
        if frame.has("body") and not self._joins_body(frame, predication):
            return None
        meant = self._mood(predication)
        if meant.refused:
            self.refused = self.refused or meant.refused
            return None
        return Found(frame, predication, pairs, meant)

    def _joins_body(self, frame: Frame, predication: Predication) -> bool:
        """Whether what is joined is an international organisation: an accession, not a meeting that somebody joins."""
        held = [self.s.entity_at.get(t.i) for role in (frame.object or "").split("|") for t in predication.role(role)]
        return any(e is not None and e.kind == "international" for e in held)

    def _blocked(self, frame: Frame, predication: Predication) -> bool:
        words = {t.lemma_.lower() for o in predication.objects for t in [o, *o.children]}
        return bool(words & frame.unless)

    def _second_fits(self, frame: Frame, party: Party) -> bool:
        if frame.has("people"):
            return party.kind in {"person", "office"} or party.pronoun
        if frame.has("states"):
            return party.kind in {"country", "office", "organisation"}
        return True

    def _between(
        self, frame: Frame, predication: Predication, first: list[Party], second: list[Party]
    ) -> tuple[list[Party], list[Party]]:
        if not frame.has("between"):
            return first, second
        joined = [p for t in predication.role("between") for p in self.parties.of(t)]
        if len({p.country for p in joined}) > 1:
            return joined, []
        return first, second

    def _pairs(
        self, frame: Frame, predication: Predication, first: list[Party], second: list[Party]
    ) -> list[tuple[Party | None, Party | None]]:
        pairs: list[tuple[Party | None, Party | None]] = []
        for a in first:
            for b in second:
                if self._differ(a, b):
                    pairs.append((a, b))
        if pairs:
            return _unique(pairs)
        if frame.has("between") and len({p.country for p in first}) > 1 and not second:
            return _unique([(a, b) for i, a in enumerate(first) for b in first[i + 1 :] if self._differ(a, b)])
        if frame.has("other") and first and (not second or second == first):
            return [(first[0], other) for other in self._other_named(first[0], predication)]
        return self._one_sided(frame, predication, first, second)

    def _other_named(self, party: Party, predication: Predication) -> list[Party]:
        """The one other state that the sentence names: "stand with Ukraine in the face of Russia's invasion"."""
        codes = [code for code in self.s.countries() if code != party.country]
        acting = [t for t in self.s.doc if t.dep_ == "nsubj" and t.head.dep_ == "ROOT"]
        if len(codes) > 1:  # "Azerbaijani authorities confirmed … in the war with Armenia"
            codes = [p.country for t in acting for p in self.parties.of(t) if p.country and p.country != party.country]
        return [self.parties.country(codes[0], predication.trigger.i)] if len(codes) == 1 else []

    def _one_sided(
        self, frame: Frame, predication: Predication, first: list[Party], second: list[Party]
    ) -> list[tuple[Party | None, Party | None]]:
        main = self.c.discourse.document.pair
        codes = {p.country for p in first + second if p.country}
        if main and (frame.has("pair") or frame.has("pair_other")) and len(codes) <= 1 and not (codes - set(main)):
            if codes:
                known = (first or second)[0]
                other = self.parties.country(main[1] if known.country == main[0] else main[0], known.token, True)
                return [(known, other)] if first else [(other, known)]
            if frame.has("pair"):
                a, b = (self.parties.country(code, predication.trigger.i, True) for code in main)
                return [(a, b)]
        if frame.has("nobody"):
            return [(None, None)]
        if frame.has("alone") and first and not frame.has("crossing") and any(p.country for p in first):
            return [(p, None) for p in first[:1]]
        return []

    @staticmethod
    def _differ(a: Party, b: Party) -> bool:
        return (
            a.country != b.country
            and (a.country is not None or a.kind == "organisation")
            and (b.country is not None or b.kind == "organisation")
        )

    def _refuse(self, first: list[Party], second: list[Party]) -> None:
        if self.refused is None:
            self.refused = "one_country" if first or second else "no_country"

    def _mood(self, predication: Predication) -> Mood:
        own = mood(predication.head)
        if own.refused or predication.verb is not None:
            if (
                not own.refused
                and predication.noun is not None
                and any(c.dep_ == "det" and c.lower_ in {"no", "neither"} for c in predication.noun.children)
            ):
                return Mood(refused="negated")
            return own
        verb, as_subject = carrier(predication.trigger)
        if verb is not None:
            above = mood(verb)
            if above.refused and not as_subject:
                return above
            beside = predication.trigger.dep_ == "pobj" and predication.trigger.head.lower_ in _BESIDE
            if verb.lemma_.lower() in _REFUSING and not as_subject and not beside:
                return Mood(refused="hypothetical")
            if above.hedge != "exact":
                return above
        return own

    # -- rows ----------------------------------------------------------------------------------------------------------
    def _rows(self, act: Found) -> Iterator[Row]:
        frame, predication = act.frame, act.predication
        for first, second in act.pairs:
            if (
                frame.has("states")
                and second is not None
                and frame.mode == "recognition"
                and second.kind == "organisation"
            ):
                continue
            tokens = [predication.head.i, predication.trigger.i, *(p.token for p in (first, second) if p)]
            location = self._location(act, second)
            base = self.c.base(predication.head, predication.trigger, tokens, f"events.{frame.name}", act.mood)
            yield {
                **base,
                "named": sum(p is not None and not p.pronoun for p in (first, second)),
                "event_type": frame.type,
                "event_mode": frame.mode or self._sort(predication),
                **_actor("actor1", first),
                **_actor("actor2", second),
                "object": self._object(act),
                "location": location[0],
                "location_country": location[1],
                **self._amount(act),
            }

    def _sort(self, predication: Predication) -> str:
        """The mode of material cooperation, from the words around it."""
        words = {t.lemma_.lower() for t in predication.head.subtree}
        for mode, signs in load("frames/modes").items():
            if words & set(signs):
                return str(mode)
        return "economic"

    def _location(self, act: Found, second: Party | None) -> tuple[str | None, str | None]:
        predication = act.predication
        roles = [act.frame.place] if act.frame.place in {"to", "obj"} else []
        for role in [*roles, "in", "at"]:
            for token in predication.role(role):
                place = self.s.place_at.get(token.i)
                if place:
                    return self.s.doc.text[place.start : place.end], place.code
        return None, None

    def _object(self, act: Found) -> str | None:
        predication, wanted = act.predication, act.frame.object
        if wanted == "noun" and predication.noun is not None:
            return self.c.phrase(predication.noun)
        if wanted == "subject" and predication.noun is not None:
            return self.c.phrase(predication.noun)
        if wanted == "name" and predication.noun is not None:
            return self.c.named_after(predication.noun)
        if wanted and wanted not in {"noun", "subject", "name"}:
            found = [t for role in wanted.split("|") for t in predication.role(role) if t.pos_ != "PRON"]
            if found and not (found[0].i in self.s.place_at and found[0].dep_ == "dobj"):
                return self.c.phrase(found[0])
        return None

    def _amount(self, act: Found) -> Row:
        if not act.frame.has("amount"):
            return {"amount": None, "amount_unit": None}
        heads = [act.predication.head, *act.predication.objects] + (
            [act.predication.noun] if act.predication.noun is not None else []
        )
        for token in self.s.doc:
            value = self.s.value_at.get(token.i)
            if value and value.kind == "money" and any(h.left_edge.i <= token.i <= h.right_edge.i for h in heads):
                return {"amount": value.number or value.high, "amount_unit": value.unit}
        return {"amount": None, "amount_unit": None}


def _actor(side: str, party: Party | None) -> Row:
    if party is None:
        return {f"{side}_name": None, f"{side}_id": None, f"{side}_country": None}
    name = None if party.kind == "town" else party.name
    return {f"{side}_name": name, f"{side}_id": party.id, f"{side}_country": party.country}


def _side(party: Party | None) -> str | None:
    return (party.country or party.name) if party else None


def _unique(pairs: list[tuple[Party | None, Party | None]]) -> list[tuple[Party | None, Party | None]]:
    """One pair for each two countries: several delegates of one state in one meeting are one row."""
    kept: dict[tuple[str | None, str | None], tuple[Party | None, Party | None]] = {}
    for a, b in pairs:
        kept.setdefault((_side(a), _side(b)), (a, b))
    return list(kept.values())
