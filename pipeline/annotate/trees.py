"""What the mends of trees share: the tree of a sentence as the place of each word's head."""

from __future__ import annotations

SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def hung_on(heads: list[int], at: int) -> list[int]:
    """The places of the words that hang on the one at `at`."""
    return [i for i, head in enumerate(heads) if head == at and i != at]


def goes_round(heads: list[int]) -> bool:
    """Whether some words hang on themselves by way of others, so that no root is above them."""
    safe: set[int] = set()
    for start in range(len(heads)):
        path: set[int] = set()
        at = start
        while at not in safe and heads[at] != at:
            if at in path:
                return True
            path.add(at)
            at = heads[at]
        safe |= path | {at}
    return False
