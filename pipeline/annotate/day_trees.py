"""Days and years on which the parser hangs what is told of others.

In: the tokens of a sentence, the place of each one's head and the place of the word to mend at. Out: both changed in place.
"""

from __future__ import annotations

from calendar import day_name
from typing import TYPE_CHECKING

from pipeline.annotate.trees import hung_on

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_DAYS = frozenset(day_name)
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
