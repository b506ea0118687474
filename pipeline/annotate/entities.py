"""The people and organisations of one document: which names are one entity, and whose they are.

In: the names found in each sentence. Out: `Entity`s and, for each name, the entity it belongs to. Nothing is known here of
other documents; `resolve` joins those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from pipeline.annotate.gazetteer import Place, forms
from pipeline.annotate.name_words import Name
from pipeline.annotate.organisation_names import known_organisations
from pipeline.lexicons import load

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


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


@cache
def leaders() -> dict[str, str]:
    """Full name of a well-known office holder → the country's code."""
    return {name: code for code, names in load("leaders").items() for name in names}


# Where the family name stands first: Xi Jinping is "Xi".
_FAMILY_NAME_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "VNM", "KHM"})


@cache
def surnames() -> dict[str, str]:
    """Surname of a well-known office holder → the country's code, where it is of one country alone."""
    found: dict[str, set[str]] = {}
    for name, code in leaders().items():
        surname = name.split()[0 if code in _FAMILY_NAME_FIRST else -1]
        found.setdefault(surname, set()).add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


@dataclass(slots=True)
class Entities:
    """The entities of a document, by key; `of` finds the entity of a name by sentence and first token."""

    by_key: dict[str, Entity] = field(default_factory=dict)
    of: dict[tuple[int, int], Entity] = field(default_factory=dict)

    def people(self) -> list[Entity]:
        """The people, in order of first mention."""
        return [e for e in self.by_key.values() if e.type == "person"]

    def settle_at_home(self, home: str) -> None:
        """Give the state that speaks ("Secretary Rubio" in its own release) to office holders whose state is not told."""
        at_home = frozenset(load("names")["home_titles"])
        for person in self.people():
            if (
                person.country is None
                and not person.serves_body
                and any(t.lower().split()[-1] in at_home for t in person.titles)
            ):
                person.country = home

    def organisations(self) -> list[Entity]:
        """The organisations, in order of first mention."""
        return [e for e in self.by_key.values() if e.type == "organisation"]


def _surname(name: str) -> str:
    words = [w for w in re.sub(r",? (?:Jr|Sr|II|III|IV)\.?$", "", name).split() if w]
    return words[-1] if words else name


def _person_key(name: Name, entities: Entities) -> Entity | None:
    """The person a name means: the same name, a longer form of it, or its surname; the last one named wins."""
    text = re.sub(r"'s$", "", name.text)
    words = text.split()
    for person in reversed(entities.people()):
        held = person.name.split()
        if text == person.name or text in person.aliases:
            return person
        if len(words) == 1 and (words[0] == _surname(person.name) or (len(held) > 2 and words[0] in held[1:])):
            return person
        if (
            len(words) > 1
            and len(held) > 1
            and _surname(text) == _surname(person.name)
            and (words[0] == held[0] or _initials(words, held))
        ):
            return person
        if len(held) == 1 and len(words) > 1 and held[0] in {_surname(text), *words[1:]}:
            return person
        if len(words) > 1 and len(held) > len(words) and set(words) <= set(held):
            return person
    return None


def _initials(a: list[str], b: list[str]) -> bool:
    return a[0][0] == b[0][0] and (a[0].endswith(".") or b[0].endswith("."))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"


def _add_person(entities: Entities, name: Name) -> Entity | None:
    person = _person_key(name, entities)
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


def _organisation_key(name: Name, entities: Entities) -> Entity | None:
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
        ):
            return held
    return None


