"""When two cells are the same: names without accents and company endings, numbers within half a percent.

A labelled cell may be a list: any of its values is right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

# endings and words of company names that one text writes and another leaves out
COMPANY_WORDS = frozenset(
    ("ltd", "inc", "llc", "plc", "corp", "corporation", "company", "co", "group", "ag", "sa", "systems", "limited")
)
RELATIVE_TOLERANCE = 0.005


def fold(text: object) -> str:
    """Lower-case words of a name: no accents, punctuation, possessive 's or leading "the".

    >>> fold("The Caspian Ship-Building Company’s")
    'caspian ship building company'
    """
    if text is None:
        return ""
    decomposed = unicodedata.normalize("NFKD", str(text)).replace('"', "'")
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"['’]s\b", "", plain)
    words = re.findall(r"[a-z0-9]+", re.sub("['’]", "", plain))
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def squeeze(text: object) -> str:
    """A folded name without blanks, as names of weapons are compared (`F-16 C` and `F16C`)."""
    return fold(text).replace(" ", "")


def same_name(one: object, other: object) -> bool:
    """Whether two names agree once folded, or once company words are left out too; two missing names agree."""
    left, right = fold(one), fold(other)
    if not left or not right or left == right:
        return left == right
    core = _without_company_words(left)
    return bool(core) and core == _without_company_words(right)


def _without_company_words(folded: str) -> str:
    return " ".join(word for word in folded.split() if word not in COMPANY_WORDS)


def number(value: object) -> float | None:
    """A cell as a number; None where it is empty or none."""
    if value in (None, ""):
        return None
    try:
        return float(str(value))
    except ValueError:
        return None


def same_number(one: object, other: object) -> bool:
    """Whether two numbers differ by no more than half a percent of the larger; two missing numbers agree."""
    left, right = number(one), number(other)
    if left is None or right is None:
        return left is right
    return abs(left - right) <= RELATIVE_TOLERANCE * max(abs(left), abs(right), 1e-9)


def choices(labelled: object) -> list[Any]:
    """The values of a labelled cell, any of which is right."""
    return labelled if isinstance(labelled, list) else [labelled]


def any_choice(labelled: object, test: Callable[[Any], bool]) -> bool:
    """Whether the test holds for one of the values of a labelled cell."""
    return any(test(choice) for choice in choices(labelled))


def same(labelled: object, found: object) -> bool:
    """Whether a cell is one of the labelled values; null and the empty text are the same."""
    return any_choice(labelled, lambda choice: (choice or "") == (found or ""))


def contains_either_way(one: str, other: str) -> bool:
    """Whether one folded text stands in the other."""
    return one in other or other in one
