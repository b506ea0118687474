"""Ways of words: what of a sentence is asked for by its words alone, in any order, as the gate asks for it before the parse.

In: the words of a text. Out: whether one of several ways of saying something is open to them. A way is a row of sets of words, of each of
which one must stand there: forms of "sign" with forms of "treaty".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from typing import Any

from pipeline.annotate.inflection import inflected
from pipeline.annotate.numbers import ORDINALS, WORDS
from pipeline.text.letters import CAPITALS

Way = tuple[frozenset[str], ...]

# What stands among the words of a text for any figure in it, and for a capital behind its first word.
FIGURE, CAPITAL = "0", "A"
# "the two", "its two": words for two told before, where "two firemen" are any two.
THE_TWO = "the two"
_WORD, _PART = re.compile(r"[^\W\d_][\w'’-]*"), re.compile(r"['’-]")
_SIGNS = (
    (re.compile(r"\d"), FIGURE),
    (re.compile("%"), "%"),
    (re.compile(rf"\w\W+[{CAPITALS}]"), CAPITAL),
    (re.compile(r"\b(?:[Tt]he|[Tt]hese|[Tt]hose|other|of|[Ii]ts|[Tt]heir|[Oo]ur|[Aa]ll|with|between) two\b"), THE_TWO),
)

# Words that tell how much or how many.
FIGURES = frozenset(
    {
        FIGURE,
        *WORDS,
        *ORDINALS,
        *["half", "quarter", "quarters", "dozen", "dozens", "hundreds", "thousands", "millions", "percent"],
    }
)


def words_of(text: str) -> set[str]:
    """The words of a text, lower case, and the parts of those with a hyphen: a "vice-president" is a president too."""
    held = set(_WORD.findall(text.lower()))
    held.update([part for word in held if not word.isalpha() for part in _PART.split(word)])
    held.update([sign for pattern, sign in _SIGNS if pattern.search(text)])
    return held


class Ways:
    """Several ways of saying something."""

    def __init__(self, ways: Iterable[Way]) -> None:
        found: dict[str, set[Way]] = {}
        for first, *rest in ways:
            for word in first:
                found.setdefault(word, set()).add(tuple(rest))
        # A word that is enough by itself asks for nothing else.
        self._by_word = {word: [()] if () in rest else [*rest] for word, rest in found.items()}

    def open_to(self, held: Set[str]) -> bool:
        """Whether the words of a text take one of the ways."""
        return any(
            all(not held.isdisjoint(words) for words in rest)
            for word in self._by_word.keys() & held
            for rest in self._by_word[word]
        )


def of_verb(verb: str, *asked: frozenset[str]) -> Way:
    """A verb of the lexicons in any form, with the words behind it ("break_off") and what else is asked for."""
    first, *behind = verb.removeprefix("be_").split("_")
    return (frozenset(inflected(first, "verb")), *(frozenset({word}) for word in behind if word.isalpha()), *asked)


def of_noun(noun: str, *asked: frozenset[str]) -> Way:
    """A noun of the lexicons, which may be a phrase ("round of talks"), each word in any form, with what else is asked for."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", noun.lower()) if word != "of"]
    return (*(frozenset(inflected(word, "noun")) for word in reversed(words)), *asked)


def asked_things(frame: Mapping[str, Any]) -> Way:
    """What a frame of events asks for beside its verbs: one of its objects or subjects, where it has any."""
    things = [*frame.get("objects", []), *frame.get("subjects", [])]
    return (forms(things, "noun"),) if things else ()


def forms(words: Iterable[str], kind: str) -> frozenset[str]:
    """The forms of words, of phrases those of the first and the last of theirs, one of which is its head."""
    heads = {word.lower() for phrase in words for word in (phrase.split()[0], phrase.split()[-1])}
    return frozenset(form for word in heads for form in inflected(word, kind))
