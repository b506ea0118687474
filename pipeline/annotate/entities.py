"""The people and organisations of one document: which names are one entity, and whose they are.

In: the names found in each sentence. Out: `Entity`s and, for each name, the entity it belongs to. Nothing is known here of
other documents; `resolve` joins those.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from pipeline.annotate.belonging import state_of
from pipeline.annotate.gazetteer import Place, find_places
from pipeline.annotate.name_words import Name, words
from pipeline.annotate.organisation_names import known_organisations
from pipeline.annotate.same_person import leaders, person_meant, surnames
from pipeline.annotate.states_near import (
    delegates,
    in_their_order,
    later_epithets,
    led_by,
    main_state,
    outside_people,
    states_before,
)
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc


@dataclass(slots=True)
class Entity:
    """A person or organisation of one document. `country` is alpha-3 or None; `kind` an organisation's type."""

    key: str
    type: str
    name: str
    aliases: set[str] = field(default_factory=set)
    country: str | None = None
    kind: str | None = None
    titles: list[str] = field(default_factory=list)
    known: bool = False
    serves_body: bool = False  # an officer of an international body speaks for no state

    def offices(self) -> set[str]:
        """The last word of each title, in small letters: "minister" of "Foreign Minister"."""
        return {title.lower().split()[-1] for title in self.titles}


_POSTED = frozenset(load("names")["posted_titles"])


_SHORT = 3  # letters of words that tell little of a name ("of", "the")
_STATE_FORMS = frozenset({"name", "seat", "adjective"})


@dataclass(slots=True)
class Entities:
    """The entities of a document, by key; `of` finds the entity of a name by sentence and first token."""

    by_key: dict[str, Entity] = field(default_factory=dict)
    of: dict[tuple[int, int], Entity] = field(default_factory=dict)

    main: str | None = None  # the state that the document is mostly about, where it is one

    def people(self) -> list[Entity]:
        """The people, in order of first mention."""
        return [e for e in self.by_key.values() if e.type == "person"]

    def last_told(self, entity: Entity, place: tuple[int, int]) -> tuple[int, int]:
        """Where an entity was last named before a sentence and token; before all where it was not."""
        return max((at for at, held in self.of.items() if held is entity and at < place), default=(-1, -1))

    def settle_at_home(self, home: str) -> None:
        """Give the state that speaks to offices and office holders whose state is not told: "Secretary Rubio" in its release."""
        self._settle_holders("home_titles", home)
        for body in self.organisations():
            if body.country is None and body.kind == "agency" and body.name.split()[0] in words("home_bodies"):
                body.country = home

    def settle_at_main(self, near: dict[str, str]) -> None:
        """Give the state that the document is about to offices of state of which none is told: "Supply Minister X".

        `near` is the state named last before each person, by key: where that is another, the office may be of either.
        """
        others = {key for key, code in near.items() if code != self.main}
        self._settle_holders("state_titles", self.main, others)

    def _settle_holders(self, titles: str, state: str | None, but: Collection[str] = ()) -> None:
        """Give a state to the people without one whose titles end in a word of the list `titles`, save those in `but`."""
        ends = words(titles)
        for person in self.people():
            open_yet = person.country is None and not person.serves_body and person.key not in but
            if open_yet and not person.offices().isdisjoint(ends):
                person.country = state

    def organisations(self) -> list[Entity]:
        """The organisations, in order of first mention."""
        return [e for e in self.by_key.values() if e.type == "organisation"]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"


def _add_person(entities: Entities, name: Name, place: tuple[int, int], beside: Sequence[Name]) -> Entity | None:
    person = person_meant(name, entities.people(), beside, lambda held: entities.last_told(held, place))
    text = re.sub(r"'s$", "", name.text)
    if person is None:
        if len(text.split()) == 1 and not name.sure:
            return None
        person = Entity(f"person:{_slug(text)}", "person", text)
        while person.key in entities.by_key:
            person.key += "-2"
        entities.by_key[person.key] = person
    if len(text.split()) > len(person.name.split()):
        person.aliases.add(person.name)
        person.name = text
    elif text != person.name:
        person.aliases.add(text)
    if name.title and name.title not in person.titles:
        person.titles.append(name.title)
    return person


