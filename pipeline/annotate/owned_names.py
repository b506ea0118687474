"""Names of firms that nothing tells but their state and what they do: "Italy's Ventaro opened a plant", "London-listed Gemrock bought …".

In: a parsed sentence. Out: `Name`s as token spans, unsure, for the name finder goes first where it knows better.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from pipeline.annotate.name_words import Name, head_kind, is_capital, is_place, words
from pipeline.annotate.titles import opens_with_title

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc, Token

_NO_FIRM = frozenset({"PERSON", "GPE", "LOC", "FAC", "EVENT", "DATE", "LAW", "WORK_OF_ART", "LANGUAGE", "NORP"})
_ACTING = frozenset({"nsubj", "nsubjpass"})


def owned(doc: Doc) -> list[Name]:
    """Names behind a state's "'s", or behind "listed", that act as firms do."""
    found = []
    for token in doc:
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
    if not run or is_place(" ".join(tokens)) or any(t.ent_type_ in _NO_FIRM for t in run):
        return None
    if opens_with_title(tokens) or tokens[-1] in words("not_organisation") or tokens[-1] in words("not_person"):
        return None
    kind = head_kind(tokens)
    if len(run) == 1 and kind is not None:  # "Chad's Cabinet"
        return None
    if not listed and kind is None and not _acts_as_firm(run[-1]):
        return None
    return Name(run[0].i, run[-1].i + 1, "organisation", doc[run[0].i : run[-1].i + 1].text, kind or "company")


def _acts_as_firm(last: Token) -> bool:
    """Whether a name is the subject, or the agent, of what firms do: "opened a plant", "bought by Italy's Ventaro"."""
    if last.dep_ == "pobj" and last.head.head.lemma_.lower() in words(
        "firm_ties"
    ):  # "a joint venture of Israel's Aeronautics and …"
        return True
    agent = last.dep_ == "pobj" and last.head.dep_ == "agent"
    verb = last.head.head if agent else last.head
    return (agent or last.dep_ in _ACTING) and verb.lemma_.lower() in words("firm_verbs")
