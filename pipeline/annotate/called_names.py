"""Names that a text gives by saying so: "a joint venture, known as Caspian Meteor".

In: a parsed sentence. Out: `Name`s as token spans, with the type that the noun tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.annotate.name_words import Name

if TYPE_CHECKING:
    from spacy.tokens import Doc

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
