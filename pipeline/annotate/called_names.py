"""Names that a text gives by saying so: "a joint venture, known as Caspian Meteor".

In: a parsed sentence. Out: `Name`s as token spans, with the type that the noun tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.annotate.name_words import Name, is_capital, words

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