def _organisation_key(name: Name, entities: Entities, beside: Sequence[Name] = ()) -> Entity | None:
    text = name.text.casefold()
    for held in entities.organisations():
        if (
            text == held.name.casefold()
            or any(text == a.casefold() for a in held.aliases)
            or (name.known and held.key == f"organisation:{_slug(name.known)}")
        ):
            return held
    for held in entities.organisations():  # a short form: "Technion" of "Technion Institute", "the Ministry" stays open
        if (
            len(name.text.split()) == 1
            and len(text) > 3
            and held.name.casefold().split()[0] == text
            and held.kind == "company"
            # "Equinor Brasil, Equinor's subsidiary": who is named beside the longer name and known by itself is another
            and not (name.known and any(n.text == held.name for n in beside))
        ):
            return held
    return None


def _add_organisation(entities: Entities, name: Name, beside: Sequence[Name]) -> Entity:
    held = _organisation_key(name, entities, beside)
    if held is None:
        entry = known_organisations().get(name.known) if name.known else None
        text = re.sub(r"^(?:The|the) (?!.* Post$)", "", name.text)
        key = f"organisation:{_slug(name.known or text)}"
        held = entities.by_key.get(key) or Entity(key, "organisation", text, kind=name.kind)
        if entry:
            held.kind, held.country, held.known = entry["type"], entry.get("country"), True
            held.aliases |= {str(f) for f in (entry.get("short"), entry["name"], *entry.get("aliases", [])) if f}
        entities.by_key[held.key] = held
    if len(name.text) > len(held.name):
        held.aliases.add(held.name)
        held.name = re.sub(r"^(?:The|the) ", "", name.text)
    elif name.text != held.name:
        held.aliases.add(name.text)
    return held


_ACRONYM = re.compile(r"^[A-Z][A-Za-z&.-]{1,8}$")


def _acronym(doc: Doc, end: int) -> str | None:
    """The acronym that follows a name in brackets: "… Research Institute (SIPRI)"."""
    if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")" and _ACRONYM.match(doc[end + 1].text):
        text = doc[end + 1].text
        return text if sum(c.isupper() for c in text) >= 2 else None
    return None


def _fits(acronym: str, name: str) -> bool:
    initials = [w[0] for w in re.findall(r"[A-Za-zÀ-ÿ]+", name) if w[0].isupper()]
    return bool(initials) and acronym[0].upper() in {i.upper() for i in initials}


def collect(sentences: Sequence[tuple[Doc, list[Name], list[Place]]]) -> Entities:
    """Join the names of a document's sentences into entities and tell each one's country where the words do."""
    sentences = [(doc, names, outside_people(doc, names, places)) for doc, names, places in sentences]
    entities = Entities()
    order = sorted(
        ((index, name) for index, (_, names, _) in enumerate(sentences) for name in names),
        key=lambda item: (
            not item[1].sure and (item[1].type == "organisation" or len(item[1].text.split()) == 1),
            item[0],
            item[1].start,
        ),
    )
    acronyms: dict[str, Entity] = {}
    served: list[tuple[Entity, tuple[int, int]]] = []
    for index, name in order:
        doc = sentences[index][0]
        if name.type == "person":
            entity = _add_person(entities, name, (index, name.start), sentences[index][1])
        else:
            entity = acronyms.get(name.text) or (
                _add_organisation(entities, name, sentences[index][1])
                if name.sure
                else _organisation_key(name, entities, sentences[index][1])
            )
            if entity is None:
                continue
            acronym = _acronym(doc, name.end)
            if acronym and _fits(acronym, name.text):
                _merge_acronym(entities, entity, acronym)
                acronyms[acronym] = entity
        if entity is None:
            continue
        entities.of[(index, name.start)] = entity
        if name.posts:
            _take_posts(doc, entity, name, sentences[index][2])
        body = _body_of_office(doc, name, sentences[index][1]) if name.type == "person" else None
        if body is not None and body.kind == "international":
            entity.serves_body, entity.country = True, None
        elif body is not None:
            served.append((entity, (index, body.start)))
        if (entity.country is None or _said_whose(doc, name, entity)) and not entity.serves_body and not name.posts:
            entity.country = state_of(doc, name, sentences[index][2], sentences[index][1]) or entity.country
        if entity.country is None and name.title and not entity.serves_body:
            entity.country = _state_of_list(doc, name, sentences[index][1], entities, index)
    for person, place in served:
        if person.country is None and place in entities.of:
            person.country = entities.of[place].country
    _settle_states(sentences, entities)
    return entities


