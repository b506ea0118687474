"""Which state a name belongs to, by the words around it: before it (Israel's, Israeli), behind it (of Israel), beside its head.

In: a parsed sentence, a name in it and the places in it. Out: an alpha-3 code, or None where the words tell none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.gazetteer import Place
from pipeline.annotate.name_words import Name, kinds_by_noun, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.annotate.parsed import Doc, Token


_LONGEST_LIST = 16  # words between what several bodies are and the last of them


# Verbs that the parser takes for nouns beside a name.
_FLOWS = frozenset({"export", "import", "sale", "shipment", "supply"})


def state_of(doc: Doc, name: Name, places: list[Place], names: Sequence[Name] = ()) -> str | None:
    """The state that the words around a name tell, or None; `names` are those of its sentence."""
    at = {t.i: p for p in places for t in (doc.char_span(p.start, p.end, expand=True) or [])}
    span = doc[name.start : name.end]
    for token in span:
        if token.i in at and at[token.i].kind in {"name", "adjective"} and name.type == "organisation":
            return at[token.i].code
    if name.start > 1 and doc[name.start - 1].lower_ == "'s" and name.start - 2 in at:
        return at[name.start - 2].code
    if name.start > 2 and doc[name.start - 1].lower_ == "based" and name.start - 3 in at:  # "Shenyang-based X"
        return at[name.start - 3].code
    if name.title_at is not None and (found := _in_order(doc, name, at, names)):
        return found
    if name.title_at is not None and (found := _after(doc, name, at) or _by_title(doc, name, name.title_at, at)):
        return found
    if name.title_at is not None and any(i in at for i in range(name.title_at, name.start)):  # "the envoy to Peru X"
        return None
    found = _after(doc, name, at) or _before(span.root, name, at) or _title_country(doc, name.start, at, comma=True)
    if name.type == "organisation":
        found = found or _of_listed(doc, name.start, at)
        found = found or (_by_seat(doc, name, at) if name.kind in words("seated_kinds") else None)
    others = {i for n in names if n.type == "person" and n.start != name.start for i in range(n.start, n.end)}
    return found or _through_apposition(span.root, name, at, others)


def _in_order(doc: Doc, name: Name, at: dict[int, Place], names: Sequence[Name]) -> str | None:
    """ "Foreign Ministers A and B of Chad and Mali": of two who hold one office, the first is of the first state."""
    for first in (n for n in names if n.title_at is not None and n.title_at == name.title_at):
        second = next((n for n in names if n.start == first.end + 1 and n.title_at == first.title_at), None)
        if second is None or name.start not in {first.start, second.start}:
            continue
        of, *states = range(second.end, min(second.end + 4, len(doc)))
        if (
            len(states) > 2
            and doc[of].lower_ == "of"
            and {states[0], states[2]} <= {*at}
            and doc[states[1]].text == "and"
        ):
            return at[states[0 if name.start == first.start else 2]].code
    return None


def _by_seat(doc: Doc, name: Name, at: dict[int, Place]) -> str | None:
    """ "the Foreign Ministry in Lima said", "In Lima the Ministry of Defence denied it": a body of the state whose capital that is."""
    behind = name.end + 1 if doc[name.end : name.end + 1].text == "in" else None
    opening = name.start - 1 - (doc[name.start - 1].lower_ == "the") if name.start else -1
    opening -= int(opening > 0 and doc[opening].text == ",")
    before = opening if opening > 0 and doc[opening - 1].text == "In" else None
    for i in (behind, before):
        if i is not None and i in at and at[i].kind == "seat":
            return at[i].code
    return None


def _of_listed(doc: Doc, start: int, at: dict[int, Place]) -> str | None:
    """ "Canadian companies Oreland Metals ("Oreland") and Quarry Inc.": the state told before a plural is of all that are listed."""
    marks = {",", "and", "&", "(", ")", '"', "“", "”"}
    i = start - 1
    while i > 0 and start - i < _LONGEST_LIST and (doc[i].text in marks or doc[i].text[:1].isupper()):
        i -= 1
    listed = i > 0 and doc[i].tag_ == "NNS" and doc[i].lemma_ in kinds_by_noun("described")
    return at[i - 1].code if listed and i - 1 in at and at[i - 1].kind == "adjective" else None


def _by_title(doc: Doc, name: Name, title_at: int, at: dict[int, Place]) -> str | None:
    """The state of an office: "Minister of Trade of Chad X", "President of Chad X", "Chad's President X"."""
    for i in (
        i for i in range(title_at, name.start) if i in at and at[i].kind != "town" and at.get(i - 1) is not at[i]
    ):
        # "Prime Minister of Chad" is one word to the parser; so is "Kingdom of Saxony", whose own "of" links nothing
        inside = " of " in doc[i].text and at[i].end - at[i].start < len(doc[i].text)
        behind = doc[i - 1].lower_ == "of" or (doc[i - 1].lower_ == "the" and doc[i - 2].lower_ == "of")
        if inside or behind:
            return at[i].code
    return _title_country(doc, title_at, at)


def _modifier(head: Token, at: dict[int, Place], skip: range) -> str | None:
    # "the Istanbul conglomerate": a firm is of its town's state
    firm = head.lemma_.lower() in kinds_by_noun("described")
    for child in head.children:
        if (
            child.i in at
            and child.i not in skip
            and child.dep_ in {"poss", "amod", "compound", "nmod", "npadvmod"}
            and (at[child.i].kind != "town" or (firm and child.dep_ != "amod"))
            and not (at[child.i].kind == "seat" and _is_where(child))
        ):
            return at[child.i].code
        coordinated = any(c.dep_ == "cc" for c in child.children)
        if child.i not in skip and child.dep_ in {"compound", "nmod", "poss", "amod"} and not coordinated:
            nested = _modifier(child, at, skip)
            if nested:
                return nested
        if child.dep_ == "prep" and child.lower_ in {"of", "to", "for"}:
            for obj in child.children:
                if obj.i in at and at[obj.i].kind in {"name", "seat"} and child.lower_ == "of":
                    return at[obj.i].code
    return None


def _is_where(token: Token) -> bool:
    """ "In Paris Mr. X said": where it was said, though the parser hangs it on the name."""
    return token.i > 0 and token.doc[token.i - 1].lower_ in {"in", "at"}


def _before(root: Token, name: Name, at: dict[int, Place]) -> str | None:
    return _modifier(root, at, range(name.start, name.end))


def _title_country(doc: Doc, title_at: int, at: dict[int, Place], comma: bool = False) -> str | None:
    """ "Azerbaijani President X", "Israel's Foreign Minister, X": the words before the title."""
    i = title_at - 1
    steps = 0
    while i >= 0 and steps < 9:
        token = doc[i]
        if token.i in at and at[token.i].kind != "town":
            told = at[token.i].kind == "seat" or (comma and at[token.i].kind != "adjective")
            # "their envoys in Paris, X and Y", "In Paris Mr. X"
            where = told and doc[i - 1].lower_ in {
                "in",
                "at",
                "to",
            }
            return None if where else at[token.i].code
        capital = token.text[:1].isupper()
        if (
            token.lower_ == "'s" and i - 1 not in at
        ):  # "Chile and Andina's head of sales, X": who owns the title is no state
            return None
        if not (
            capital or token.text in {",", "'s", "'", "-", "of", "for", "the", "and"} or token.pos_ in {"NOUN", "ADJ"}
        ) or token.text in {".", ";", ":"}:
            return None
        if token.text == "," and (steps > 0 or not comma):
            return None
        if token.text == "and" and doc[i + 1].lower_ == "the":  # "Iran and the government of President X"
            return None
        i -= 1
        steps += 1
    return None


def _after(doc: Doc, name: Name, at: dict[int, Place]) -> str | None:
    """ "Prime Minister Naftali Bennett of Israel", "Lockheed Martin, of Orlando, Florida", "Ann Lee, Fiji's trade minister"."""
    i = name.end
    if i < len(doc) and doc[i].text == ",":
        i += 1
        if i + 1 < len(doc) and i in at and doc[i + 1].lower_ == "'s":
            return at[i].code
        # "Ana Hall and Juan Soto, the Chadian envoy": told before whatever stands beside the first of them
        adjective = i + 2 < len(doc) and i + 1 in at and at[i + 1].kind == "adjective"
        if adjective and name.type == "person" and doc[i].lower_ == "the" and doc[i + 2].tag_ == "NN":
            return at[i + 1].code
    if i < len(doc) and doc[i].lower_ in words("seated") and doc[i + 1 : i + 2].text == "in":  # "X, based in Abu Dhabi"
        return next((at[j].code for j in range(i + 2, min(i + 7, len(doc))) if j in at), None)
    # "operating under Y's Ministry"
    if i + 1 < len(doc) and doc[i].tag_ == "VBG" and doc[i + 1].lower_ in {"under", "within"}:
        return next((at[j].code for j in range(i + 2, min(i + 5, len(doc))) if j in at), None)
    if i + 1 < len(doc) and doc[i].lower_ == "of":
        for j in range(i + 1, min(i + 4, len(doc))):
            if j in at:
                return at[j].code
            if doc[j].text not in {"the", "Republic", "Kingdom"}:
                break
    return None


def _through_apposition(root: Token, name: Name, at: dict[int, Place], others: set[int]) -> str | None:
    """ "X, the President of Azerbaijan"; "the Israeli minister, X"."""
    skip = range(name.start, name.end)
    for child in root.children:
        # the next of a list of people is no apposition
        told = child.dep_ == "appos" and child.lemma_.lower() not in _FLOWS  # "X, whose plant opened, exports to Y"
        if told and child.i not in {*skip, *others} and child.ent_type_ != "PERSON":
            if child.i in at:
                return None
            found = _deep(child, at, skip)
            if found:
                return found
    if root.dep_ == "appos" and root.head.i not in skip and root.head.i not in at:
        return _modifier(root.head, at, skip) or _through_clause(root, at, skip)
    return _through_clause(root, at, skip)


def _through_clause(root: Token, at: dict[int, Place], skip: range) -> str | None:
    """ "X became the first Israeli Prime Minister"; "the agency, operating under Y's Ministry"."""
    if root.dep_ == "nsubj" and root.head.lemma_ in {"become", "be"}:
        for child in root.head.children:
            if child.dep_ == "attr":
                return _modifier(child, at, skip)
    member = root
    while member.dep_ in {"conj", "appos"} or (member.dep_ == "pobj" and member.head.lower_ == "of"):
        member = member.head.head if member.dep_ == "pobj" else member.head
    # "the Fijian delegation included X and Y"
    if member.dep_ == "dobj" and member.head.lemma_ in {
        "include",
        "comprise",
    }:
        teams = [c for c in member.head.children if c.dep_ == "nsubj" and c.lower_ in words("led")]
        return next((found for team in teams if (found := _modifier(team, at, skip))), None)
    verbs = [root.head] if root.dep_ == "nsubj" else []
    for verb in [*verbs, *(c for c in root.children if c.dep_ == "relcl")]:
        if verb.lemma_ in words("ruling_verbs"):  # "X, who heads Niger's junta", "X led the Brazilian delegation"
            for led in (c for c in verb.children if c.dep_ == "dobj" and c.lower_ in words("led")):
                return _modifier(led, at, skip)
    for child in root.children:
        if child.dep_ == "acl":
            for prep in child.children:
                if prep.lower_ in {"under", "within"}:
                    return next((found for obj in prep.children if (found := _modifier(obj, at, skip))), None)
    return None


def _deep(head: Token, at: dict[int, Place], skip: range) -> str | None:
    found = _modifier(head, at, skip)
    if found:
        return found
    for token in head.subtree:
        if token.i in at and at[token.i].kind in {"name", "adjective"} and token.i not in skip and token.i - head.i < 8:
            return at[token.i].code
    return None
