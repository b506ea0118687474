"""Names of people and organisations in one sentence, by gazetteer, by grammar, and by the parser's name finder.

In: a parsed sentence. Out: `Name`s as token spans, not overlapping. Which names are one entity is decided in `entities`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import ahocorasick

from pipeline.annotate.gazetteer import forms
from pipeline.lexicons import load

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_CAPITAL = re.compile(r"^[A-ZÀ-ÞŠŽĆČĐŁŚŻİ]")
_ACRONYM = re.compile(r"^[A-Z][A-Z&.-]{1,7}[A-Z]$|^[A-Z]{2,8}\d?$")
_GAZETTEER_RANK, _GRAMMAR_RANK, _FINDER_RANK = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence: token span `start`..`end` (end exclusive), `type` person or organisation.

    `kind` is the organisation's type where the words tell it; `title` the title before a person's name; `known` the
    gazetteer's entry where there is one; `sure` says that more than the name finder stands behind it.
    """

    start: int
    end: int
    type: str
    text: str
    kind: str | None = None
    title: str | None = None
    known: str | None = None
    sure: bool = True


@cache
def known_organisations() -> dict[str, dict[str, Any]]:
    """Form of a name → its entry in the gazetteer of organisations."""
    found: dict[str, dict[str, Any]] = {}
    for entry in load("organisations"):
        for form in [entry["name"], entry.get("short"), entry.get("usual"), *entry.get("aliases", [])]:
            if form:
                found.setdefault(str(form), entry)
    return found


@cache
def _organisation_machine() -> Any:
    machine = ahocorasick.Automaton()
    for form in sorted(known_organisations()):
        machine.add_word(form, form)
    machine.make_automaton()
    return machine


@cache
def _heads() -> list[tuple[tuple[str, ...], str]]:
    """Head phrases of organisation names, longest first, with the type each tells."""
    pairs = [(tuple(h.split()), kind) for kind, heads in load("names")["heads"].items() for h in heads]
    return sorted(pairs, key=lambda p: -len(p[0]))


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(load("names")[key])


@cache
def _titles() -> list[tuple[str, ...]]:
    return sorted({tuple(t.lower().split()) for t in load("names")["titles"]}, key=lambda t: (-len(t), t))


def is_capital(token: Token) -> bool:
    """Whether the word is written with a capital."""
    return bool(_CAPITAL.match(token.text))


def _known(doc: Doc) -> list[Name]:
    found = []
    text = doc.text
    for last, form in _organisation_machine().iter(text):
        start = last + 1 - len(form)
        if text[start - 1 : start].isalnum() or text[last + 1 : last + 2].isalnum() or text[last + 1 : last + 2] == "-":
            continue
        span = doc.char_span(start, last + 1)
        if span is not None and not (form in forms() and forms()[form][1] == "name"):
            entry = known_organisations()[form]
            found.append(Name(span.start, span.end, "organisation", form, entry["type"], None, entry["name"]))
    return found


def _head_kind(tokens: list[str]) -> str | None:
    """The type that the head words in a capitalised run tell: an opening head ("Bank of …") before the last one."""
    for phrase, kind in _heads():
        if (
            tuple(tokens[: len(phrase)]) == phrase
            and (len(tokens) > len(phrase))
            and tokens[len(phrase)] in {"of", "for", "do", "de"}
        ):
            return kind
    for at in range(len(tokens), 0, -1):
        for phrase, kind in _heads():
            if at >= len(phrase) and tuple(tokens[at - len(phrase) : at]) == phrase:
                return kind
    return None


