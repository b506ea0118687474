"""Names of people in one sentence: by title, by the lexicon of office holders, by the parser's name finder.

In: a parsed sentence. Out: `Name`s as token spans, which may overlap; `names` chooses.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import ahocorasick

from pipeline.annotate.gazetteer import forms
from pipeline.annotate.name_words import Name, head_kind, is_capital, is_place, words
from pipeline.annotate.same_person import leaders
from pipeline.annotate.titles import Title, holds_several, office_before, title_before, title_words
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc, Span, Token

_OFFICES = frozenset(load("names")["offices"])
_FINITE = frozenset({"VBD", "VBZ", "MD"})
_GLOTTAL = frozenset({"'", "‘", "ʻ"})  # before a Polynesian name: "President | 'Akilisi P."


@cache
def _people_machine() -> Any:
    machine = ahocorasick.Automaton()
    for name in sorted(name for name in leaders() if " " in name):
        machine.add_word(name, name)
        machine.add_word(name.upper(), name.upper())
    machine.make_automaton()
    return machine


def person(doc: Doc, start: int, end: int, title: Title | None, sure: bool = True) -> Name:
    """The name at a span, with the title before it where there is one."""
    at, words_of_it = title or (None, None)
    return Name(start, end, "person", doc[start:end].text, None, words_of_it, None, sure, at)


def known_people(doc: Doc) -> list[Name]:
    """Holders of high office whose names the lexicon has: the parser's finder knows few of them."""
    found = []
    for last, name in _people_machine().iter(doc.text):
        span = doc.char_span(last + 1 - len(name), last + 1)
        if span is not None:
            title = office_before(doc, span.start) or _office_behind_comma(doc, span.start, span.end)
            found.append(person(doc, span.start, span.end, title))
    return found


def _office_behind_comma(doc: Doc, start: int, end: int) -> Title | None:
    """ "the President of Brazil, | Ana L., said": the office that commas tell of a known name."""
    closed = end == len(doc) or doc[end].text in {",", ".", ";", ")"} or doc[end].tag_ in _FINITE
    title = office_before(doc, start - 1) if start > 2 and doc[start - 1].text == "," and closed else None
    return title if title and title[1].lower() not in words("manners") and start - 1 - title[0] > 1 else None


def titled(doc: Doc) -> list[Name]:
    """People told by a title: "President Ilham Aliyev", "Minister Sa'ar", "Prime Ministers X of Norway and Y of Kenya"."""
    found = []
    for i in range(1, len(doc)):
        if not _may_open_name(doc, i):
            continue
        stop = doc[i - 1].text in _GLOTTAL and doc[i].idx == doc[i - 1].idx + 1
        title = title_before(doc, i - stop)
        # "General Intelligence Services"
        if title and title[1].lower() == "general" and doc[i].lower_ in words("portfolios"):
            continue
        title = office_before(doc, i) if title and title[1].lower() in words("manners") else title
        name = _titled_name(doc, i, title) if title else None
        if name is None:
            continue
        found.append(name)
        if holds_several(doc, i):
            found += _listed(doc, name, title)
    return found


def _listed(doc: Doc, name: Name, title: Title | None) -> Iterator[Name]:
    """The others who have a title together: "Presidents X of Norway, Y of Kenya and Z of Chad"."""
    last: Name | None = name
    while last is not None and (begins := _joined_name(doc, last.end)) is not None:
        last = _titled_name(doc, begins, title)
        if last is not None:
            yield last


def _may_open_name(doc: Doc, i: int) -> bool:
    tokens = doc.tokens
    token = tokens[i]
    if opens_with_particle(doc, i):  # "President | de la Cruz"
        return True
    if not is_capital(token) or token.text in words("headline_words"):  # "Ambassador Presents Credentials"
        return False
    shouted = token.text.isupper() and len(token.text) > 3 and not doc.text.isupper()
    if token.lower_ in title_words() or shouted:
        return False
    if is_place(tokens[i - 1].text) and (token.ent_type_ != "PERSON" or token.ent_iob_ != "B"):
        return " of " in tokens[i - 1].text or _opens_full_name(doc, i)
    longer = i + 1 < len(tokens) and is_capital(tokens[i + 1]) and not is_place(tokens[i + 1].text)
    return longer or not is_place(token.text)


def _opens_full_name(doc: Doc, i: int) -> bool:
    """Whether two words behind a state are a name: "the envoy to Peru | Ann Lee", not "the envoy to Peru Monday"."""
    name = full_name(doc, i)
    return name is not None and not any(t.ent_type_ in {"DATE", "TIME"} for t in doc[slice(*name)])


