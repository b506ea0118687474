"""The gate: which sentences are worth a parse, by one scan for words that can open a claim and for names of states.

In: a document's sentences. Out: one answer a sentence. A parse costs far more than this scan. A document that names no state,
town, known body or office anywhere tells nothing between countries, and none of its sentences passes. In any other a sentence
passes if it names one of these or holds a trigger (a verb or noun of the lexicons, in any of its forms); the sentence before
it that names somebody passes with it, for pronouns and half-told claims lean on it. Where one sentence alone names one, as a
local report names a town abroad, triggers count only right behind it, and where a word may stand for that state. What can tell
nothing although it holds a trigger is left out (`silence`). The scan may pass too many; that it costs no row of the labelled documents and sentences is held in `tests/gate/`.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import ahocorasick

from pipeline.annotate.gazetteer import forms
from pipeline.annotate.inflection import event_frames, first_word, inflected
from pipeline.annotate.organisation_names import known_organisations
from pipeline.annotate.silence import is_silent, leans
from pipeline.lexicons import load
from pipeline.text.letters import CAPITALS

if TYPE_CHECKING:
    from pipeline.text import Sentence

# What a sentence holds: a word that can open a claim; a state, town, known body or office; a name that no list knows; two of the second.
_TRIGGER, _PLACED, _NAME, _TWICE = 1, 2, 4, 8
# Sentences back to which a pronoun may owe its person.
_REACH = 2
# Sentences behind the only one that names a state in which a trigger may still owe its state to it.
_SHADOW = 4
# What no lexicon lists because the rules of `extract` name it themselves.
_RELATION_NOUNS = ("venture", "weapon")
# Keys of `frames/relations.yaml`: verbs and nouns by which a relation is told.
_TIE_VERBS = ("leading", "joining", "joining_to", "owning", "buying", "partnering", "making")
_TIE_NOUNS = ("members", "owned", "owners", "parts", "partners", "makers")
# Keys of `frames/flows.yaml`: verbs and nouns between which a flow is told, its parts and what ranks it.
_FLOW_VERBS = (
    *("give", "take", "equip", "use", "state", "share_verbs", "goes_verbs", "comes_verbs", "relies_verbs"),
    *("composition_verbs", "composition_participles"),
)
_FLOW_NOUNS = (
    *("out_nouns", "in_nouns", "total_nouns", "act_nouns", "use_nouns", "balance_nouns", "contract_nouns"),
    *("growth_nouns", "destinations", "sources", "own_ranks"),
)
# A capital inside a sentence: a name that no list knows.
_CAPITAL_INSIDE = re.compile(rf"[^\W\d_]\S* +[\"'(]?[{CAPITALS}]|[a-zß-ÿ][A-Z]")


def worth_parsing(sentences: Sequence[Sentence], *, placed: bool = False) -> list[bool]:
    """Whether each sentence of a document can give a claim or is leaned on by one that can.

    Args:
        sentences: all of a document, in order; those that are no body never pass.
        placed: whether title or publisher name a state, so that the sentences need not.
    """
    texts = [s.text for s in sentences]
    passed = [False] * len(texts)
    if not placed and _names_nobody(texts):
        return passed
    marks = [_marks(s.text) if s.kind == "body" else 0 for s in sentences]
    alone = not placed and _one_name(marks)
    for index in range(*_heard(marks, placed)):
        if marks[index] & _PLACED or (marks[index] & _TRIGGER and (not alone or leans(texts[index]))):
            passed[index] |= bool(marks[index] & _PLACED) or not is_silent(index, texts)
            before = _leaned_on(marks, index)
            if before is not None:
                passed[before] = True
    return passed


def _heard(marks: Sequence[int], placed: bool) -> tuple[int, int]:
    """The stretch of a document, end exclusive, in which a trigger can owe its state to title, publisher or a sentence."""
    naming = [index for index, mark in enumerate(marks) if mark & _PLACED]
    if placed or len(naming) > 1:
        return 0, len(marks)
    return (naming[0], min(naming[0] + 1 + _SHADOW, len(marks))) if naming else (0, 0)


def _one_name(marks: Sequence[int]) -> bool:
    """Whether a document names a state, or what else counts as one, once in all."""
    naming = [mark for mark in marks if mark & _PLACED]
    return len(naming) == 1 and not naming[0] & _TWICE


def _leaned_on(marks: Sequence[int], index: int) -> int | None:
    """The nearest of the few sentences before that names somebody."""
    near = range(index - 1, max(-1, index - 1 - _REACH), -1)
    return next((i for i in near if marks[i] & (_PLACED | _NAME)), None)


def _names_nobody(texts: Iterable[str]) -> bool:
    return next(_names().iter(_spaced(" ".join(texts))), None) is None


def _marks(text: str) -> int:
    spaced = _spaced(text)
    found = _NAME if _CAPITAL_INSIDE.search(text) else 0
    for _ in _names().iter(spaced):
        found |= _PLACED | (_TWICE if found & _PLACED else 0)
    return found if next(_triggers().iter(spaced), None) is None else found | _TRIGGER


def _spaced(text: str) -> str:
    """A text in which each word stands between spaces."""
    return f" {text.translate(_spaces())} "


@cache
def _spaces() -> dict[int, str]:
    """Every sign that is part of no word, to a space; so that a word stands between two spaces wherever it stands."""
    signs = (chr(point) for point in range(0x2100))
    return {ord(sign): " " for sign in signs if unicodedata.category(sign)[0] in "PSZ"}


@cache
def _triggers() -> Any:
    words = _trigger_forms()
    return _machine(written for word in words for written in (word, word.capitalize(), word.upper()))


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


def _trigger_forms() -> set[str]:
    """Every form of every word that can open a claim, lower case."""
    ties = load("frames/relations")
    verbs = {verb for key in _TIE_VERBS for verb in ties[key]}
    nouns = {*_RELATION_NOUNS, *(noun for key in _TIE_NOUNS for noun in ties[key])}
    for frame in event_frames():
        verbs |= {first_word(verb) for key in ("verbs", "light") for verb in frame.get(key, [])}
        nouns |= {word for noun in frame.get("nouns", []) for word in (noun.split()[0], noun.split()[-1])}
    flows, syntax = load("frames/flows"), load("syntax")
    verbs |= {first_word(verb) for key in _FLOW_VERBS for verb in flows[key]} | set(syntax["light_verbs"])
    nouns |= {noun for key in _FLOW_NOUNS for noun in flows[key]}
    nouns |= {noun.split()[-1] for ranks in flows["rank_nouns"].values() for noun in ranks}
    measures = load("frames/indicators")
    nouns |= {noun.split()[-1] for noun in [*measures["nouns"], *measures["people"]]}
    verbs |= {verb for key in ("living", "yielding", "covering") for verb in measures[key]}
    weapons, names = load("weapons"), load("names")
    nouns |= {noun.split()[-1] for listed in weapons["categories"].values() for noun in listed}
    nouns |= {title.lower().split()[-1] for title in names["titles"]}
    nouns |= {office.split()[-1] for office in names["offices"]}
    nouns |= {head.lower().split()[0] for heads in names["heads"].values() for head in heads}
    return {sys.intern(form) for word in verbs for form in inflected(word, "verb")} | {
        sys.intern(form) for word in nouns for form in inflected(word, "noun")
    }