def _runs(doc: Doc) -> list[tuple[int, int]]:
    """Runs of capitalised words, joined by connectors ("Ministry of Digital Development and Transport")."""
    runs, i, size = [], 0, len(doc)
    while i < size:
        if not is_capital(doc[i]) or doc[i].pos_ in {"PRON", "AUX"}:
            i += 1
            continue
        j = i + 1
        while j < size:
            if is_capital(doc[j]) or (doc[j].text in {"-", "&"} and j + 1 < size and is_capital(doc[j + 1])):
                j += 1
            elif doc[j].text == "of" and doc[j + 1 : j + 2].text == "the" and _whole(doc, i, j):
                break
            elif (
                doc[j].text in {"of", "for"}
                and j + 1 < size
                and (is_capital(doc[j + 1]) or doc[j + 1].text == "the")
                and _holds_head(doc, i, j)
            ):
                j += 2 if doc[j + 1].text == "the" and j + 2 < size and is_capital(doc[j + 2]) else 1
                if not is_capital(doc[min(j, size - 1)]):
                    break
            elif doc[j].text == "and" and j + 1 < size and is_capital(doc[j + 1]) and _joins(doc, i, j):
                j += 1
            else:
                break
        end = j
        while end > i and not is_capital(doc[end - 1]):
            end -= 1
        runs.append((i, end))
        i = max(j, i + 1)
    return runs


def _holds_head(doc: Doc, start: int, end: int) -> bool:
    return _head_kind([t.text for t in doc[start:end]]) is not None


def _whole(doc: Doc, start: int, end: int) -> bool:
    """Whether a run is a name already ("Foreign Policy Affairs Department of the …"): its head stands last, not first."""
    tokens = [t.text for t in doc[start:end]]
    return len(tokens) > 1 and _head_kind(tokens) is not None and _head_kind(tokens[-1:]) is not None


def _joins(doc: Doc, start: int, at: int) -> bool:
    """Whether an "and" joins two words of one name: "Ministry of Trade and Industry", "Innovation and Digital Development Agency"."""
    before = [t.text for t in doc[start:at]]
    after = []
    for token in doc[at + 1 :]:
        if not is_capital(token):
            break
        after.append(token.text)
    if "of" in before and _head_kind(before[: before.index("of")]) in {
        "ministry",
        "agency",
        "university",
        "research_institute",
        "other",
        "bank",
    }:
        return not _head_kind(after) and doc[at + 1].text not in _titles_first()
    return bool(_head_kind(after)) and not _head_kind(before) and len(before) == 1 and not _is_place(before[-1])


@cache
def _titles_first() -> frozenset[str]:
    return frozenset(t.split()[0] for t in load("names")["titles"])


def _is_place(text: str) -> bool:
    return text in forms()


def _strip_front(doc: Doc, start: int, end: int) -> int:
    """Drop what stands before a name but is not of it: "The", a possessor ("Brazil's")."""
    while start < end and (
        doc[start].lower_ in {"the", "a", "an", "this", "that", "his", "her", "its", "our", "their"}
        or doc[start].pos_ == "PRON"
    ):
        start += 1
    for i in range(end - 1, start, -1):
        if doc[i].text in {"'s", "'"}:
            return i + 1
    return start


def _by_grammar(doc: Doc) -> list[Name]:
    found = []
    blocked = _words("not_organisation")
    for start, end in _runs(doc):
        start = _strip_front(doc, start, end)
        end = _before_title(doc, start, end)
        tokens = [t.text for t in doc[start:end]]
        kind = _head_kind(tokens)
        if kind is None or len(tokens) < 2 or len(tokens) > 14:
            continue
        if tokens[-1] in blocked or any(t.lower() in {"war"} for t in tokens) or doc[start].text in _titles_first():
            continue
        if _bare(tokens):
            continue
        found.append(Name(start, end, "organisation", doc[start:end].text, kind))
    return found


def _before_title(doc: Doc, start: int, end: int) -> int:
    """Where a title starts inside a run of capitals: "Congress Party President Sonia Gandhi" ends after "Party"."""
    for i in range(start + 1, end):
        title = _title_before(doc, i + 1) if i + 1 < end else None
        if title and title[0] >= start:
            return title[0]
    return end