def _titled_name(doc: Doc, start: int, title: Title | None) -> Name | None:
    end = _end_of_person(doc, start)
    tokens = [t.text for t in doc[start:end]]
    barred = tokens[-1:] and tokens[-1] in words("not_organisation") and not _is_surname(doc, start, end)
    if not tokens or is_place(" ".join(tokens)) or barred or head_kind(tokens):
        return None
    if tokens[-1] in words("not_person"):  # "Director Plant Research"
        return None
    if _is_chair(doc, start, end):
        return None
    if end - start == 1 and doc[start].pos_ != "PROPN" and doc[start].ent_type_ != "PERSON":  # "Ambassadors Expelled"
        return None
    return person(doc, start, end, title)


def _is_surname(doc: Doc, start: int, end: int) -> bool:
    """Whether a name ends in a family name that is a title too: "Ambassador Ann King"."""
    return end - start > 1 and doc[end - 1].text in words("titles_as_surnames") and doc[end : end + 1].text != "of"


def _is_chair(doc: Doc, start: int, end: int) -> bool:
    """Whether a word that names are too is an office: "Commissioner and | Dean of the Corps"."""
    return end - start == 1 and doc[start].lower_ in words("chairs") and doc[end : end + 1].text == "of"


def _joined_name(doc: Doc, end: int) -> int | None:
    """Where the next of several names begins: "X of Norway and | Y of Kenya"."""
    at, joining = end, {"and"}
    if doc[end : end + 1].text == "of":
        place = end + 1 + (doc[end + 1 : end + 2].text == "the")
        at, joining = (place + 1, {"and", ","}) if is_place(doc[place : place + 1].text) else (end, joining)
    begins = at + 1 < len(doc) and _may_begin(doc, at + 1)
    return at + 1 if doc[at : at + 1].text in joining and begins else None


def _end_of_person(doc: Doc, start: int) -> int:
    i = start
    while i < len(doc):
        token = doc[i]
        if (
            (
                is_capital(token)
                and (token.text != "I" or _is_first(doc, start, i))
                and token.text not in words("post_nominals")
                and (i == start or token.text not in words("headline_words"))
                and (token.pos_ not in {"PRON", "VERB"} or token.text == "I" or _is_no_verb(doc, start, i))
                and token.lower_ not in {"and", "on", "in"}
            )
            or _leads_on(doc, i)
            or (token.text == "-" and i + 1 < len(doc) and is_capital(doc[i + 1]) and i > start)
        ):
            i += 1
        elif token.text == "," and i + 1 < len(doc) and doc[i + 1].text in words("suffixes"):
            i += 2
        else:
            break
    return i


def _is_no_verb(doc: Doc, start: int, i: int) -> bool:
    """Whether what the parser takes for a verb is of a name: the first word, or one that is not English ("Mehmet Şimşek")."""
    return doc[i].pos_ == "VERB" and (i == start or not doc[i].text.isascii())


def _is_first(doc: Doc, start: int, i: int) -> bool:
    """Whether "I" is the number of a king: "Albert I of Monaco"."""
    return i > start and doc[i + 1 : i + 2].text in {"of", ",", "'s", "’s"}


def _leads_on(doc: Doc, i: int) -> bool:
    """Whether a particle leads to the next part of a name: "van | der Merwe"."""
    if doc[i].lower_ not in words("particles") or i + 1 == len(doc):
        return False
    if doc[i + 1].text == "-":  # "al | -Jubeir"
        return i + 2 < len(doc) and is_capital(doc[i + 2])
    return is_capital(doc[i + 1]) or _leads_on(doc, i + 1)


def opens_with_particle(doc: Doc, i: int) -> bool:
    """Whether a family name begins with the particle at `i`: "von | der Leyen", "al | -Jubeir"."""
    return doc.tokens[i].text in words("opening_particles") and _leads_on(doc, i)


def _may_begin(doc: Doc, i: int) -> bool:
    return is_capital(doc[i]) or opens_with_particle(doc, i)


