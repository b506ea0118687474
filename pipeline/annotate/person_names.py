"""Names of people in one sentence: by title, by the lexicon of office holders, by the parser's name finder.

In: a parsed sentence. Out: `Name`s as token spans, which may overlap; `names` chooses.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import ahocorasick

from pipeline.annotate.gazetteer import forms
from pipeline.annotate.name_words import Name, head_kind, is_capital, is_place, title_before, title_words, words
from pipeline.lexicons import load

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


@cache
def _people_machine() -> Any:
    machine = ahocorasick.Automaton()
    for name in sorted({name for names in load("leaders").values() for name in names if " " in name}):
        machine.add_word(name, name)
        machine.add_word(name.upper(), name.upper())
    machine.make_automaton()
    return machine


def known_people(doc: Doc) -> list[Name]:
    """Holders of high office whose names the lexicon has: the parser's finder knows few of them."""
    found = []
    for last, name in _people_machine().iter(doc.text):
        span = doc.char_span(last + 1 - len(name), last + 1)
        if span is not None:
            title = title_before(doc, span.start)
            found.append(Name(span.start, span.end, "person", name, None, title[1] if title else None))
    return found


def titled(doc: Doc) -> list[Name]:
    """People told by a title: "President Ilham Aliyev", "Minister Sa'ar"."""
    found = []
    for i in range(1, len(doc)):
        if (
            not is_capital(doc[i])
            or doc[i].lower_ in title_words()
            or (doc[i].text.isupper() and len(doc[i].text) > 3 and not doc.text.isupper())
        ):
            continue
        title = title_before(doc, i)
        if title is None or (
            is_place(doc[i].text)
            and not (i + 1 < len(doc) and is_capital(doc[i + 1]) and not is_place(doc[i + 1].text))
        ):
            continue
        end = _end_of_person(doc, i)
        text = doc[i:end].text
        if (
            end > i
            and not is_place(text)
            and doc[end - 1].text not in words("not_organisation")
            and not head_kind([t.text for t in doc[i:end]])
        ):
            found.append(Name(i, end, "person", text, None, title[1]))
    return found


def _end_of_person(doc: Doc, start: int) -> int:
    i = start
    while i < len(doc):
        token = doc[i]
        if (
            (
                is_capital(token)
                and token.text not in {"I"}
                and (token.pos_ not in {"PRON", "VERB"} or (i == start and token.pos_ == "VERB"))
                and token.lower_ not in {"and", "on", "in"}
            )
            or (token.lower_ in words("particles") and i + 1 < len(doc) and is_capital(doc[i + 1]))
            or (token.text == "-" and i + 1 < len(doc) and is_capital(doc[i + 1]) and i > start)
        ):
            i += 1
        elif token.text == "," and i + 1 < len(doc) and doc[i + 1].text in words("suffixes"):
            i += 2
        else:
            break
    return i


def person_from(doc: Doc, ent: Span) -> Name | None:
    """What the parser's name finder takes for a person."""
    start, end = ent.start, ent.end
    while end > start and (doc[end - 1].text in {"'s", "'", ","} or not is_capital(doc[end - 1])):
        end -= 1
    while start < end and (
        doc[start].lower_ in title_words()
        or not is_capital(doc[start])
        or forms().get(doc[start].text, ("", ""))[1] == "adjective"
    ):
        start += 1
    tokens = [t.text for t in doc[start:end]]
    if not tokens or is_place(" ".join(tokens)) or head_kind(tokens) or tokens[-1].lower() in title_words():
        return None
    if any(t in words("not_organisation") | words("not_person") or any(c.isdigit() for c in t) for t in tokens):
        return None
    if len(tokens) == 1 and tokens[0].isupper():
        return None
    if any(t.pos_ in {"VERB", "ADP"} and not t.text[0].isupper() for t in doc[start:end]):
        return None
    if doc[end : end + 1].text == "," and doc[end + 1 : end + 2].text in words("suffixes"):
        end += 2
    title = title_before(doc, start)
    return Name(start, end, "person", doc[start:end].text, None, title[1] if title else None, None, bool(title))


def described_people(doc: Doc) -> list[Name]:
    """People told by what they do: "the student activist Netiwit C.", "actress Grace Kelly"."""
    found = []
    for token in doc[:-2]:
        if token.pos_ != "NOUN" or token.lemma_.lower() not in words("person_nouns") or token.tag_ == "NNS":
            continue
        end = _end_of_person(doc, token.i + 1)
        tokens = [t.text for t in doc[token.i + 1 : end]]
        if len(tokens) > 1 and not is_place(" ".join(tokens)) and not head_kind(tokens):
            found.append(Name(token.i + 1, end, "person", " ".join(tokens)))
    return found
