"""What of a run of capitals is no organisation's name, where one ends, and where lists go on inside one.

In: the words of a run, or tokens of a parsed sentence. Out: answers, and shorter runs. Words stand in the lexicon `names`.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from pipeline.annotate.name_words import head_kind, is_capital, is_place, last_head, words
from pipeline.annotate.titles import ends_titles, opens_with_title
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc

_LONGEST_TAIL = 8  # tokens between the first part of a name and the bracket with its short form
_LONGEST_FIELD = 4  # words of one field in "Office of Career, Technical, and Adult Education"
_BEFORE_OFFICE = frozenset({"-", "Co", "Deputy", "Acting", "Executive", "Vice"})


@cache
def _goods() -> frozenset[str]:
    return frozenset(str(good) for good in load("commodities")["goods"])


def names_none(tokens: list[str], kind: str | None) -> bool:
    """Whether a run is no name, whatever its head: "Strengthening Health Systems", "Critical and Emerging Technology"."""
    if tokens[0] in words("doing_words") | words("several_bodies") or any(
        t in words("never_in_organisation") for t in tokens
    ):
        return True
    if " ".join(tokens).lower() in _goods():  # "Refined Petroleum ($310M)"
        return True
    told = words("common_words") | words("portfolios") | words("connectors")
    return kind == "company" and len(tokens) > 1 and all(t.lower() in told for t in tokens[:-1])


def without_office(tokens: list[str]) -> list[str]:
    """The body's name without the office behind it: "Gender Policy Council | Director", "Trade Council | Co-Chair"."""
    head = last_head(tokens)
    if head is None or head[0] == len(tokens):  # "Consulate General"
        return tokens
    if (
        len(tokens) < 2
        or not ends_titles(tokens[-1].rpartition("-")[2])
        or any(t in {"of", "for", "on"} for t in tokens)
    ):
        return tokens
    end = len(tokens) - 1
    while end and tokens[end - 1] in _BEFORE_OFFICE:
        end -= 1
    return tokens[:end] if end and head_kind(tokens[:end]) and head_kind(tokens[end - 1 : end]) else tokens


def lists_fields(doc: Doc, start: int, at: int) -> int:
    """How many tokens of a comma, and an "and" behind it, are of the name: "Office of Career | , | Technical | , and | Adult Education"."""
    before = [t.text for t in doc[start:at]]
    link = next((i for i, t in enumerate(before) if i and t in {"of", "for", "on"}), 0)
    if not link or head_kind(before[:link]) not in words("joining_kinds"):
        return 0
    if doc[at + 1 : at + 2].text in {"and", "&"} and "," in before:
        return 2 if _field(doc, at + 2) else 0
    return int(_goes_on(doc, at + 1))


def names_body(tokens: list[str]) -> bool:
    """Whether words are by their head the name of a body; "Energy" alone, which heads many a firm's name, is a field of a ministry."""
    return head_kind(tokens) is not None and not all(token.lower() in words("fields_too") for token in tokens)


def _goes_on(doc: Doc, at: int) -> bool:
    """Whether fields follow, parted by commas, of which the last stands behind "and"."""
    while size := _field(doc, at):
        at += size
        commas = int(doc[at : at + 1].text == ",")
        if doc[at + commas : at + commas + 1].text in {"and", "&"}:
            last = at + commas + 1
            size = _field(doc, last)
            return size > 0 and (commas == 1 or doc[last + size - 1].lower_ in words("portfolios"))
        if not commas:
            return False
        at += 1
    return False


def _field(doc: Doc, at: int) -> int:
    """The number of capitals from `at` on, where they may name a field: no body, no state, nobody."""
    run = list(takewhile(is_capital, doc[at : at + _LONGEST_FIELD]))
    tokens = [t.text for t in run]
    barred = not tokens or names_body(tokens) or opens_with_title(tokens) or is_place(" ".join(tokens))
    another = any(t.ent_type_ == "PERSON" or is_place(t.text) for t in run)
    body = bool(run) and run[0].ent_type_ == "ORG" and run[0].ent_iob_ == "B"
    return 0 if barred or another or (body and run[-1].lower_ not in words("portfolios")) else len(run)


def leads_to_matter(doc: Doc, at: int) -> bool:
    """Whether the "on" at `at` is of the name: "Council | on | Environmental Quality"."""
    following = doc[at + 1 : at + 2]
    capital = len(following) > 0 and is_capital(following[0]) and following[0].ent_type_ != "DATE"
    return capital and at > 0 and doc[at - 1].text in words("heads_with_on")


def is_firm(tokens: list[str]) -> bool:
    """ "Alta Power Company | of Chad": a firm with a name of its own, where "National Oil Company of Chad" has none."""
    return head_kind(tokens) == "company" and head_kind(tokens[-1:]) == "company" and tokens[0] not in words("nameless")


def is_whole(tokens: list[str]) -> bool:
    """Whether a run is a name already ("Foreign Policy Affairs Department of the …"): its head stands last, not first."""
    return len(tokens) > 1 and head_kind(tokens) is not None and head_kind(tokens[-1:]) is not None


def to_short_form(doc: Doc, start: int, end: int) -> int:
    """Where a name ends whose short form tells that it goes on: "Directorate for Investments | and Armaments (GDIA)"."""
    if end >= len(doc) or doc[end].text not in {"and", "&", ","}:
        return end
    opening = next((t.i for t in doc[end : end + _LONGEST_TAIL] if t.text == "("), None)
    if opening is None or opening + 2 >= len(doc):
        return end
    short, initials = doc[opening + 1].text, "".join(t.text[0] for t in doc[start:opening] if t.text[:1].isupper())
    return opening if short.isupper() and short in {initials, initials.removeprefix("T")} else end


def to_head(tokens: list[str]) -> list[str]:
    """The name up to its head, for kinds whose head stands last: "Australian Red Cross | Victorian"; none where it is no name."""
    closed = next(
        (i + 2 for i, pair in enumerate(pairwise(tokens)) if pair[0] == "of" and pair[1] in words("closing")), 0
    )
    if closed and tokens[closed : closed + 1] != ["of"]:  # "Cabinet of Ministers | Ann Lee"
        return tokens[:closed]
    found = last_head(tokens)
    if found is None or found[1] not in words("head_last_kinds") or any(t in {"of", "for", "on"} for t in tokens):
        return tokens
    end, kind = found
    if end == len(tokens) or (end == 1 and kind in words("head_first_kinds")) or (end > 1 and kind == "company"):
        return tokens
    return tokens[:end] if end > 1 and kind in words("cut_kinds") and tokens[end - 1] not in words("bare_heads") else []
