"""Which words a text holds: what must be there before a pattern is worth trying, for most texts hold nothing of what most patterns find.

In: cleaned text. Out: its words, lower case; cut at all that is no letter a–z, so that a pattern cannot find a word that is not among them.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile("[a-z]+")


@lru_cache(maxsize=4)
def words_in(text: str) -> frozenset[str]:
    """The words of a text; kept for the next who asks of the same sentence."""
    return frozenset(_WORD.findall(text.lower()))
