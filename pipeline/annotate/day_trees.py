"""Days and years on which the parser hangs what is told of others.

In: the tokens of a sentence, the place of each one's head and the place of the word to mend at. Out: both changed in place.
"""

from __future__ import annotations

import re
from calendar import day_name, month_name
from typing import TYPE_CHECKING

from pipeline.annotate.trees import hung_on

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_DAYS, _MONTHS = frozenset(day_name), frozenset(month_name[1:])
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_IN_TIME = frozenset({"in", "on", "since"})
_WHERE = frozenset({"dobj", "pobj", "conj", "nsubjpass"})
_OBJECTS = frozenset({"dobj", "attr", "oprd", "ccomp", "xcomp"})


def of_a_year(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "notified Congress in 2023 of a sale", "agreed during 1984 with Chad": a year is of nothing."""
    way = heads[heads[at]]
    if tokens[way].lower_ in {"in", "during"} and heads[way] != way:
        heads[at] = heads[way]


def parted_by_day(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "oversaw the signing on Monday of three accords": it is the accords that were signed."""
    noun = at - 3
    if noun > 0 and tokens[noun].dep_ == "dobj" and heads[noun] == heads[at] and tokens[at - 2].lower_ in {"on", "in"}:
        heads[at] = noun


def done_on_day(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "received on Monday the envoy", "signed on Friday a pact": what stands behind the day is what was done."""
    day = heads[at]
    way = heads[day]
    if tokens[day].text not in _DAYS or tokens[way].lower_ != "on" or any(t.text == "," for t in tokens[day:at]):
        return
    verb = heads[way]
    if tokens[verb].pos_ != "VERB" or any(tokens[i].dep_ in _OBJECTS for i in hung_on(heads, verb)):
        return
    heads[at], tokens[at].dep_ = verb, "dobj"


def listed_with_dates(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "visited Chad in 2019 and Mali in 2021": the second name is joined to the first, not to the date or the verb."""
    above = tokens[heads[at]]
    if heads[at] > at or not (_is_date(above) or above.pos_ == "VERB") or not _dated(tokens, at):
        return
    end = at - 1
    while end > 0 and tokens[end].lower_ in {"and", ","}:
        end -= 1
    if end == at - 1 or not _is_date(tokens[end]):
        return
    way = next((i for i in range(end - 1, max(0, end - 4), -1) if tokens[i].lower_ in _IN_TIME), 0)
    first = way - 1
    if first >= 0 and tokens[first].pos_ == "PROPN" and tokens[first].dep_ in _WHERE:
        heads[at] = first


def again_with_date(tokens: list[Token], heads: list[int], at: int) -> None:
    """ "established with Chad on 3 May and with Mali on 7 June": the second "with" stands beside the first."""
    if tokens[heads[at]].lower_ not in _IN_TIME or tokens[at].lower_ in _IN_TIME:
        return
    same = [i for i in range(heads[at]) if tokens[i].lower_ == tokens[at].lower_ and tokens[i].dep_ == "prep"]
    if same:
        heads[at], tokens[at].dep_ = heads[same[-1]], "prep"


def _dated(tokens: list[Token], at: int) -> bool:
    """Whether a date stands right behind a name."""
    behind = tokens[at + 1 : at + 5]
    return bool(behind) and behind[0].lower_ in _IN_TIME and any(_is_date(t) for t in behind[1:])


def _is_date(token: Token) -> bool:
    return token.text in _MONTHS or YEAR.fullmatch(token.text) is not None
