"""Who "it", "their", "the kingdom", "the minister" are: by agreement and salience, or left open.

In: a token of a sentence and the discourse so far. Out: `Party`s marked as pronouns. Phrases that name somebody are read in
`parties`, which asks here for those that do not.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.extract.discourse import REACH, Party
from pipeline.extract.doers import OBJECTS, doers_over
from pipeline.extract.epithets import meant_by, one_of, stands_alone
from pipeline.extract.pair_phrases import PairPhrases, is_definite
from pipeline.extract.predications import of_verb
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_WORDS = {key: frozenset(words) for key, words in load("parties").items()}
_SPOKEN_OF: dict[str, list[str]] = load("parties")["spoken_of"]
_OFFICES = frozenset(load("names")["offices"])
_SAYING = frozenset(load("modality")["saying"])
_JUDGING = frozenset(load("syntax")["object_judging"])
_WE = frozenset({"we", "us", "our", "ours", "i", "me", "my"})
_HE = frozenset({"he", "him", "his", "she", "her", "hers"})
_IT = frozenset({"it", "its"})
_THEY = frozenset({"they", "them", "their"})
PRONOUNS = _WE | _HE | _IT | _THEY


class Anaphora(PairPhrases):
    """Resolves the phrases of one sentence that name nobody; those of two or three states are read in `pair_phrases`."""

    def _before(self, token: Token, kinds: frozenset[str], met: bool = False) -> list[Party]:
        """The subject of a clause that stands before the token in its own sentence; with `met`, whom it met there too."""
        told_of = of_verb(token.head).subjects if token.head.dep_ == "relcl" else []
        doers = doers_over(token) if token.lower_ in PRONOUNS else []
        for other in reversed(
            [t for t in self.s.doc[: token.i] if t.dep_ in {"nsubj", "nsubjpass"} and t.pos_ != "PRON"]
        ):
            found = [p for p in self.parties.of(other) if p.kind in kinds or self._is_it(p, kinds)]
            if met and len(found) == 1:  # "X spoke with Y, and they discussed …"
                found += [p for p in self.parties.met(other.head) if p.kind in kinds and p.country != found[0].country]
            # "X, who received him": whom, if not X
            himself = other.head.i == token.head.i or other in (*told_of, *doers)
            if found and (not himself or token.dep_ == "poss"):
                return found
        return []

    def _is_it(self, party: Party, kinds: frozenset[str]) -> bool:
        """ "Chad's army received the first of the guns that it ordered": what acts for a state and is no person."""
        token = self.s.doc[party.token]
        acts = party.kind == "office" and token.tag_ == "NN" and token.lower_ not in _OFFICES | _WORDS["missions"]
        return "organisation" in kinds and acts

    def _told_beside(self, token: Token, kinds: frozenset[str]) -> list[Party]:
        """ "X met Y and urged her to …", "X dealt with Chad and sold it jets": the object told last before one of the same subject."""
        doers = doers_over(token)
        codes = {p.country for t in doers for p in self.parties.of(t)}
        if not doers or doers[-1].i > token.i or None in codes:
            return []
        between = [
            t for t in self.s.doc[doers[-1].right_edge.i + 1 : token.i] if t.dep_ in OBJECTS and t.pos_ != "PRON"
        ]
        told = [p for t in between for p in self.parties.of(t) if p.kind in kinds and p.country not in codes]
        return told[-1:] if len({p.country for p in told}) == 1 else []

    def _given_before(self, token: Token) -> list[Party]:
        """ "Chad promised Togo drones, and Mali gave it tanks": who is given something in the clause that this one is joined to."""
        above = token.head.head if token.head.dep_ in {"conj", "advcl"} else None
        given = of_verb(above).role("iobj") if above is not None else []
        found = [p for t in given for p in self.parties.of(t, conjuncts=False) if p.kind == "country"]
        if found or above is None:
            return found[:1]
        named = [i for i, p in sorted(self.s.place_at.items()) if above.i < i < token.head.i and p.kind == "name"]
        other = [i for i in named if not self.s.doc[i].dep_.startswith("nsubj")]
        return [self.d.country(self.s.place_at[i].code, i) for i in other[-1:]]

    def _subject_over(self, token: Token, kinds: frozenset[str]) -> list[Party]:
        """ "Chile, with which Peru has no ties, sent its president": what is "its" is as a rule the clause's own subject's."""
        verb = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
        if verb is None or token.dep_ != "poss":
            return []
        subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < token.i and c.pos_ != "PRON"]
        return [p for t in subjects[-1:] for p in self.parties.of(t) if p.kind in kinds]

    def pronoun(self, token: Token) -> list[Party]:
        """Whom a pronoun stands for, or nobody where that is open."""
        word = token.lower_
        if word in _WE:
            return self._speaker(token)
        if word in _WORDS["of_two"]:
            return self._again(self._of_two(token), token)
        if self._is_done_to(token):
            return self._again(self._acted_on(token), token)
        if word in _HE:
            found = (
                self._said_by(token)
                or self._judged(token)
                or self._told_beside(token, frozenset({"person", "office"}))
                or self._before(token, frozenset({"person", "office"}))
                or self._owning(token)
                or [p for p in self.d.subjects if p.kind == "person"]
                or self.d.officers
                or self.d.people[-1:]
            )
            return self._again(found[:1], token)
        if word in _IT:
            owner = self._owner_above(token) or self._recognised(token)
            if owner:
                return self._again(owner, token)
            if self._of_nobody(token):
                return []
            kinds = frozenset({"country", "organisation"})
            if token.dep_ in {"dative", "iobj"} and (given := self._given_before(token)):
                return self._again(given, token)
            found = self._told_beside(token, kinds) or self._subject_over(token, kinds) or self._before(token, kinds)
            found = found or [p for p in self.d.subjects if p.kind in kinds] or self._owner_before(token)
            return self._again(found[:1], token) if len(found) == 1 else []
        if word in _THEY:
            found = self._before(token, frozenset({"country", "organisation", "person", "office"}), met=True)
            if len(found) < 2:
                found = self.d.subjects if len(self.d.subjects) > 1 else found
            if word == "they" and len(found) == 1 and found[0].kind == "country":  # a state alone is "it"
                return []
            if not found and word == "they":  # "They agreed to …": the two sides of a readout
                found = [self.d.country(code, token.i) for code in self.d.document.principals or ()]
            return self._again(found, token)
        return self._again(self.pair_before(token), token) if word == "both" else []

    def _of_two(self, token: Token) -> list[Party]:
        """ "the former", "the latter": the first or the last of the two states that the sentence told right before."""
        named = list(dict.fromkeys(p.code for i, p in sorted(self.s.place_at.items()) if i < token.i))
        whole = is_definite(token) and len(named) == 2 and token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "poss"}
        return [self.d.country(named[0 if token.lower_ == "former" else 1], token.i)] if whole else []

    def _recognised(self, token: Token) -> list[Party]:
        """ "X recognised Y when it gained independence", "… the same day that it became free": the new state, not the old."""
        clause = token.head
        if token.dep_ != "nsubj" or clause.lemma_ not in _WORDS["becoming"] or clause.dep_ not in {"advcl", "relcl"}:
            return []
        above = clause.head.head if clause.dep_ == "relcl" else clause.head
        if above.lemma_ not in _WORDS["recognising"]:
            return []
        return [p for c in above.children if c.dep_ == "dobj" for p in self.parties.of(c) if p.kind == "country"]

    @staticmethod
    def _is_done_to(token: Token) -> bool:
        """ "X broke with Y, accusing it of …": the object of a participle cannot be the subject that it hangs on."""
        verb = token.head
        return token.dep_ == "dobj" and verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.i < token.i

    def _acted_on(self, token: Token) -> list[Party]:
        """The one side before a participle's object that the subject of its clause is not."""
        above = token.head.head
        subjects = {p.country for t in of_verb(above).subjects for p in self.parties.of(t)}
        span = self.s.doc[above.i + 1 : token.head.i]
        told = [t for t in span if t.dep_ in {"dobj", "pobj", "conj"} and t.pos_ in {"NOUN", "PROPN"}]
        things, people = frozenset({"country", "organisation"}), frozenset({"person", "office", "people"})
        kinds = things if token.lower_ in _IT else people
        found = [p for t in told for p in self.parties.of(t) if p.kind in kinds and p.country not in subjects]
        return found[:1] if len({p.country for p in found}) == 1 else []

    def _said_by(self, token: Token) -> list[Party]:
        """ "Her government, Minister X affirmed, supports the bid": who says so later in the sentence."""
        verbs = [t for t in token.doc[token.i :] if t.dep_ == "parataxis" and t.lemma_.lower() in _SAYING]
        sayers = [c for verb in verbs[:1] for c in verb.children if c.dep_ == "nsubj" and c.i > token.i]
        return [p for t in sayers for p in self.parties.of(t) if p.kind == "person"]

    def _of_nobody(self, token: Token) -> bool:
        """ "The agency closed its office": what is its own is nobody's, where the subject of the clause is nobody that is known."""
        verb = next((t for t in token.ancestors if t.pos_ == "VERB"), None)
        subjects = [c for c in verb.children if c.dep_ == "nsubj" and c.i < token.i] if verb is not None else []
        named = [t for t in subjects if t.pos_ in {"NOUN", "PROPN"}]
        return token.lower_ == "its" and bool(named) and not any(self.parties.of(t) for t in named)

    def _judged(self, token: Token) -> list[Party]:
        """ "commended Minister X for his visits": whoever is praised or blamed for what is theirs."""
        at = token
        while at.dep_ in {"poss", "pobj", "pcomp", "conj", "dobj"} and at.head.i != at.i:
            at = at.head
            if at.lower_ in {"for", "on", "over"} and at.head.lemma_ in _JUDGING:
                judged = [c for c in at.head.children if c.dep_ == "dobj"]
                return [p for t in judged for p in self.parties.of(t, conjuncts=False) if p.kind == "person"]
        return []

    def _owning(self, token: Token) -> list[Party]:
        """ "This was the prince's second trip, on which he met …": the one person before whose something is."""
        if token.dep_ != "nsubj":
            return []
        owners = [t for t in self.s.doc[: token.i] if t.dep_ == "poss" and t.pos_ != "PRON"]
        found = [p for t in owners for p in self.parties.of(t, conjuncts=False) if p.kind == "person"]
        return found if len({p.id for p in found}) == 1 else []

    def _owner_above(self, token: Token) -> list[Party]:
        """ "Azerbaijan's regaining of its independence": the possessor of the phrase that "its" stands in.

        "pressure on Russia for its war", "thanked Chad for its help": who stands right before "for its".
        """
        if token.i > 1 and token.doc[token.i - 1].lower_ in {"for", "over"} and token.i - 2 in self.s.place_at:
            place = self.s.place_at[token.i - 2]
            return [self.d.country(place.code, token.i)] if place.kind in {"name", "seat"} else []
        if token.head.lemma_ in _WORDS["aggression"]:  # "costs on Chad as long as its war against Togo continues"
            told = [self.s.doc[i] for i in sorted(self.s.place_at) if i < token.i]
            done_to = [t for t in told if t.dep_ in {"dobj", "pobj"} and self.s.place_at[t.i].kind == "name"]
            return [self.d.country(self.s.place_at[t.i].code, token.i) for t in done_to[-1:]]
        at = token.head
        while at.dep_ in {"pobj", "prep", "conj", "compound"} and at.head.i != at.i:
            at = at.head
            owners = [c for c in at.children if c.dep_ == "poss" and c.i < token.i and c.pos_ != "PRON"]
            if owners:
                return self.parties.of(owners[0], conjuncts=False)
        return []

    def _owner_before(self, token: Token) -> list[Party]:
        """ "Chad's switch came quietly. On 1 June it recognised …": the one state of the sentence before, whose something its subject is."""
        before = next((s for s in self.d.document.sentences if s.sentence.index == self.s.sentence.index - 1), None)
        if before is None or token.dep_ not in {"nsubj", "nsubjpass"} or len(set(before.countries())) != 1:
            return []
        subjects = [t for t in before.doc if t.dep_ in {"nsubj", "nsubjpass"} and t.head.dep_ == "ROOT"]
        owners = [c for t in subjects for c in t.children if c.dep_ == "poss" and c.i in before.place_at]
        return [self.d.country(before.place_at[c.i].code, token.i) for c in owners[:1]]

    def _speaker(self, token: Token) -> list[Party]:
        home = self.d.document.home
        if home is None or token.text == "US":
            return []
        singular = token.lower_ in {"i", "me", "my"}
        party = self.d.country(home, token.i, True)
        return [Party(None if singular else party.name, home, "country", party.id, token.i, True)]

    def of_epithet(self, token: Token) -> list[Party] | None:
        """ "the Andean country", "its Gulf partner": the one such state that the text speaks of; None where the words are no such."""
        codes = meant_by(token)
        if codes is None:
            return None
        here = [
            self.s.place_at[i].code
            for i in sorted(self.s.place_at)
            if i < token.i and self.s.place_at[i].kind == "name"
        ]
        pair = self.d.document.pair or ()
        owners = [p.country for c in token.children if c.dep_ == "poss" for p in self.parties.of(c, conjuncts=False)]
        codes = codes - {code for code in owners if code}
        found = one_of(codes, pair, here, self.d.countries) if token.dep_ != "appos" else None
        if stands_alone(token) and found not in {*pair, *here}:
            return None
        return [self.d.country(found, token.i, True)] if found else []

    def the_state(self, token: Token) -> list[Party]:
        """ "the country", "the kingdom": the state last spoken of as a subject, else the last named one."""
        if (other := self._of_the_other(token)) is not None:
            return [self.d.country(other, token.i, True)]
        subject = {p.country for p in self._before(token, frozenset({"country"}))}
        named = [
            self.s.place_at[i].code
            for i in sorted(self.s.place_at)
            if i < token.i and self.s.place_at[i].kind == "name"
        ]
        others = [code for code in named if code not in subject]
        topic = self.d.document.topic
        if subject and others:
            return [self.d.country(topic if topic in others else others[-1], token.i, True)]
        found = self._before(token, frozenset({"country"})) or [p for p in self.d.subjects if p.kind == "country"]
        if len(found) == 1 and token.dep_ not in {"pobj", "dobj"}:
            return self._again(found, token)
        if not found and self.d.countries and token.lemma_.lower() != "government":
            return [self.d.country(self.d.countries[-1], token.i, True)]
        return []

    def _of_the_other(self, token: Token) -> str | None:
        """ "Chad is the republic's largest partner": whose something is cannot be what the clause is about."""
        noun = token.head
        if token.dep_ != "poss" or noun.dep_ != "attr" or noun.head.lemma_ != "be":
            return None
        codes = {p.country for t in of_verb(noun.head).subjects for p in self.parties.of(t) if p.country}
        return self.d.document.other_of_pair(*codes) if len(codes) == 1 else None

    def there(self, token: Token) -> list[Party]:
        """ "will invest $1 billion there": in the state named last before that does not act itself, or the one the text is about."""
        own = {p.country for t in of_verb(token.head).subjects for p in self.parties.of(t)}
        named = [self.s.place_at[i].code for i in sorted(self.s.place_at) if i < token.i]
        topic = self.d.document.topic
        told = [code for code in [*self.d.countries[-1:], *([topic] if topic else []), *named] if code not in own]
        return [self.d.country(told[-1], token.i, True)] if told and own else []

    def the_body(self, token: Token) -> list[Party]:
        """ "the bloc", "the company": the one such body that this sentence and those right before it name."""
        kinds = {kind for kind, words in _SPOKEN_OF.items() if token.lemma_.lower() in words}
        if not kinds or not is_definite(token) or any(c.dep_ in {"relcl", "acl", "appos"} for c in token.children):
            return []
        index = self.s.sentence.index
        near = [s for s in self.d.document.sentences if 0 < index - s.sentence.index <= REACH]
        held = [e for s in near for e in s.entity_at.values()]
        held += [e for i, e in self.s.entity_at.items() if i < token.i]
        found = {e.key: e for e in held if e.kind in kinds}
        if len(found) > 1:
            found = {p.id: found[p.id] for p in self.d.subjects if p.id in found}
        return (
            [Party(e.name, e.country, e.type, e.key, token.i, True) for e in found.values()] if len(found) == 1 else []
        )

    def the_office(self, token: Token) -> list[Party]:
        """ "the Vice President", "the minister": the person last given that title; the whole title counts before its last word."""
        before = [c for c in token.lefts if c.dep_ in {"compound", "amod", "nmod"} and c.i not in self.s.place_at]
        phrase = " ".join(t.lower_ for t in [*before, token])
        titled = [(p, self.d.document.entities.by_key[p.id]) for p in self.d.people if p.id]
        held = [p for p, entity in titled if phrase in {t.lower() for t in entity.titles}]
        if not held and not phrase.startswith(("vice", "deputy")):  # "the Vice President" is no president
            held = [p for p, entity in titled if token.lower_ in entity.offices()]
        home = self.d.document.home
        if held:
            at_home = [p for p in held if p.country == home] if home and token.text[0].isupper() else []
            return self._again([_most_spoken_of(at_home or held)], token)
        if home and token.text[:1].isupper() and token.lower_ in {"president", "minister", "secretary"}:
            return [Party(self.parties.phrase(token), home, "office", None, token.i, True)]
        return []


def _most_spoken_of(people: list[Party]) -> Party:
    """The person whom the last sentences name most, the last of these where two are even."""
    named = Counter(p.id for p in people)
    return max(enumerate(people), key=lambda item: (named[item[1].id], item[0]))[1]
