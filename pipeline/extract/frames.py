"""The frames of the `events` table, read from `lexicons/frames/events/`, and which of them a word can open.

In: the lexicons. Out: `Frame`s, indexed by verb and by noun. What the keys mean stands in that folder's README.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Token


# The lexicons in the order in which their frames are tried.
_GROUPS = (
    "consult",
    "agree",
    "support",
    "cooperate",
    "aid",
    "concede",
    "request",
    "sanction",
    "force",
    "establish",
    "transition",
)
_UNPARTED = frozenset(load("syntax")["unparted"])
_RETORTS: dict[str, list[str]] = load("syntax")["retorts"]
_MISSIONS = frozenset(load("parties")["missions"])
_LONGEST = 4  # words behind the verb in an idiom: "cut_the_ribbon_on"


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame; the lexicon's README tells the meaning of each part."""

    name: str
    type: str
    mode: str | None
    verbs: frozenset[str]
    objects: frozenset[str]
    subjects: frozenset[str]
    nouns: frozenset[str]
    light: frozenset[str]
    actor1: tuple[str, ...]
    actor2: tuple[str, ...]
    needs: frozenset[str]
    unless: frozenset[str]
    flags: frozenset[str]
    place: str | None = None
    object: str | None = None
    complement: frozenset[str] = field(default_factory=frozenset)
    phrases: frozenset[str] = field(default_factory=frozenset)
    unless_under: frozenset[str] = field(default_factory=frozenset)
    # Words one of which stands in each sentence that tells the objects or subjects that the verb asks for.
    asked: frozenset[str] = field(default_factory=frozenset)

    @property
    def bars_first(self) -> frozenset[str]:
        """The kinds of party that cannot act in this frame: things, and ships and jets where no force is used."""
        return frozenset({"thing"} if self.has("arms") else {"thing", "arms"})

    @property
    def bars_second(self) -> frozenset[str]:
        """The kinds of party that the act cannot be towards."""
        things = frozenset() if self.has("things") else frozenset({"thing", "arms"})
        return things | {"organisation"} if self.mode == "embassy" else things  # "in the Dutch Embassy at Khartoum"

    def barred_by(self, words: set[str]) -> bool:
        """Whether the words around a noun hold one that the frame bars, or all words of a phrase that it bars."""
        return bool(words & self.unless) or any(phrase <= words for phrase in _phrases(self.unless))

    def has(self, flag: str) -> bool:
        """Whether the frame declares this flag as true."""
        return flag in self.flags


@cache
def _phrases(entries: frozenset[str]) -> tuple[frozenset[str], ...]:
    """The words of each entry that has several."""
    return tuple(frozenset(entry.split()) for entry in entries if " " in entry)


def _frame(entry: dict[str, Any]) -> Frame:
    sets = {
        k: frozenset(entry.get(k, []))
        for k in (
            "verbs",
            "objects",
            "subjects",
            "nouns",
            "light",
            "needs",
            "unless",
            "complement",
            "phrases",
            "unless_under",
        )
    }
    return Frame(
        name=entry["frame"],
        type=entry["type"],
        mode=entry["mode"],
        actor1=tuple(entry["actor1"]),
        actor2=tuple(entry["actor2"]),
        flags=frozenset(k for k, v in entry.items() if v is True),
        place=entry.get("place"),
        object=entry.get("object"),
        asked=frozenset(
            word for key in ("objects", "subjects") for phrase in entry.get(key, []) for word in phrase.split()
        ),
        **sets,
    )


@cache
def all_frames() -> tuple[Frame, ...]:
    """Every frame, in the order of the lexicons."""
    return tuple(_frame(entry) for group in _GROUPS for entry in load(f"frames/events/{group}"))


