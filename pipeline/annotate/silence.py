"""Silence: sentences in which a word could open a claim, yet nobody stands whom it could be of, and no number.

In: the sentences of a document. Out: whether one of them is silent. Whoever takes part in a claim is named, or told by a pronoun, an
office, a word for a state or a body; only what the lexicons tell of two states in general ("relations were established") needs nobody.
A date counts too, for later sentences go on from it, and so does a first word that may be a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from pipeline.annotate.dates import find_dates
from pipeline.annotate.inflection import event_frames, first_word, inflected
from pipeline.annotate.parse import load_parser
from pipeline.annotate.values import find_values
from pipeline.lexicons import load

_WORD, _PART = re.compile(r"[^\W\d_][\w'-]*"), re.compile(r"['-]")
# Keys of `frames/flows.yaml`: nouns of trade between the two states that a document is about.
_FLOW_NOUNS = ("out_nouns", "in_nouns", "total_nouns", "act_nouns", "balance_nouns", "contract_nouns", "growth_nouns")
# Endings of forms, with what the dictionary has instead. It has names among its nouns, so of these only the plural counts.
_ENDINGS: dict[str, list[tuple[str, str]]] = {
    "verb": [("", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e")],
    "noun": [("s", ""), ("es", ""), ("ies", "y")],
    "adj": [("", "")],
    "adv": [("", "")],
}
# Words that the dictionary of common words has and that are names at the head of a sentence.
_NAMES_TOO = frozenset({"us", "will", "may"})


def is_silent(index: int, texts: Sequence[str]) -> bool:
    """Whether sentence `index` of a document, whose sentences are `texts`, names nobody and tells no number and no date."""
    words = _WORD.findall(texts[index])
    if not words or any(word != word.lower() for word in [words[0][1:], *words[1:]]) or leans(texts[index]):
        return False
    return _is_common(words[0], index, texts) and not find_values(texts[index]) and not find_dates(texts[index])


def leans(text: str) -> bool:
    """Whether a sentence has a word that may stand for somebody told elsewhere, or tells what needs nobody."""
    # "we're", "vice-president": the parts count as the whole does
    held = {part for word in _WORD.findall(text.lower()) for part in (word, *_PART.split(word))}
    return not held.isdisjoint(_somebody()) or any(
        all(not held.isdisjoint(part) for part in parts) for parts in _of_two()
    )


def _is_common(word: str, index: int, texts: Sequence[str]) -> bool:
    """Whether the first word of a sentence is no name: a word of the dictionary that no other sentence writes with a capital inside."""
    if word.lower() in _small_words():
        return True
    inside = re.compile(rf"\w\W* {word}\b")
    return _is_known(word.lower()) and not any(
        inside.search(text) for at, text in enumerate(texts) if at != index and word in text
    )


def _is_known(word: str) -> bool:
    return any(
        word.endswith(end) and word.removesuffix(end) + base in _dictionary()[kind]
        for kind, endings in _ENDINGS.items()
        for end, base in endings
    )


@cache
def _small_words() -> frozenset[str]:
    """Words that are no names: "the", "after", "such"."""
    return frozenset(load_parser().Defaults.stop_words) - _NAMES_TOO


@cache
def _dictionary() -> dict[str, frozenset[str]]:
    """The words of the dictionary that the lemmatiser goes by, by their part of speech."""
    lemmatizer: Any = load_parser().get_pipe("lemmatizer")
    index = lemmatizer.lookups.get_table("lemma_index")
    return {kind: frozenset(index[kind]) - _NAMES_TOO for kind in _ENDINGS}


@cache
def _somebody() -> frozenset[str]:
    """Words that may stand for a state, a body or a person, and those that need nobody: each alone is enough to be heard."""
    parties, names, epithets, flows = load("parties"), load("names"), load("epithets"), load("frames/flows")
    nouns = [
        *parties["states"],
        *parties["paired"],
        *(noun for listed in parties["spoken_of"].values() for noun in listed),
    ]
    nouns += [*names["offices"], *epithets["alone"], *(noun for key in _FLOW_NOUNS for noun in flows[key])]
    words = [
        *parties["stand_ins"],
        *parties["pair_words"],
        *parties["of_two"],
        *epithets["regions"],
        *flows["other_ways"],
        "return",
    ]
    nouns += [noun for frame in _needing_nobody() for noun in frame.get("nouns", [])]
    return frozenset({*_bare_verbs(), *(phrase.split()[-1] for phrase in words)}) | _forms(nouns, "noun")


@cache
def _of_two() -> list[tuple[frozenset[str], frozenset[str]]]:
    """Verbs with the objects or subjects of which they tell something where nobody is named, all in any form: both must be there."""
    found = []
    for frame in _needing_nobody():
        nouns = [*frame.get("objects", []), *frame.get("subjects", [])]
        if nouns:
            found.append(
                (_forms(nouns, "noun"), _forms((first_word(verb).partition("_")[0] for verb in frame["verbs"]), "verb"))
            )
    return found


def _bare_verbs() -> Iterator[str]:
    """Verbs that tell something of nobody with no other word: each form of one, of several words the last."""
    for frame in _needing_nobody():
        if not frame.get("objects") and not frame.get("subjects"):
            for verb in frame.get("verbs", []):
                yield from [verb.rpartition("_")[2]] if "_" in verb else inflected(verb, "verb")


def _needing_nobody() -> list[dict[str, Any]]:
    """The frames that tell something of the two states that a document is about, or of nobody."""
    return [frame for frame in event_frames() if frame.get("pair") or frame.get("nobody")]


def _forms(words: Iterable[str], kind: str) -> frozenset[str]:
    """The forms of words, of phrases those of the first and the last of theirs, one of which is its head."""
    heads = {word for phrase in words for word in (phrase.split()[0], phrase.split()[-1])}
    return frozenset(form for word in heads for form in inflected(word, kind))
