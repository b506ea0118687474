"""Rows of `events`: one engine that runs every frame over the predications of a sentence.

In: an annotated sentence and the discourse so far. Out: rows without ids, and the reason where a trigger gave none. Words are
matched in `triggers`, actors in `roles`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.act import Act, amount_of, says_nothing
from pipeline.extract.act_modes import mode_of
from pipeline.extract.act_words import (
    another,
    before_bracket,
    buys_goods,
    is_blocked,
    is_done,
    is_measured,
    items,
    joined,
    names_another,
    opens_heading,
)
from pipeline.extract.alike import answered_in_kind, done_alike
from pipeline.extract.claim import Claims
from pipeline.extract.discourse import Party
from pipeline.extract.frames import Frame, names, noun_frames, verb_frames
from pipeline.extract.modality import Mood, is_charged, is_meanwhile, mood
from pipeline.extract.noun_moods import mood_of_noun
from pipeline.extract.predications import Predication, carrier, prepositional
from pipeline.extract.roles import Pair, Roles
from pipeline.extract.spoken_of import is_of_arms, is_topic_of_paper, owns_object, tells_nothing_new
from pipeline.extract.things import is_arms
from pipeline.extract.timing import begins_after
from pipeline.extract.tree import between, is_infinitive
from pipeline.extract.triggers import Triggers
from pipeline.extract.where import location_of
from pipeline.lexicons import load
from pipeline.records import Row

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_REFUSING = frozenset(load("modality")["refused"])
_BESIDE, _OCCURRING = (frozenset(load("syntax")[key]) for key in ("beside", "occurring"))
_FACING, _AGGRESSION = frozenset(load("syntax")["facing"]), frozenset(load("parties")["aggression"])
_HAPPENING = frozenset(load("syntax")["light_verbs"]) | frozenset(load("syntax")["happening"])
_OF_MISSIONS = frozenset({"embassy", "break_relations", "diplomatic_relations"})
_TAKING_PLACE = frozenset({"CONSULT", "ESTABLISH", "TRANSITION"})
_STATES, _MISSIONS = (frozenset(load("parties")[key]) for key in ("states", "missions"))
_VERBS = frozenset({"VERB", "AUX"})


class EventFinder:
    """Finds the acts of one sentence."""

    def __init__(self, claims: Claims) -> None:
        self.c = claims
        self.s = claims.sentence
        self.triggers = Triggers(claims.sentence, claims.parties)
        self.roles = Roles(claims.sentence, claims.parties)
        self.refused: str | None = None
        self.aided: Party | None = None  # to whom aid was told last in this sentence

    def find(self) -> list[Row]:
        """The event rows of the sentence."""
        rows: list[Row] = []
        taken: set[int] = set()
        agreed: set[int] = set()  # verbs of what was agreed on
        for token in self.s.doc:
            acts: list[Act] = []
            told = token.dep_ == "acl" and token.tag_ == "VBN" and token.head.i in taken  # "a pact | signed in 1992"
            if (token.pos_ in _VERBS or token.tag_.startswith("VB")) and token.i not in agreed:
                acts = [act for act in self._by_verb(token) if not (told and act.frame.type == "AGREE")]
            if not acts and (token.pos_ in {"NOUN", "PROPN"} or opens_heading(token)) and self._is_free(token, taken):
                acts = self._by_noun(token)
            for act in acts:
                words = [t for t in (act.predication.verb, act.predication.noun) if t is not None]
                taken |= {t.i for word in words for t in [word, *prepositional(word, "of")]}
                if act.frame.mode == "visit" and act.predication.noun is None:
                    taken |= {t.i for t in _called(act.predication.head, "visit")}
                # "agreed to expand cooperation" is one act
                if act.frame.type == "AGREE" and act.predication.noun is None:
                    below = [c for c in token.children if c.dep_ == "xcomp"]
                    taken |= {t.i for c in below for t in c.subtree if not _on_occasion(t, c)}
                    agreed |= {
                        t.i for c in below for t in (c, *c.conjuncts, *(t for t in c.subtree if is_infinitive(t)))
                    }
                rows += self._rows(act)
            if not acts and token.pos_ == "VERB":
                rows += done_alike(token, rows, self.c) if rows else []
                rows += answered_in_kind(token, rows or self.c.discourse.acts_before(self.s.sentence.index), self.c)
        return rows

    def _is_free(self, token: Token, taken: set[int]) -> bool:
        return token.i not in taken and token.i not in self.s.entity_at and not names_another(token)

    def _by_verb(self, verb: Token) -> list[Act]:
        """The act that a verb names; "relations and a legation were established" are two, one for each noun.

        So are "signed a treaty and an agreement on fishing", and those of a verb that does one thing beside another:
        "switched recognition from X to Y".
        """
        acts: list[Act] = []
        for frame in verb_frames(verb):
            for predication in self.triggers.of_verb(frame, verb):
                noun = predication.noun
                again = any(act.frame is frame for act in acts) and another(noun)
                if (
                    acts
                    and not (frame.has("beside") or again)
                    and not any(joined(noun, a.predication.noun) for a in acts)
                ):
                    continue
                if any(act.frame is frame for act in acts) and not another(noun):
                    continue
                act = self._act(frame, predication)
                if act:
                    acts.append(act)
                    if frame.type != "AGREE":
                        break
        return acts

    def _by_noun(self, noun: Token) -> list[Act]:
        for frame in noun_frames(noun):
            predication = self.triggers.of_noun(frame, noun)
            act = self._act(frame, predication) if predication else None
            if act:
                return [act]
        return []

    def _act(self, frame: Frame, predication: Predication) -> Act | None:
        if frame.unless and predication.noun is None and is_blocked(frame, predication):
            return None
        if frame.has("unmeasured") and is_measured(predication, self.s):
            return None
        if frame.type == "ESTABLISH" and any(is_arms(t, self.s) for t in predication.subjects):
            return None  # "Three patrol boats entered service": no facility
        if frame.mode == "investment" and buys_goods(predication, self.s):
            return None
        if (
            frame.type in {"CONSULT", "COOPERATE"}
            and predication.verb in {None, predication.trigger.head.head}
            and is_topic_of_paper(predication.trigger)
        ):
            return None
        pairs, anybody = self.roles.pairs(frame, predication)
        pairs = pairs or self._to_the_same(frame, predication)
        if not pairs:
            self.refused = self.refused or ("one_country" if anybody else "no_country")
            return None
        if frame.has("body") and not self._joins_body(frame, predication):
            return None
        if frame.mode == "endorsement" and owns_object(predication):
            return None
        meant = self._mood(frame, predication)
        if frame.type != "ASSAULT" and is_charged(predication.head):  # the charge is what is told
            return None
        if meant.refused:
            self.refused = self.refused or meant.refused
            return None
        return Act(frame, predication, pairs, meant)

    def _to_the_same(self, frame: Frame, predication: Predication) -> list[Pair]:
        """ "Chad pledged $5 million to Togo, while Mali pledged $3 million": who gives too, to whom the clause before tells."""
        givers = self.roles.fill(predication, frame.actor1, frame.bars_first) if frame.type == "AID" else []
        joined = predication.verb is not None and predication.verb.dep_ in {"advcl", "conj"}
        return [
            (p, self.aided) for p in givers if joined and self.aided is not None and p.country != self.aided.country
        ]

    def _joins_body(self, frame: Frame, predication: Predication) -> bool:
        """Whether what is joined is an international organisation: an accession, not a meeting that somebody joins."""
        tokens = [t for role in (frame.object or "").split("|") for t in self.roles.words.of(predication, role)]
        held = [self.s.entity_at.get(t.i) for t in tokens]
        return any(e is not None and e.kind == "international" for e in held)

    def _mood(self, frame: Frame, predication: Predication) -> Mood:
        told = mood_of_noun(predication.noun, predication.verb) if predication.noun is not None else Mood()
        if told.refused:
            return told
        # "a promise to stand with Chad in the face of Mali's invasion": what is faced is no part of what is promised
        noun = predication.trigger
        waged = noun.lemma_.lower() in _AGGRESSION and any(c.dep_ == "poss" for c in noun.children)
        under = noun.dep_ == "pobj" and predication.verb is None
        if under and waged:  # nor is it in "while it defends itself from Mali's invasion"
            return told
        # "Under a contract signed in May, the mine would yield …": what has been signed is
        needed = predication.verb is None and is_done(noun, frame)
        own = Mood() if needed or (under and noun.head.head.lower_ in _FACING) else mood(predication.head)
        if own.hedge == "exact" and not own.refused:
            own = told
        if own.refused or needed or predication.verb is not None:
            return own
        verb, as_subject = carrier(predication.trigger)
        if verb is not None and not is_meanwhile(noun.head):
            above = mood(verb)
            if above.refused and (not as_subject or verb.lemma_.lower() in _OCCURRING):
                return above
            beside = predication.trigger.dep_ == "pobj" and predication.trigger.head.lower_ in _BESIDE
            if verb.lemma_.lower() in _REFUSING and not as_subject and not beside:
                return Mood(refused="hypothetical")
            happens = not as_subject or verb.lemma_.lower() in _HAPPENING
            if above.hedge != "exact" and happens:  # "the agreement will deliver a boost" is no plan
                return above
        return own

    # -- rows ----------------------------------------------------------------------------------------------------------
    def _rows(self, act: Act) -> Iterator[Row]:
        frame, predication = act.frame, act.predication
        listed = [t for t in items(predication.noun) if names(t, frame.objects)] if predication.noun is not None else []
        if listed and frame.objects:  # "agreements such as A (2007) and B (2008)": one row each
            dates = self._dates_of(listed)
            for item in listed:
                for row in self._rows(replace(act, predication=replace(predication, noun=item))):
                    yield {**row, "dates": dates[item.i], "date_text": None} if any(dates.values()) else row
            return
        dated = self._bracketed(predication.trigger)
        sides = self._dated_sides(act)
        for first, second in act.pairs:
            self.aided = second if frame.type == "AID" else self.aided
            first = self._sender(first, predication) if frame.mode in _OF_MISSIONS else first
            if frame.mode == "recognition" and second is not None and second.kind == "organisation":
                continue
            own = sides.get(second.token) if second is not None else None
            where: list[Token | None] = [*dated] or [own]
            found = (self._row(act, first, second, item) for item in where)
            yield from (row for row in found if row is not None)

    def _row(self, act: Act, first: Party | None, second: Party | None, item: Token | None) -> Row | None:
        """One row of an act; `item` is the date of one item of a list, where a list tells when and where."""
        frame, predication = act.frame, act.predication
        tokens = [predication.head.i, predication.trigger.i, *(p.token for p in (first, second) if p)]
        place, country = location_of(act, second, self.c)
        base = self.c.base(
            predication.head,
            predication.trigger,
            [*tokens, *([item.i] if item is not None else [])],
            f"events.{frame.name}",
            act.mood,
        )
        if item is not None:
            base |= {"dates": [self.s.date_at[item.i].edtf], "date_text": None}
            place = before_bracket(item) or place
        about = self._object(act)
        if frame.type in _TAKING_PLACE and self._ahead(base, predication):
            base["hedge"] = "planned"
        elif self._not_its_own(base, frame, predication):
            base |= {"date": None, "date_text": None, "dates": []}
        if (frame.has("dated") or frame.has("own_date")) and base["date"] is None:
            return None
        amount, mode = (
            amount_of(act, second, self.s),
            mode_of(act, self.s, self.c.discourse.document.document.title or ""),
        )
        if says_nothing(act, first, second, (base["date"], place, amount["amount"]), country, mode):
            return None
        if (frame.has("own_date") and not self._dates_itself(predication.trigger)) or not (first or second or about):
            return None
        arms = is_of_arms(act, first)
        row: Row = {
            **base,
            "named": sum(p is not None and not p.pronoun for p in (first, second)),
            "event_type": "COOPERATE" if arms else frame.type,
            "event_mode": "military" if arms else mode,
            **self._actor("actor1", first),
            **self._actor("actor2", second),
            "object": about,
            "location": place,
            "location_country": country,
            **amount,
        }
        return None if tells_nothing_new(act, row, (first, second), self.c) else row

    def _sender(self, party: Party | None, predication: Predication) -> Party | None:
        """ "The Kenyan Embassy at Lima was opened": whose it is, not what is opened."""
        opened = {predication.trigger.text, *(t.text for t in predication.subjects), "mission"} | _MISSIONS
        if party is None or party.country is None or party.kind in {"country", "person"} or party.name is None:
            return party
        if opened.isdisjoint([*party.name.split(), *party.name.lower().split()]):
            return party
        return self.c.discourse.country(party.country, party.token)

    def _ahead(self, base: Row, predication: Predication) -> bool:
        """ "the visit in September", told in April: what is dated behind the day of publication can only be planned."""
        published = self.c.discourse.document.document.published
        past = predication.verb is not None and predication.verb.tag_ in {"VBD", "VBN"}
        return base["hedge"] == "exact" and not past and published is not None and begins_after(base["date"], published)

    def _not_its_own(self, base: Row, frame: Frame, predication: Predication) -> bool:
        """ "welcomed Chad's presidency next year": what was done has no date behind the day of publication.

        "Today X met allies against Chad's invasion": a war that a phrase names has no date of the clause around it.
        """
        if frame.type == "ASSAULT" and predication.verb is None and predication.trigger.head.lower_ == "against":
            return not self._dates_itself(predication.trigger)
        published = self.c.discourse.document.document.published
        done = predication.verb is not None and predication.verb.tag_ in {"VBD", "VBN"} and base["hedge"] == "exact"
        return done and published is not None and begins_after(base["date"], published)

    def _dates_itself(self, noun: Token) -> bool:
        """Whether a noun that names an act has a date of its own: "independence in 1963", "independence came in 1963"."""
        behind = self.s.doc[noun.right_edge.i + 1 : noun.right_edge.i + 3]  # wherever the parser hung "in 1963"
        near = any(t.i in self.s.date_at for t in behind) and behind[0].dep_ == "prep"
        own = (t for t in noun.subtree if t.i in self.s.date_at)
        inside = any(all(a.pos_ != "VERB" for a in between(t, noun)) for t in own)
        return near or noun.dep_ in {"nsubj", "nsubjpass"} or inside

    def _actor(self, side: str, party: Party | None) -> Row:
        if party is None:
            return {f"{side}_name": None, f"{side}_id": None, f"{side}_country": None}
        if party.kind in {"thing", "arms"} and party.country:  # a state's ship or word: the state itself is meant
            owner = self.c.parties.owner(self.s.doc[party.token]) if party.kind == "thing" else None
            party = owner or self.c.discourse.country(party.country, party.token)
        name = None if party.kind == "town" else party.name
        return {f"{side}_name": name, f"{side}_id": party.id, f"{side}_country": party.country}

    def _dates_of(self, items: list[Token]) -> dict[int, list[str | None]]:
        """The date behind each item of a list, by the item's index; none where the list dates only others."""
        ends = [item.i for item in items[1:]] + [len(self.s.doc)]
        return {
            item.i: [w.edtf for i, w in sorted(self.s.date_at.items()) if item.i < i < end][:1]
            for item, end in zip(items, ends, strict=True)
        }

    def _dated_sides(self, act: Act) -> dict[int, Token]:
        """ "visited Chad from 28 to 31 May, Togo on 1 June": the date right behind each of several second actors."""
        tokens = sorted({p.token for _, p in act.pairs if p is not None})
        if len(tokens) < 2:
            return {}
        ends = [*tokens[1:], len(self.s.doc)]
        found = {
            a: next((self.s.doc[i] for i in range(a + 1, min(a + 4, b)) if i in self.s.date_at), None)
            for a, b in zip(tokens, ends, strict=True)
        }
        dated = {a: date for a, date in found.items() if date is not None}
        return dated if len(dated) == len(tokens) else {}

    def _bracketed(self, trigger: Token) -> list[Token]:
        """The dates of a list behind a colon: "consulates in Chad: Moundou (1962); Abéché (1965)"; none for less than two."""
        doc = self.s.doc
        colon = next((t.i for t in doc[trigger.i :] if t.text == ":"), len(doc))
        found = [t for t in doc[colon:-1] if t.i in self.s.date_at and doc[t.i - 1].text == "("]
        return found if len(found) > 1 else []

    def _object(self, act: Act) -> str | None:
        """What the act is about; whom it is towards is no object of its own."""
        predication, wanted = act.predication, act.frame.object
        if wanted in {"noun", "subject"} and predication.noun is not None:
            return self.c.phrase(predication.noun)
        if wanted == "name" and predication.noun is not None:
            return self.c.named_after(predication.noun)
        if wanted and wanted not in {"noun", "subject", "name"}:
            told = [t for role in wanted.split("|") for t in self.roles.words.of(predication, role)]
            found = [t for t in told if t.pos_ in {"NOUN", "PROPN", "NUM"} and t.i not in self.s.date_at]
            if found and found[0].lemma_.lower() in _STATES:  # "welcomed the Government of Chad's launch of the plan"
                return None
            if found and not any(p.kind != "thing" and p.country for p in self.c.parties.of(found[0])):
                return self.c.phrase(found[0])
        return None


def _called(verb: Token, mode: str) -> list[Token]:
    """ "was in Minsk for his third visit": the noun that says again what the verb tells, and not "a visit to Chad and Togo"."""
    behind = prepositional(verb, "for") + prepositional(verb, "on")
    once = [t for t in behind if not any(place.conjuncts for place in prepositional(t, "to"))]
    return [t for t in once if any(frame.mode == mode for frame in noun_frames(t))]


def _on_occasion(token: Token, verb: Token) -> bool:
    """ "agreed to restore ties during a visit by X": what goes on meanwhile is no part of what is agreed."""
    return any(t.lower_ == "during" and t.head.i == verb.i for t in between(token, verb))
