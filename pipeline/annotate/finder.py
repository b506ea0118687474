"""The model's name finder: which words are a name, and what it names (PERSON, ORG, GPE, DATE …).

In: sentences as spaCy `Doc`s that no names are marked in. Out: names a sentence, as the component `ner` itself finds them
(`tests/reader/test_model.py`). That component goes from word to word and weighs all its moves at each. Outside a name only the next
word bears on them, so here all words of all sentences are weighed at once; within a name only two moves are left: go on, or end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from pipeline.annotate.vectors import Vectors

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Found(NamedTuple):
    """A name: its words `start`..`end` (end exclusive) and what it names."""

    start: int
    end: int
    label: str


class NameFinder:
    """Finds the names of sentences, by one trained component."""

    def __init__(self, component: Any) -> None:
        model = component.model
        vectors, _, narrow = model.get_ref("tok2vec").layers
        self._vectors, self._narrow = Vectors(vectors), narrow
        self._lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self._bias: Any = self._lower.get_param("b")
        self._weights, self._shift = upper.get_param("W"), upper.get_param("b")
        # Moves by their numbers: "B-ORG" begins a name, "I-ORG" goes on, "L-ORG" ends it, "U-ORG" is one alone, "O" is none. "U-" keeps names away.
        names = [component.moves.get_class_name(number) for number in range(component.moves.n_moves)]
        self._moves = [(kind, label) for kind, _, label in (name.partition("-") for name in names)]
        self._number = {move: number for number, move in enumerate(self._moves)}
        kinds = np.array([kind for kind, _ in self._moves])
        named = np.array([label != "" for _, label in self._moves])
        self._inside = (kinds == "I") | (kinds == "L")
        self._opening, self._alone = kinds == "B", (kinds == "U") & ~named
        self._naming = self._opening | (kinds == "U")

    def find(self, docs: Sequence[Doc]) -> list[list[Found]]:
        """The names of each sentence, in order."""
        words = self._narrow.predict(np.concatenate(self._vectors.of(docs)))
        # What a word gives as the next one, as the first of a name, as the last of it so far; in the first row, where there is none.
        parts = self._lower.predict(words)
        moves = self._outside(docs, parts)
        found, start = [], 0
        for doc in docs:
            end = start + len(doc)
            found.append(list(self._of_sentence(parts[start + 1 : end + 1], moves[start:end])))
            start = end
        return found

    def _outside(self, docs: Sequence[Doc], parts: Any) -> list[int]:
        """The move at each word while no name is open."""
        scores = self._scores(parts[1:, 0] + parts[0, 1] + parts[0, 2])
        scores[:, self._inside | self._alone] = -np.inf
        last = np.cumsum([len(doc) for doc in docs if len(doc)]) - 1
        scores[np.ix_(last, self._opening)] = -np.inf
        blank = np.flatnonzero(np.concatenate([doc.to_array(["IS_SPACE"]) for doc in docs]))
        scores[np.ix_(blank, self._naming)] = -np.inf
        moves: list[int] = scores.argmax(axis=1).tolist()
        return moves

    def _of_sentence(self, parts: Any, moves: list[int]) -> Iterator[Found]:
        start = 0
        while start < len(moves):
            kind, label = self._moves[moves[start]]
            end = self._end(parts, start, label) if kind == "B" else start + 1
            if kind != "O":
                yield Found(start, end, label)
            start = end

    def _end(self, parts: Any, start: int, label: str) -> int:
        """Where a name ends that begins with the word `start`: behind the first word that rather ends it than goes on."""
        on, off = self._number["I", label], self._number["L", label]
        for at in range(start + 1, len(parts) - 1):
            scores = self._scores(parts[at : at + 1, 0] + parts[start, 1] + parts[at - 1, 2])[0]
            if scores[off] > scores[on] or (scores[off] == scores[on] and off < on):
                return at + 1
        return len(parts)

    def _scores(self, sums: Any) -> Any:
        """Rows of sums of parts → rows of what each move is worth."""
        pieces = sums + self._bias
        greatest = pieces[:, :, 0]
        for piece in range(1, pieces.shape[2]):
            greatest = np.maximum(greatest, pieces[:, :, piece])
        return greatest @ self._weights.T + self._shift
