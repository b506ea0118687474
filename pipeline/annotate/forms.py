"""Part of speech, morphology and lemma of words, as the model's rules for single words and its lemmatiser tell them.

In: sentences with tags and dependencies, as spaCy `Doc`s. Out: nothing; the three are written into them. The model's ruler tries each of
its patterns on each word of each sentence, and what it finds of a word with a tag and a dependency is always the same; so it is asked
once a word, but where two words together are of concern to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.matcher import Matcher
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.language import Language

_SEEN = ("ORTH", "TAG", "DEP", "LOWER", "IS_SPACE")
_FORMS = ("POS", "MORPH", "LEMMA")
_KEPT = 1 << 16  # words with their tags; then all are forgotten

# A word, its tag, its dependency; its part of speech, morphology and lemma: all by their numbers in spaCy's vocabulary.
_Word = tuple[int, int, int]
_Told = tuple[int, int, int]


class Forms:
    """Writes the forms of words into sentences; keeps what it was told of each."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._ruler: Any = nlp.get_pipe("attribute_ruler")
        self._lemmatizer: Any = nlp.get_pipe("lemmatizer")
        self._known: dict[_Word, _Told] = {}

    def write(self, docs: Sequence[Doc]) -> None:
        """Write part of speech, morphology and lemma of each word."""
        single: list[tuple[Doc, list[_Word]]] = []
        for doc in docs:
            seen: Any = doc.to_array(list(_SEEN))
            marks = {*seen[:, 2].tolist(), *seen[:, 3].tolist()}
            if seen[:, 4].any() or (not marks.isdisjoint(self._marks_of_pairs) and self._pairs(doc)):
                self._lemmatizer(self._ruler(doc))
            elif len(doc):
                single.append((doc, [*map(tuple, seen[:, :3].tolist())]))
        self._learn({word: None for _, words in single for word in words})
        for doc, words in single:
            told: Any = np.array([self._known[word] for word in words], dtype=np.uint64)
            doc.from_array(list(_FORMS), told)

    def _learn(self, words: dict[_Word, None]) -> None:
        """Ask for all words that are new, in a row but each by itself."""
        new = [word for word in words if word not in self._known]
        if len(self._known) + len(new) > _KEPT:
            self._known, new = {}, [*words]
        if not new:
            return
        doc = Doc(self._nlp.vocab, words=[self._nlp.vocab.strings[word] for word, _, _ in new])
        read: Any = np.array([word[1:] for word in new], dtype=np.uint64)
        doc.from_array(["TAG", "DEP"], read)
        single = [match for match in self._ruler.match(doc) if match[3] - match[2] == 1]
        self._ruler.set_annotations(doc, single)
        told = self._lemmatizer(doc).to_array(list(_FORMS)).tolist()
        self._known |= {word: (pos, morph, lemma) for word, (pos, morph, lemma) in zip(new, told, strict=True)}

    @cached_property
    def _pairs(self) -> Matcher:
        """Finds what the ruler knows of two words or more together."""
        matcher = Matcher(self._nlp.vocab)
        matcher.add("pair", self._patterns_of_pairs())
        return matcher

    @cached_property
    def _marks_of_pairs(self) -> frozenset[int]:
        """Words and dependencies, by their numbers, one of which stands in all that `_pairs` finds: its search is a slow one."""
        asked = [
            [word[key] for word in words for key in ("LOWER", "DEP") if isinstance(word.get(key), str)]
            for words in self._patterns_of_pairs()
        ]
        return frozenset(self._nlp.vocab.strings[found[0]] for found in asked)

    def _patterns_of_pairs(self) -> list[list[dict[str, Any]]]:
        return [words for rule in self._ruler.patterns for words in rule["patterns"] if len(words) > 1]