def person_from(doc: Doc, ent: Span) -> Name | None:
    """What the parser's name finder takes for a person."""
    start, end = _trimmed(doc, ent)
    tokens = [t.text for t in doc[start:end]]
    if not tokens or is_place(" ".join(tokens)) or head_kind(tokens):
        return None
    if tokens[-1].lower() in title_words() or _is_chair(doc, start, end):
        return None
    if tokens[0] in words("doing_words"):  # "Combating Racism"
        return None
    if tokens[0] in words("before_things") or (start and doc[start - 1].text in words("before_things")):
        return None  # "Cyclone Ana", "HMS Nelson"
    if doc[end : end + 1].text.lower() in {"class", "-class"} or doc[end : end + 2].text.lower() == "-class":
        return None  # "frigates of the Jose Rizal class"
    if any(t in words("not_organisation") | words("not_person") or any(c.isdigit() for c in t) for t in tokens):
        return None
    if len(tokens) == 1 and tokens[0].isupper():
        return None
    if any(t.pos_ in {"VERB", "ADP"} and not t.text[0].isupper() for t in doc[start:end]):
        return None
    if doc[end : end + 1].text == "," and doc[end + 1 : end + 2].text in words("suffixes"):
        end += 2
    # "Ursula | von der Leyen", but no "Envases | del Sur"
    if end < len(doc) and opens_with_particle(doc, end) and doc[end].text not in words("particles_in_firms"):
        end = _end_of_person(doc, start)
    title = office_before(doc, start)
    return person(doc, start, end, title, bool(title))


def beside_person(doc: Doc, ent: Span, before: Name) -> Name | None:
    """What the finder takes for an organisation, in a list behind a person: "Ali Rezaei and Idriss Mahamat"."""
    joined = before.type == "person" and doc[before.end : ent.start].text in {"and", ","}
    name = full_name(doc, ent.start) if joined and before.end - before.start > 1 else None
    return person(doc, *name, None, sure=False) if name and name[1] == ent.end else None


def _trimmed(doc: Doc, ent: Span) -> tuple[int, int]:
    """The finder's span without titles and "'s", with the given name that it left out ("Elif | Aydın")."""
    start, end = ent.start, ent.end
    behind = {"'s", "'", ","} | words("post_nominals")
    while end > start and (doc[end - 1].text in behind or not is_capital(doc[end - 1])):
        end -= 1
    end = next((i for i in range(start, end) if doc[i].text in words("headline_words")), end)
    start = _behind_common(doc, _behind_field(doc, start, end), end)
    while start < end and (
        doc[start].lower_ in title_words()
        or doc[start].lower_.removesuffix("s") in title_words()
        or not _may_begin(doc, start)
        or forms().get(doc[start].text, ("", ""))[1] == "adjective"
    ):
        start += 1
    while start == ent.start and start and start < end and _is_given_name(doc[start - 1], end):
        start -= 1
        ent = doc[start : ent.end]
    return (before_particles(doc, start) if start < end else start), end


def before_particles(doc: Doc, start: int) -> int:
    """Where a name begins whose particles the finder left out: "von der | Leyen"."""
    at = start
    while at and doc[at - 1].lower_ in words("particles"):
        at -= 1
    opens = at < start and (opens_with_particle(doc, at) or (at == 0 and doc[at].lower_ in words("opening_particles")))
    return at if opens else start


def _behind_field(doc: Doc, start: int, end: int) -> int:
    """Where a name begins behind the field of an office: "Minister for Foreign | Affairs Aino K."."""
    at = start
    while at < end - 1 and doc[at].lower_ in words("portfolios"):
        at += 1
    title = office_before(doc, at) if at > start else None
    return at if title is not None and title[0] < start else start


def _behind_common(doc: Doc, start: int, end: int) -> int:
    """Where a full name begins behind words that are of none: "Intelligence Services | Majid F."."""
    common = words("not_person") | words("not_organisation")
    return next((i + 1 for i in range(end - 3, start - 1, -1) if doc[i].text in common), start)


def _is_given_name(token: Token, end: int) -> bool:
    inside = token.dep_ == "compound" and token.pos_ == "PROPN" and token.i < token.head.i < end
    told = token.lower_ in title_words() | words("person_nouns") or is_place(token.text) or token.ent_type_
    return inside and is_capital(token) and token.text.isalpha() and not token.text.isupper() and not told


def full_name(doc: Doc, start: int) -> tuple[int, int] | None:
    """The span of a given name and a family name that begins at `start`, or None."""
    name = loose_name(doc, start)
    tokens = [t.text for t in doc[slice(*name)]] if name else []
    return None if any(is_place(t) or t.lower() in title_words() for t in tokens) else name


def loose_name(doc: Doc, start: int) -> tuple[int, int] | None:
    """As `full_name`, where an office stands beside it, so that "Chad" and "Khan" may be of the name."""
    end = _end_of_person(doc, start)
    tokens = [t.text for t in doc.tokens[start:end]]
    told = any(t in words("not_organisation") | words("not_person") for t in tokens) or is_place(" ".join(tokens))
    if not 2 <= len(tokens) <= 6 or told or head_kind(tokens) or tokens[0].lower() in title_words():
        return None
    return None if all(is_place(t) for t in tokens) or tokens[-1].lower() in _OFFICES else (start, end)
