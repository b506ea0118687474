"""The words that tell names apart from other words: titles, heads of organisations' names, capitals.

In: tokens of a parsed sentence, the lexicon `names`. Out: answers about words, and `Name`, what the finders of names give.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.annotate.gazetteer import forms
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token


@dataclass(frozen=True, slots=True)
class Post:
    """An office told behind a name: its token span, and that of the body or state that it is of, where one is told."""

    office: tuple[int, int]
    body: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence: token span `start`..`end` (end exclusive), `type` person or organisation.

    `kind` is the organisation's type where the words tell it; `title` the title before a person's name and `title_at` the token
    where it begins, `posts` the offices in a list behind it; `known` the gazetteer's entry where there is one; `sure` says that more than the name finder stands behind it.
    """

    start: int
    end: int
    type: str
    text: str
    kind: str | None = None
    title: str | None = None
    known: str | None = None
    sure: bool = True
    title_at: int | None = None
    posts: tuple[Post, ...] = ()


@cache
def words(key: str) -> frozenset[str]:
    """A list of the lexicon `names`."""
    return frozenset(load("names")[key])


@cache
def kinds_by_noun(key: str) -> dict[str, str]:
    """A list of the lexicon `names` that gives the nouns of each type of organisation, turned round: noun → type."""
    return {noun: kind for kind, nouns in load("names")[key].items() for noun in nouns}


def is_capital(token: Token) -> bool:
    """Whether the word is written with a capital."""
    return token.text[:1].isupper()


def is_place(text: str) -> bool:
    """Whether the words are a form of a state's or a town's name."""
    return text in forms()


@cache
def _heads() -> list[tuple[tuple[str, ...], str]]:
    """Head phrases of organisation names, longest first, with the type each tells."""
    pairs = [(tuple(h.split()), kind) for kind, heads in load("names")["heads"].items() for h in heads]
    return sorted(pairs, key=lambda p: -len(p[0]))


@cache
def all_heads() -> frozenset[str]:
    """Every head phrase: alone none of them is a name, but a parliament's."""
    return frozenset(" ".join(phrase) for phrase, _ in _heads())


@cache
def _heads_by_word(at: int) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The head phrases by their first (0) or their last (-1) word."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, kind in _heads():
        found.setdefault(phrase[at], []).append((phrase, kind))
    return found


def head_kind(tokens: list[str]) -> str | None:
    """The type that the head words in a capitalised run tell: an opening head ("Bank of …") before the last one."""
    for phrase, kind in _heads_by_word(0).get(tokens[0], ()) if tokens else ():
        opens = tuple(tokens[: len(phrase)]) == phrase and len(tokens) > len(phrase)
        if opens and tokens[len(phrase)] in {"of", "for", "on", "do", "de"}:
            return kind
    found = last_head(tokens)
    link = next((i for i, t in enumerate(tokens) if i and t in {"of", "for", "on"}), 0)
    if found and found[1] == "company" and link and (told := last_head(tokens[:link])) and told[0] == link:
        return told[1]  # "National Institute of Standards and Technology"
    return _within_state(tokens, found[1]) if found else None


def _within_state(tokens: list[str], kind: str) -> str:
    """A "National Alliance" is of one state, though an "Alliance" is of several."""
    return "other" if kind == "international" and tokens[0] in words("of_one_state") else kind


def last_head(tokens: list[str]) -> tuple[int, str] | None:
    """Where the last head phrase in a run ends (exclusive), and the type that it tells."""
    for at in range(len(tokens), 0, -1):
        for phrase, kind in _heads_by_word(-1).get(tokens[at - 1], ()):
            if at >= len(phrase) and tuple(tokens[at - len(phrase) : at]) == phrase:
                return at, kind
    return None