def _bare(tokens: list[str]) -> bool:
    """Only a head word and a state ("Israeli Embassy" is one, "Chinese Group" and "Government" are not)."""
    content = [t for t in tokens if t not in _words("connectors") and not _is_place(t)]
    return len(content) == 1 and content[0] in {
        "Group",
        "Company",
        "Companies",
        "Service",
        "Division",
        "Command",
        "Oil",
        "Energy",
        "Steel",
        "Arms",
        "Capital",
        "Press",
        "News",
        "Office",
        "Trade",
        "Systems",
        "Nations",
        "Union",
        "School",
        "Club",
        "Church",
        "Mission",
        "Partnership",
        "Alliance",
        "Technology",
        "Military",
        "Center",
        "Centre",
        "Court",
        "Network",
        "Government",
        "Administration",
        "Cabinet",
        "Presidency",
        "Community",
    }


def _title_before(doc: Doc, start: int) -> tuple[int, str] | None:
    """The title right before token `start`: where it begins and its words."""
    for title in _titles():
        at = start - len(title)
        spelled = at >= 0 and tuple(t.lower_ for t in doc[at:start]) == title
        if spelled and (is_capital(doc[at]) or title[-1] in _words("lower_titles")):
            return at, doc[at:start].text
    return None


def _titled(doc: Doc) -> list[Name]:
    """People told by a title: "President Ilham Aliyev", "Minister Sa'ar"."""
    found = []
    for i in range(1, len(doc)):
        if (
            not is_capital(doc[i])
            or doc[i].lower_ in _title_words()
            or (doc[i].text.isupper() and len(doc[i].text) > 3 and not doc.text.isupper())
        ):
            continue
        title = _title_before(doc, i)
        if title is None or (
            _is_place(doc[i].text)
            and not (i + 1 < len(doc) and is_capital(doc[i + 1]) and not _is_place(doc[i + 1].text))
        ):
            continue
        end = _end_of_person(doc, i)
        text = doc[i:end].text
        if (
            end > i
            and not _is_place(text)
            and doc[end - 1].text not in _words("not_organisation")
            and not _head_kind([t.text for t in doc[i:end]])
        ):
            found.append(Name(i, end, "person", text, None, title[1]))
    return found


@cache
def _title_words() -> frozenset[str]:
    return frozenset(w for t in _titles() for w in t)


def _end_of_person(doc: Doc, start: int) -> int:
    i = start
    while i < len(doc):
        token = doc[i]
        if (
            (
                is_capital(token)
                and token.text not in {"I"}
                and token.pos_ not in {"PRON", "VERB"}
                and token.lower_ not in {"and", "on", "in"}
            )
            or (token.lower_ in _words("particles") and i + 1 < len(doc) and is_capital(doc[i + 1]))
            or (token.text == "-" and i + 1 < len(doc) and is_capital(doc[i + 1]) and i > start)
        ):
            i += 1
        elif token.text == "," and i + 1 < len(doc) and doc[i + 1].text in _words("suffixes"):
            i += 2
        else:
            break
    return i


def _by_finder(doc: Doc) -> list[Name]:
    found = []
    for ent in doc.ents:
        if ent.label_ == "PERSON":
            name = _person_from(doc, ent)
        elif ent.label_ == "ORG":
            name = _organisation_from(doc, ent)
        else:
            name = None
        if name:
            found.append(name)
    return found


def _person_from(doc: Doc, ent: Span) -> Name | None:
    start, end = ent.start, ent.end
    while end > start and (doc[end - 1].text in {"'s", "'", ","} or not is_capital(doc[end - 1])):
        end -= 1
    while start < end and (
        doc[start].lower_ in _title_words()
        or not is_capital(doc[start])
        or forms().get(doc[start].text, ("", ""))[1] in {"adjective"}
    ):
        start += 1
    words = [t.text for t in doc[start:end]]
    if (
        not words
        or any(w in _words("not_organisation") for w in words)
        or _is_place(" ".join(words))
        or any(ch.isdigit() for w in words for ch in w)
    ):
        return None
    if (
        _head_kind(words)
        or (len(words) == 1 and words[0].isupper())
        or any(t.pos_ in {"VERB", "ADP"} and not t.text[0].isupper() for t in doc[start:end])
    ):
        return None
    if end < len(doc) and doc[end].text == "," and end + 1 < len(doc) and doc[end + 1].text in _words("suffixes"):
        end += 2
    title = _title_before(doc, start)
    return Name(start, end, "person", doc[start:end].text, None, title[1] if title else None, None, bool(title))


