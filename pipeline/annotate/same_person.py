"""Which names of people are one person: full names, shorter forms, nicknames, surnames alone.

In: a name and the people of its document so far. Out: the person that it means, or None for somebody new.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipeline.annotate.gazetteer import without_marks
from pipeline.annotate.name_words import Name, words
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.entities import Entity

# Where the family name stands first: Xi Jinping is "Xi".
FAMILY_NAME_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "VNM", "KHM"})


@cache
def leaders() -> dict[str, str]:
    """Full name of a well-known office holder → the country's code."""
    told = {name: code for code, names in load("leaders").items() for name in names}
    return {without_marks(name): code for name, code in told.items()} | told  # "Viktor Orban"


@cache
def surnames() -> dict[str, str]:
    """Surname of a well-known office holder → the country's code, where it is of one country alone."""
    found: dict[str, set[str]] = {}
    for name, code in leaders().items():
        surname = name.split()[0 if code in FAMILY_NAME_FIRST else -1]
        found.setdefault(surname, set()).add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def person_meant(
    name: Name, people: Sequence[Entity], beside: Sequence[Name], last_told: Callable[[Entity], tuple[int, int]]
) -> Entity | None:
    """The person a name means: of the same name, else of a longer form of it or its surname; the one last told wins.

    `people` are in order of first mention, `beside` the names of the same sentence: "John Quincy Adams, son of John Adams"
    are two. `last_told` is the place of a person's last mention before the name.
    """
    text = re.sub(r"'s$", "", name.text)
    same = [p for p in people if text == p.name or text in p.aliases]
    near = {other.text for other in beside if other.start != name.start}
    alike = same or [p for p in people if _may_be(name, text, p) and not (p.name in near and _less(text, p.name))]
    return alike[0] if len(alike) == 1 else max(reversed(alike), key=last_told, default=None)


def _less(name: str, other: str) -> bool:
    """Whether one full name is another without some of its words."""
    told, held = set(name.split()), set(other.split())
    return len(told) > 1 and (told < held or held < told)


def _may_be(name: Name, text: str, person: Entity) -> bool:
    """Whether a name is a form of a person's: a surname, a given name with the same surname, a family name first."""
    told, held = _words_of(text), _words_of(person.name)
    if len(told) == 1:
        family_first = told[0] == held[0] and person.country in FAMILY_NAME_FIRST
        inside = told[0] == surname_of(person.name) or (len(held) > 2 and told[0] in held[1:])
        return inside or family_first or _is_same_person(name, person)
    if len(held) > 1 and surname_of(text) == surname_of(person.name) and (told[0] == held[0] or _initials(told, held)):
        return None in {_number(text), _number(person.name)} or _number(text) == _number(person.name)
    if len(held) == 1 and held[0] in {surname_of(text), *told[1:]}:
        return True
    # "President von der Leyen", and then her full name
    if held[0] in words("opening_particles") and told[-len(held) :] == held:
        return True
    # a shorter form, or the family name first: "Kishida Fumio"
    return set(told) <= set(held) or _is_same_person(name, person)


def _words_of(name: str) -> list[str]:
    """The words of a name, its particles small as they are inside a sentence: "Von der Leyen"."""
    return [word.lower() if word.lower() in words("particles") else word for word in name.split()]


def _number(name: str) -> str | None:
    """The number of a king: "Albert I" and "Albert II" are two."""
    last = name.split()[-1]
    return last if re.fullmatch(r"[IVX]+", last) else None


def surname_of(name: str) -> str:
    """The last word of a name, without what tells sons from fathers."""
    words = [w for w in re.sub(r",? (?:Jr|Sr|I{1,3}|IV|VI{0,3}|IX)\.?$", "", name).split() if w]
    return words[-1] if words else name


def _initials(a: list[str], b: list[str]) -> bool:
    return a[0][0] == b[0][0] and (a[0].endswith(".") or b[0].endswith("."))


def _is_same_person(name: Name, person: Entity) -> bool:
    """Nicknames and the name by which a state knows its own: "Joe" for "Joseph R. Biden", "Kishida" before "Kishida Fumio".

    "President Issoufou" is the President Issoufou Mahamadou named before; "Mr Issoufou" need not be.
    """
    told, held = name.text.split(), person.name.split()
    if sorted([len(held), len(told)]) == [1, 2] and held[0] == told[0]:
        return bool(name.title) and name.title in person.titles and name.title.lower() not in words("manners")
    same = len(told) > 1 and len(held) > 1 and surname_of(name.text) == surname_of(person.name)
    return (
        same
        and told[0][0] == held[0][0]
        and surname_of(name.text) in surnames()
        and name.title in {None, *person.titles}
    )
