"""The forms of the words of the lexicons: what stands in a text where a verb or a noun of theirs does.

In: lemmas. Out: their forms, lower case. Too many rather than too few: a form that no text has costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from pipeline.annotate.parse import load_parser
from pipeline.lexicons import load


@cache
def event_frames() -> list[dict[str, Any]]:
    """The entries of all lexicons of events."""
    folder = resources.files("pipeline.lexicons").joinpath("frames/events")
    groups = sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))
    return [entry for group in groups for entry in load(f"frames/events/{group}")]


@cache
def _irregular(kind: str) -> dict[str, list[str]]:
    """Lemma → its irregular forms: the exceptions of the very lemmatiser whose lemmas the rules compare with."""
    found: dict[str, list[str]] = {}
    table = load_parser().get_pipe("lemmatizer").lookups.get_table("lemma_exc")[kind]  # type: ignore[attr-defined]
    for form, lemmas in table.items():
        for lemma in lemmas:
            found.setdefault(lemma, []).append(form)
    return found


def inflected(word: str, kind: str) -> Iterator[str]:
    """The forms of a lemma: irregular ones as the lemmatiser knows them, regular ones by spelling, some that are none."""
    yield word
    yield from _irregular(kind).get(word, [])
    stem = word[:-1] if word.endswith("e") else word
    yield from (f"{word}s", f"{word}es", f"{word}'s")
    if re.search(r"[^aeiou]y$", word):
        yield from (f"{word[:-1]}ies", f"{word[:-1]}ied")
    if kind == "verb":
        yield from (f"{stem}ed", f"{stem}ing", f"{word}ing")
        if re.search(r"[aeiou][^aeiouwy]$", word):
            yield from (f"{word}{word[-1]}ed", f"{word}{word[-1]}ing")
