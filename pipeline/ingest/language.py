"""Which language a text is in, by a library that carries its model with it: no network, the same answer everywhere."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "en"
# A page is judged by its beginning: more characters cost time and change no answer. Most are surely English after a few lines.
_JUDGED_CHARACTERS, _GLANCED_CHARACTERS = 1500, 400
# Below it the library is unsure: names, tables and single sentences stay with the reader.
_SURE = 0.9


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def other_language(text: str) -> str | None:
    """The ISO 639-1 code of the language that a text is surely in, if that is not English; else None."""
    language, confidence = _identifier().classify(text[:_GLANCED_CHARACTERS])
    if len(text) > _GLANCED_CHARACTERS and (language != ENGLISH or confidence < _SURE):
        language, confidence = _identifier().classify(text[:_JUDGED_CHARACTERS])
    return str(language) if language != ENGLISH and confidence >= _SURE else None


def not_english(stated: str | None, text: str) -> str | None:
    """The language for which a document is left out; None for one that is read.

    What is stated stands; a text of which nothing is stated is asked itself.
    """
    if stated is None:
        return other_language(text)
    return None if stated.casefold().split("-")[0] in ("en", "eng") else stated
