"""Names that a text gives by saying so: "a joint venture, known as Caspian Meteor", or by the list they stand in.

In: a parsed sentence. Out: `Name`s as token spans, with the type that the noun tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.annotate.name_words import Name, is_capital, is_place, words
from pipeline.annotate.organisation_names import known_organisations

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc

_NAMING = re.compile(
    r"\b(?P<noun>joint venture|company|firm|bank|agency|consortium|organi[sz]ation|group|party)\b[^.;]{0,12}?"
    r"\b(?:known as|called|named|dubbed) (?:the )?(?P<name>[A-Z][\w&'-]*(?: (?:[A-Z][\w&'-]*|of|and(?= [A-Z])))*)"
)


def named_after(doc: Doc) -> list[Name]:
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


def incorporated(doc: Doc) -> list[Name]:
    """Companies whose legal form stands behind a comma: "Indivia, PLC", "Nordic Pharma, Inc."."""
    found = []
    for token in doc[1:]:
        if token.text not in words("corporate") or doc[token.i - 1].text != ",":
            continue
        start = token.i - 1
        while start and is_capital(doc[start - 1]) and doc[start - 1].text not in words("corporate"):
            start -= 1
        if start < token.i - 1:
            found.append(Name(start, token.i + 1, "organisation", doc[start : token.i + 1].text, "company"))
    return found


def coordinated(doc: Doc, names: list[Name]) -> list[Name]:
    """A capitalised word in one list with companies is one of them: "Elbit, Rafael, and other companies"."""
    held = {i: n for n in names for i in range(n.start, n.end)}
    found = []
    for token in doc:
        if token.pos_ != "PROPN" or token.i in held or not is_capital(token) or is_place(token.text):
            continue
        if any(c.dep_ in {"compound", "amod", "nummod", "poss"} for c in token.children):
            continue
        beside = [held[c.i] for c in token.conjuncts if c.i in held]
        if not any(n.type == "organisation" and n.kind == "company" for n in beside):
            continue
        if token.dep_ in {"conj", "pobj", "nsubj", "dobj"} and token.text not in words("not_organisation"):
            entry = _company_of_first_word(token.text)
            known_as = entry["name"] if entry else None
            found.append(Name(token.i, token.i + 1, "organisation", token.text, "company", None, known_as))
    return found


def _company_of_first_word(word: str) -> dict[str, Any] | None:
    entries = known_organisations().items()
    return next((e for form, e in entries if form.split()[0] == word and e["type"] == "company"), None)
