"""What the model makes of words in their surroundings: the vectors that its tagger, parser and name finder read.

In: sentences as spaCy `Doc`s and a trained layer of vectors (`spacy.Tok2Vec.v2`: `MultiHashEmbed` below `MaxoutWindowEncoder`). Out: one
vector a word, as that layer itself would give it (`tests/reader/test_model.py`). It is asked here because the layer does what only training
needs, and looks at a word anew wherever it stands: what a word is before its neighbours are looked at is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc

# New words are looked at so many at a time, with zeros where there are fewer: a product of matrices may differ in its last bits with their
# shape, and no word may owe a bit to those that came with it. On some processors it differs with a row's place too, in all but small
# products: the greatest of these numbers is taken with which it does not.
_TOGETHER = (16, 8, 4, 2, 1)
_KEPT = 1 << 15  # words; then all are forgotten


class Vectors:
    """The vectors of words by one trained layer; keeps what each word is by itself."""

    def __init__(self, layer: Any) -> None:
        features, _, hashed, mixed, _ = layer.get_ref("embed").layers
        self._columns: list[Any] = features.attrs["columns"]
        self._hashed: Any = hashed.layers[0]
        self._mixed = _Maxout(mixed)
        self._together = next(size for size in _TOGETHER if size == 1 or self._mixed.is_steady(size))
        encode = layer.get_ref("encode")
        self._reach: int = encode.attrs["pad"]
        self._windows = [_Maxout(window) for window in encode.layers[0].layers]
        self._width: int = layer.get_dim("nO")
        self._forget(_KEPT)

    def of(self, docs: Sequence[Doc]) -> list[Any]:
        """One matrix a sentence, words × width; sentences do not see each other."""
        words = self._by_themselves(np.concatenate([doc.to_array(self._columns) for doc in docs]))
        ends = np.cumsum([len(doc) for doc in docs])
        starts = ends - [len(doc) for doc in docs]
        # The encoder was trained with rows of zeros around each sentence.
        places = np.arange(len(words)) + np.repeat(self._reach * np.arange(1, len(docs) + 1), ends - starts)
        rows = np.zeros((len(words) + self._reach * (len(docs) + 1), words.shape[1]), dtype=np.float32)
        rows[places] = words
        for window in self._windows:
            rows = rows + window.of(_with_neighbours(rows))
        seen = rows[places]
        return [seen[start:end] for start, end in zip(starts, ends, strict=True)]

    def _by_themselves(self, features: Any) -> Any:
        """What the words with these features are without their neighbours."""
        keys = features.view(np.dtype((np.void, features.itemsize * features.shape[1]))).ravel().tolist()
        new = {key: at for at, key in enumerate(keys) if key not in self._place_of}
        if len(self._place_of) + len(new) > len(self._words):
            new = {key: at for at, key in enumerate(keys)}
            self._forget(max(_KEPT, len(new)))
        if new:
            known = len(self._place_of)
            self._place_of |= {key: known + number for number, key in enumerate(new)}
            self._words[known : known + len(new)] = self._looked_at(features[list(new.values())])
        return self._words[[self._place_of[key] for key in keys]]

    def _forget(self, room: int) -> None:
        self._place_of: dict[bytes, int] = {}
        self._words: Any = np.zeros((room, self._width), dtype=np.float32)

    def _looked_at(self, features: Any) -> Any:
        hashed = self._hashed.predict(features)
        found = []
        for start in range(0, len(hashed), self._together):
            rows = np.zeros((self._together, hashed.shape[1]), dtype=np.float32)
            part = hashed[start : start + self._together]
            rows[: len(part)] = part
            found.append(self._mixed.of(rows)[: len(part)])
        return np.concatenate(found)


class _Maxout:
    """A trained layer that takes the greatest of several sums and levels a row of them."""

    def __init__(self, layer: Any) -> None:
        maxout, norm = (next(part for part in layer.walk() if part.name == name) for name in ("maxout", "layernorm"))
        weights = maxout.get_param("W").transpose(1, 0, 2)  # piece by piece, so that each lies in one stretch
        self._pieces, self._width, _ = weights.shape
        self._weights: Any = np.ascontiguousarray(weights.reshape(-1, weights.shape[2]).T)
        self._bias: Any = np.ascontiguousarray(maxout.get_param("b").T.reshape(-1))
        self._scale, self._shift = norm.get_param("G"), norm.get_param("b")

    def is_steady(self, count: int) -> bool:
        """Whether a row comes out the same, to the last bit, wherever among `count` rows it stands."""
        rows = np.sin(np.arange(count * self._weights.shape[0], dtype=np.float32)).reshape(count, -1)
        straight, turned = self.of(rows), [self.of(np.roll(rows, by, axis=0)) for by in range(1, count)]
        return all(np.array_equal(straight, np.roll(out, -by, axis=0)) for by, out in enumerate(turned, 1))

    def of(self, rows: Any) -> Any:
        """Rows × width in → rows × width out."""
        sums = rows @ self._weights
        sums += self._bias
        greatest = sums[:, : self._width].copy()
        for piece in range(1, self._pieces):
            np.maximum(greatest, sums[:, piece * self._width : (piece + 1) * self._width], out=greatest)
        greatest -= _means(greatest)
        spread = _means(greatest * greatest) + np.float32(1e-8)
        greatest *= spread ** np.float32(-0.5)
        greatest *= self._scale
        greatest += self._shift
        return greatest


def _means(rows: Any) -> Any:
    """The mean of each row, to the last bit as `rows.mean` gives it, without what that asks each time."""
    sums = np.add.reduce(rows, axis=1, keepdims=True)
    return np.true_divide(sums, np.intp(rows.shape[1]), out=sums, casting="unsafe")


def _with_neighbours(rows: Any) -> Any:
    """Each row between the one before and the one behind; zeros at the ends."""
    count, width = rows.shape
    found = np.zeros((count, 3, width), dtype=np.float32)
    found[1:, 0], found[:, 1], found[:-1, 2] = rows[:-1], rows, rows[1:]
    return found.reshape(count, 3 * width)
