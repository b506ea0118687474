"""A parsed sentence as plain objects, under the names that spaCy gives the same things.

In: spaCy's `Doc` of one sentence. Out: a `Doc` of `Token`s here, made once. A reader asks each word of a sentence hundreds of
questions; spaCy makes a new object of a word at each, and looks for its children anew. Only what readers ask is here, and it
answers as spaCy does (`tests/reader/test_parsed.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from pipeline.annotate.mending import mend

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc as SpacyDoc
    from spacy.vocab import Vocab

_WRITTEN = ("ORTH", "SPACY")
_READ = ("LEMMA", "POS", "TAG", "DEP", "ENT_TYPE", "ENT_IOB", "HEAD")
_IOB = ("", "I", "O", "B")


class Token:
    """A word; it is equal to itself alone. `i` counts words of the sentence, `idx` characters."""

    __slots__ = (
        *("doc", "i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "ent_iob_"),
        *("is_alpha", "is_lower", "is_title", "is_punct"),
        *("head", "children", "lefts", "rights", "left_edge", "right_edge", "_subtree"),
    )

    doc: Doc
    i: int
    idx: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    ent_iob_: str
    is_alpha: bool
    is_lower: bool
    is_title: bool
    is_punct: bool
    head: Token
    children: tuple[Token, ...]
    lefts: tuple[Token, ...]
    rights: tuple[Token, ...]
    left_edge: Token
    right_edge: Token
    _subtree: tuple[Token, ...] | None

    def __repr__(self) -> str:
        return self.text

    @property
    def subtree(self) -> tuple[Token, ...]:
        """The word and all below it, in the order of the tree."""
        if self._subtree is None:
            below = [word for child in self.lefts for word in child.subtree]
            behind = [word for child in self.rights for word in child.subtree]
            self._subtree = (*below, self, *behind)
        return self._subtree

    @property
    def ancestors(self) -> Iterator[Token]:
        """The words above it, the nearest first."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The words that it is coordinated with."""
        first = self
        while first.head is not first and first.dep_ == "conj":
            first = first.head
        found = [first]
        for word in found:
            found += [child for child in word.rights if child.dep_ == "conj"]
        return tuple(word for word in found if word is not self)


class _Words:
    """Words in a row; `start` is the place of the first in its sentence."""

    __slots__ = ()

    doc: Doc
    start: int
    tokens: list[Token]

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if not isinstance(at, slice):
            return self.tokens[at]
        start, end, _ = at.indices(len(self.tokens))
        return Span(self.doc, self.start + start, self.start + max(start, end))


class Span(_Words):
    """Words `start`..`end` (end exclusive) of a sentence; `label_` is the name finder's, where it is a name."""

    __slots__ = ("doc", "end", "label_", "start", "tokens")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label
        self.tokens = doc.tokens[start:end]

    def __repr__(self) -> str:
        return self.text

    @property
    def start_char(self) -> int:
        """Where its first word begins."""
        return self.tokens[0].idx

    @property
    def end_char(self) -> int:
        """Where its last word ends."""
        return self.tokens[-1].idx + len(self.tokens[-1].text)

    @property
    def text(self) -> str:
        """Its words as they stand in the sentence; empty without words."""
        return self.doc.text[self.start_char : self.end_char] if self.tokens else ""

    @property
    def root(self) -> Token:
        """The word nearest to the root of the sentence; of several the first."""
        roots = [t for t in self.tokens if t.head is t]
        if roots:
            return roots[0]
        tops = [t for t in self.tokens if not self.start <= t.head.i < self.end]
        return min(tops, key=_words_to_root) if tops else self.doc[self.start]


def _words_to_root(token: Token) -> int:
    """How many words are above; a sign or blank with nothing below is as far away as can be."""
    if not token.children and (token.is_punct or token.text.isspace()):
        return len(token.doc) - 1
    return sum(1 for _ in token.ancestors)


class Doc(_Words):
    """A parsed sentence: its text, its words, and the names that the name finder saw in it."""

    def __init__(self, text: str) -> None:
        self.doc, self.start, self.text = self, 0, text
        self.tokens: list[Token] = []
        self.ents: tuple[Span, ...] = ()

    def __repr__(self) -> str:
        return self.text

    def char_span(self, start: int, end: int, *, expand: bool = False) -> Span | None:
        """The words of a stretch of text: those that it touches (`expand`), else None where it cuts through one."""
        at = self._at
        if not 0 <= start < len(at) or not 0 < end <= len(at):
            return None
        first, last = self.tokens[at[start]], self.tokens[at[end - 1]]
        if not expand and (first.idx != start or last.idx + len(last.text) != end):
            return None
        behind = expand and start == first.idx + len(first.text)  # the blank behind a word
        return Span(self, first.i + behind, last.i + 1)

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The lemmas of its words, lower case; spaCy has no such thing. What needs one of them need not ask each word."""
        return frozenset(token.lemma_.lower() for token in self.tokens)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words as they stand there, lower case, and their lemmas; spaCy has no such thing either."""
        return self.lemmas.union([token.lower_ for token in self.tokens])

    @cached_property
    def _at(self) -> list[int]:
        """The word, with the blank behind it, of each character."""
        ends = [t.idx for t in self.tokens[1:]] + [len(self.text)]
        return [t.i for t, end in zip(self.tokens, ends, strict=True) for _ in range(t.idx, end)] if self.tokens else []


