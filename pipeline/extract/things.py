"""What is traded or transferred: goods with their HS code, arms with their SIPRI category and name.

In: the head of a noun phrase. Out: `Thing`, or None where the phrase is neither. Words stand in the lexicons `commodities` and
`weapons`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.annotate.document import AnnotatedSentence
from pipeline.lexicons import load

if TYPE_CHECKING:
    from spacy.tokens import Token

_DESIGNATION = re.compile(r"^(?=.*\d)(?=.*[A-Z])[A-Z][\w/.-]*$|^[A-Z]{2,6}(?:-[A-Z]{1,4})?$")
_SEPARATE = frozenset({"relcl", "acl", "punct", "cc", "conj", "appos", "prep", "det", "poss", "case"})


@dataclass(frozen=True, slots=True)
class Thing:
    """`kind` is goods, service, total or arms. `code` is the HS code, `category` SIPRI's; `general` says arms as such."""

    kind: str
    text: str
    code: str | None = None
    category: str | None = None
    designation: str | None = None
    general: bool = False
    token: int = 0


@cache
def _goods() -> dict[str, str | None]:
    return {str(k): v for k, v in load("commodities")["goods"].items()}


@cache
def _categories() -> dict[str, str]:
    return {word: category for category, words in load("weapons")["categories"].items() for word in words}


@cache
def _systems() -> dict[str, dict[str, Any]]:
    return {str(k): v for k, v in load("weapons")["systems"].items()}


@cache
def _system_pattern() -> re.Pattern[str]:
    """Every named system, the longest first; a plural ("F-16s") is one too."""
    names = "|".join(re.escape(name) for name in sorted(_systems(), key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<![\w])({names})(?:s\b)?(?![a-z])")


@cache
def _list(lexicon: str, key: str) -> frozenset[str]:
    return frozenset(load(lexicon)[key])


def _phrase(head: Token) -> list[Token]:
    """The head with what stands before it inside its phrase."""
    start = head.i
    for child in head.lefts:
        if child.dep_ not in _SEPARATE and child.dep_ != "nummod":
            start = min(start, child.left_edge.i)
    while start > 0 and start < head.i and head.doc[start].dep_ in {"det", "poss", "nummod"}:
        start += 1
    return list(head.doc[start : head.i + 1])


def _singular(token: Token) -> str:
    lemma = token.lemma_.lower()
    return lemma if token.tag_ in {"NNS", "NNPS"} else token.lower_


def _lookup(words: list[str], table: Any) -> str | None:
    """The longest tail of the words that the table knows; a phrase of several words may be joined by hyphens."""
    for start in range(len(words)):
        tail = " ".join(words[start:])
        for form in (tail, re.sub(r"\s*-\s*", "-", tail), re.sub(r"\s*-\s*", " ", tail)):
            if form in table:
                return form
    return None


def _named_system(tokens: list[Token]) -> tuple[str | None, dict[str, Any]]:
    text = tokens[0].doc.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1].text)]
    best = max((m.group(1) for m in _system_pattern().finditer(text)), key=len, default=None)
    words = [t for t in tokens if t.pos_ in {"PROPN", "NOUN", "NUM", "ADJ"} or t.text == "-"]
    own = _joined_designation(tokens)
    if best and own and best in own and own != f"{best}s":
        return own, _systems()[best]
    if best:
        return best, _systems()[best]
    return (own if words else None), {}


def _joined_designation(tokens: list[Token]) -> str | None:
    """A model's name in the phrase: "F-16 Block 70", "AGM-158B-2", "Leopard 1A5"."""
    kept: list[str] = []
    text = ""
    for token in tokens:
        piece = token.text + token.whitespace_
        word = token.text
        if (
            _DESIGNATION.match(word)
            or (kept and (word == "-" or re.fullmatch(r"[\dA-Z][\w-]*", word)))
            or (
                word[:1].isupper()
                and any(
                    c.isdigit()
                    for c in "".join(t.text for t in tokens[tokens.index(token) + 1 : tokens.index(token) + 2])
                )
            )
        ):
            kept.append(word)
            text += piece
        elif kept:
            break
    text = text.strip(" -")
    return text if text and any(c.isdigit() for c in text) else None


def thing_of(head: Token, sentence: AnnotatedSentence) -> Thing | None:
    """What a noun phrase names, if it is goods, a service, trade as a whole, or arms."""
    tokens = [t for t in _phrase(head) if (t.i not in sentence.place_at and not t.is_punct) or t.text == "-"]
    if not tokens:
        return None
    before = head.doc[tokens[0].i - 1] if tokens[0].i else None
    if before is not None and f"{before.lower_} {_singular(tokens[0])}" in _categories():
        tokens = [before, *tokens]  # a phrase that the parser took apart: "are loitering munitions"
    words = [_singular(t) for t in tokens]
    whole = next((t for t in _phrase(head) if t.dep_ not in {"det", "poss"} and not t.is_punct), head)
    text = head.doc.text[whole.idx : head.idx + len(head.text)].strip(" \"'-")
    designation, system = _named_system(tokens)
    last = words[-1]
    category = _lookup(words, _categories())
    general = _lookup(words, _list("weapons", "general")) or _lookup(
        [t.lower_ for t in tokens], _list("weapons", "general")
    )
    if category and not (general and len(general) > len(category)):
        found = _categories()[category]
        return Thing(
            "arms",
            text,
            category=system.get("category", found) if not system or system.get("category") != found else found,
            designation=designation,
            token=head.i,
        )
    if general:
        return Thing("arms", text, general=True, designation=designation, token=head.i)
    if system and (tokens[-1].text.removesuffix("s") in str(designation) or last in _list("weapons", "bodies")):
        return Thing("arms", text, category=system["category"], designation=designation, token=head.i)
    good = _lookup(words, _goods()) or _lookup([t.lower_ for t in tokens], _goods())
    if good:
        return Thing("goods", good if len(text) > 40 else text, code=_goods()[good], token=head.i)
    if last in _list("commodities", "services"):
        return Thing("service", text, token=head.i)
    if last in _list("commodities", "totals"):
        return Thing("total", text, code="TOTAL", token=head.i)
    return None


def things_before(noun: Token, sentence: AnnotatedSentence) -> Iterator[Thing]:
    """What stands before a noun and tells of which things it is: "oil imports", "drone deal"."""
    for child in noun.lefts:
        thing = thing_of(child, sentence) if child.dep_ in {"compound", "amod", "nmod"} else None
        if thing is not None:
            yield thing


def named_good(name: str, token: Token) -> Thing:
    """A good that the text does not name but a unit tells: kilowatt-hours are electricity."""
    return Thing("goods", name, code=_goods()[name], token=token.i)


def producer_of(designation: str | None) -> str | None:
    """The maker of a named system, where that is common knowledge."""
    entry = _systems().get(designation or "")
    return entry.get("producer") if entry else None


def maker_country(head: Token, sentence: AnnotatedSentence) -> str | None:
    """The state that a thing is said to be made in: "Israeli-made arms", "Russian gas", "arms from Israel"."""
    for token in _phrase(head):
        place = sentence.place_at.get(token.i)
        if place and place.kind in {"adjective", "name"}:
            return place.code
    return None
