"""Tokens as the parser should see them: names joined to one token each, states behind masks.

In: a tokenised sentence. Out: the same with joined tokens, and the words to show the parser in their place. A statistical parser
reads a sentence differently by the names in it; behind a mask Kenya and Peru are read as Israel and Azerbaijan are.
"""

from __future__ import annotations

import itertools
import re
from calendar import month_name
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from pipeline.annotate.gazetteer import Place, find_places, may_end_name
from pipeline.lexicons import load
from pipeline.text.letters import CAPITALS

if TYPE_CHECKING:
    from spacy.tokens import Doc

# "re-established", "co-founded": one word to a reader, three to the tokenizer.
PREFIXED = re.compile(
    r"\b(?:[Rr][Ee]|[Cc][Oo])-[A-Za-z]{3,}\b|\bvice-(?:president|premier|minister|chair|chairman|chancellor)\b"
)
# "Moon Jae-in", "Prayut Chan-o-cha": a given name behind a family name.
_HYPHENED_NAME = re.compile(
    rf"(?<=[A-Za-z] )[A-Z][a-z]+(?:-[a-z]{{1,7}})+\b|\b[A-Z]{{2,5}}-[{CAPITALS}][a-zß-ÿ]{{2,}}\b"
)
_SLASHED = re.compile(r"\b[A-Z]{1,3}/[A-Z]{1,3}-\d+\w*")  # "F/A-18D"
# Words to show the parser for a state's name, adjective, people and seat, in the order in which states first stand in a sentence.
_MASKS = {
    "name": ("France", "Germany", "Italy", "Spain", "Japan", "Brazil"),
    "adjective": ("French", "German", "Italian", "Spanish", "Japanese", "Brazilian"),
    "people": ("Russians", "Germans", "Italians", "Americans", "Canadians", "Brazilians"),
    "seat": ("Paris", "Berlin", "Rome", "Madrid", "Tokyo", "London"),
}
# "In August Washington …": a year stands there as the month does, and is no given name.
_MONTH_MASK = "2019"
_MONTHS = frozenset(month_name)
_WITH_ARTICLE = ("Netherlands", "Philippines", "Bahamas", "Emirates", "Maldives", "Gambia")


@cache
def _office_of() -> re.Pattern[str]:
    titles = "|".join(re.escape(t) for t in sorted(load("names")["titles"], key=lambda t: (-len(t), t)))
    return re.compile(rf"\b(?:{titles}) of (?:the )?$")


@cache
def _longest_office() -> int:
    """How many characters before a place its office may begin."""
    return max(map(len, load("names")["titles"])) + len(" of the ")


def _is_name(text: str) -> bool:
    """Whether a hyphened word is a given name: not "Israeli-made", not "Paris-based"."""
    return all(may_end_name(part) for part in text.split("-")[1:])


def _offices(text: str, places: list[Place]) -> Iterator[tuple[int, int]]:
    """ "President of Chad" right before a name: the parser takes it for the subject and the name for a verb."""
    for place in places:
        behind = place.kind == "name" and text.endswith((" of ", " of the "), 0, place.start)
        near = max(0, place.start - _longest_office())
        office = _office_of().search(text, near, place.start) if behind else None
        if office and re.match(r" [A-Z\u00c0-\u00de][\w'-]+", text[place.end :]):
            yield office.start(), place.end


def join_tokens(doc: Doc, text: str, places: list[Place]) -> None:
    """Make one token of what stands for one word of `text` but has a hyphen or blanks."""
    spans = list(_offices(text, places))
    spans += [(p.start, p.end) for p in places if p.kind in _MASKS and not any(a <= p.start < b for a, b in spans)]
    if "-" in text:
        spans += [m.span() for m in _SLASHED.finditer(text)] + [m.span() for m in PREFIXED.finditer(text)]
        named = [m for m in _HYPHENED_NAME.finditer(text) if _is_name(m.group())]
        spans += [m.span() for m in named if not any(m.start() <= p.start < m.end() for p in places)]
    if not spans:
        return
    taken: list[tuple[int, int]] = []
    with doc.retokenize() as retokenizer:
        for start, end in spans:
            span = doc.char_span(start, end)
            if span is not None and len(span) > 1 and not any(start < b and a < end for a, b in taken):
                taken.append((start, end))
                retokenizer.merge(span)


_SCALES = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "mln": "million",
    "bn": "billion",
    "bln": "billion",
    "tn": "trillion",
}
_SCALED = re.compile(rf"\d(?:{'|'.join(_SCALES)})\b")  # most sentences have none, and their words need not be looked at


def masks(doc: Doc, text: str, places: list[Place]) -> dict[int, str]:
    """Token index → the word to show the parser in its place; a state has the same number of mask all through a sentence.

    So is a scale that is written as a letter shown as its word.
    """
    found: dict[int, str] = {}
    order: dict[str, int] = {}
    for place in places:
        span = doc.char_span(place.start, place.end)
        if place.kind not in _MASKS or span is None or len(span) != 1:
            continue
        number = order.setdefault(place.code, len(order)) % len(_WITH_ARTICLE)
        token = span[0]
        if token.i and doc[token.i - 1].text in _MONTHS and doc[token.i - 2].lower_ in {"in", "since", "last"}:
            found[token.i - 1] = _MONTH_MASK
        if place.kind == "name" and ("." in token.text or token.text.isupper()):
            found[token.i] = "U.S."  # an abbreviation stands before nouns as a name does not
        elif place.kind == "name" and token.i and doc[token.i - 1].lower_ == "the":
            found[token.i] = _WITH_ARTICLE[number]
        else:
            found[token.i] = _MASKS[place.kind][number]
    # "$110m": the parser takes "m" for a thing
    for before, token in itertools.pairwise(doc) if _SCALED.search(text) else ():
        if token.text in _SCALES and before.like_num and not before.whitespace_:
            found[token.i] = _SCALES[token.text]
    return found


def places_of(text: str) -> list[Place]:
    """The places of a sentence that masks and joins are for."""
    return find_places(text)