class _Strings(dict[int, str]):
    """The strings of spaCy's numbers, made once: spaCy decodes a string anew at each question."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, number: int) -> str:
        self[number] = found = self._strings[number]
        return found


class _Lexemes(dict[int, tuple[str, str, bool, bool, bool, bool]]):
    """What each word is wherever it stands: its text, that in lower case; whether it is letters, lower case, a title, a sign."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._vocab = vocab

    def __missing__(self, orth: int) -> tuple[str, str, bool, bool, bool, bool]:
        word = self._vocab[orth]
        self[orth] = found = (word.orth_, word.lower_, word.is_alpha, word.is_lower, word.is_title, word.is_punct)
        return found


@lru_cache(maxsize=1)
def _known(vocab: Vocab) -> tuple[_Lexemes, _Strings]:
    """What is known of the words of a vocabulary; it forgets none itself."""
    return _Lexemes(vocab), _Strings(vocab.strings)


def plain(text: str, written: SpacyDoc, analysed: SpacyDoc) -> Doc:
    """A sentence as plain objects: the words of one parse with the analysis of another, which has as many."""
    doc = Doc(text)  # spaCy would put it together anew
    if not len(written):
        return doc
    words: Any = written.to_array(list(_WRITTEN))
    told: Any = analysed.to_array(list(_READ))
    heads = told[:, -1].astype(np.int64) + np.arange(len(told))
    doc.tokens, places = _tokens(doc, words.tolist(), told.tolist(), written.vocab), heads.tolist()
    mend(doc.tokens, places)
    _grow(doc.tokens, places)
    doc.ents = tuple(_names(doc)) if told[:, _READ.index("ENT_TYPE")].any() else ()
    return doc


def _names(doc: Doc) -> Iterator[Span]:
    """The names by their words: "B" begins one, "I" goes on."""
    for token in doc.tokens:
        if token.ent_iob_ == "B" and token.ent_type_:
            end = token.i + 1
            while end < len(doc) and doc.tokens[end].ent_iob_ == "I":
                end += 1
            yield Span(doc, token.i, end, token.ent_type_)


def _tokens(doc: Doc, words: list[list[int]], told: list[list[int]], vocab: Vocab) -> list[Token]:
    """The words without their tree."""
    lexemes, strings = _known(vocab)
    found, at = [], 0
    for i, ((orth, blank), (lemma, pos, tag, dep, label, iob, _)) in enumerate(zip(words, told, strict=True)):
        token = Token()
        token.doc, token.i, token.idx = doc, i, at
        token.text, token.lower_, token.is_alpha, token.is_lower, token.is_title, token.is_punct = lexemes[orth]
        token.lemma_, token.pos_, token.tag_, token.dep_ = strings[lemma], strings[pos], strings[tag], strings[dep]
        token.ent_type_, token.ent_iob_, token._subtree = strings[label], _IOB[iob], None
        at += len(token.text) + blank
        found.append(token)
    return found


def _grow(tokens: list[Token], heads: list[int]) -> None:
    """Give each word its head, its children and the edges of its tree."""
    lefts: list[list[Token]] = [[] for _ in tokens]
    rights: list[list[Token]] = [[] for _ in tokens]
    for i, head in enumerate(heads):
        tokens[i].head = tokens[head]
        if i < head:
            lefts[head].append(tokens[i])
        elif i > head:
            rights[head].append(tokens[i])
    first, last = _edges(heads)
    for i, token in enumerate(tokens):
        token.lefts, token.rights = tuple(lefts[i]), tuple(rights[i])
        token.children = token.lefts + token.rights
        token.left_edge, token.right_edge = tokens[first[i]], tokens[last[i]]


def _edges(heads: list[int]) -> tuple[list[int], list[int]]:
    """The first and the last place that is below each word. A word tells those above it, as far as none before it told them more."""
    first, last = [*range(len(heads))], [*range(len(heads))]
    for i, head in enumerate(heads):
        while first[head] > i:
            first[head] = i
            head = heads[head]
    for i in reversed(range(len(heads))):
        head = heads[i]
        while last[head] < i:
            last[head] = i
            head = heads[head]
    return first, last
