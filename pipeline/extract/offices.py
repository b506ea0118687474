"""Who holds which office: titles before names, offices beside them, offices taken and held by verbs.

In: one annotated sentence. Out: rows of `relations` with `holds_office`. The office is the role; it is held in an organisation,
or in a state where the words name none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.entities import Entity
from pipeline.annotate.name_words import Name, kinds_by_noun
from pipeline.annotate.titles import holds_several, other_office
from pipeline.extract.appointments import office_in, sent_by, singular, taken_by
from pipeline.extract.counterparts import SAME_OFFICE, counterpart_office, deputy_office, tells_counterpart
from pipeline.extract.local_offices import is_local, sits_in_part
from pipeline.extract.modality import Mood, mood
from pipeline.extract.office_words import (
    BODY_TITLES,
    DIPLOMATS,
    accredited,
    first_to,
    is_diplomat,
    of_no_state,
    role_of,
    sender,
    state_told_beside,
    to_be,
    whole_office,
)
from pipeline.extract.predications import of_verb
from pipeline.extract.relation_rows import RelationRows, Side
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_OFFICES = frozenset(load("names")["offices"])
_MANNERS, _FIELDS = (frozenset(load("names")[key]) for key in ("manners", "portfolios"))
_WORDS = load("frames/relations")
_LEADING: dict[str, str] = _WORDS["leading"]
_FIRM_OFFICES = frozenset(load("names")["company_offices"])
_APPOINTING = frozenset(_WORDS["appointing"])
_NO_OFFICE = frozenset(_WORDS["no_office"])
_POSTS = frozenset(_WORDS["posts"])
_RECEIVING = frozenset(_WORDS["receiving"])
_HOLDING = frozenset(_WORDS["holding"])
_TOLD_MORE = frozenset({"prep", "poss", "compound"})
_SPANS = frozenset({"since", "from", "until"})


class Offices:
    """Hears the offices of one sentence."""

    def __init__(self, rows: RelationRows) -> None:
        self.rows = rows
        self.c = rows.claims
        self.s = rows.sentence
        # Tokens of offices that commas tell of the name before them, so of no other.
        self._told = {i for n in self.s.names for post in n.posts for i in range(*post.office)}

    def of_person(self, name: Name, person: Entity) -> None:
        """What stands around a name: a title, an office in apposition, "as" an office."""
        self._titled(name, person)
        before = self.s.doc[name.start - 1] if name.start else None
        if before is not None and before.lower_ in SAME_OFFICE and before.dep_ == "compound":
            self._counterpart(before, person, [before.i, name.end - 1])
        if name.posts:
            self._listed(name, person)
        else:
            self._appositive(name, person)
        self._as_office(name, person)

    def of_verb(self, verb: Token) -> None:
        """An office taken ("became", "was appointed") or told by what its holder does ("who heads X")."""
        self._taken(verb)
        self._leading(verb)

    def of_noun(self, noun: Token) -> None:
        """ "The presidents of Iran and Chad, X and Y": offices of several states and their holders, in one order."""
        if not noun.lower_.endswith("s") or noun.lower_.removesuffix("s") not in _OFFICES:
            return
        states = self._states_behind(noun)
        codes = (
            [self.s.place_at[i].code for i in states] or self._on_behalf() or self.c.parties.modifier_countries(noun)
        )
        people = self._listed_beside(noun, max(states, default=noun.i) + 1)
        if len(codes) > 1 and len(people) == len(codes):
            role = role_of(self.rows, noun)[0].removesuffix("s")
            for (name, person), code in zip(people, codes, strict=True):
                person.country = code
                self.rows.add(person, "holds_office", code, [noun.i, name.end - 1], noun, role)

    def _on_behalf(self) -> list[str]:
        """ "ministers X and Y signed it on behalf of Chad and Togo": whom several sign for, in their order."""
        behalf = next((t for t in self.s.doc if t.lower_ == "behalf"), None)
        return [self.s.place_at[i].code for i in self._states_behind(behalf)] if behalf is not None else []

    def _states_behind(self, noun: Token) -> list[int]:
        """The tokens of the states listed behind "of": "of Iran, Oman and Chad"."""
        doc, found = self.s.doc, []
        at = noun.i + 2 if doc[noun.i + 1 : noun.i + 2].text == "of" else len(doc)
        while at < len(doc) and (at in self.s.place_at or doc[at].text in {",", "and", "the"}):
            if at in self.s.place_at:
                found.append(at)
            at += 1
        return found

    def _listed_beside(self, noun: Token, end: int) -> list[tuple[Name, Entity]]:
        """The people listed right behind the phrase of an office in the plural, which ends at `end`, or right before it."""
        for following in (True, False):
            found: list[tuple[Name, Entity]] = []
            at = end if following else noun.left_edge.i
            for name in self.s.names if following else reversed(self.s.names):
                between = self.s.doc[at : name.start] if following else self.s.doc[name.end : at]
                beside = name.start >= at if following else name.end <= at
                if beside and all(t.text in {",", "and", "(", ":", "-"} for t in between):
                    person = self.s.entity_at.get(name.start)
                    if person is None or person.type != "person":
                        break
                    found.append((name, person))
                    at = name.end if following else name.start
            if len(found) > 1:
                return found if following else found[::-1]
        return []

    # -- titles ----------------------------------------------------------------------------------------------------
    def _titled(self, name: Name, person: Entity) -> None:
        """ "President Aliyev", "Congress Party President Sonia Gandhi", "Secretary of the Security Council X"."""
        if name.title is None or name.title_at is None or name.title.lower() in _MANNERS or to_be(self.s.doc, name):
            return
        # "Council of Economic Advisers | Carla F."
        if holds_several(self.s.doc, name.start) and any(
            n.type == "organisation" and n.end == name.start for n in self.s.names
        ):
            return
        start, target, role = self._body_of_title(name)
        target = target or self._of_after(name)
        if target is None and is_local(self.s, range(name.title_at, name.start), name.end):
            return
        if target is None and of_no_state(name) and not state_told_beside(self.c, name):
            return
        if target is None and sits_in_part(self.c.discourse.document.document, name.title):
            return
        firm = (name.title or "").lower().split()[-1:]
        owned = self._owner_of_title(name, person) if target is None else None
        if isinstance(owned, str) and not _FIRM_OFFICES.isdisjoint(firm):
            return  # "its chief executive": of a firm, whatever "its" stands for
        target = target or owned or person.country
        target = target or self._sender(name.title, person, name.start)
        role = role.split(maxsplit=1)[-1] if role and role.split()[0].lower() == "former" else role
        role = self._with_host(name, role) if role == name.title else role
        before = self.s.doc[start - 1] if start else None
        if role and role.startswith("Minister") and before is not None and before.is_lower and before.text in _FIELDS:
            role = f"{before.text} {role}"  # "the then foreign Minister of Chad X"
        if target:
            head = self.s.doc[name.end - 1]
            self.rows.add(person, "holds_office", target, [start, name.end - 1], head, role)
            if (other := other_office(self.s.doc, name)) is not None and isinstance(target, str):
                self.rows.add(person, "holds_office", target, [other[0], name.end - 1], head, other[1])

    def _body_of_title(self, name: Name) -> tuple[int, Side | None, str | None]:
        """Where the title's words begin, the organisation that stands in or right before them, and the title without it."""
        start = name.title_at or 0
        for other in self.s.names:
            held = self.s.entity_at.get(other.start)
            if held is None or held.type != "organisation" or other.start >= name.start:
                continue
            before = other.end <= start and self._only_marks(other.end, start, held)
            if before or start < other.start:
                return min(start, other.start), held, name.title
            if other.start < start < other.end < name.start:  # "Congress Party President X"
                return other.start, held, self.s.doc[other.end : name.start].text
        return start, None, name.title

    def _only_marks(self, start: int, end: int, body: Entity) -> bool:
        """Whether nothing stands between a body and a title but "'s" or its acronym: "Northern Command (NORTHCOM) Commander"."""
        between = [self.s.doc[i] for i in range(start, end)]
        closed = [t.text for t in between if t.text in {"(", ")"}] in ([], ["(", ")"])
        acronym = {t.i for t in between if t.text.isupper() and t.i and self.s.doc[t.i - 1].text == "("}
        return closed and all(
            t.text in {"'s", "(", ")"} or t.i in acronym or self.s.entity_at.get(t.i) is body for t in between
        )

    def _owner_of_title(self, name: Name, person: Entity) -> Side | None:
        """ "Chad sent its foreign minister, X": whose office a pronoun tells, which goes before a guess of the person's state."""
        held = [t for t in self.s.doc[name.title_at : name.start] if t.lower_ in _OFFICES]
        if not held or not any(c.dep_ == "poss" and c.pos_ == "PRON" for c in held[-1].children):
            return None
        owner = self._possessor(held[-1])
        told = [o for o in self.c.discourse.document.sentences if o.sentence.index == self.s.sentence.index - 1]
        before = set(told[0].countries()) if told else set()
        named = {p.code for i, p in self.s.place_at.items() if i < held[-1].i}
        if len(before) == 1 and not named and isinstance(owner, str | None):  # "… by Chad. Its minister, X"
            owner = next(iter(before))
        if isinstance(owner, str) and not person.serves_body:
            person.country = owner
        return owner

    def _with_host(self, name: Name, role: str) -> str:
        """The title with the state that a diplomat is sent to: "Minister | to Prussia", "Minister to the Kingdom | of Bavaria"."""
        at, doc = name.title_at or 0, self.s.doc
        told = next((i for i in range(at + 1, name.start + 1) if len(doc[at:i].text) >= len(role)), name.start)
        if doc[at:told].text != role or any(i in self.s.entity_at for i in range(told, name.start)):
            return role
        if (" to " in role and doc[told].lower_ == "of") or doc[told].lower_ == "for":
            return doc[at : name.start].text  # "Assistant Secretary for Indian Affairs"
        return role + accredited(doc, told, name.start)

    def _of_after(self, name: Name) -> Entity | None:
        doc = self.s.doc
        if doc[name.end : name.end + 1].text != "of":
            return None
        at = name.end + 2 if doc[name.end + 1 : name.end + 2].text == "the" else name.end + 1
        held = self.s.entity_at.get(at)
        return held if held and held.type == "organisation" else None

    # -- lists -----------------------------------------------------------------------------------------------------
    def _listed(self, name: Name, person: Entity) -> None:
        """ "X, Director of the Council", "X, Assistant to the President and CEO, Y": offices told behind commas."""
        for post in name.posts:
            start, end = post.office
            of_state = self.s.doc[end - 1].lower_ not in _POSTS | _FIRM_OFFICES
            of_state = of_state and not sits_in_part(self.c.discourse.document.document, name.title or "")
            target: Side | None = person.country if of_state else None
            if post.body:
                place = self.s.place_at.get(post.body[0])
                target = self.s.entity_at.get(post.body[0]) or (place.code if place else target)
            local = not isinstance(target, Entity) and is_local(self.s, range(start, end), end)
            if target and not local:
                tokens = [name.start, end - 1, post.body[1] - 1 if post.body else end - 1]
                head = self.s.doc[end - 1]
                self.rows.add(person, "holds_office", target, tokens, head, self.s.doc[start:end].text)

    # -- apposition ------------------------------------------------------------------------------------------------
    def _appositive(self, name: Name, person: Entity) -> None:
        """ "X, the Assistant to the President of Y"; "Israel's Foreign Minister, X"; "an economist at Y, X"."""
        root = self.s.doc[name.start : name.end].root
        heads = [c for c in root.children if c.dep_ == "appos"]
        heads += [c for h in heads for c in h.conjuncts]
        if root.dep_ == "appos":
            heads.append(root.head)
        for head in heads:
            if head.i in self._told or head.i in range(name.start, name.end):
                continue
            if any(n.type == "person" and head.i < n.start < name.start for n in self.s.names):
                continue  # "Director and Adviser X and Secretary Y": X's
            if not self._is_next_title(head, person, bool(name.title)):
                given = head.head if head.dep_ == "nsubjpass" and head.head.lemma_ in _APPOINTING else None
                self._office(head, person, [min(head.i, name.start), max(head.i, name.end - 1)], given)

    def _is_next_title(self, head: Token, person: Entity, titled: bool) -> bool:
        """ "Adviser X, Chief of Staff Y, and …": in a list of titles and names the office is that of the name behind it."""
        if any(n.title_at is not None and n.title_at <= head.i < n.start for n in self.s.names):
            return True
        for token in self.s.doc[head.i + 1 :] if titled else ():
            if token.text in {",", ";", "(", "and"} or token.pos_ in {"VERB", "AUX"}:
                return False
            held = self.s.entity_at.get(token.i)
            if held is not None and held.type == "person" and held is not person:
                return True
        return False

    def _as_office(self, name: Name, person: Entity) -> None:
        """ "with X as chargé d'affaires", "X, as prime minister, apologised"."""
        doc = self.s.doc
        at = name.end + 1 if doc[name.end : name.end + 1].text == "," else name.end
        if doc[at : at + 1].text.lower() != "as":
            return
        welcome = self._welcomed(name, person)
        for noun in doc[at].children:
            if noun.dep_ in {"pobj", "pcomp"} and not (welcome and not self._possessor(noun)):
                self._office(noun, person, [name.start, noun.i])

    def _welcomed(self, name: Name, person: Entity) -> bool:
        """ "President X received Y as envoy": Y is none of the receiver's, though his state may be held to be that."""
        root = self.s.doc[name.start : name.end].root
        verb = root.head
        hosts = {p.country for t in of_verb(verb).subjects for p in self.c.parties.of(t)} if root.dep_ == "dobj" else ()
        return verb.lemma_ in _RECEIVING and person.country in hosts

    def _office(self, head: Token, person: Entity, tokens: list[int], told_by: Token | None = None) -> None:
        """Add the office that the phrase of `head` names, where it names one; `told_by` is the verb that gives or takes it."""
        phrase, head = head, office_in(head)
        office, post = singular(head) in _OFFICES, singular(head) in _POSTS
        if tells_counterpart(head):
            self._counterpart(head, person, tokens)
            return
        if not (office or post) or head.tag_ in {"NNS", "NNPS"} or head.lower_ in _NO_OFFICE:
            return
        role, target, last = role_of(self.rows, head)
        if target is None and not office:
            return
        if target is None and is_local(self.s, range(min(head.left_edge.i, head.i), head.i + 1), head.i + 1):
            return
        first, end = whole_office(head)
        owners = (self._possessor(t) for t in dict.fromkeys([head, phrase, *self.s.doc[first : end + 1]]))
        target = target or next((o for o in owners if o), None)
        if target is None and role.lower() in BODY_TITLES:  # "the panel, with X as vice-chair": of no state
            return
        target = target or person.country
        target = target or self._sender(self.s.doc[first : end + 1].text, person, tokens[0])
        target = target or self._post_before(head, told_by)
        if not target:
            return
        if isinstance(target, str) and head.lower_ in DIPLOMATS:
            self.c.discourse.note_post(self.s.sentence.index, head.lower_, target)
        if head.lower_ == "deputy" and any(c.dep_ == "poss" and c.lower_ in {"his", "her"} for c in head.children):
            role = deputy_office(self.c) or role
        if person.country is None and not person.serves_body:
            person.country = target if isinstance(target, str) else target.country
        # "will be the first president to visit Chad": he is that already
        doing = first_to(head, told_by)
        meant = mood(told_by) if told_by is not None and not doing else Mood()
        dated = told_by.lemma_ != "be" if told_by is not None else self._since(head)
        described = doing and head.lower_ == "head"  # "the first head of state to visit Chad"
        if meant.refused != "negated" and not described:
            self.rows.add(person, "holds_office", target, [*tokens, last], head, role, dated, meant)

    def _post_before(self, head: Token, told_by: Token | None) -> str | None:
        """ "X served as ambassador until 2013. The current ambassador is Y": the state of the envoys told of right before."""
        held = told_by is not None and told_by.lemma_ in _HOLDING
        if head.lower_ not in DIPLOMATS or not held or any(c.dep_ in _TOLD_MORE for c in head.children):
            return None
        return self.c.discourse.post_before(self.s.sentence.index, head.lower_)

    def _since(self, head: Token) -> bool:
        """ "X, head of the bank since 1936": whether an office in apposition tells its own time."""
        spans = [c for c in head.children if c.dep_ == "prep" and c.lower_ in _SPANS]
        return any(t.i in self.s.date_at for c in spans for t in c.subtree)

    def _counterpart(self, head: Token, person: Entity, tokens: list[int]) -> None:
        role = counterpart_office(self.c, head, person)
        if role and person.country:
            self.rows.add(person, "holds_office", person.country, tokens, head, role)

    def _sender(self, office: str, person: Entity, token: int) -> Side | None:
        """The state of a diplomat of whom none is told: that of the mission, or of who opens ties by sending him."""
        if not is_diplomat(office):
            return None
        person.country = sender(self.c, token)
        return person.country

    def _possessor(self, head: Token) -> Side | None:
        for child in head.children:
            whose = child.lower_ == "whose" and next((t.head for t in child.ancestors if t.dep_ == "relcl"), None)
            held = self.s.entity_at.get(whose.i if whose else child.i)  # "the Institute, whose director is X"
            if child.dep_ == "poss" and held and held.type == "organisation":
                return held
            if (
                child.dep_ == "poss"
                and held is None
                and (body := self._spoken_of(child) or self._its(child)) is not None
            ):
                return body
        return next(iter(self.c.parties.modifier_countries(head)), None)

    def _its(self, pronoun: Token) -> Entity | None:
        """ "The Association applauded. Its president, X, …": the body that is spoken of."""
        if pronoun.lower_ != "its":
            return None
        meant = self.c.parties.anaphora.pronoun(pronoun)
        held = self.c.discourse.document.entities.by_key.get(meant[0].id or "") if len(meant) == 1 else None
        return held if held is not None and held.type == "organisation" else None

    def _spoken_of(self, noun: Token) -> Entity | None:
        """The body last named that a bare noun stands for: "the authority's head", "the company's chairman"."""
        if noun.tag_ != "NN" or not any(c.lower_ == "the" for c in noun.children):
            return None
        here = (self.s.sentence.index, noun.i)
        named = sorted(self.c.discourse.document.entities.of.items(), key=lambda item: item[0])
        before = [e for place, e in named if place < here and e.type == "organisation"]
        kind = kinds_by_noun("described").get(noun.lower_)
        fitting = [e for e in before if (e.kind == kind if kind else e.name.lower().split()[-1] == noun.lower_)]
        return fitting[-1] if fitting and len({e.key for e in fitting[-3:]}) == 1 else None

    # -- verbs -----------------------------------------------------------------------------------------------------
    def _taken(self, verb: Token) -> None:
        """ "X became the first Israeli Prime Minister", "X served as ambassador to Y", "Y named X envoy"."""
        for at, head, givers in taken_by(verb):
            person = self.s.entity_at.get(at.i)
            if person is None or person.type != "person":
                continue
            if person.country is None and not person.serves_body and not self._possessor(head):
                person.country = sent_by(givers, head, self.c)
            self._office(head, person, [at.i, head.i], verb)

    def _leading(self, verb: Token) -> None:
        """ "X, who heads the Institute", "the Council, chaired by X"."""
        role = _LEADING.get(verb.lemma_)
        if role is None:
            return
        predication = of_verb(verb)
        for leader in predication.subjects[:1]:
            for led in predication.objects[:1]:
                person, body = self.rows.person(leader), self.rows.organisation(led)
                if person and body and body is not person:
                    if person.country is None and not person.serves_body:
                        person.country = body.country
                    self.rows.add(person, "holds_office", body, [leader.i, verb.i, led.i], verb, role)
