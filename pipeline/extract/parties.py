"""Whom a noun phrase stands for: a state, a person, an organisation, an office, a people, or a pronoun of one of these.

In: a token of an annotated sentence and the discourse so far. Out: `Party`s (a coordination gives several). What a phrase
leaves open gives none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.annotate.document import AnnotatedDocument, AnnotatedSentence
from pipeline.annotate.gazetteer import short_name
from pipeline.lexicons import load

if TYPE_CHECKING:
    from spacy.tokens import Token

MODIFIERS = frozenset({"poss", "amod", "compound", "nmod", "npadvmod", "appos"})
_STATE_NOUNS = frozenset(
    ["country", "nation", "state", "kingdom", "republic", "island", "government", "emirate", "sultanate"]
)
_PAIR_NOUNS = frozenset(
    [
        "country",
        "nation",
        "side",
        "state",
        "government",
        "party",
        "neighbour",
        "neighbor",
        "capital",
        "people",
        "leader",
        "minister",
        "president",
        "delegation",
        "counterpart",
        "ally",
        "official",
        "partner",
        "premier",
        "economy",
        "power",
        "republic",
        "head",
    ]
)
_PAIR_WORDS = frozenset({"both", "two", "2"})
_OFFICES = frozenset(load("names")["offices"])
_WE = frozenset({"we", "us", "our", "ours", "i", "me", "my"})
_HE = frozenset({"he", "him", "his", "she", "her", "hers"})
_IT = frozenset({"it", "its"})
_THEY = frozenset({"they", "them", "their"})


@dataclass(frozen=True, slots=True)
class Party:
    """Who: `name` as the tables write it, `country` alpha-3 or None, `kind` one of country, person, organisation, office, town."""

    name: str | None
    country: str | None
    kind: str
    id: str | None
    token: int
    pronoun: bool = False


@dataclass(slots=True)
class Discourse:
    """What the sentences so far have put on the table: recency lists, newest last."""

    document: AnnotatedDocument
    subjects: list[Party] = field(default_factory=list)
    people: list[Party] = field(default_factory=list)
    pairs: list[tuple[Party, Party]] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    goods: tuple[int, object] | None = None  # the sentence and the goods last traded in it

    def note(self, sentence: AnnotatedSentence) -> None:
        """Take in a sentence that has been read: its main subject, its people, its countries."""
        resolver = Parties(sentence, self)
        roots = [t for t in sentence.doc if t.dep_ in {"nsubj", "nsubjpass"}]
        main = [t for t in roots if t.head.dep_ == "ROOT"] or roots
        found = [p for t in main[:1] for p in resolver.of(t)]
        people = [
            resolver.entity(t)
            for t in sentence.doc
            if t.i in sentence.entity_at and sentence.entity_at[t.i].type == "person"
        ]
        self.people = (self.people + list(dict.fromkeys(p for p in people if p)))[-12:]
        codes = sentence.countries() or [p.country for p in found if p.country]
        self.countries = (self.countries + codes)[-12:]
        pair = list(dict.fromkeys(p.country for p in found if p.country))
        if len(pair) == 2:
            a, b = (next(p for p in found if p.country == code) for code in pair)
            self.pairs.append((a, b))
        elif len(codes) == 2 and len(set(codes)) == 2:
            a, b = (resolver.country(code, 0) for code in codes)
            self.pairs.append((a, b))
        if found and not sentence.sentence.heading:
            self.subjects = found


class Parties:
    """Resolves the phrases of one sentence."""

    def __init__(self, sentence: AnnotatedSentence, discourse: Discourse) -> None:
        self.s = sentence
        self.d = discourse
        self._open: set[int] = set()  # pronouns being resolved: one that leads back to itself stays open

    # -- makers --------------------------------------------------------------------------------------------------------
    def country(self, code: str, token: int, pronoun: bool = False) -> Party:
        """The state itself, named as the document names it."""
        name = self.d.document.names_of.get(code) or short_name(code)
        return Party(name, code, "country", code, token, pronoun)

    def entity(self, token: Token) -> Party | None:
        """The person or organisation that a token is part of the name of."""
        held = self.s.entity_at.get(token.i)
        if held is None:
            return None
        return Party(held.name, held.country or self._modifier_country(token), held.type, held.key, token.i)

    # -- the phrase ----------------------------------------------------------------------------------------------------
    def of(self, token: Token, conjuncts: bool = True) -> list[Party]:
        """The parties that the phrase headed by `token` names; coordinated ones too."""
        found = self._one(token)
        if conjuncts:
            found = self._joined_left(token, found) + found
            for other in token.conjuncts:
                if other.i > token.i and other.dep_ == "conj":
                    found += [p for p in self._one(other) if p not in found]
        kept: list[Party] = []
        for party in found:
            if not any(party.id == k.id and party.name == k.name for k in kept):
                kept.append(party)
        return kept

    def _joined_left(self, token: Token, found: list[Party]) -> list[Party]:
        """What the parser hung on the last of two coordinated names: "Meteor Aerospace and Azerbaijan's Shipyard"."""
        own = {p.id for p in found}
        parties = []
        for child in token.lefts:
            if child.dep_ in {"nmod", "compound"} and any(c.dep_ == "cc" for c in child.children):
                held = self.entity(child)
                place = self.s.place_at.get(child.i)
                if held and held.id not in own:
                    parties.append(held)
                elif place and place.kind in {"name", "seat"} and place.code not in own:
                    parties.append(self.country(place.code, child.i))
        return parties

    def _one(self, token: Token) -> list[Party]:
        pair = self._pair_phrase(token)
        if pair:
            return pair
        if token.pos_ == "PRON" or token.lower_ in _WE | _HE | _IT | _THEY:
            return self._pronoun(token)
        held = self.entity(token)
        if held:
            return [held]
        place = self.s.place_at.get(token.i)
        if place and not (place.kind == "adjective" and token.pos_ == "ADJ" and token.dep_ in MODIFIERS):
            kind = "town" if place.kind in {"town", "region"} else "country"
            party = self.country(place.code, token.i)
            return [Party(party.name, party.country, kind, party.id, token.i)]
        return self._described(token)

    def _described(self, token: Token) -> list[Party]:
        """A common noun told by who stands beside it: an apposition, a possessor, an adjective of a state."""
        for child in token.children:
            if child.dep_ in {"appos", "compound", "nmod"}:
                held = self.entity(child)
                if held and held.kind == "person" and held.country is None:
                    held = Party(held.name, self._modifier_country(token), held.kind, held.id, held.token)
                if held and held.kind == "person" and (child.dep_ == "appos" or token.lower_ in _OFFICES):
                    return [held]
        if token.lemma_.lower() in _STATE_NOUNS and self._definite(token) and not self._modifier_country(token):
            return self._the_state(token)
        code = self._modifier_country(token)
        if code:
            return [Party(self._phrase(token), code, "office", None, token.i)]
        if token.lower_ in _OFFICES and self._definite(token):
            return self._the_office(token)
        return []

    def _phrase(self, token: Token) -> str:
        """The words of a described party, without article and trailing clauses: "Israeli diplomats"."""
        doc = self.s.doc
        kept = [t for t in token.lefts if t.dep_ in MODIFIERS | {"nummod"} and t.dep_ != "appos"]
        start = min([t.left_edge.i for t in kept] + [token.i])
        end = token.i + 1
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ == "of" and child.right_edge.i - token.i <= 6:
                end = child.right_edge.i + 1
        return doc[start:end].text

    def _modifier_country(self, token: Token) -> str | None:
        """The state that modifies a noun: Israel's minister, Israeli arms, the government of Chad, a Paris-based firm."""
        for child in token.children:
            place = self.s.place_at.get(child.i)
            if child.dep_ in MODIFIERS and child.dep_ != "appos":
                if place and place.kind not in {"town", "region"}:
                    return place.code
                if child.dep_ == "poss" and child.lower_ in _IT | _HE | _THEY | _WE:
                    found = self._pronoun(child)
                    if len(found) == 1:
                        return found[0].country
                    continue
                held = self.s.entity_at.get(child.i)
                if held and held.country:
                    return held.country
                nested = self._modifier_country(child)
                if nested:
                    return nested
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in {"of", "from", "for"}:
                for obj in child.children:
                    place = self.s.place_at.get(obj.i)
                    if place and place.kind in {"name", "seat"}:
                        return place.code
                    held = self.s.entity_at.get(obj.i)
                    if held and held.country and child.lower_ == "of":
                        return held.country
                    if child.lower_ == "of" and obj.lemma_.lower() in _STATE_NOUNS:
                        nested = self._modifier_country(obj)
                        if nested:
                            return nested
        return None

    @staticmethod
    def _definite(token: Token) -> bool:
        return any(c.lower_ in {"the", "this", "that"} for c in token.children if c.dep_ == "det")

    # -- anaphora ------------------------------------------------------------------------------------------------------
    def _pair_phrase(self, token: Token) -> list[Party]:
        lemma = token.lemma_.lower()
        words = {c.lower_ for c in token.children} | {token.lower_}
        each_other = token.lower_ in {"other", "another"} and any(c.lower_ in {"each", "one"} for c in token.children)
        counts = bool(words & _PAIR_WORDS) and (lemma in _PAIR_NOUNS or token.lower_ == "both")
        if not (counts or each_other) or self._modifier_country(token):
            return []
        if any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children) and token.lower_ != "both":
            return []
        pair = self._pair_before(token)
        return [Party(a.name, a.country, a.kind, a.id, token.i, True) for a in pair] if pair else []

    def _pair_before(self, token: Token) -> tuple[Party, Party] | None:
        codes: list[str] = []
        for i in sorted(self.s.place_at):
            if (
                i < token.i
                and self.s.place_at[i].kind not in {"town", "region"}
                and self.s.place_at[i].code not in codes
            ):
                codes.append(self.s.place_at[i].code)
        for i in sorted(self.s.entity_at):
            code = self.s.entity_at[i].country
            if i < token.i and code and code not in codes:
                codes.append(code)
        if len(codes) == 2:
            return self.country(codes[0], token.i), self.country(codes[1], token.i)
        if len(codes) > 2:
            return None
        main = self.d.document.pair
        if codes and main and codes[0] in main:
            return self.country(main[0], token.i), self.country(main[1], token.i)
        if self.d.pairs:
            a, b = self.d.pairs[-1]
            if not codes or codes[0] in {a.country, b.country}:
                return self.country(a.country or "", token.i), self.country(b.country or "", token.i)
        return (self.country(main[0], token.i), self.country(main[1], token.i)) if main else None

    def _before(self, token: Token, kinds: frozenset[str]) -> list[Party]:
        """The subject of a clause that stands before the token in its own sentence."""
        for other in reversed(
            [t for t in self.s.doc[: token.i] if t.dep_ in {"nsubj", "nsubjpass"} and t.pos_ != "PRON"]
        ):
            found = [p for p in self.of(other) if p.kind in kinds]
            if (found and other.head.i != token.head.i) or (found and token.dep_ == "poss"):
                return found
        return []

    def _again(self, parties: list[Party], token: Token) -> list[Party]:
        return [Party(p.name, p.country, p.kind, p.id, token.i, True) for p in parties]

    def _pronoun(self, token: Token) -> list[Party]:
        if token.i in self._open:
            return []
        self._open.add(token.i)
        found = self._antecedent(token)
        self._open.discard(token.i)
        return found

    def _antecedent(self, token: Token) -> list[Party]:
        word = token.lower_
        if word in _WE:
            return self._speaker(token)
        if word in _HE:
            found = (
                self._before(token, frozenset({"person"}))
                or [p for p in self.d.subjects if p.kind == "person"]
                or self.d.people[-1:]
            )
            return self._again(found[:1], token)
        if word in _IT:
            owner = self._owner_above(token)
            if owner:
                return self._again(owner, token)
            kinds = frozenset({"country", "organisation"})
            found = self._before(token, kinds) or [p for p in self.d.subjects if p.kind in kinds]
            return self._again(found[:1], token) if len(found) == 1 else []
        if word in _THEY:
            found = self._before(token, frozenset({"country", "organisation", "person", "office"}))
            if len(found) < 2:
                found = self.d.subjects if len(self.d.subjects) > 1 else found
            return self._again(found, token)
        if word in {"both"}:
            pair = self._pair_before(token)
            return self._again(list(pair), token) if pair else []
        return []

    def _owner_above(self, token: Token) -> list[Party]:
        """ "Azerbaijan's regaining of its independence": the possessor of the phrase that "its" stands in."""
        at = token.head
        while at.dep_ in {"pobj", "prep", "conj", "compound"} and at.head.i != at.i:
            at = at.head
            owners = [c for c in at.children if c.dep_ == "poss" and c.i < token.i and c.pos_ != "PRON"]
            if owners:
                return self.of(owners[0], conjuncts=False)
        return []

    def _speaker(self, token: Token) -> list[Party]:
        home = self.d.document.home
        if home is None or (token.lower_ in {"us"} and token.text == "US"):
            return []
        singular = token.lower_ in {"i", "me", "my"}
        party = self.country(home, token.i, True)
        return [Party(None if singular else party.name, home, "country", party.id, token.i, True)]

    def _the_state(self, token: Token) -> list[Party]:
        """ "the country", "the kingdom": the state last spoken of as a subject, else the last named one."""
        subject = {p.country for p in self._before(token, frozenset({"country"}))}
        named = [
            self.s.place_at[i].code
            for i in sorted(self.s.place_at)
            if i < token.i and self.s.place_at[i].kind == "name"
        ]
        others = [code for code in named if code not in subject]
        if subject and others:
            return [self.country(others[-1], token.i, True)]
        found = self._before(token, frozenset({"country"})) or [p for p in self.d.subjects if p.kind == "country"]
        if len(found) == 1 and token.dep_ not in {"pobj", "dobj"}:
            return self._again(found, token)
        if not found and self.d.countries and token.lemma_.lower() != "government":
            return [self.country(self.d.countries[-1], token.i, True)]
        return []

    def _the_office(self, token: Token) -> list[Party]:
        """ "the President", "the minister": the person last given that title."""
        held = (
            [p for p in self.d.people if p.id and self.d.document.entities.by_key[p.id].has_title(token.lower_)]
            if token.lower_ in _OFFICES
            else []
        )
        home = self.d.document.home
        if held:
            at_home = [p for p in held if p.country == home] if home and token.text[0].isupper() else []
            return self._again((at_home or held)[-1:], token)
        if home and token.text[:1].isupper() and token.lower_ in {"president", "minister", "secretary"}:
            return [Party(self._phrase(token), home, "office", None, token.i, True)]
        return []
