"""Titles before the names of people: "President X", "Supply Minister X", "ambassador to Peru X", "Secretary of the Council X".

In: a parsed sentence and the token where a name begins. Out: where the title begins and its words. The titles stand in the
lexicon `names`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.annotate.name_words import head_kind, is_capital, is_place, words
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.name_words import Name
    from pipeline.annotate.parsed import Doc, Token

Title = tuple[int, str]

_OFFICES = frozenset(load("names")["offices"])
# Words that make one office of two: "Envoy Extraordinary and Minister Plenipotentiary".
_OF_ONE = frozenset(load("frames/relations")["behind_office"])
# What leads from an office to whose it is or where it is held.
_LINKS = frozenset({"of", "to", "for", "in", "at"})
_LONGEST = 16  # tokens of "Minister of the Department of … of the … of …" before a name


@cache
def _titles() -> list[tuple[str, ...]]:
    """The words of each title, a hyphen being one as it is to the tokenizer: "Secretary-General"."""
    written = [t.lower() for t in load("names")["titles"]]
    told = {tuple(t.replace("-", " - ").split()) for t in written}
    told |= {tuple(t.split()) for t in written if "vice-" in t}  # one word in small letters
    return sorted(told, key=lambda t: (-len(t), t))


def _titles_by_first_word() -> dict[str, list[tuple[str, ...]]]:
    return _titles_by(0)


def _titles_by_last_word() -> dict[str, list[tuple[str, ...]]]:
    return _titles_by(-1)


@cache
def _titles_by(place: int) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for title in _titles():
        found.setdefault(title[place], []).append(title)
    return found


def opens_with_title(tokens: list[str]) -> bool:
    """Whether a run of capitalised words opens with a whole title ("Foreign Minister X"), so that it is a person's."""
    lower = tuple(t.lower() for t in tokens)
    return any(lower[: len(title)] == title for title in _titles_by_first_word().get(lower[0] if lower else "", ()))


@cache
def title_words() -> frozenset[str]:
    """All words of titles, lower case."""
    return frozenset(w for t in _titles() for w in t) - {"-"}


def ends_titles(word: str) -> bool:
    """Whether titles end with the word, in the singular or the plural: "Ministers"."""
    lower = word.lower()
    return lower in _titles_by_last_word() or lower.removesuffix("s") in _titles_by_last_word()


def told_offices(verb: Token) -> list[Token]:
    """What a verb says that somebody is or is made: "named X | envoy", "appointed X to be | consul", "sent X as | head of mission"."""
    below = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.lemma_ == "be"]
    found = [c for v in (verb, *below) for c in v.children if c.dep_ in {"oprd", "attr"}]
    given = [c for c in verb.children if c.dep_ == "dobj"]  # "presented his credentials as | envoy"
    return found + [
        t for v in (verb, *given) for c in v.children if c.lower_ == "as" for t in c.children if t.dep_ == "pobj"
    ]


def title_before(doc: Doc, start: int) -> Title | None:
    """The title before token `start`; a state may stand between: "Ambassador of Ireland to Kenya X"."""
    found = _title_ending(doc, start)
    while found is None and (link := _link_to_state(doc, start)) is not None:
        start, found = link, _title_ending(doc, link)
    return _of_aide(doc, found, start) if found else None


def _of_aide(doc: Doc, title: Title, end: int) -> Title:
    """The whole office where the title is another's: "Assistant to the President X" is no president."""
    at = title[0]
    if at > 4 and doc[at - 5 : at].text.lower() == "chief of staff to the":
        return at - 5, doc[at - 5 : end].text
    if at > 2 and doc[at - 2 : at].text.lower() == "to the" and doc[at - 3].lower_ in _OFFICES:
        first = _with_portfolio(doc, at - 3)
        return first, doc[first:end].text
    return title


def office_before(doc: Doc, start: int) -> Title | None:
    """As `title_before`, where a body or a field may stand between: "Minister of Foreign Affairs of Chad X"."""
    found = title_before(doc, start)
    if found is not None and found[1].lower() in words("manners"):  # "Minister of Oil and Gas, Dr. X"
        at = found[0] - 1 if doc[found[0] - 1].text == "," and found[0] > 1 else found[0]
        outer = office_before(doc, at) if at else None
        beside = outer is not None and (at == found[0] or not _is_of_name_before(doc, outer[0]))
        return outer if beside else found
    i = start - 1
    while found is None and i > 0 and start - i < _LONGEST and _in_office(doc, i):
        title = _title_ending(doc, i) if doc[i].lower_ in _LINKS and start - i > 1 else None
        if title is not None and title[1].lower() not in words("manners"):
            whole = _of_aide(doc, title, i)
            return whole[0], whole[1] + _field(doc, i, start)
        i -= 1
    return found


def _is_of_name_before(doc: Doc, office: int) -> bool:
    """Whether the office that begins at a token is of the person before its comma: "Ann Lee, | Secretary of Health, Dr. X"."""
    before = office - 2
    if before < 0 or doc[office - 1].text != "," or doc[before].ent_type_ != "PERSON":
        return False
    start = next((i + 1 for i in range(before, -1, -1) if doc[i].ent_type_ != "PERSON"), 0)
    return office_before(doc, start) is None


