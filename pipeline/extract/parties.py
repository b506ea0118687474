"""Whom a noun phrase stands for: a state, a person, an organisation, an office, a people, or a pronoun of one of these.

In: a token of an annotated sentence and the discourse so far. Out: `Party`s (a coordination gives several). What a phrase
leaves open gives none.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pipeline.annotate.document import AnnotatedSentence, is_published
from pipeline.annotate.gazetteer import Place, former_states, short_name
from pipeline.annotate.titles import other_office
from pipeline.extract.anaphora import PRONOUNS, Anaphora
from pipeline.extract.designations import is_system
from pipeline.extract.discourse import Discourse, Party
from pipeline.extract.joined import beside, joined_inside, joined_left
from pipeline.extract.pair_phrases import is_definite
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.states_of_nouns import MODIFIERS, before_noun, states_of
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_GONE: dict[str, str] = load("places")["gone_forms"]
_WORDS = {key: frozenset(words) for key, words in load("parties").items()}
_NAMELESS = _WORDS["settlements"] | _WORDS["qualities"]
_STATE_NOUNS = _WORDS["states"]
_LISTED_STATES = _STATE_NOUNS | _WORDS["listed_states"]
_OFFICES = frozenset(load("names")["offices"])
_ACTING = _OFFICES | _WORDS["agents"]


class Parties:
    """Resolves the phrases of one sentence."""

    def __init__(self, sentence: AnnotatedSentence, discourse: Discourse) -> None:
        self.s = sentence
        self.d = discourse
        self.anaphora = Anaphora(self)
        self._open: set[int] = set()  # phrases being resolved: one that leads back to itself stays open

    def note(self) -> None:
        """Tell the discourse what this sentence, now read, spoke of."""
        roots = [t for t in self.s.doc if t.dep_ in {"nsubj", "nsubjpass"}]
        main = [t for t in roots if t.head.dep_ == "ROOT"] or roots
        told = [t for t in self.s.doc if t.i in self.s.entity_at and not _in_brackets(t)]
        people = [self.entity(t) for t in told if self.s.entity_at[t.i].type == "person"]
        subjects = [p for t in main[:1] for p in self.of(t)]
        if len(subjects) == 1:  # "Harris met with Kishida. They agreed …"
            subjects += [p for p in self.met(main[0].head) if p.country and p.country != subjects[0].country]
        listed = [self._in_list(t) for t in self.s.doc if t.i in self.s.place_at]
        together = next((codes for codes in listed if len(codes) == 3), [])
        if subjects and not self.s.sentence.heading:
            self.d.officers = [p for p in subjects[:1] if self._is_officer(p)] if not people else []
        self.d.note(subjects, [p for p in people if p], self.s.countries(), together, self.s.sentence.heading)

    def _is_officer(self, party: Party) -> bool:
        """ "The Chilean minister flew to Fiji. There she met X": one who holds an office, and is not named."""
        noun = self.s.doc[party.token]
        return party.kind == "office" and noun.tag_ in {"NN", "NNP"} and noun.lower_ in _OFFICES

    def _in_list(self, token: Token) -> list[str]:
        """The states of a list that opens with a token: "Chad, Mali and Niger"."""
        places = [self.s.place_at.get(t.i) for t in (token, *token.conjuncts)]
        return [p.code for p in places if p is not None and p.kind == "name"]

    def met(self, verb: Token) -> list[Party]:
        """Whom the subject of a verb of meeting met: the two are "they" from then on."""
        if verb.lemma_.lower() not in _WORDS["meeting_verbs"]:
            return []
        return [p for t in [*of_verb(verb).objects, *prepositional(verb, "with")] for p in self.of(t)]

    # -- makers --------------------------------------------------------------------------------------------------------
    def country(self, code: str, token: int, pronoun: bool = False) -> Party:
        """The state itself, named as the document names it."""
        return self.d.country(code, token, pronoun)

    def called(self, place: Place) -> str:
        """The name of the state of a place: "Prussia" in a text of Germany, but no "Republic of Chad" in one of Chad."""
        usual = self.d.document.names_of.get(place.code) or short_name(place.code)
        form = self.s.doc.text[place.start : place.end]
        if form in _GONE:
            return _GONE[form]
        own = place.kind == "name" and is_published(form) and (form in former_states() or usual not in form)
        return form if own else usual

    def entity(self, token: Token) -> Party | None:
        """The person or organisation that a token is part of the name of."""
        held = self.s.entity_at.get(token.i)
        if held is None:
            return None
        named = self._named_by_body(token) if held.type == "organisation" else None
        if named is not None:
            return named
        if held.serves_body:
            return Party(held.name, None, "organisation", held.key, token.i)
        return Party(held.name, held.country or self._modifier_country(token), held.type, held.key, token.i)

    def _named_by_body(self, token: Token) -> Party | None:
        """ "spoke with Andina (AND) President Ann Lee": whoever the name of a body right before tells the office of."""
        end = self.s.name_at[token.i].end if token.i in self.s.name_at else token.i + 1
        doc = self.s.doc
        if doc[end : end + 1].text == "(" and doc[end + 2 : end + 3].text == ")":
            end += 3
        titled = next((n for n in self.s.names if n.type == "person" and n.title_at == end), None)
        return self.entity(doc[titled.start]) if titled is not None else None

    def owner(self, token: Token) -> Party | None:
        """ "praised Prime Minister Lee's role": the person whose a thing is; None where none is named."""
        owners = (self.entity(c) for c in token.children if c.dep_ == "poss")
        return next((p for p in owners if p is not None and p.kind == "person"), None)

    # -- the phrase ----------------------------------------------------------------------------------------------------
    def of(self, token: Token, conjuncts: bool = True) -> list[Party]:
        """The parties that the phrase headed by `token` names; coordinated ones too."""
        found = self._one(token)
        if conjuncts:
            found = joined_left(self, token, found) + found + beside(self, token) + joined_inside(self, token)
            for other in token.conjuncts:
                if other.i > token.i and other.dep_ == "conj":
                    found += [p for p in self._one(other) if p not in found]
        kept: list[Party] = []
        for party in found:
            if not any(party.id == k.id and party.name == k.name for k in kept):
                kept.append(party)
        return kept

    def _one(self, token: Token) -> list[Party]:
        if token.i in self._open:
            return []
        self._open.add(token.i)
        found = self._resolve(token)
        self._open.discard(token.i)
        return found

    def _resolve(self, token: Token) -> list[Party]:
        pair = self.anaphora.pair_phrase(token)
        if pair:
            return pair
        # "Chad, whose exports doubled", "the kingdom, from which it buys coal"
        if token.lower_ == "whose" or (token.lower_ in {"which", "whom"} and token.dep_ == "pobj"):
            return self._told_by_clause(token)
        stands_for = token.pos_ == "PRON" or token.lower_ in PRONOUNS | _WORDS["of_two"]
        if stands_for and token.i not in self.s.place_at:  # "the US" is no "us"
            return self.anaphora.pronoun(token)
        if token.lower_ == "there" and token.dep_ == "advmod":
            return self.anaphora.there(token)
        held = self.entity(token) or self._titled(token)
        if held:
            return [held]
        place = self.s.place_at.get(token.i)
        if place and not (place.kind == "adjective" and token.pos_ == "ADJ" and token.dep_ in MODIFIERS):
            name, code = self.called(place), place.code
            return [Party(name, code, _sort_of_place(place, token), code, token.i)]
        return self._described(token)

    def _told_by_clause(self, token: Token) -> list[Party]:
        """Whom a relative clause tells more of."""
        clause = next((t for t in token.ancestors if t.dep_ == "relcl"), None)
        return self.of(clause.head, conjuncts=False) if clause is not None else []

    def _described(self, token: Token) -> list[Party]:
        """A common noun told by who stands beside it: an apposition, a possessor, an adjective of a state."""
        if named := self._named_person(token) or self._named_behind(token):
            return named
        if told := self._told_by_list(token):
            return told
        meant = self.anaphora.of_epithet(token) if not any(c.i in self.s.place_at for c in token.children) else None
        if meant is not None:
            return meant
        single = token.tag_ not in {"NNS", "NNPS"}
        if single and token.lemma_.lower() in _STATE_NOUNS and is_definite(token) and not self._modifier_country(token):
            return self.anaphora.the_state(token)
        if token.lemma_.lower() in _WORDS["others"] and any(c.dep_ == "poss" for c in token.children):
            return self._other_side(token)
        counted = prepositional(token, "of") if token.lemma_.lower() in _WORDS["counting"] else []
        people = [p for t in counted[:1] for p in self._one(t)]
        if people and all(p.kind in {"people", "office", "person"} for p in people):
            return people
        codes = self.modifier_countries(token)
        if codes:
            return self._of_states(token, codes)
        if single and (spoken_of := self.anaphora.the_body(token)):
            return spoken_of
        body = self._of_body(token)
        if body:
            return [body]
        if token.lower_ in _OFFICES and is_definite(token):
            return self.anaphora.the_office(token)
        return []

    def _of_states(self, token: Token, codes: list[str]) -> list[Party]:
        """ "Lao officials"; of "Lao and Chinese officials" one country's part has no words of its own."""
        if len(codes) > 1:
            return [Party(self.country(code, token.i).name, code, self._sort(token), None, token.i) for code in codes]
        name = self.phrase(token)
        own = (" " in name or name[:1].isupper()) and token.lemma_.lower() not in _NAMELESS
        name = name if own else self.country(codes[0], token.i).name or name  # "government" alone is no name
        # a government is its state: it joins, owns, withdraws, and what is "its" is the state's
        kind = "country" if token.lemma_.lower() in _WORDS["governments"] else self._sort(token)
        return [Party(name, codes[0], kind, None, token.i)]

    def _named_person(self, token: Token) -> list[Party]:
        """ "the minister, Ann Lee": the person in apposition to what he is."""
        after = self.s.doc[token.i + 1 : token.i + 2].text
        twin = [c for c in token.head.children if c.dep_ == token.dep_ == "nsubj" and c.left_edge.i == token.i + 2]
        if after == "," and twin and (person := self.s.entity_at.get(twin[0].i)) and person.type == "person":
            person.country = person.country or self._modifier_country(token)  # "Omani tycoon, X has given"
            return [p for p in [self.entity(twin[0])] if p is not None]
        for child in token.children:
            if child.dep_ in {"appos", "compound", "nmod"}:
                held = self.entity(child)
                if held and held.kind == "person" and held.country is None:
                    own = token.lemma_ not in {"host", "guest"}  # "her host, Ali Omar" is of another state than she
                    code = self._modifier_country(token) if own else None
                    held = Party(held.name, code, held.kind, held.id, held.token)
                if held and held.kind == "person" and (child.dep_ == "appos" or token.lower_ in _OFFICES):
                    several = child.dep_ == "appos" and token.tag_ in {"NNS", "NNPS"}  # "the ministers, X and Y"
                    beside = [self.entity(t) for t in child.conjuncts if t.i > child.i] if several else []
                    return [held, *(p for p in beside if p is not None and p.kind == "person" and p.country)]
        return []

    def _named_behind(self, token: Token) -> list[Party]:
        """ "The Peruvian firm Andina and India's Tata": the body named right behind what it is, and those joined to it."""
        # "a third Peruvian firm, Andina, has signed"
        start = token.i + 1 + (token.tag_ == "NN" and self.s.doc[token.i + 1 : token.i + 2].text == ",")
        behind = next((c for c in token.children if c.dep_ == "appos" and c.left_edge.i == start), None)
        held = self.entity(behind) if behind is not None and token.lemma_.lower() in _WORDS["agents"] else None
        if behind is None or held is None or held.kind != "organisation":
            return []
        own = Party(held.name, held.country or self._modifier_country(token), held.kind, held.id, held.token)
        joined = [p for c in behind.conjuncts if c.i > behind.i for p in self._one(c)]
        return [own, *joined, *joined_inside(self, behind)]

    def _titled(self, token: Token) -> Party | None:
        """ "Chancellor X and Prime Minister Y met": the person right behind a title, whatever the parser hung the name on."""
        named = next((n for n in self.s.names if n.title_at == token.i and n.type == "person"), None)
        # "Prime Minister of Chad" is one word to the parser; "Minister of Trade, Mines and Supply, Ann Lee"
        if named is not None and (" " in token.text or (token.lower_ in _OFFICES and named.start > token.i + 2)):
            return self.entity(self.s.doc[named.start])
        if token.lower_ not in _OFFICES:
            return None
        both = next((n for n in self.s.names if n.type == "person" and n.title_at == token.i + 2), None)
        if both is not None and other_office(self.s.doc, both) is not None:  # "Deputy Premier and Minister for Trade X"
            return self.entity(self.s.doc[both.start])
        behind = self.s.doc.tokens[token.i + 1 :]
        if behind and behind[0].lower_ in {"of", "to"}:  # "Prime Minister of Chad Ali Omar"
            behind = list(itertools.dropwhile(lambda t: t.i in self.s.place_at or t.lower_ == "the", behind[1:]))
        held = self.entity(behind[0]) if behind else None
        return held if held and held.kind == "person" and held.country else None

    def _told_by_list(self, token: Token) -> list[Party]:
        """ "the independence of five states: Chad, Togo and Mali", "the four powers (Chad, Togo …)": those that are listed."""
        if token.lemma_.lower() not in _LISTED_STATES | _WORDS["others"] or token.tag_ not in {"NNS", "NNPS"}:
            return []
        doc, places = self.s.doc, self.s.place_at
        if such := self._such_as(token):
            return such
        colon = next((t.i for t in doc[token.i : token.i + 8] if t.text == ":"), None)
        bracket = token.i + 1 if doc[token.i + 1 : token.i + 2].text == "(" else None
        colon = bracket or colon
        if colon is None:
            return []
        behind = itertools.takewhile(lambda t: t.i in places or t.lower_ in {",", "and", "the"}, doc[colon + 1 :])
        named = [t for t in behind if t.i in places and places[t.i].kind == "name"]
        return [self.country(places[t.i].code, t.i) for t in named] if len(named) > 1 else []

    def _such_as(self, token: Token) -> list[Party]:
        """ "Allies of Chad, such as Togo and Mali, condemned it": those that are named as such."""
        named = [c for c in token.children if c.dep_ == "prep" and c.lower_ in {"as", "like", "including"}]
        return [p for c in named for t in c.children if t.dep_ == "pobj" for p in self.of(t) if p.kind == "country"]

    def _other_side(self, token: Token) -> list[Party]:
        """ "its northern neighbour", "Chad's ally": the other state of the document's pair, or nobody that is told."""
        named = [p for c in token.children if c.dep_ == "appos" for p in self._one(c)]
        if token.tag_ in {"NNS", "NNPS"}:
            return named
        owners = [code for c in token.children if c.dep_ == "poss" for code in before_noun(self, c)]
        other = self.d.document.other_of_pair(owners[0]) if len(owners) == 1 else None
        before = {p.country for p in self.d.subjects} - {None}
        about = self.d.document
        if about.titled and about.pair and about.pair[0] not in owners:  # whom the title names first acts in the text
            before = {about.pair[0]}
        # "Chad expelled them. Togo and Mali backed their neighbour"
        if any(c.lower_ == "their" for c in token.children) and len(before) == 1 and not before & {*owners}:
            other = next(iter(before))
        return named or ([self.country(other, token.i, True)] if other else [])

    def _of_body(self, token: Token) -> Party | None:
        """ "NATO foreign ministers", "officials from the European Union": people of an international body act for it."""
        if self._sort(token) != "office":
            return None
        beside = [c for c in token.lefts if c.dep_ in MODIFIERS]
        behind = [t for name in ("of", "from") for t in prepositional(token, name)]
        for noun in beside + behind:
            held = self.s.entity_at.get(noun.i)
            if held is not None and held.kind == "international" and held.country is None:
                owns = noun.dep_ == "poss"  # "the European Union's envoy": the body itself is spoken to
                return Party(held.name if owns else self.phrase(token), None, "organisation", None, token.i)
        return None

    def _sort(self, noun: Token) -> str:
        """Whether a noun beside a state acts for it ("officials"), fights for it ("warships", "F-16s"), or is a mere thing."""
        unlisted = noun.i not in self.s.entity_at and not noun.is_lower
        if unlisted and is_system(noun):
            return "arms"
        if unlisted and noun.ent_type_ in {"ORG", "PERSON"} and [c.dep_ for c in noun.children] == ["prep"]:
            return "office"  # "Gems of Surat": a firm that no list knows
        words = {noun.lemma_.lower(), noun.lower_}
        # "members of the Chadian parliament"
        of_body = noun.lemma_.lower() == "member" and bool(prepositional(noun, "of"))
        of_body = of_body or (noun.lower_ == "number" and any(c.lower_ == "opposite" for c in noun.lefts))
        acts = of_body or not words.isdisjoint(_ACTING)
        return "office" if acts else "arms" if not words.isdisjoint(_WORDS["arms"]) else "thing"

    def phrase(self, token: Token) -> str:
        """The words of a described party, without article and trailing clauses: "Israeli diplomats"."""
        doc = self.s.doc
        kept = [
            t
            for t in token.lefts
            if t.dep_ in MODIFIERS | {"nummod"}
            and t.dep_ != "appos"
            and t.lower_ != "whose"
            and t.pos_ != "PRON"
            and t.i not in self.s.date_at
        ]
        start = min([t.left_edge.i for t in kept] + [token.i])
        end = token.i + 1
        for child in token.rights:
            body = next((self.s.name_at[t.i] for t in child.children if t.i in self.s.name_at), None)
            if child.lower_ == "of" and body is not None and body.type == "organisation":  # "the leaders of the Union"
                end = body.end
            elif child.dep_ == "prep" and child.lower_ == "of" and child.right_edge.i - token.i <= 6:
                end = next((t.i for t in child.subtree if t.text in {",", ";"}), child.right_edge.i + 1)
        return doc[start:end].text.strip(" ,")

    def modifier_countries(self, token: Token) -> list[str]:
        """The states that modify a noun: Israel's minister, the government of Chad, Lao and Chinese officials."""
        return states_of(self, token)

    def _modifier_country(self, token: Token) -> str | None:
        return next(iter(self.modifier_countries(token)), None)


def _in_brackets(token: Token) -> bool:
    """ "the envoy X (Minister Y had died)": who is told beside is not whom the next sentence speaks of."""
    before = [t.text for t in token.doc[: token.i] if t.text in {"(", ")"}]
    return bool(before) and before[-1] == "("


def _sort_of_place(place: Place, token: Token) -> str:
    """Whether a place's form stands for the state, its people, or a town of it."""
    if place.kind in {"town", "region"}:
        return "town"
    plural = token.tag_ in {"NNS", "NNPS"}
    return "people" if place.kind == "people" or (place.kind == "adjective" and plural) else "country"