def _settle_states(sentences: Sequence[tuple[Doc, list[Name], list[Place]]], entities: Entities) -> None:
    """Give entities the states that titles, delegations and later words tell, last the one that the document is about."""
    named = {place.code for _, _, places in sentences for place in places}
    for entity in entities.by_key.values():
        _settle_by_title(entity, named)
        _settle(entity)
    for tell in (delegates, led_by, in_their_order, later_epithets):
        for key, code in tell(sentences, entities.of).items():
            entities.by_key[key].country = code
    entities.main = main_state([place for _, _, places in sentences for place in places])
    entities.settle_at_main(states_before(sentences, entities.of))


def _state_of_list(doc: Doc, name: Name, names: list[Name], entities: Entities, index: int) -> str | None:
    """The state of the office holder right before in a list: "Omani Foreign Minister A, Trade Minister B"."""
    before = max((n for n in names if n.type == "person" and n.end <= name.start), key=lambda n: n.end, default=None)
    if before is None or before.title is None or name.title_at is None:
        return None
    if doc[before.start - 1].text == ",":  # "Chad's Foreign Minister, A, and Minister B": the comma closes what A is
        return None
    between = [t.text for t in doc[before.end : name.title_at]]
    told = words("state_titles") | words("portfolios")
    peers = all(set(str(n.title).lower().split()) & told for n in (before, name))
    held = entities.of.get((index, before.start))
    listed = peers and bool(between) and set(between) <= {",", "and"} and before.title != name.title
    return held.country if listed and held else None


def _body_of_office(doc: Doc, name: Name, names: list[Name]) -> Name | None:
    """The body whose office a title tells: "U.N. Secretary-General X", "Secretary of the Security Council X"."""
    starts = {post.body[0] for post in name.posts if post.body}
    if starts:
        return next((n for n in names if n.type == "organisation" and n.start in starts), None)
    start = name.title_at if name.title_at is not None else _chief_before(doc, name.start)
    if start is None:
        return None
    # a title may begin inside it: "European | Commission President X"
    inside = [n for n in names if n.type == "organisation" and start < n.end and n.end <= name.start]
    before = [n for n in names if n.type == "organisation" and 0 <= start - n.end <= 2]
    link = doc[name.end : name.end + 1].text.lower() == "of"  # "President X of the European Council"
    behind = name.end + 2 if doc[name.end + 1 : name.end + 2].text.lower() == "the" else name.end + 1
    inside += [n for n in names if link and n.type == "organisation" and n.start == behind]
    if before and any(t.text in {",", "and", ";"} for t in doc[before[-1].end : start]):
        before = []
    return next(iter([*inside, *reversed(before)]), None)


def _chief_before(doc: Doc, start: int) -> int | None:
    """Where the words begin that call a name the head of a body: "EU | foreign policy chief X"."""
    if not start or doc[start - 1].lower_ not in words("chiefs"):
        return None
    at = start - 1
    while at and doc[at - 1].lower_ in words("portfolios"):
        at -= 1
    return at


def _take_posts(doc: Doc, person: Entity, name: Name, places: list[Place]) -> None:
    """Take the titles, and the state where it is told, of the offices listed behind a name."""
    for post in name.posts:
        start, end = post.office
        end = next((i for i in range(start, end) if doc[i].lower_ in {"to", "of", "for", "at"}), end)
        if (title := doc[start:end].text) not in person.titles:
            person.titles.append(title)
        if post.body and person.country is None:
            at = doc[post.body[0]].idx
            person.country = next((p.code for p in places if p.start == at and p.kind in _STATE_FORMS), None)