@cache
def _by_verb() -> dict[str, list[Frame]]:
    found: dict[str, list[Frame]] = {}
    for frame in all_frames():
        for verb in frame.verbs:
            found.setdefault(verb, []).append(frame)
    for frames in found.values():  # a frame that asks for an object is the more particular one
        frames.sort(key=lambda f: not (f.objects or f.subjects or f.complement or f.has("money_object")))
    return found


@cache
def _by_noun() -> dict[str, list[Frame]]:
    found: dict[str, list[Frame]] = {}
    for frame in all_frames():
        for noun in frame.nouns:
            found.setdefault(noun.split(" of ")[0].split()[-1], []).append(frame)
    return found


def verb_frames(verb: Token) -> list[Frame]:
    """The frames that a verb can open, alone or with its particle or preposition ("break off")."""
    if _is_retort(verb):
        return []
    keys = written(verb)
    if verb.lemma_.lower().startswith("re-"):  # "re-imposed sanctions": what holds for the plain verb
        keys += [key.removeprefix("re-") for key in keys]
    words = verb.doc.words
    found = (frame for key in dict.fromkeys(keys) for frame in _by_verb().get(key, ()))
    told = {id(frame): frame for frame in found if not frame.asked or not frame.asked.isdisjoint(words)}
    return [*told.values()]


def _is_retort(verb: Token) -> bool:
    """ "hit back within hours": an answer in words or deeds of any kind, no attack."""
    retorts = _RETORTS.get(verb.lemma_, ())
    if not retorts or verb.doc[verb.i + 1 : verb.i + 2].text.lower() not in retorts:
        return False
    return not any(c.dep_ in {"dobj", "pobj"} or c.lower_ == "at" for c in verb.children)


def written(verb: Token) -> list[str]:
    """How the lexicons may write a verb, longest first: with the words behind it, its particle or preposition, or alone."""
    lemma = verb.lemma_.lower()
    behind = [c for c in verb.children if c.dep_ in {"prt", "prep", "advmod"} and c.i > verb.i]
    companions = [c.lower_ for c in behind if not _dates(c) and not is_apart(verb, c)]
    following = [t.lower_ for t in verb.doc.tokens[verb.i + 1 : verb.i + 1 + _LONGEST]]
    phrases = ["_".join([lemma, *following[:size]]) for size in range(len(following), 0, -1)]
    return [*phrases, *(f"{lemma}_{c}" for c in companions), lemma]


def is_apart(verb: Token, prep: Token) -> bool:
    """ "took Chad to court over a mill": no takeover, which has its "over" beside the verb or is told by the parser."""
    return prep.dep_ == "prep" and prep.i > verb.i + 1 and f"{verb.lemma_.lower()}_{prep.lower_}" in _UNPARTED


def _dates(prep: Token) -> bool:
    """ "called off the visit on 3 June": the preposition of a date makes no "call on"."""
    return any(c.dep_ == "pobj" and c.ent_type_ == "DATE" for c in prep.children)


def noun_frames(noun: Token) -> list[Frame]:
    """The frames that a noun can open by itself."""
    frames = _by_noun().get(noun.lemma_.lower(), [])
    return [f for f in frames if names(noun, f.nouns)]


def mission_before(place: Token) -> str | None:
    """ "Embassy Lima": what the place behind it stands for, None where it is only a place."""
    told = place.doc[place.i - 1] if place.i else place
    return told.lower_ if told.head.i == place.i and told.is_title and told.lower_ in _MISSIONS else None


def names(noun: Token, words: frozenset[str]) -> bool:
    """Whether a noun is one of `words`; a word may be a phrase of which it is the head ("joint venture")."""
    lemma = noun.lemma_.lower()
    if lemma in words or noun.lower_ in words:
        return True
    before = noun.doc[noun.i - 1].lower_ if noun.i else ""
    after = [t.lower_ for t in noun.doc.tokens[noun.i + 1 : noun.i + 3]]
    # of "round of talks" the first word is the head
    return f"{before} {lemma}" in words or (len(after) == 2 and f"{lemma} {after[0]} {after[1]}" in words)
