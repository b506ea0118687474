"""Offices told behind names by commas alone: "Ana Ruiz, Director of the National Bureau", "Ana Ruiz, CEO, Latin Forum".

Lists of those present name people so, and a parser makes little of them. In: a parsed sentence. Out: `Listed`: the token span
of a name and what the commas tell of it. Words of offices stand in the lexicons `names` and `frames/relations`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.annotate.gazetteer import forms
from pipeline.annotate.name_words import Name, Post, head_kind, is_capital, is_place, words
from pipeline.annotate.organisation_names import known_organisations
from pipeline.annotate.person_names import full_name, loose_name
from pipeline.annotate.titles import office_before
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc

Span = tuple[int, int]

# What leads from an office to its field or body ("to the President" is of the office itself).
_LINKS = frozenset({"of", "for", "at", "on"})
_INNER = frozenset({*_LINKS, "to", "the", "and", "&", "-", "in", "'s", "’s"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A person's name as token span, the offices told behind it, and the bodies told there."""

    name: Span
    posts: tuple[Post, ...]
    bodies: tuple[Span, ...]


@cache
def _office_words() -> frozenset[str]:
    return frozenset(load("names")["offices"]) | frozenset(load("frames/relations")["posts"])


def listed_posts(doc: Doc) -> list[Listed]:
    """Every name in the sentence behind which commas tell an office, or, in an item of a list, a body."""
    item = _is_item(doc)
    found: list[Listed] = []
    told = 0  # where the last office ends that is told of the name before it
    for comma in (t.i for t in doc if t.text == ","):
        name = _name_before(doc, comma, told)
        if name is None:
            continue
        parts = _parts(doc, comma + 1, whole=item and name[0] == 0)
        listed = _listed(doc, name, parts)
        if listed is not None:
            found.append(listed)
            told = parts[0][1]
    return found


def listed_names(doc: Doc) -> list[Name]:
    """The people of `listed_posts` and the bodies told behind them."""
    found = []
    for listed in listed_posts(doc):
        found.append(Name(*listed.name, "person", doc[slice(*listed.name)].text, posts=listed.posts))
        found += [_body_named(doc, *body) for body in listed.bodies if not is_place(doc[slice(*body)].text)]
    return found


def _body_named(doc: Doc, start: int, end: int) -> Name:
    text = doc[start:end].text
    entry = known_organisations().get(text)
    kind = head_kind([t.text for t in doc[start:end]])
    told = "other" if kind in {None, "international"} else kind  # a "Forum" that no list knows is seldom one of states
    return Name(start, end, "organisation", text, told, None, entry["name"] if entry else None)


def _is_item(doc: Doc) -> bool:
    """Whether a whole line is an item of a list: names and offices, no sentence."""
    return doc[-1].text != "." and all(is_capital(t) or t.lower_ in _INNER | {",", "."} or not t.is_alpha for t in doc)


def _name_before(doc: Doc, comma: int, told: int) -> Span | None:
    """The full name that ends at a comma, or at the letters before it ("Ana Ruiz MP,"), and has no office before it."""
    comma = next((i for i in range(comma, 0, -1) if doc[i - 1].text not in words("post_nominals")), comma)
    start = comma
    while start and (is_capital(doc[start - 1]) or doc[start - 1].text == "-" or _is_particle(doc, start - 1)):
        start -= 1
    while start < comma and (doc[start].lower_ in words("manners") or not is_capital(doc[start])):
        start += 1
    linked = start and doc[start - 1].lower_ in {*_LINKS, "the"}
    name = loose_name(doc, start) if start < comma and not linked else None
    if name is None or name[1] != comma:
        return None
    title = office_before(doc, start)
    behind_office = start > told + 1 and doc[start - 1].text == "," and office_before(doc, start - 1)
    titled = title is not None and title[0] >= told and title[1].lower() not in words("manners")
    return None if behind_office or titled else name


def _is_particle(doc: Doc, i: int) -> bool:
    return doc[i].lower_ in words("particles") and i > 0 and (is_capital(doc[i - 1]) or _is_particle(doc, i - 1))


def _parts(doc: Doc, start: int, whole: bool) -> list[Span]:
    """The phrases of capitals between commas from `start` on; in running text only the first."""
    parts = []
    while start < len(doc):
        end = start
        while end < len(doc) and _goes_on(doc, end, whole):
            end += 1
        while end > start and not is_capital(doc[end - 1]):
            end -= 1
        parts.append((start, end))
        if not whole or doc[end : end + 1].text != ",":
            break
        start = end + 1
    return parts


def _goes_on(doc: Doc, i: int, whole: bool) -> bool:
    if is_capital(doc[i]):
        return True
    opens = i + 1 < len(doc) and doc[i + 1].ent_iob_ == "B" and doc[i + 1].ent_type_ in {"PERSON", "ORG"}
    if doc[i].text == "and" and not whole and opens:
        # "… of Education and | Ana Ruiz, …"
        return _ends_in_office(doc, i + 1) or (doc[i + 1].ent_type_ == "ORG" and full_name(doc, i + 1) is None)
    return doc[i].lower_ in _INNER and i + 1 < len(doc) and (is_capital(doc[i + 1]) or doc[i + 1].lower_ in _INNER)


def _ends_in_office(doc: Doc, start: int) -> bool:
    end = start
    while end < len(doc) and (is_capital(doc[end]) or doc[end].text == "-"):
        end += 1
    return end > start and doc[end - 1].lower_ in _office_words()