def _merge_acronym(entities: Entities, entity: Entity, acronym: str) -> None:
    entity.aliases.add(acronym)
    entry = known_organisations().get(acronym)
    if entry is not None and not entity.known and _told_alike(entity.name, str(entry["name"])):
        entity.kind, entity.country, entity.known = entry["type"], entry.get("country"), True
    twin = entities.by_key.get(f"organisation:{_slug(acronym)}")
    if twin is not None and twin is not entity:
        entity.aliases |= {twin.name, *twin.aliases}
        del entities.by_key[twin.key]
        for place, held in entities.of.items():
            if held is twin:
                entities.of[place] = entity


def _told_alike(text: str, known: str) -> bool:
    """Whether a name with a known acronym is a known body's, a word left out or spelled otherwise: "Association of Southeast Nations"."""
    said, kept = ({w for w in name.lower().split() if len(w) > _SHORT} for name in (text, known))
    return len(said & kept) > 1 and len(said & kept) >= len(kept) - 1


def _said_whose(doc: Doc, name: Name, entity: Entity) -> bool:
    """ "Kenya's Acme Aviation": of a company whose state is known too, what the text says goes first."""
    owned = name.start > 0 and doc[name.start - 1].lower_ == "'s"
    return entity.kind == "company" and owned and doc[name.end - 1].dep_ not in {"compound", "nmod", "amod"}


def _settle_by_title(entity: Entity, named: set[str]) -> None:
    """The state of an office that no other has ("Secretary of State X"), where the document speaks of it."""
    if entity.type == "person" and entity.country is None and not entity.serves_body:
        codes = {code for title in entity.titles if (code := load("names")["titles_of_one_state"].get(title.lower()))}
        entity.country = codes.pop() if len(codes) == 1 and codes <= named else None


@cache
def _initials_by_word() -> dict[str, set[str]]:
    """Each word of the full names of well-known leaders → how the names that it stands in begin."""
    found: dict[str, set[str]] = {}
    for name in leaders():
        for word in name.split() if " " in name else ():
            found.setdefault(word, set()).add(name[0])
    return found


def _may_be_leader(name: str, surname: str) -> bool:
    """Whether a full name may be that of the leader known by a surname: no "Wilbur J. Carr" where that is a Bob Carr."""
    given = _initials_by_word().get(surname)
    return name == surname or not given or name[0] in given or name.split()[0] == surname


def _settle(entity: Entity) -> None:
    if entity.type == "person" and entity.country is None and not entity.serves_body:
        posted = entity.offices() & _POSTED
        by_surname = {} if posted else surnames()
        for name in [entity.name, *sorted(entity.aliases)]:
            short = by_surname.get(name) if _may_be_leader(entity.name, name) else None
            entity.country = entity.country or leaders().get(name) or short
    if entity.type == "organisation":
        if entity.kind is None:
            entity.kind = "company"
        if entity.kind == "international":
            entity.country = None
        inside = [code for form, (code, kind) in _places_in(entity.name) if kind in {"name", "adjective"}]
        inside += [code for form, (code, kind) in _places_in(entity.name) if kind in {"seat", "town"}]
        if entity.country is None and entity.name.split()[-1] in words("cabinets"):  # "the Biden-Harris Administration"
            leading = [surnames().get(word) for word in re.split(r"[^A-Za-z]+", entity.name)]
            entity.country = next((code for code in leading if code), None)
            entity.kind = "government" if entity.country else entity.kind
        if entity.country is None and inside and entity.kind != "international" and not entity.known:
            entity.country = inside[0]
    entity.aliases.discard(entity.name)


def _places_in(name: str) -> list[tuple[str, tuple[str, str]]]:
    return [(name[p.start : p.end], (p.code, p.kind)) for p in find_places(name)]
