"""Names of people told by what they are or do: "the activist Ana R.", "the premiers of Chad and Mali, Ali B. and Awa T.".

In: a parsed sentence. Out: `Name`s as token spans; those told by a title or found by the name finder are read in `person_names`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.name_words import Name, head_kind, is_capital, is_place, words
from pipeline.annotate.person_names import full_name, person
from pipeline.annotate.titles import office_before, title_words, told_offices
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc, Token

_OFFICES = frozenset(load("names")["offices"])
_POSTS = frozenset(load("frames/relations")["posts"])
_INSTALLING = frozenset(load("frames/relations")["appointing"]) | {"become", "serve", "accept", "present"}
_FINITE = frozenset({"VBD", "VBZ", "MD"})
_LONGEST_OF = 10  # tokens of an office in the plural and the states that it is of


def described_people(doc: Doc) -> list[Name]:
    """People told by what they do: "the student activist Netiwit C.", "aide Sergei P.", "Hungary's leader, Gábor L."."""
    found = [*_behind_offices(doc), *_behind_plural(doc), *_behind_fields(doc), *_installed(doc)]
    for token in doc[:-2]:
        royal = token.pos_ == "PROPN" and token.dep_ == "appos" and any(c.lower_ == "the" for c in token.children)
        if not (token.pos_ == "NOUN" or royal) or token.tag_ == "NNS":  # "Sobhuza II, the King of Eswatini"
            continue
        if token.lemma_.lower() in words("person_nouns"):
            name = full_name(doc, token.i + 1)
            if name is not None:
                held = (token.i, token.text) if token.lower_ in _OFFICES else None
                found.append(person(doc, *name, held))
        post = token.lower_ in _POSTS and any(c.lower_ in {"at", "with"} for c in token.children)  # "an analyst at X"
        if token.lower_ in _OFFICES or post:
            found += [person(doc, *name, None) for name in _in_apposition(doc, token)]
    return found


def _installed(doc: Doc) -> list[Name]:
    """Full names of those who are given an office or take one: "appointed Awa T. as its envoy", "Awa T. became premier"."""
    found = []
    for verb in (t for t in doc if t.lemma_ in _INSTALLING):
        who = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"} and c.pos_ == "PROPN"]
        if any(t.lower_ in _OFFICES for t in told_offices(verb)):
            names = [full_name(doc, _run_start(doc, t.i)) for t in who]
            found += [person(doc, *name, None) for name in names if name is not None]
    for verb in (t for t in doc if t.lemma_ == "be"):  # "The first ambassador of Chad was A.B. T."
        named: list[Token] = []
        if any(c.dep_ == "nsubj" and c.lower_ in _OFFICES for c in verb.children):
            named += [c for c in verb.children if c.dep_ == "attr" and c.pos_ == "PROPN"]
        told = [c for c in verb.children if c.dep_ == "attr" and c.tag_ == "NN" and c.lower_ in _OFFICES | _POSTS]
        if any(p.lower_ in {"at", "of", "with", "for", "in"} for c in told for p in c.children if p.dep_ == "prep"):
            # "Ana R. is a senior fellow at X"
            named += [c for c in verb.children if c.dep_ == "nsubj" and c.pos_ == "PROPN"]
        found += [person(doc, *n, None) for c in named if (n := full_name(doc, _run_start(doc, c.i))) is not None]
    return found


def _behind_plural(doc: Doc) -> list[Name]:
    """Two full names between commas behind an office in the plural: "the premiers of Chad and Mali, Ali B. and Awa T.,"."""
    found = []
    for comma in (t.i for t in doc[2:-4] if t.text == ","):
        first = full_name(doc, comma + 1)
        second = full_name(doc, first[1] + 1) if first and doc[first[1] : first[1] + 1].text == "and" else None
        closed = second is not None and (second[1] == len(doc) or doc[second[1]].text in {",", ".", ";", ")"})
        if first and second and closed and _ends_plural_office(doc, comma):
            found += [person(doc, *name, None) for name in (first, second)]
    return found


def _ends_plural_office(doc: Doc, comma: int) -> bool:
    """Whether what a comma ends is an office in the plural with what it is of: "foreign ministers of Chad and Mali"."""
    i = comma - 1
    while i >= 0 and comma - i < _LONGEST_OF and doc[i].pos_ not in {"VERB", "AUX"} and doc[i].text not in {",", ";"}:
        if doc[i].tag_ in {"NNS", "NNPS"} and doc[i].lower_.removesuffix("s") in _OFFICES:
            return i == comma - 1 or doc[i + 1].lower_ in {"of", "in", "from"}
        i -= 1
    return False


def _behind_offices(doc: Doc) -> list[Name]:
    """Full names between commas behind an office with its body: "the head of the Bank of Namibia, Ester S., said".

    The second comma is often left out: "the Prime Minister of Namibia, Ester S. visited Oslo".
    """
    found = []
    for comma in (t.i for t in doc[1:-2] if t.text == ","):
        name = full_name(doc, comma + 1)
        closed = name is not None and (
            name[1] == len(doc) or doc[name[1]].text in {",", ".", ";", ")"} or doc[name[1]].tag_ in _FINITE
        )
        title = office_before(doc, comma) if name and closed else None
        if name and title and title[1].lower() not in words("manners") and comma - title[0] > 1:
            found.append(person(doc, *name, title))
    return found


def _behind_fields(doc: Doc) -> list[Name]:
    """Full names that the finder misses behind the field of an office: "Deputy Director for Rural Housing Amira Sow,"."""
    found = []
    for end in (t.i for t in doc.tokens[4:] if t.text in {",", ";", "and", ".", "of"} or t.tag_ in _FINITE):
        name = doc.tokens[end - 2 : end]
        free = all(is_capital(t) and t.is_alpha and not t.ent_type_ and not _tells_office(t) for t in name)
        if free and doc[end - 3].lower_ in words("portfolios") and is_capital(doc[end - 3]):
            title = office_before(doc, end - 2)
            if title is not None and (" for " in title[1] or (" of " in title[1] and title[0] + 3 >= end - 3)):
                found.append(person(doc, end - 2, end, title))
    return found


def _tells_office(token: Token) -> bool:
    word = token.lower_
    return (
        word in _OFFICES | title_words() | words("portfolios")
        or head_kind([token.text]) is not None
        or is_place(token.text)
    )


def _in_apposition(doc: Doc, office: Token) -> list[tuple[int, int]]:
    """The full names that the parser hangs on an office, or the office on them."""
    beside = [c for c in office.children if c.dep_ == "appos"] + ([office.head] if office.dep_ == "appos" else [])
    starts = [min(c.left_edge.i, c.i) if c.i > office.i else _run_start(doc, c.i) for c in beside if c.pos_ == "PROPN"]
    return [name for start in starts if (name := full_name(doc, start)) is not None]


def _run_start(doc: Doc, i: int) -> int:
    while i and doc[i - 1].pos_ == "PROPN" and is_capital(doc[i - 1]) and doc[i - 1].lower_ not in title_words():
        i -= 1
    if i > 1 and doc[i - 1].lower_ in words("particles") and doc[i - 2].pos_ == "PROPN":  # "Ana de | P. Lima"
        return _run_start(doc, i - 2)
    return i