def _organisation_from(doc: Doc, ent: Span) -> Name | None:
    start, end = ent.start, ent.end
    while end > start and doc[end - 1].text in {"'s", "'", ",", "("}:
        end -= 1
    start = _strip_front(doc, start, end)
    words = [t.text for t in doc[start:end]]
    if not words or not is_capital(doc[start]) or not is_capital(doc[end - 1]):
        return None
    text = doc[start:end].text
    if (
        any(w in _words("not_organisation") for w in words)
        or _is_place(text)
        or text.lower() in _title_words()
        or words[0] in _titles_first()
    ):
        return None
    if any(_is_place(w) for w in words) and not _head_kind(words):
        return None
    if (re.search(r"\d", text) and len(words) == 1) or doc[start].pos_ in {"PRON", "VERB"} or _bare(words):
        return None
    return Name(start, end, "organisation", text, _head_kind(words), None, None, _head_kind(words) is not None)


_NAMING = re.compile(
    r"\b(?P<noun>joint venture|company|firm|bank|agency|consortium|organi[sz]ation|group|party)\b[^.;]{0,12}?\b(?:known as|called|named|dubbed) (?:the )?(?P<name>[A-Z][\w&'-]*(?: (?:[A-Z][\w&'-]*|of|and(?= [A-Z])))*)"
)


def _named_after(doc: Doc) -> list[Name]:
    """ "a joint venture, known as Caspian Meteor": what a phrase says that something is called."""
    found = []
    for m in _NAMING.finditer(doc.text):
        span = doc.char_span(m.start("name"), m.end("name"))
        if span is not None:
            kind = {"joint venture": "joint_venture", "bank": "bank", "agency": "agency", "party": "party"}.get(
                m["noun"], "company"
            )
            found.append(Name(span.start, span.end, "organisation", span.text, kind))
    return found


def _coordinated(doc: Doc, names: list[Name]) -> list[Name]:
    """A capitalised word in one list with organisations is one of them: "Elbit, Rafael, and other companies"."""
    held = {i: n for n in names for i in range(n.start, n.end)}
    found = []
    for token in doc:
        if (
            token.pos_ != "PROPN"
            or token.i in held
            or not is_capital(token)
            or _is_place(token.text)
            or any(c.dep_ in {"compound", "amod", "nummod", "poss"} for c in token.children)
        ):
            continue
        company = [
            held[c.i]
            for c in token.conjuncts
            if c.i in held and held[c.i].type == "organisation" and held[c.i].kind == "company"
        ]
        if (
            len(company) > 0
            and token.dep_ in {"conj", "pobj", "nsubj", "dobj"}
            and token.text not in _words("not_organisation")
        ):
            known = next(
                (
                    e
                    for form, e in known_organisations().items()
                    if form.split()[0] == token.text and e["type"] == "company"
                ),
                None,
            )
            found.append(
                Name(
                    token.i, token.i + 1, "organisation", token.text, "company", None, known["name"] if known else None
                )
            )
    return found


def find_names(doc: Doc, heading: bool = False) -> list[Name]:
    """The names in a parsed sentence. In a heading, where all is capitalised, only the gazetteer and titles are heard."""
    candidates = _known(doc)
    shouting = heading and sum(is_capital(t) for t in doc) > 0.6 * sum(t.is_alpha for t in doc)
    titled = _titled(doc)
    candidates += titled if not doc.text.isupper() else []
    if not shouting:
        candidates += _by_grammar(doc) + _by_finder(doc) + _named_after(doc)
        candidates += _coordinated(doc, candidates)
    kept: list[Name] = []
    order = {id(n): k for k, n in enumerate(candidates)}
    for name in sorted(candidates, key=lambda n: (not n.sure, n.start - n.end, order[id(n)])):
        if not any(name.start < k.end and k.start < name.end for k in kept):
            kept.append(name)
    return sorted(kept, key=lambda n: n.start)