def _listed(doc: Doc, name: Span, parts: list[Span]) -> Listed | None:
    if not parts or parts[0][0] == parts[0][1]:
        return None
    first, *rest = parts
    if doc[first[0]].text in words("corporate"):  # "Nordic Pharma, Inc."
        return None
    bodies = tuple(p for p in rest if _is_body(doc, p))
    if not _holds_office(doc, first):
        beside = not rest and name[0] == 0 and full_name(doc, 0) is not None and _tells_body(doc, first)
        return Listed(name, (), (first,)) if beside else None
    closed = first[1] == len(doc) or doc[first[1]].text in {",", ".", ";", ")", "and", "who"} or bool(rest)
    behind = _ends_in_person(doc, first)
    if behind:
        return None
    if not closed:  # "Ana Ruiz, CEO of the drone maker X": the grammar reads the rest
        return Listed(name, (), ())
    posts = _posts(doc, first, bodies[-1] if bodies else None)
    return Listed(name, posts, tuple(dict.fromkeys([*(p.body for p in posts if p.body), *bodies])))


def _ends_in_person(doc: Doc, part: Span) -> bool:
    """Whether a person's name ends the phrase, so that the office is that person's: "…, Chief of Staff Ann Lee"."""
    last = doc[part[1] - 1]
    return last.ent_type_ == "PERSON" and last.lower_ not in _office_words()


def _is_body(doc: Doc, part: Span) -> bool:
    tokens = [t.text for t in doc[part[0] : part[1]]]
    return (
        bool(tokens) and not _holds_office(doc, part) and tokens[-1] not in words("suffixes") | words("post_nominals")
    )


def _tells_body(doc: Doc, part: Span) -> bool:
    """Whether a phrase right behind a name, with no office, is a body for certain."""
    tokens = [t.text for t in doc[part[0] : part[1]]]
    text = doc[part[0] : part[1]].text
    found = all(t.ent_type_ == "ORG" for t in doc[part[0] : part[1]])
    told = found or bool(head_kind(tokens)) or text in known_organisations()
    return part[1] == len(doc) and not is_place(text) and told


def _holds_office(doc: Doc, part: Span) -> bool:
    end = next((i for i in range(*part) if doc[i].lower_ in {*_LINKS, "to", "and"}), part[1])
    return end > part[0] and doc[end - 1].lower_ in _office_words()


def _posts(doc: Doc, part: Span, body: Span | None) -> tuple[Post, ...]:
    """The offices in a phrase: "Assistant to the President and Director of the Council" holds two."""
    cuts = [i for i in range(*part) if doc[i].text == "and" and _holds_office(doc, (i + 1, part[1]))]
    cuts = [i for i in cuts if any(doc[k].lower_ in {*_LINKS, "to"} for k in range(part[0], i))]
    starts, ends = [part[0], *(i + 1 for i in cuts)], [*cuts, part[1]]
    return tuple(_post(doc, (a, b), body) for a, b in zip(starts, ends, strict=True))


def _post(doc: Doc, part: Span, body: Span | None) -> Post:
    first = part[0] + 1 if doc[part[0]].lower_ in {"the", "a"} else part[0]
    if forms().get(doc[first].text, ("", ""))[1] == "adjective" and part[1] - first > 1:  # "French Ambassador to Chad"
        return Post((first + 1, part[1]), (first, first + 1))
    if is_place(doc[first].text) and doc[first + 1].text in {"'s", "’s"} and part[1] - first > 2:  # "Chad's Minister"
        return Post((first + 2, part[1]), (first, first + 1))
    for link in (i for i in range(first, part[1]) if doc[i].lower_ in _LINKS):
        start = link + 2 if doc[link + 1].lower_ == "the" else link + 1
        if start < part[1] and _is_told_body(doc, (start, part[1]), doc[link - 1].lower_):
            aide = any(doc[k].lower_ == "to" for k in range(first, link))  # "Assistant to the President of Chad"
            return Post((first, part[1] if aide else link), (start, _end_of_unit(doc, start, part[1])))
    return Post((first, part[1]), body)


def _end_of_unit(doc: Doc, start: int, end: int) -> int:
    """Where a body's name ends before its parent's: "Policy Department | of the Presidential Administration"."""
    for i in range(start + 2, end - 2):
        if doc[i].lower_ == "of" and doc[i + 1].lower_ == "the":
            parts = [t.text for t in doc[start:i]], [t.text for t in doc[i + 2 : end]]
            if all(head_kind(tokens) and len(tokens) > 1 for tokens in parts):
                return i
    return end


def _is_told_body(doc: Doc, part: Span, office: str) -> bool:
    """Whether what stands behind an office's "of" is a body or a state, no field ("of Education")."""
    tokens = [t.text for t in doc[part[0] : part[1]]]
    text = " ".join(tokens)
    inner = next((k for k, t in enumerate(tokens) if k and t in _LINKS), None)
    if inner and head_kind(tokens[:inner]) in {None, "company"} and text not in known_organisations():
        return False  # "Policy and Programs for the Loan Fund"
    firm = office in words("company_offices") and tokens[0].lower() not in words("portfolios")
    fields = all(t.lower() in words("portfolios") | _INNER for t in tokens)  # "for Science and Technology"
    headed = len(tokens) > 1 and head_kind(tokens) is not None and not fields
    return is_place(text) or text in known_organisations() or firm or headed