def _add_organisation(entities: Entities, name: Name) -> Entity:
    held = _organisation_key(name, entities)
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
    for index, name in order:
        doc = sentences[index][0]
        if name.type == "person":
            entity = _add_person(entities, name)
        else:
            entity = acronyms.get(name.text) or (
                _add_organisation(entities, name) if name.sure else _organisation_key(name, entities)
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
        if name.type == "person" and _of_body(doc, name, sentences[index][1]):
            entity.serves_body, entity.country = True, None
        if entity.country is None and not entity.serves_body:
            entity.country = _country_near(doc, name, sentences[index][2])
    for entity in entities.by_key.values():
        _settle(entity)
    return entities


def _of_body(doc: Doc, name: Name, names: list[Name]) -> bool:
    """ "U.N. Secretary-General X": the name of an international body stands right before the title."""
    if not name.title:
        return False
    start = name.start - len(name.title.split())
    before = next((n for n in names if n.type == "organisation" and 0 <= start - n.end <= 2 and n.end <= start), None)
    return before is not None and before.kind == "international" and doc[start - 1].text not in {",", "and"}


def _merge_acronym(entities: Entities, entity: Entity, acronym: str) -> None:
    entity.aliases.add(acronym)
    twin = entities.by_key.get(f"organisation:{_slug(acronym)}")
    if twin is not None and twin is not entity:
        entity.aliases |= {twin.name, *twin.aliases}
        del entities.by_key[twin.key]
        for place, held in entities.of.items():
            if held is twin:
                entities.of[place] = entity


def _settle(entity: Entity) -> None:
    if entity.type == "person" and entity.country is None and not entity.serves_body:
        for name in [entity.name, *sorted(entity.aliases)]:
            entity.country = entity.country or leaders().get(name) or surnames().get(name)
    if entity.type == "organisation":
        if entity.kind is None:
            entity.kind = "company"
        if entity.kind == "international":
            entity.country = None
        inside = [code for form, (code, kind) in _places_in(entity.name) if kind in {"name", "adjective"}]
        if entity.country is None and inside and entity.kind != "international" and not entity.known:
            entity.country = inside[0]
    entity.aliases.discard(entity.name)


def _places_in(name: str) -> list[tuple[str, tuple[str, str]]]:
    from pipeline.annotate.gazetteer import find_places

    return [(name[p.start : p.end], (p.code, p.kind)) for p in find_places(name)]


def _country_near(doc: Doc, name: Name, places: list[Place]) -> str | None:
    """The state that the words around a name tell: before it (Israel's, Israeli), after it (of Israel), beside its head."""
    at = {t.i: p for p in places for t in (doc.char_span(p.start, p.end, alignment_mode="expand") or [])}
    span = doc[name.start : name.end]
    for token in span:
        if token.i in at and at[token.i].kind in {"name", "adjective"} and name.type == "organisation":
            return at[token.i].code
    if name.start > 1 and doc[name.start - 1].lower_ == "'s" and name.start - 2 in at:
        return at[name.start - 2].code
    found = _before(span.root, name, at) or _title_country(doc, name, at) or _after(doc, name, at)
    return found or _through_apposition(span.root, name, at)


def _modifier(head: Token, at: dict[int, Place], skip: range) -> str | None:
    for child in head.children:
        if (
            child.i in at
            and child.i not in skip
            and child.dep_ in {"poss", "amod", "compound", "nmod", "npadvmod"}
            and at[child.i].kind != "town"
        ):
            return at[child.i].code
        coordinated = any(c.dep_ == "cc" for c in child.children)
        if child.i not in skip and child.dep_ in {"compound", "nmod", "poss", "amod"} and not coordinated:
            nested = _modifier(child, at, skip)
            if nested:
                return nested
        if child.dep_ == "prep" and child.lower_ in {"of", "to", "for"}:
            for obj in child.children:
                if obj.i in at and at[obj.i].kind in {"name", "seat"} and child.lower_ == "of":
                    return at[obj.i].code
    return None


def _before(root: Token, name: Name, at: dict[int, Place]) -> str | None:
    return _modifier(root, at, range(name.start, name.end))


def _title_country(doc: Doc, name: Name, at: dict[int, Place]) -> str | None:
    """ "Azerbaijani President X", "Israel's Foreign Minister, X": the words before the title."""
    i = name.start - 1
    steps = 0
    while i >= 0 and steps < 9:
        token = doc[i]
        if token.i in at and at[token.i].kind != "town":
            return at[token.i].code
        capital = token.text[:1].isupper()
        if not (
            capital or token.text in {",", "'s", "'", "-", "of", "for", "the", "and"} or token.pos_ in {"NOUN", "ADJ"}
        ) or token.text in {".", ";", ":"}:
            return None
        if token.text == "," and steps > 0:
            return None
        i -= 1
        steps += 1
    return None


def _after(doc: Doc, name: Name, at: dict[int, Place]) -> str | None:
    """ "Prime Minister Naftali Bennett of Israel", "Lockheed Martin, of Orlando, Florida"."""
    i = name.end
    if i < len(doc) and doc[i].text == ",":
        i += 1
    if (
        i + 1 < len(doc) and doc[i].tag_ == "VBG" and doc[i + 1].lower_ in {"under", "within"}
    ):  # "operating under Y's Ministry"
        return next((at[j].code for j in range(i + 2, min(i + 5, len(doc))) if j in at), None)
    if i + 1 < len(doc) and doc[i].lower_ == "of":
        for j in range(i + 1, min(i + 4, len(doc))):
            if j in at:
                return at[j].code
            if doc[j].text not in {"the", "Republic", "Kingdom"}:
                break
    return None


def _through_apposition(root: Token, name: Name, at: dict[int, Place]) -> str | None:
    """ "X, the President of Azerbaijan"; "the Israeli minister, X"."""
    skip = range(name.start, name.end)
    for child in root.children:
        if child.dep_ == "appos" and child.i not in skip:
            if child.i in at:
                return None
            found = _deep(child, at, skip)
            if found:
                return found
    if root.dep_ == "appos" and root.head.i not in skip and root.head.i not in at:
        return _modifier(root.head, at, skip)
    return _through_clause(root, at, skip)


def _through_clause(root: Token, at: dict[int, Place], skip: range) -> str | None:
    """ "X became the first Israeli Prime Minister"; "the agency, operating under Y's Ministry"."""
    if root.dep_ == "nsubj" and root.head.lemma_ in {"become", "be"}:
        for child in root.head.children:
            if child.dep_ == "attr":
                return _modifier(child, at, skip)
    for child in root.children:
        if child.dep_ == "acl":
            for prep in child.children:
                if prep.lower_ in {"under", "within"}:
                    return next((found for obj in prep.children if (found := _modifier(obj, at, skip))), None)
    return None


def _deep(head: Token, at: dict[int, Place], skip: range) -> str | None:
    found = _modifier(head, at, skip)
    if found:
        return found
    for token in head.subtree:
        if token.i in at and at[token.i].kind in {"name", "adjective"} and token.i not in skip and token.i - head.i < 8:
            return at[token.i].code
    return None


__all__ = ["Entities", "Entity", "collect", "forms", "leaders"]
