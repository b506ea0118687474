"""Small questions about the words of an act: whether they are of a name, of a list, of a heading.

In: tokens of a sentence. Out: the answer, or the tokens and the text that it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.frames import Frame
from pipeline.extract.predications import Predication, listed, prepositional
from pipeline.extract.things import thing_of
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.document import AnnotatedSentence
    from pipeline.annotate.parsed import Token

_NAMED_AFTER = frozenset(load("syntax")["named_after"])


def names_another(token: Token) -> bool:
    """ "The Kenya Independence Act": the act is part of a name, and not told."""
    return token.dep_ == "compound" and token.is_title and token.head.is_title and token.head.lower_ in _NAMED_AFTER


def opens_heading(token: Token) -> bool:
    """ "Visit to Togo by the President of Chad": the parser may take the first word for a verb."""
    return token.i == 0 and token.pos_ == "VERB" and token.dep_ == "ROOT" and token.text[:1].isupper()


def items(noun: Token) -> list[Token]:
    """The items that "such as" adds to a noun, those behind a semicolon too, where the parser loses the thread."""
    found = listed(noun)
    if not found:
        return []
    behind = [t for t in noun.doc[found[-1].i + 1 :] if t.pos_ in {"NOUN", "PROPN"} and not t.is_lower]
    return found + [t for t in behind if t.left_edge.i and t.doc[t.left_edge.i - 1].lower_ in {";", "and"}]


def before_bracket(date: Token) -> str | None:
    """The name that a date in brackets stands behind: "Moundou (1962)"."""
    doc, end = date.doc, date.i - 1
    start = end
    while start > 0 and doc[start - 1].pos_ == "PROPN":
        start -= 1
    return doc[start:end].text if start < end else None


def another(noun: Token | None) -> bool:
    """Whether a coordinated noun is a thing of its own: "a treaty and an agreement on fishing"."""
    return noun is not None and any(c.lower_ in {"a", "an", "another"} for c in noun.children)


def joined(noun: Token | None, other: Token | None) -> bool:
    """Whether two nouns are two items of one coordination."""
    return noun is not None and other is not None and noun.i != other.i and noun in other.conjuncts


def is_measured(predication: Predication, sentence: AnnotatedSentence) -> bool:
    """ "cut its purchases of gas from 42 billion cubic metres to 4", "by 12 percent": trade that grows or shrinks."""
    inside = range(predication.head.i, predication.head.right_edge.i + 1)
    values = [v for i, v in sentence.value_at.items() if i in inside]
    return any(v.kind == "percent" or (v.kind == "quantity" and v.pole) for v in values)


def buys_goods(predication: Predication, sentence: AnnotatedSentence) -> bool:
    """ "spent $60 million on Chilean copper": what is bought is no investment where it comes from."""
    bought = predication.beside("on") + [t for o in predication.objects for t in prepositional(o, "on")]
    bought += [o for act in bought if act.pos_ == "VERB" for o in act.children if o.dep_ == "dobj"]  # "on buying power"
    things = (thing_of(t, sentence) for t in bought)
    return any(thing is not None and thing.kind == "goods" for thing in things)


def is_done(noun: Token, frame: Frame) -> bool:
    """Whether a participle right behind the noun is what the frame needs: "a treaty signed in 1992"."""
    told = (c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.lower_ in frame.needs)
    return any(not any(t.dep_ in {"aux", "neg"} for t in c.children) for c in told)


def is_blocked(frame: Frame, predication: Predication) -> bool:
    """Whether a word beside the verb is one that the frame bars."""
    near = [t for o in predication.objects for t in [o, *o.children]]
    beside = [*near, *(predication.verb.children if predication.verb is not None else [])]
    # "$3 billion in purchases"
    near += [t for c in beside if c.dep_ == "prep" and c.lower_ == "in" for t in c.children]
    near += [t for t in beside if t.dep_ == "prt" and predication.passive]  # "Chad was fought over by Mali and Togo"
    near += [t for t in beside if t.lower_ in {"longer", "home"}]  # "no longer recognised Chad", "sent home $9 billion"
    return frame.barred_by({t.lemma_.lower() for t in near})
