"""The model's parser: which word each word of a sentence hangs on, and how.

In: sentences as spaCy `Doc`s with the vectors of their words. Out: nothing; heads and dependencies are written into them, as the component
`parser` itself would (`tests/reader/test_model.py`). That component gives up the interpreter's lock and asks for it again at each of eight
sums a step, which takes two thirds of its time; here the sums are those of numpy, all sentences a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc


class TreeFinder:
    """Finds the trees of sentences, by one trained component."""

    def __init__(self, component: Any) -> None:
        self._component = component
        upper = component.model.get_ref("upper")
        self._weights: Any = np.ascontiguousarray(upper.get_param("W").T)
        self._bias = upper.get_param("b")

    def write(self, docs: Sequence[Doc]) -> None:
        """Write head and dependency of each word."""
        states = self._component.moves.init_batch(docs)
        stepwise = self._component.model.predict(docs)
        going = [state for state in states if not state.is_final()]
        while going:
            seen = stepwise.state2vec.predict(stepwise.get_token_ids(going))
            scores = seen.reshape(len(going), -1) @ self._weights
            scores += self._bias
            going = self._component.transition_states(going, scores)
        self._component.set_annotations(docs, states)
