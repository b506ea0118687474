"""A whole document with all that is marked in it: what `extract` reads.

In: a `Document`. Out: an `AnnotatedDocument`: parsed sentences with places, names, values and dates by token, the entities, the
country that speaks in it ("we") and the pair of countries that it is mostly about ("the two sides").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from pipeline.annotate.dates import When, find_dates
from pipeline.annotate.entities import Entities, Entity, collect
from pipeline.annotate.gate import Worth, worth_parsing
from pipeline.annotate.gazetteer import Place, find_places, shared, short_name
from pipeline.annotate.later_names import add_later_names
from pipeline.annotate.name_words import Name
from pipeline.annotate.names import find_names
from pipeline.annotate.officials import About, settle_officials, state_of_dateline
from pipeline.annotate.parse import parse
from pipeline.annotate.values import Value, find_values
from pipeline.lexicons import load
from pipeline.records import Document
from pipeline.text import Sentence, dateline_of, split_document

if TYPE_CHECKING:
    from pipeline.annotate.parsed import Doc

_Mark = TypeVar("_Mark", Place, Value, When)


@dataclass(slots=True, eq=False)
class AnnotatedSentence:
    """A parsed sentence, equal to itself alone; the `*_at` maps go from a token's index to what it is part of.

    One that does not tell (`tells`) is there for those that lean on it.
    """

    sentence: Sentence
    doc: Doc
    places: list[Place]
    names: list[Name]
    values: list[Value]
    dates: list[When]
    place_at: dict[int, Place] = field(default_factory=dict)
    value_at: dict[int, Value] = field(default_factory=dict)
    date_at: dict[int, When] = field(default_factory=dict)
    entity_at: dict[int, Entity] = field(default_factory=dict)
    name_at: dict[int, Name] = field(default_factory=dict)
    tells: bool = True

    def tokens_of(self, value: Value) -> list[int]:
        """The indices of the tokens of a value."""
        return [i for i, held in self.value_at.items() if held is value]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span in the document's text of the tokens `start`..`end` (end exclusive)."""
        first, last = self.doc[start], self.doc[end - 1]
        return self.sentence.raw_span(first.idx, last.idx + len(last.text))

    def countries(self) -> list[str]:
        """The codes of the states named, in order, each once."""
        return list(dict.fromkeys(p.code for p in self.places if p.kind in {"name", "adjective", "people", "seat"}))


# Sentences that name the second of two states before a text without a title is of these two.
_OFTEN = 4
# Characters in which a text has told whose money it will speak of.
_OPENING = 600
# A text whose title names two states is of three where a third is told of this often beside the rarer of the two.
_RIVAL = 0.75
# Sentences with a trigger beyond which a state told but once beside the publisher's is told in passing.
_FEW = 12


@dataclass(slots=True, eq=False)
class AnnotatedDocument:
    """A document's sentences and entities; `home` speaks in it, `pair` is what it is about (codes, or None).

    `cut` are all sentences of the text, `sentences` those that were worth parsing; `titled` says that the title names the
    pair, or that who speaks is of it; `principals` are the two states of title and speaker, where these are two; `topic` is
    the one state that the document is mostly about, if there is one, and `receiver` the one that help of no told receiver goes
    to: that, or the one that the title names; `between_two` says that it is of the two of `pair` and
    of hardly anybody else; `told` counts the sentences that name each state.
    """

    document: Document
    cut: list[Sentence]
    sentences: list[AnnotatedSentence]
    entities: Entities
    home: str | None
    pair: tuple[str, str] | None
    titled: bool
    principals: tuple[str, str] | None
    topic: str | None
    receiver: str | None
    between_two: bool
    told: Counter[str]
    names_of: dict[str, str]

    def only_two(self) -> tuple[str, ...]:
        """The two states that it is about, where it is of hardly any other; none where others may be meant as well."""
        if self.pair is None or self.between_two:
            return self.pair or ()
        others = _most(self.told, self.pair)
        return self.pair if min(self.told[code] for code in self.pair) >= 2 * others else ()

    def other_of_pair(self, code: str | None) -> str | None:
        """The other of the two states that the document is about; None where `code` is neither."""
        if self.pair is None or code not in self.pair:
            return None
        return self.pair[1] if code == self.pair[0] else self.pair[0]


def _home(document: Document) -> str | None:
    places = [p for p in find_places(document.publisher or "") if p.kind in {"name", "adjective", "seat"}]
    return places[0].code if places and not (document.publisher or "").lower().startswith("wiki") else None


def _tokens(doc: Doc, marks: list[_Mark]) -> dict[int, _Mark]:
    found: dict[int, _Mark] = {}
    for mark in marks:
        for token in doc.char_span(mark.start, mark.end, expand=True) or []:
            found.setdefault(token.i, mark)
    return found