def other_office(doc: Doc, name: Name) -> Title | None:
    """The first of the two offices before a name, and where it begins: "Deputy Premier and | Foreign Minister X"."""
    at = name.title_at or 0
    if at < 2 or doc[at - 1].text != "and" or not _OF_ONE.isdisjoint(str(name.title).lower().split()):
        return None
    found = title_before(doc, at - 1)
    if found is None or found[1].lower() in words("manners") or holds_several(doc, at - 1):
        return None
    return found if doc[found[0]].is_title and doc[max(found[0] - 1, 0)].lower_ != "the" else None


def holds_several(doc: Doc, start: int) -> bool:
    """Whether the title right before `start` is in the plural: "Prime Ministers X and Y"."""
    word = doc[start - 1].lower_ if start else ""
    return word.endswith("s") and word not in _titles_by_last_word() and word[:-1] in _titles_by_last_word()


def _title_ending(doc: Doc, end: int) -> Title | None:
    """The title whose last word stands before token `end`; one token may hold "President of Chad"."""
    if not end:
        return None
    if " of " in doc[end - 1].text and not is_place(doc[end - 1].text):
        return end - 1, doc[end - 1].text.partition(" of ")[0]
    last = doc[end - 1].lower_[:-1] if holds_several(doc, end) else doc[end - 1].lower_
    for title in _titles_by_last_word().get(last, ()):
        at = end - len(title)
        spelled = at >= 0 and all(doc[at + i].lower_ == word for i, word in enumerate(title[:-1]))
        if spelled and (is_capital(doc[at]) or title[-1] in words("lower_titles")):
            manner = " ".join(title) in words("manners")
            outer = _title_ending(doc, at) if manner else None  # "Foreign Minister Sheikh X"
            at = at if manner else _past_body(doc, at)
            return outer or (
                at,
                doc[at:end].text.removesuffix("s") if last != doc[end - 1].lower_ else doc[at:end].text,
            )
    return None


def _with_portfolio(doc: Doc, at: int) -> int:
    """Where "Supply Minister" or "science and technology minister" begins, whose last word is at `at`."""
    minister = any(t.lower_ == "minister" for t in doc[at : at + 3])
    while at and _is_portfolio(doc, at - 1, minister):
        at -= 1
        opens = doc[at].lower_ in words("ranks")  # "Director of Public Engagement and | Senior Advisor X"
        if at > 1 and doc[at - 1].lower_ in {"and", "&"} and _is_portfolio(doc, at - 2, minister) and not opens:
            at -= 1
    return at


def _past_body(doc: Doc, at: int) -> int:
    """As `_with_portfolio`, where the words are not a body's: "Office of Drug Policy | Director X", "Ministry of Defence | aide X"."""
    start = _with_portfolio(doc, at)
    link = start - 1
    of_body = link > 0 and doc[link].lower_ in {"of", "for"} and is_capital(doc[link - 1])
    return at if of_body and start < at and head_kind([doc[link - 1].text]) else start


def _is_portfolio(doc: Doc, i: int, minister: bool = False) -> bool:
    """Whether a word tells what an office is for; a capital may be a body's own ("Lagos Capital Bank director X"), but no minister's."""
    token = doc[i]
    return token.lower_ in words("portfolios") and (minister or not (is_capital(token) and head_kind([token.text])))


def _link_to_state(doc: Doc, end: int) -> int | None:
    """The "of" or "to" of a state or town that ends before token `end`."""
    if end < 3 or not is_place(doc[end - 1].text):
        return None
    at = end - 3 if doc[end - 2].lower_ == "the" else end - 2
    return at if doc[at].lower_ in _LINKS else None


def _in_office(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.ent_type_ == "PERSON":
        return False
    field = token.lower_ in words("portfolios")  # "secretary of state for energy X"
    return (
        is_capital(token)
        or field
        or token.lower_ in _LINKS | {"the", "and", "&", "-", "'s", "'", "’"}
        or _lists_fields(doc, i)
    )


def _lists_fields(doc: Doc, i: int) -> bool:
    """Whether a comma stands in the list of an office's fields: "Minister of Agriculture, Food, and Fisheries"."""
    if doc[i].text != "," or i + 2 >= len(doc) or doc[i - 1].lower_ not in words("portfolios"):
        return False
    following = doc[i + 2] if doc[i + 1].lower_ in {"and", "&"} else doc[i + 1]
    return following.lower_ in words("portfolios")


def _field(doc: Doc, link: int, start: int) -> str:
    """The field of an office behind its "of" or "for", if it is no body and no state: " of Foreign Affairs"."""
    end = next((i for i in range(link + 1, start) if doc[i].lower_ in _LINKS), start)
    tokens = [t.text for t in doc[link + 1 : end] if t.lower_ != "the" and t.text != ","]
    body = head_kind(tokens) if tokens else None
    field = body == "company" and tokens[0].lower() in words("portfolios")  # "Oil", which ends names of companies too
    if not tokens or (body and not field) or any(is_place(t) for t in tokens):
        return ""
    return f" {doc[link:end].text}"
