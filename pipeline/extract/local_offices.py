"""Offices of parts of states, of which the state itself holds none: "Premier of Tasmania", "Ohio Attorney General X", a mayor.

In: the tokens of an office in an annotated sentence. Out: whether a town or a province has it. Words stand in the lexicon
`frames/relations`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.document import AnnotatedSentence
    from pipeline.records import Document

_WORDS = load("frames/relations")
_LOCAL = frozenset(_WORDS["local"])
_OF_WHOLE_STATE = frozenset(_WORDS["of_whole_state"])
_OF_BODIES = frozenset(_WORDS["of_bodies"])
_MEMBERS, _PARTS_PARLIAMENTS = frozenset(_WORDS["sitting_in_parliaments"]), tuple(_WORDS["parliaments_of_parts"])
_PARTS = frozenset({"region", "town"})


def is_local(sentence: AnnotatedSentence, office: range, end: int) -> bool:
    """Whether the office at the tokens `office`, which with its holder's name ends at token `end`, is of a part of a state."""
    words = [sentence.doc[i].lower_ for i in office]
    if not _OF_BODIES.isdisjoint(words):
        return False
    if any(" ".join(words[at : at + size]) in _LOCAL for size in (1, 2) for at in _ends(sentence, office, words, size)):
        return True
    if _OF_WHOLE_STATE & set(words):
        return False
    owned = office.start > 0 and sentence.doc[office.start - 1].text == "'s"
    before = office.start - 2 if owned else office.start - 1
    if not owned and (place := sentence.place_at.get(before)) is not None and place.kind == "seat":
        return (
            before not in sentence.entity_at
        )  # "Washington Attorney General X"; "Lima's foreign minister" is a state's
    return _is_part(sentence, before) or any(
        _is_part(sentence, _behind_link(sentence, at)) for at in (*office, office.stop, end) if at < len(sentence.doc)
    )


def sits_in_part(document: Document, office: str) -> bool:
    """Whether an office is a member's, "Sen. X", in a text of "state legislators": of the parliament of a part of the state."""
    if office.lower() not in _MEMBERS:
        return False
    told = f"{document.title} {document.text}".lower()
    return any(words in told for words in _PARTS_PARLIAMENTS)


def _ends(sentence: AnnotatedSentence, office: range, words: list[str], size: int) -> list[int]:
    """Where, counted in words of the office, phrases of `size` words begin that a link, a comma or the name closes."""
    doc = sentence.doc
    closed = [i for i in office if i + 1 == office.stop or doc[i + 1].lower_ in {"of", "for", ",", "and"}]
    return [i - office.start - size + 1 for i in closed if i - office.start - size + 1 >= 0]


def _behind_link(sentence: AnnotatedSentence, at: int) -> int:
    """The token behind the "of" at `at`, or behind a comma that closes an office: "Governor, Ohio"; -1 where neither stands there."""
    doc = sentence.doc
    if doc[at].lower_ == "of" or (doc[at].text == "," and doc[at - 1].ent_type_ != "PERSON"):
        return at + 2 if doc[at + 1 : at + 2].text.lower() == "the" else at + 1
    return -1


def _is_part(sentence: AnnotatedSentence, at: int) -> bool:
    place = sentence.place_at.get(at)
    return place is not None and place.kind in _PARTS and at not in sentence.entity_at
