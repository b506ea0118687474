"""The words for goods and arms, as the lexicons `commodities` and `weapons` have them, looked up by the tail of a phrase.

In: words, lower case and in the singular. Out: what a lexicon knows by them. What a phrase of a sentence names is read in `things`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipeline.lexicons import load


@cache
def goods() -> dict[str, str | None]:
    """The HS code of each good by its name in the singular; None where it has no one code."""
    return {str(k): v for k, v in load("commodities")["goods"].items()}


@cache
def categories() -> dict[str, str]:
    """The category of each kind of arms, as SIPRI has them."""
    return {word: category for category, words in load("weapons")["categories"].items() for word in words}


@cache
def words_of(lexicon: str, key: str) -> frozenset[str]:
    """A list of a lexicon."""
    return frozenset(load(lexicon)[key])


@cache
def kinds_of_arms() -> frozenset[str]:
    """The last words of all kinds of arms."""
    return frozenset(word.split()[-1] for word in categories())


def longest_tail(words: list[str], table: Any) -> str | None:
    """The longest tail of the words that the table knows; a phrase of several words may be joined by hyphens."""
    for start in range(len(words)):
        tail = " ".join(words[start:])
        forms = [tail]
        if "-" in tail:
            forms += [re.sub(r"\s*-\s*", "-", tail), re.sub(r"\s*-\s*", " ", tail)]
        for form in forms:
            if form in table:
                return form
    return None


def goods_named(text: str) -> list[tuple[str, str]]:
    """The goods of a plain text, with their codes: those of two words before those of one."""
    words = [w.strip(".,:;!?'\"()").lower() for w in text.split()]
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(words):
        size = next((n for n in (2, 1) if goods().get(" ".join(words[at : at + n]))), 0)
        if size:
            name = " ".join(words[at : at + size])
            found.append((name, str(goods()[name])))
        at += max(size, 1)
    return found
