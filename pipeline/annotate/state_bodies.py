"""Bodies of states in small letters: "the Indian commerce ministry", "Chad's central bank", "the Algerian army".

In: a parsed sentence. Out: `Name`s whose span is the body and whose text holds the adjective that belongs to it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.annotate.gazetteer import forms
from pipeline.annotate.name_words import Name, is_capital, kinds_by_noun, words

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc


def of_states(doc: Doc) -> list[Name]:
    """The bodies right behind a state's possessive or adjective."""
    found = []
    for token in doc if not _last_words().isdisjoint(doc.words) else ():
        two = f"{doc[token.i - 1].lower_} {token.lower_}" if token.i else ""
        kind = kinds_by_noun("state_bodies").get(two) or kinds_by_noun("state_bodies").get(token.lower_)
        if kind is None or is_capital(token):
            continue
        start = token.i - 1 if two in kinds_by_noun("state_bodies") else token.i
        while start and doc[start - 1].lower_ in words("portfolios") | {"and"} and not is_capital(doc[start - 1]):
            start -= 1
        told = kind != "bank" or doc[token.i - 1].lower_ == "central"
        if told and start and (owner := _owner(doc, start)) is not None:
            if (
                not owner and start >= token.i - 1 and " " not in doc[start : token.i].text
            ):  # "Chad's army", "its coast guard"
                continue
            text = doc[start : token.i + 1].text
            found.append(Name(start, token.i + 1, "organisation", f"{owner}{text}", kind))
    return found


@cache
def _last_words() -> frozenset[str]:
    """The last words of the bodies."""
    return frozenset(body.split()[-1] for body in kinds_by_noun("state_bodies"))


def _owner(doc: Doc, start: int) -> str | None:
    """The state right before token `start`, as it belongs to the name: an adjective does, a possessor does not."""
    before = doc[start - 1]
    sort = forms().get(before.text, ("", ""))[1]
    if sort == "adjective" or (sort == "name" and before.text.isupper()):
        return f"{before.text} "
    owned = before.text == "'s" and start > 1 and forms().get(doc[start - 2].text, ("", ""))[1] == "name"
    return "" if owned and start < len(doc) and doc[start].lower_ in words("portfolios") else None
