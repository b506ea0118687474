"""The gate: which sentences are worth a parse, by one scan for names of states and by the words of those that name none.

In: a document's sentences. Out: a `Worth` each. A parse costs far more than this scan. A document that names no state,
town, known body or office anywhere tells nothing between countries, and none of its sentences passes. In any other a sentence
passes if it names one of these, or if a word of it may stand for one (`stand_ins`) and its words can open a claim (`openings`); the
sentence before it that names somebody passes with it as context, for pronouns and half-told claims lean on it. Where one sentence alone names
one, as a local report names a town abroad, words stand for that state only right behind it. The scan may pass too many; that it costs
no labelled row of the labelled documents and sentences is held in `tests/gate/`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Any

import ahocorasick

from pipeline.annotate.gazetteer import forms
from pipeline.annotate.openings import can_open, goes_on, tells_flow
from pipeline.annotate.organisation_names import known_organisations
from pipeline.annotate.stand_ins import leans, refers
from pipeline.annotate.word_ways import words_of
from pipeline.lexicons import load
from pipeline.text.letters import CAPITALS

if TYPE_CHECKING:
    from pipeline.text import Sentence

# Sentences back to which a pronoun may owe its person.
_REACH = 2
# Sentences behind the only one that names a state in which a word may still owe its state to it.
_SHADOW = 4
# A capital inside a sentence: a name that no list knows.
_CAPITAL_INSIDE = re.compile(rf"[^\W\d_]\S* +[\"'(]?[{CAPITALS}]|[a-zß-ÿ][A-Z]")
# Words with a capital, and those of them that are not the first.
_CAPITALS = re.compile(rf"\b[{CAPITALS}][\w'-]+")
_CAPITALISED = re.compile(rf"(?<=\w[ \"'(])[{CAPITALS}][\w'-]+")


class Worth(IntEnum):
    """What a sentence is parsed for."""

    NOTHING = 0
    CLAIMS = 1
    CONTEXT = 2  # another sentence leans on it; itself it tells nothing


def worth_parsing(sentences: Sequence[Sentence], *, placed: bool = False) -> list[Worth]:
    """Whether each sentence of a document can give a claim, or is leaned on by one that can.

    Args:
        sentences: all of a document, in order; those that are no body never pass.
        placed: whether title or publisher name a state, so that the sentences need not.
    """
    texts = [s.text for s in sentences]
    passed = [Worth.NOTHING] * len(texts)
    if not placed and not _names_somebody(" ".join(texts)):
        return passed
    naming = [s.kind == "body" and _names_somebody(s.text) for s in sentences]
    held = [words_of(text) for text in texts]
    for index in _heard(naming, placed):
        told = leans(held[index]) and can_open(held[index])
        if naming[index] or told or _goes_on(index, held, passed):
            passed[index] = Worth.CLAIMS
            before = _leaned_on(sentences, naming, index) if refers(held[index]) else None
            if before is not None:
                passed[before] = passed[before] or Worth.CONTEXT
    named = {name for index, worth in enumerate(passed) if worth for name in _CAPITALISED.findall(texts[index])}
    for index, sentence in enumerate(sentences):
        if not passed[index] and sentence.kind == "body" and not named.isdisjoint(_CAPITALS.findall(texts[index])):
            passed[index] = Worth.CONTEXT
    return passed


def _goes_on(index: int, held: Sequence[set[str]], passed: Sequence[Worth]) -> bool:
    """Whether a sentence can tell a further number of a deal or a flow that one of the few before it tells."""
    before = range(max(0, index - _REACH), index)
    return goes_on(held[index]) and any(passed[i] and tells_flow(held[i]) for i in before)


def _heard(naming: Sequence[bool], placed: bool) -> range:
    """The stretch of a document in which a word can owe its state to title, publisher or a sentence."""
    if placed or sum(naming) > 1:
        return range(len(naming))
    if not any(naming):
        return range(0)
    only = naming.index(True)
    return range(only, min(only + 1 + _SHADOW, len(naming)))


def _leaned_on(sentences: Sequence[Sentence], naming: Sequence[bool], index: int) -> int | None:
    """The nearest of the few sentences before that names somebody, be it somebody whom no list knows."""
    for before in range(index - 1, max(-1, index - 1 - _REACH), -1):
        sentence = sentences[before]
        if naming[before] or (sentence.kind == "body" and _CAPITAL_INSIDE.search(sentence.text)):
            return before
    return None


def _names_somebody(text: str) -> bool:
    """Whether a text names a state, town, known body or office."""
    return next(_names().iter(_spaced(text)), None) is not None


def _spaced(text: str) -> str:
    """A text in which each word stands between spaces."""
    return f" {text.translate(_spaces())} "


@cache
def _spaces() -> dict[int, str]:
    """Every sign that is part of no word, to a space; so that a word stands between two spaces wherever it stands."""
    signs = (chr(point) for point in range(0x2100))
    return {ord(sign): " " for sign in signs if unicodedata.category(sign)[0] in "PSZ"}


@cache
def _names() -> Any:
    return _machine([*forms(), *known_organisations(), *load("names")["titles"]])


def _machine(searched: Iterable[str]) -> Any:
    """Finds each of these as whole words in a text that is spaced."""
    machine = ahocorasick.Automaton()
    for written in sorted(set(searched)):
        key = written if written.isalpha() else " ".join(written.translate(_spaces()).split())
        if key:
            machine.add_word(f" {key} ", True)
    machine.make_automaton()
    return machine
