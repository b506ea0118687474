"""Names that nothing tells but their state and what they do: "Italy's Ventaro opened a plant", "London-listed Gemrock bought …".

Firms, and people whom others meet: "Italy's Ada Rossi met Chad's Ali Bor".

In: a parsed sentence. Out: `Name`s as token spans, unsure, for the name finder goes first where it knows better.
"""

from __future__ import annotations

from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from pipeline.annotate.name_words import Name, head_kind, is_capital, is_place, words
from pipeline.annotate.same_person import leaders
from pipeline.annotate.titles import ends_titles, opens_with_title
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc, Token

_NO_FIRM = frozenset({"LOC", "FAC", "EVENT", "DATE", "LAW", "WORK_OF_ART", "LANGUAGE"})
# What the finder takes a single word for tells little of it: "Peru's Sima" is as good as a person or a town to it.
_NO_LONG_FIRM = _NO_FIRM | {"PERSON", "GPE", "NORP"}
_OWNING = frozenset({"'s", "’s", "listed"})
_NO_PERSON = _NO_FIRM - {"FAC"} | {"ORG"}
_LONGEST_PERSON = 3  # words
_ACTING = frozenset({"nsubj", "nsubjpass"})


def owned(doc: Doc) -> list[Name]:
    """Names behind a state's "'s", or behind "listed", that act as firms do, or meet as people do."""
    found = []
    for token in doc if not _OWNING.isdisjoint(doc.words) else ():
        state = doc[token.i - 1].text if token.i else ""
        owner = token.text in {"'s", "’s"} and is_place(state)
        listed = (
            token.lower_ == "listed"
            and token.i > 1
            and doc[token.i - 1].text == "-"
            and is_place(doc[token.i - 2].text)
        )
        if not (owner or listed):
            continue
        run = list(takewhile(_in_name, doc[token.i + 1 :]))
        name = _named(doc, run, listed)
        if name is not None:
            found.append(name)
    return found


def _in_name(token: Token) -> bool:
    return is_capital(token) and token.pos_ in {"PROPN", "NOUN", "ADJ", "X", "VERB", "ADV"}


def _named(doc: Doc, run: list[Token], listed: bool) -> Name | None:
    tokens = [t.text for t in run]
    if run and not listed and not ends_titles(tokens[-1]) and _meets(run):
        return Name(run[0].i, run[-1].i + 1, "person", doc[run[0].i : run[-1].i + 1].text, sure=False)
    barred = _NO_LONG_FIRM if len(run) > 1 or listed else _NO_FIRM
    if not run or is_place(" ".join(tokens)) or any(t.ent_type_ in barred for t in run):
        return None
    if opens_with_title(tokens) or tokens[-1] in words("not_organisation") or tokens[-1] in words("not_person"):
        return None
    if len(run) == 1 and tokens[0] in _words_of_leaders():  # "Brazil's Lula opened a plant"
        return None
    kind = head_kind(tokens)
    if len(run) == 1 and kind is not None:  # "Chad's Cabinet"
        return None
    small = _small_head(doc, run[-1]) if not listed and kind is None else None
    if small is not None:
        run, kind = [*run, small], "bank" if small.lower_ == "bank" else "company"
    if not (listed or small is not None) and kind is None and not _acts_as_firm(run[-1]):
        return None
    return Name(run[0].i, run[-1].i + 1, "organisation", doc[run[0].i : run[-1].i + 1].text, kind or "company")


def _meets(run: list[Token]) -> bool:
    """Whether two words or three stand where those who meet do: "X met Y", "talks between X and Y", "X spoke with Y"."""
    last = run[-1]
    while last.dep_ == "conj":
        last = last.head
    spelled = all(t.is_title and t.is_alpha and t.pos_ == "PROPN" for t in run) and 1 < len(run) <= _LONGEST_PERSON
    verb = last.head
    if last.dep_ == "pobj" and last.head.lower_ in {"with", "between", "by"}:
        verb = last.head.head
    fits = last.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"} and verb.lemma_.lower() in words("people_verbs")
    barred = any(is_place(t.text) for t in run[:-1]) or any(
        t.lower_ in words("not_given") or t.ent_type_ in _NO_PERSON for t in run
    )
    return spelled and fits and not barred and head_kind([t.text for t in run]) is None


def _small_head(doc: Doc, last: Token) -> Token | None:
    """ "India's Jindal | group": the head of a firm's name that is written small."""
    behind = doc[last.i + 1 : last.i + 2]
    return behind[0] if len(behind) and behind[0].lower_ in words("small_heads") else None


@cache
def _words_of_leaders() -> frozenset[str]:
    """Every word of the names of well-known leaders: whom a headline calls by one of them is no firm."""
    return frozenset(word for name in leaders() for word in name.split())


def _acts_as_firm(last: Token) -> bool:
    """Whether a name stands where firms do: "opened a plant", "bought by Italy's Ventaro", "a contract with Spain's Astillero"."""
    while last.dep_ == "conj":  # "Equinor and Poland's Ventaro are partners"
        last = last.head
    agent = last.dep_ == "pobj" and last.head.dep_ == "agent"
    if last.dep_ == "pobj" and not agent:
        above, way = last.head.head, last.head.lower_
        sides = load("names")["firm_sides"].get(way, [])
        return above.lemma_.lower() in words("firm_ties") or above.lemma_.lower() in sides
    verb = last.head.head if agent else last.head
    partners = any(c.dep_ == "attr" and c.lemma_ in words("firm_partners") for c in verb.children)
    return (agent or last.dep_ in _ACTING) and (verb.lemma_.lower() in words("firm_verbs") or partners)
