"""The names of weapons: systems that the lexicon lists, models of a listed family, and names made of letters and numbers.

In: words of an annotated sentence. Out: designations as the text writes them, with the lexicon's entry where it has one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.annotate.held import words_in
from pipeline.annotate.organisation_names import known_organisations
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

DESIGNATION = re.compile(r"^(?=.*\d)(?=.*[A-Z])[A-Z][\w/.-]*$|^[A-Z]{2,6}(?:-[A-Z]{1,4})?$")
_DIGIT, _WORD = re.compile(r"\d"), re.compile("[a-z]+")
NAMING = frozenset({"PROPN", "NOUN", "ADJ"})


@cache
def _systems() -> dict[str, dict[str, Any]]:
    return {str(k): v for k, v in load("weapons")["systems"].items()}


@cache
def _families() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """The patterns of models, "A-37B" and "UH-1H", each with what is known of all that are named so."""
    return [(re.compile(f["models"]), f) for f in load("weapons")["families"]]


@cache
def system_pattern() -> re.Pattern[str]:
    """Every named system, the longest first, and the models of families; a plural ("F-16s") is one too."""
    names: dict[str, list[str]] = {}  # by what they begin with, for a pattern tries all that may stand at a place
    for name in sorted(_systems(), key=lambda n: (-len(n), n)):
        names.setdefault(name[0], []).append(re.escape(name[1:]))
    systems = [rf"{first}(?:{'|'.join(rests)})" for first, rests in names.items()]
    models = [rf"(?:{pattern.pattern})(?![\w-]*\d)" for pattern, _ in _families()]
    return re.compile(rf"(?<![\w-])(?=[A-Z\d])({'|'.join([*systems, *models])})(?:s\b)?(?![a-z])")


@lru_cache(maxsize=4)
def systems_in(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text names systems, without the "s" of a plural; kept for the next who asks of the same sentence."""
    return tuple(found.span(1) for found in system_pattern().finditer(text))


@cache
def _first_words() -> frozenset[str]:
    """With what the names of systems without a digit begin, one or several of them; models of families have one."""
    first = [_WORD.findall(name.lower())[0] for name in _systems() if _DIGIT.search(name) is None]
    return frozenset([*first, *(f"{word}s" for word in first)])


def may_name_systems(text: str) -> bool:
    """Whether a text names a weapon. To look for each of some hundred names takes long, so it is asked for their words first."""
    if _DIGIT.search(text) is None and _first_words().isdisjoint(words_in(text)):
        return False
    return bool(systems_in(text))


def _entry(name: str) -> dict[str, Any] | None:
    own = _systems().get(name)
    return own or next((entry for pattern, entry in _families() if pattern.fullmatch(name)), None)


def is_system(token: Token) -> bool:
    """Whether a word names a weapon: "F-16s", "Gripens"."""
    found = system_pattern().fullmatch(token.text)
    return found is not None and token.pos_ in NAMING


def counts_things(token: Token) -> bool:
    """ "five" of "five KC-390 aircraft", where the parser took it for a part of the name."""
    return token.tag_ == "CD" and token.is_alpha


def named_system(tokens: list[Token]) -> tuple[str | None, dict[str, Any]]:
    """The designation that the words of a phrase hold, and what the lexicon knows of it: "F-16 Block 70" is an F-16."""
    text = tokens[0].doc.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1].text)]
    if text == text.lower():  # every designation has a capital
        return None, {}
    named = (m.group(1) for m in system_pattern().finditer(text))
    best = max(named, key=lambda n: (any(c.isdigit() for c in n), len(n)), default=None)  # "F-16 Fighting Falcon"
    words = [t for t in tokens if t.pos_ in {"PROPN", "NOUN", "NUM", "ADJ"} or t.text == "-"]
    own = _joined_designation(tokens)
    if best and own and best in own and own != f"{best}s":
        return own, _entry(best) or {}
    if best:
        return best, _entry(best) or {}
    return (own if words else None), {}


def _joined_designation(tokens: list[Token]) -> str | None:
    """A model's name in the phrase: "F-16 Block 70", "AGM-158B-2", "Leopard 1A5"."""
    titled = tokens[-1].text[:1].isupper() and not any(c.isdigit() for c in tokens[-1].text)
    kept: list[Token] = []
    for token, behind in zip(tokens, [*tokens[1:], None], strict=True):
        word = token.text
        numbered = (
            word[:1].isupper()
            and behind is not None
            and any(c.isdigit() for c in behind.text)
            and not counts_things(token)
            and not (_is_company(word) and DESIGNATION.match(behind.text))  # "Embraer A-29"
        )
        goes_on = bool(kept) and not titled and (word == "-" or re.fullmatch(r"[\dA-Z][\w-]*", word) is not None)
        number = bool(kept) and word.isdigit()
        if DESIGNATION.match(word) or numbered or goes_on or number:
            kept.append(token)
        elif kept:
            break
    text = tokens[0].doc[kept[0].i : kept[-1].i + 1].text.strip(" -") if kept else ""
    return text if any(c.isdigit() for c in text) else None


@cache
def _is_company(word: str) -> bool:
    entry = known_organisations().get(word)
    return entry is not None and entry["type"] == "company"


def system_of(designation: str | None) -> dict[str, Any] | None:
    """The lexicon's entry of a named system, whatever model of it: "F-16 Block 70"."""
    found = max((m.group(1) for m in system_pattern().finditer(designation or "")), key=len, default=None)
    return _entry(found) if found else None


def producer_of(designation: str | None) -> str | None:
    """The maker of a named system, where that is common knowledge."""
    entry = _systems().get(designation or "")
    return entry.get("producer") if entry else None