@cache
def _dated_names() -> re.Pattern[str]:
    """Names of systems whose number reads like a year: "12 Mirage 2000-5 jets"."""
    names = [re.escape(str(name)) for name in load("weapons")["systems"] if re.search(r"\b(?:19|20)\d\d\b", str(name))]
    return re.compile(rf"\b(?:{'|'.join(names)})(?!\w)")


def _annotate(sentence: Sentence, doc: Doc, document: Document, home: str | None, worth: Worth) -> AnnotatedSentence:
    names = [m.span() for m in _dated_names().finditer(sentence.text)]
    dates = [
        d for d in find_dates(sentence.text, document.published) if not any(a < d.end and d.start < b for a, b in names)
    ]
    opening = f"{document.title or ''} {document.text[:_OPENING]}"
    # A number inside a date is none ("the second half of 2023"); a year inside a value is none ("$2,010").
    values = [
        v
        for v in find_values(sentence.text, home, opening)
        if not any(d.start <= v.start and v.end <= d.end for d in dates)
    ]
    values = [v for v in values if v.kind != "count" or not any(v.start < d.end and d.start < v.end for d in dates)]
    dates = [d for d in dates if not any(v.start < d.end and d.start < v.end for v in values)]
    places = find_places(sentence.text)
    found = AnnotatedSentence(sentence, doc, places, find_names(doc, sentence.heading), values, dates)
    found.tells = worth == Worth.CLAIMS
    found.value_at, found.date_at = _tokens(doc, values), _tokens(doc, dates)
    # Of two values within one token the first has it; nobody could say where the other stands.
    found.values = [v for v in values if found.tokens_of(v)]
    return found


def _link(sentences: list[AnnotatedSentence], entities: Entities) -> None:
    for index, s in enumerate(sentences):
        inside: set[int] = set()
        people = [(s.doc[n.start].idx, s.doc[n.end - 1].idx) for n in s.names if n.type == "person"]
        s.places = [p for p in s.places if not any(a <= p.start <= b for a, b in people)]  # "Santiago Peña"
        for name in s.names:
            entity = entities.of.get((index, name.start))
            if entity is None:
                continue
            for i in range(name.start, name.end):
                s.entity_at[i], s.name_at[i] = entity, name
                inside.add(i)
        s.place_at = {i: p for i, p in _tokens(s.doc, s.places).items() if i not in inside}


def _settle_shared(sentences: list[AnnotatedSentence], title: str) -> dict[str, str]:
    """ "Congolese" is of the Congo that the document names by a form that no other state has: form → code."""
    forms = [(title[p.start : p.end], p.code) for p in find_places(title)]
    forms += [(s.doc.text[p.start : p.end], p.code) for s in sentences for p in s.places]
    named = {code for form, code in forms if form not in shared()}
    meant = {form: [c for c in codes if c in named] for form, codes in shared().items()}
    settled = {form: codes[0] for form, codes in meant.items() if codes}
    for s in sentences:
        for i, place in enumerate(s.places):
            if place.code not in named:
                s.places[i] = replace(place, code=settled.get(s.doc.text[place.start : place.end], place.code))
    return settled


def _named_in(title: str, settled: dict[str, str]) -> list[str]:
    """The states that a title names, in whatever case it writes them ("united states: el-salvador")."""
    title = title.replace("\u2019", "'")  # "People’s Republic of China"
    capitals = re.sub(r"(?<!')\b(?!of\b|the\b|and\b)[a-z]", lambda m: m.group().upper(), title.replace("-", " "))
    named = [
        list(dict.fromkeys(settled.get(text[p.start : p.end], p.code) for p in find_places(text) if p.kind != "town"))
        for text in (title, capitals)
    ]
    return named[1] if len(named[0]) < 2 == len(named[1]) else named[0]


def _count_states(sentences: list[AnnotatedSentence]) -> Counter[str]:
    """How many sentences of the text itself name each state."""
    return Counter(code for s in sentences if s.sentence.kind == "body" for code in s.countries())


def _most(told: Counter[str], but: Collection[str | None]) -> int:
    """How often the state is told that is told most of all others."""
    return max((n for code, n in told.items() if code not in but), default=0)


def _pair(told: Counter[str], long: bool, named: list[str], home: str | None) -> tuple[str, str] | None:
    """The two states that the document is mostly about; `named` are those that its title names.

    A title may name who only passes by: "Shells fall on the border as Qatari envoy heads for Islamabad" is of two others.
    """
    if len(named) == 2 and (home or not _outdone(told, named)):
        return named[0], named[1]
    in_passing = {code for code, n in told.items() if home and long and n == 1} - {home, *named}
    count = Counter({code: n for code, n in told.items() if code not in in_passing})
    if home and home in count:
        count[home] += 1000
    top = count.most_common(3)
    if len(top) < 2 or (len(top) == 3 and top[1][1] < 2 * top[2][1] and len(named) != 1):
        return None
    return top[0][0], top[1][0]


