"""Goods that no list names, told as such by the words around them: "300 tonnes of loofahs", "exports of samovars".

In: the head of a noun phrase of an annotated sentence. Out: a `Thing` without a code, or None. Goods with a code are read in `things`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotate.document import AnnotatedSentence
from pipeline.extract.things import Thing
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token

_NO_GOODS = (
    frozenset(load("frames/flows")["composition_no_goods"])
    | frozenset(load("frames/flows")["no_unlisted_goods"])
    | frozenset(load("commodities")["services"])
    | frozenset(load("commodities")["totals"])
)
_BESIDE = frozenset({"compound", "amod", "nmod", "npadvmod", "punct", "nummod"})
_COMMON = frozenset({"NN", "NNS"})


def unlisted_good(head: Token, sentence: AnnotatedSentence) -> Thing | None:
    """A common noun as goods, whatever it names; nothing where it is a number, a name, a person or an idea."""
    taken = {*sentence.place_at, *sentence.entity_at, *sentence.date_at, *sentence.value_at}
    if head.tag_ not in _COMMON or not head.is_lower or head.i in taken or head.lemma_.lower() in _NO_GOODS:
        return None
    if not head.is_alpha or any(c.dep_ == "prep" and c.lower_ == "of" for c in head.children):
        return None  # "exports of all kinds of gear": the noun counts or sorts what stands behind it
    if any(c.dep_ == "poss" for c in head.children):
        return None  # "exported their style"
    start = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ not in _BESIDE or child.i in taken:
            break
        start = child.left_edge.i
    text = sentence.doc.text[sentence.doc[start].idx : head.idx + len(head.text)]
    return Thing("goods", text, token=head.i)
