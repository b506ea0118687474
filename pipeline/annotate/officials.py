"""Whose minister "Energy Minister X" is, where no word beside the name tells it.

In: the annotated sentences of a document and what it is about. Out: the states of its office holders, filled in where one is told by
what their own sentence says of them, by the dateline, by the sentence before or by the whole text. Where two would do, none is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.annotate.gazetteer import find_places
from pipeline.annotate.name_words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.annotate.document import AnnotatedSentence
    from pipeline.annotate.entities import Entity
    from pipeline.annotate.parsed import Token

_STANDING = frozenset({"name", "seat"})  # how a state is named that acts itself
_WHERE = frozenset({"in", "to", "at", "for", "from", "with", "against"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class About:
    """What a document is about, as codes or None.

    `pair` are the two states that it tells most of, `two` the same where it is of these two alone, `topic` the one state that it is
    about, `dateline` where it was written, `home` the one that speaks in it.
    """

    pair: tuple[str, str] | None
    two: tuple[str, str] | None
    topic: str | None
    dateline: str | None
    home: str | None


def settle_officials(sentences: Sequence[AnnotatedSentence], people: Sequence[Entity], about: About) -> None:
    """Give those who hold an office of a state the state that the words around their first mention tell."""
    for person in people:
        if person.country is not None or person.serves_body or not _holds_state_office(person):
            continue
        found = _first_mention(sentences, person)
        if found is not None:
            person.country = _state_near(sentences, *found, about)


def state_of_dateline(written: str) -> str | None:
    """The state of a dateline; none where two places stand in it."""
    codes = {p.code for p in find_places(written.title()) if p.kind in {"seat", "town", "name"}}
    return codes.pop() if len(codes) == 1 else None


def _holds_state_office(person: Entity) -> bool:
    """Whether a title is of a cabinet: "Energy Minister", "Defence Secretary", but no "Secretary" alone."""
    titles = [title.lower().split() for title in person.titles]
    cabinet, portfolios = words("cabinet_titles"), words("portfolios")
    return any(
        title[-1] in cabinet or (title[-1] == "secretary" and any(word in portfolios for word in title[:-1]))
        for title in titles
    )


def _first_mention(sentences: Sequence[AnnotatedSentence], person: Entity) -> tuple[int, Token] | None:
    for index, sentence in enumerate(sentences):
        at = [i for i, held in sentence.entity_at.items() if held is person]
        if at:
            inside = [sentence.doc[i] for i in sorted(at)]
            return index, next((t for t in inside if t.head.i not in at), inside[0])
    return None


def _state_near(sentences: Sequence[AnnotatedSentence], index: int, name: Token, about: About) -> str | None:
    sentence = sentences[index]
    if not _acts(name):
        return _met_at_home(sentence, name)
    away = list(_elsewhere(sentence))
    reached = {code for token, code in away if _clause(token) is _clause(name)}
    if about.two and len(reached & {*about.two}) == 1:  # who goes to the one is of the other
        return next(code for code in about.two if code not in reached)
    elsewhere = {code for _, code in away}
    own = [told for told in _told_of_own(sentence, name) if told not in elsewhere]
    before = list(dict.fromkeys(_acting(sentence, name.left_edge.i)))
    before = [code for code in before if code not in elsewhere]
    if own or len(before) == 1:
        return [*own, *before][0]
    if before:
        return before[0] if _speaks_last(name) else None
    spoken_of = sentences[index - 1].countries() if index else []  # who speaks there, speaks as a rule for one of these
    here = state_of_dateline(sentence.sentence.dateline)
    dateline = here or about.dateline
    at_home = dateline in {*(about.pair or ()), about.topic} and dateline not in elsewhere
    if dateline and at_home and (here or not spoken_of or dateline in spoken_of):
        return dateline
    last = _subject_state(sentences[index - 1]) if index else None
    fits = last is not None and last not in {*elsewhere, about.home} and (about.two is None or last in about.two)
    if fits:
        return last
    return about.topic if about.topic not in elsewhere else None


def _acts(name: Token) -> bool:
    """Whether somebody does or says something of his own: whom others meet may be of any state, and so may "his minister"."""
    owned = any(c.dep_ == "poss" and c.pos_ == "PRON" for t in (name, name.head) for c in t.children)
    told = name.head if name.dep_ == "appos" else name
    cited = told.dep_ == "pobj" and told.head.lower_ == "to" and told.head.head.lower_ == "according"
    main = told.dep_ in _SUBJECTS and told.head.dep_ not in {"advcl", "relcl", "acl", "pcomp"}
    return (main or cited) and not owned


def _met_at_home(sentence: AnnotatedSentence, name: Token) -> str | None:
    """ "In Gabon, Mr Finer met President X, Foreign Minister Y and …": whom a guest meets there, if others of that state are met too."""
    verb = _clause(name)
    if verb is None or verb.lemma_ not in words("meeting_verbs") or name.i < verb.i:
        return None
    opening = [t for t in verb.lefts if t.dep_ == "prep" and t.lower_ == "in" and t.i < 3]
    at = [sentence.place_at[c.i] for t in opening for c in t.children if c.i in sentence.place_at]
    others = {e.country for i, e in sentence.entity_at.items() if verb.i < i and e.country}
    if len(at) == 1 and (others == {at[0].code} or (not others and at[0].kind == "name")):
        return at[0].code
    return None


def _clause(token: Token) -> Token | None:
    """The verb whose clause a word stands in."""
    return next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)


def _elsewhere(sentence: AnnotatedSentence) -> Iterator[tuple[Token, str]]:
    """The states where something is or goes to, and those of a counterpart: "met his Chadian counterpart in Lima"."""
    for i, place in sentence.place_at.items():
        token = sentence.doc[i]
        behind = sentence.doc[i + 1 : i + 2].text.lower()
        sited = token.dep_ == "pobj" and token.head.lower_ in _WHERE
        visited = token.dep_ == "dobj" and place.kind in _STANDING
        if sited or visited or behind in words("counterparts"):
            yield token, place.code


def _told_of_own(sentence: AnnotatedSentence, name: Token) -> Iterator[str]:
    """ "Minister X warned that Chad would retaliate": a minister says what his own state will do."""
    verb = name.head if name.dep_ in _SUBJECTS else None
    for clause in verb.children if verb is not None else ():
        for token in clause.children if clause.dep_ == "ccomp" and clause.i > name.i else ():
            place = sentence.place_at.get(token.i) if token.dep_ in _SUBJECTS else None
            if place is not None and place.kind in _STANDING and any(c.tag_ == "MD" for c in clause.children):
                yield place.code


def _acting(sentence: AnnotatedSentence, end: int) -> Iterator[str]:
    """The states that stand for themselves or as owners before a token."""
    for i, place in sorted(sentence.place_at.items()):
        if i < end and place.kind in _STANDING and sentence.doc[i].dep_ in {*_SUBJECTS, "poss"}:
            yield place.code


def _speaks_last(name: Token) -> bool:
    """ "Chad will lend Togo $5 million, Minister X said": of whom it is said first, it is as a rule the state of who says it."""
    return name.dep_ in _SUBJECTS and name.head.dep_ in {"parataxis", "ROOT"} and name.head.i > name.i


def _subject_state(sentence: AnnotatedSentence) -> str | None:
    """The one state that is the subject, or owns the subject, of a sentence; else the one state that it names."""
    codes = list(dict.fromkeys(_acting(sentence, len(sentence.doc))))
    if not codes:
        codes = list(dict.fromkeys(p.code for p in sentence.places if p.kind in _STANDING))
    return codes[0] if len(codes) == 1 else None