def _outdone(told: Counter[str], named: list[str]) -> bool:
    """Whether a third state is told of twice as often as one of those named, and often."""
    return _most(told, named) >= max(_OFTEN, 2 * min(told[code] for code in named))


def _principals(named: list[str], home: str | None) -> tuple[str, str] | None:
    codes = list(dict.fromkeys([*([home] if home else []), *named]))
    return (codes[0], codes[1]) if len(codes) == 2 else None


def _between_two(told: Counter[str], named: list[str], home: str | None, pair: tuple[str, str] | None) -> bool:
    """Whether the title names both of a pair, or one beside the speaker's, or else hardly any sentence another state."""
    if pair is None or home:
        return pair is not None and set(named) | {home} == set(pair)
    others = _most(told, pair)
    if set(named) == set(pair):
        return others < max(_OFTEN, _RIVAL * min(told[code] for code in pair))
    return told[pair[1]] >= max(_OFTEN, 2 * others)


def _topic(told: Counter[str], named: list[str], home: str | None) -> str | None:
    """The state that the title names alone and no other outdoes, else the one named twice as often; never the speaker's own.

    Where the title names several it is one of these, or none.
    """
    abroad = [code for code in named if code != home]
    often = [(code, n) for code, n in told.most_common(3) if code != home]
    (first, most), (_, next_most) = [*often, ("", 0), ("", 0)][:2]
    if len(abroad) == 1:
        return abroad[0] if told[abroad[0]] == most else None
    if abroad and first not in abroad:
        return None
    return first if most >= 2 * next_most and most > 1 else None


def _in_title(told: Counter[str], named: list[str], home: str | None) -> str | None:
    """The state that the title names alone and no other far outdoes; never the speaker's own."""
    abroad = [code for code in named if code != home]
    return abroad[0] if len(abroad) == 1 and 2 * told[abroad[0]] > _most(told, {home}) else None


def is_published(form: str) -> bool:
    """Whether a form of a state's name is one to publish: "U.S.", "KENYA" and "SOUTH Sudan" are none."""
    return not (form.partition(" ")[0].isupper() or "." in form or form in load("places")["loose"])


def _names_of(sentences: list[AnnotatedSentence]) -> dict[str, str]:
    """The name that the document itself gives each state most often ("Türkiye" or "Turkey")."""
    count: dict[str, Counter[str]] = {}
    for s in sentences:
        for p in s.places:
            form = s.doc.text[p.start : p.end]
            if p.kind == "name" and is_published(form):
                count.setdefault(p.code, Counter())[form] += 1
    return {code: _usual(code, names) for code, names in count.items()}


def _usual(code: str, names: Counter[str]) -> str:
    """The most common of a state's names; its own where a text has only names of several that are gone ("Prussia")."""
    plain = short_name(code)
    first, *others = [form for form, _ in names.most_common()]
    same = any(form in other or other in form for form in others for other in (first, plain))
    return plain if others and not same and plain not in names and plain not in first else first


def annotate(document: Document) -> AnnotatedDocument:
    """Parse a document and mark all that stands in it."""
    cut = split_document(document)
    home = _home(document)
    placed = home is not None or bool(find_places(document.title or ""))
    heard = [(s, worth) for s, worth in zip(cut, worth_parsing(cut, placed=placed), strict=True) if worth]
    parsed = parse(s.text for s, _ in heard)
    sentences = [_annotate(s, d, document, home, worth) for (s, worth), d in zip(heard, parsed, strict=True)]
    title = document.title or (cut[0].text if cut and cut[0].heading else "")
    settled = _settle_shared(sentences, title)
    add_later_names([(s.doc, s.names) for s in sentences])
    entities = collect([(s.doc, s.names, s.places) for s in sentences])
    _link(sentences, entities)
    if home:
        entities.settle_at_home(home)
    named = _named_in(title, settled)
    told = _count_states(sentences)
    pair = _pair(told, len(sentences) > _FEW, named, home)
    titled = len(named) == 2 or (pair is not None and home in pair)
    principals = _principals(named, home)
    topic = _topic(told, named, home)
    receiver = topic or _in_title(told, named, home)
    two = _between_two(told, named, home, pair)
    about = About(pair, pair if two else None, receiver, state_of_dateline(dateline_of(document)), home)
    settle_officials(sentences, entities.people(), about)
    return AnnotatedDocument(
        document,
        cut,
        sentences,
        entities,
        home,
        pair,
        titled,
        principals,
        topic,
        receiver,
        two,
        told,
        _names_of(sentences),
    )
