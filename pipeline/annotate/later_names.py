"""People by their surname alone, where the document names them in full elsewhere: "Daulet Serikbayev … Serikbayev accepted".

In: the parsed sentences of a document with the names found in each. Out: the same names with those that the parser's finder
missed, or took for an organisation, because one word tells it little.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.name_words import Name, head_kind, is_capital, is_place, words
from pipeline.annotate.person_names import before_particles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.annotate.parsed import Doc, Token

_SHORTEST = 3  # letters; shorter surnames ("Li", "Xi") are syllables of too much else
_LEGAL_FORM = re.compile(
    r",? (?:Ltd|Limited|Inc|Corp|Corporation|PLC|plc|LLC|GmbH|AG|SA|S\.A|SpA|NV|BV|AB|ASA|Oyj|Kft|Zrt|a\.s|s\.r\.o|d\.d|Sp\. z o\.o|Pte|Pty|Bhd|Tbk)\.?$"
)
_SUFFIX = re.compile(r",? (?:Jr|Sr|I{1,3}|IV)\.?$")


def add_later_names(sentences: Sequence[tuple[Doc, list[Name]]]) -> None:
    """Add the later mentions to the names of each sentence, in place."""
    told = {
        word
        for _, names in sentences
        for name in names
        if name.type == "person" and len(name.text.split()) > 1
        for word in _told_later(_SUFFIX.sub("", name.text).split())
    }
    _retype_firms([names for _, names in sentences])
    told = {word for word in told if len(word) >= _SHORTEST and not is_place(word) and not head_kind([word])}
    for doc, names in sentences:
        _add_to(doc, names, told)


def _told_later(name: list[str]) -> list[str]:
    """The words by which somebody is told later: the last, and of "Luiz Inácio Lula da Silva" what stands before the particle."""
    at = next((i for i, word in enumerate(name) if word in words("opening_particles")), 0)
    return [name[-1], name[at - 1]] if at > 1 else [name[-1]]


def _retype_firms(names_of: Sequence[list[Name]]) -> None:
    """ "Kaveri Forge", told elsewhere as "Kaveri Forge Ltd", is the firm and no person."""
    firms = {
        _LEGAL_FORM.sub("", name.text): name
        for names in names_of
        for name in names
        if name.type == "organisation" and _LEGAL_FORM.search(name.text)
    }
    for names in names_of:
        for i, name in enumerate(names):
            if name.type == "person" and name.title is None and name.text in firms:
                names[i] = replace(name, type="organisation", kind=firms[name.text].kind or "company")


def _add_to(doc: Doc, names: list[Name], surnames: set[str]) -> None:
    misread = [n for n in names if n.type == "organisation" and not n.sure and _without_particles(n.text) in surnames]
    kept = [n for n in names if n not in misread]
    taken = {i for name in kept for i in range(name.start, name.end)}
    found = [
        Name(start, t.i + 1, "person", doc[start : t.i + 1].text, sure=False)
        for t in doc
        if t.text in surnames and t.i not in taken and _stands_alone(t)
        for start in [before_particles(doc, t.i)]
    ]
    names[:] = sorted([*kept, *found], key=lambda name: name.start)


def _without_particles(name: str) -> str:
    """ "Von der Leyen" at the head of a sentence: her surname."""
    told = name.split()
    first = next((i for i, word in enumerate(told) if word.lower() not in words("particles")), 0)
    return " ".join(told[first:])


def _stands_alone(token: Token) -> bool:
    """Whether a surname is no part of a longer name: "the Bush Foundation", "Bush Street"."""
    near = [token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc)]
    joined = any(
        t.lower_ not in words("particles") and t.pos_ == "PROPN" and is_capital(t) and token in {t.head, *t.children}
        for t in near
    )
    return token.pos_ in {"PROPN", "NOUN"} and not joined
