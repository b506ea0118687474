"""What is traded or transferred: goods with their HS code, arms with their SIPRI category and name.

In: the head of a noun phrase. Out: `Thing`, or None where the phrase is neither. Words stand in the lexicons `commodities` and
`weapons`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.annotate.document import AnnotatedSentence
from pipeline.annotate.gazetteer import find_places
from pipeline.annotate.values import Value
from pipeline.extract.civil import civil_code
from pipeline.extract.designations import (
    DESIGNATION,
    NAMING,
    counts_things,
    is_system,
    may_name_systems,
    named_system,
    system_pattern,
    systems_in,
)
from pipeline.extract.thing_words import categories, goods, kinds_of_arms, longest_tail, words_of
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.entities import Entity
    from pipeline.annotate.parsed import Token

_KEPT = 128  # things: those of the sentence being read
_VARIANT = re.compile(r"( [A-Z](?:/[A-Z])*)\.?")  # of a model
_CONSISTING = frozenset(load("frames/flows")["composition_adverbs"])
_OF_STATE = frozenset({"armed_forces", "ministry", "government"})
_BUILDING = frozenset(load("frames/flows")["building"])
_FLOWS = frozenset({*load("frames/flows")["out_nouns"], *load("frames/flows")["in_nouns"]})
_MILITARY = frozenset(load("weapons")["before_flows"])
_SEPARATE = frozenset({"relcl", "acl", "punct", "cc", "conj", "appos", "prep", "det", "poss", "case"})
# Kinds of bodies that are bought and sold, or founded, as such.
FIRMS = frozenset({"company", "bank", "joint_venture"})


@dataclass(frozen=True, slots=True)
class Thing:
    """`kind` is goods, service, total or arms. `code` is the HS code, `category` SIPRI's; `general` says arms as such.

    `counted` is a number told apart from the phrase: "tanks, 220 of which were supplied".
    """

    kind: str
    text: str
    code: str | None = None
    category: str | None = None
    designation: str | None = None
    general: bool = False
    token: int = 0
    counted: Value | None = None


@lru_cache(maxsize=1)
def may_name_arms(sentence: AnnotatedSentence) -> bool:
    """Whether a sentence has a word for arms at all: most have none, and need not be looked through."""
    return not kinds_of_arms().isdisjoint(sentence.doc.lemmas) or may_name_systems(sentence.doc.text)


def _phrase(head: Token) -> list[Token]:
    """The head with what stands before it inside its phrase."""
    start = head.i
    for child in head.lefts:
        if child.dep_ not in _SEPARATE and child.dep_ != "nummod" and child.tag_ not in {"VBZ", "VBP", "VBD"}:
            joined = [c for c in child.conjuncts if child.i < c.i < head.i and any(ch.isdigit() for ch in c.text)]
            start = min(start, joined[-1].left_edge.i if joined else child.left_edge.i)  # "T-34 and T-54 tanks"
    start = max([start, *(t.i + 1 for t in head.doc[start : head.i] if t.lower_ == "of")])  # "the first six of 24 jets"
    while 0 < start < head.i and _is_no_part(head.doc[start]) and head.doc[start + 1].text != "-":
        start += 1  # "122-mm rockets" have their number
    return head.doc.tokens[start : head.i + 1]


def _is_no_part(token: Token) -> bool:
    """An article, a number, a possessor; "sold it fish": nor whom it was sold."""
    return token.dep_ in {"det", "predet", "poss", "nummod"} or token.pos_ == "PRON"


def _singular(token: Token) -> str:
    lemma = token.lemma_.lower()
    if token.tag_ in {"NNP", "NNPS"} and lemma == token.lower_:  # the lemmatiser leaves "Tactical Vehicles" as it is
        return lemma.removesuffix("s")
    return lemma if token.tag_ in {"NNS", "NNPS", "VBZ"} else token.lower_  # the tagger takes "TB2 drones" for a verb


def _one_of(token: Token) -> str:
    """A name without the "s" of its plural: "Seahawk" of "five MH-60R Seahawks"."""
    found = system_pattern().fullmatch(token.text)
    return found.group(1) if found is not None else token.text


def _proper_name(tokens: list[Token]) -> str | None:
    """The name that a kind of arms is given before its noun: "Safir trainers", "Defender patrol boats"."""
    if tokens[-1].text[:1].isupper():
        return None
    made = max(
        (k for k, t in enumerate(tokens) if t.lemma_ in _BUILDING and k and tokens[k - 1].text == "-"), default=-1
    )
    tokens = tokens[made + 1 :]  # "three Chadian-built Marsuin patrol boats"
    # "remote-controlled Samson turrets"
    tokens = list(itertools.dropwhile(lambda t: t.is_lower or t.text == "-", tokens))
    name = list(itertools.takewhile(_is_titled, tokens))
    known = longest_tail([_singular(t) for t in tokens[len(name) :]], categories())
    text = name[0].doc.text[name[0].idx : name[-1].idx + len(name[-1].text)] if name else ""
    plain = all(t.is_lower or not t.is_alpha for t in tokens[len(name) :])  # "Umbani precision-guided glide bombs"
    return text if known and plain and len(text) > 3 else None


def _is_titled(token: Token) -> bool:
    """Whether a word is written as a name, be it one that the tagger took for an adjective ("Gidran armoured vehicles")."""
    if not token.text[:1].isupper() or "-" in token.text:
        return False
    return token.pos_ == "PROPN" or (token.pos_ in {"ADJ", "NOUN"} and token.i > 0 and not find_places(token.text))


def _named_from(start: int, sentence: AnnotatedSentence) -> int:
    """Where the name of a model begins that ends right before `start`, wherever the parser hung it: "six CH-92A drones"."""
    doc = sentence.doc
    systems = [doc.char_span(*span, expand=True) for span in systems_in(doc.text)]
    known = {t.i for span in systems if span is not None for t in span}
    while start > 0:
        token, before = doc[start - 1], doc[start - 2] if start > 1 else None
        held = sentence.entity_at.get(token.i)
        numbered = token.text.isdigit() and before is not None and before.text[:1].isupper() and before.pos_ in NAMING
        named = token.text[:1].isupper() and token.pos_ in NAMING and token.i > 0 and (held is None or not held.kind)
        if token.i in sentence.place_at or (numbered and _is_receiver(start - 2, sentence)):
            break
        if not (token.i in known or DESIGNATION.match(token.text) or numbered or named):
            break
        start -= 1
    return start


@lru_cache(maxsize=_KEPT)
def thing_of(head: Token, sentence: AnnotatedSentence) -> Thing | None:
    """What a noun phrase names, if it is goods, a service, trade as a whole, or arms; asked by many rules of the same nouns."""
    phrase = _behind_receiver(_phrase(head), sentence)
    thing = _thing(phrase, head, sentence)
    held = sentence.entity_at.get(head.i)
    if thing is not None and thing.kind == "goods" and held is not None and held.kind in FIRMS:
        return None  # "bought Bora Energy"
    if thing is None or thing.kind != "arms":
        return thing
    first = phrase[0].i
    start = _named_from(first, sentence)
    return _thing(list(head.doc[start : head.i + 1]), head, sentence) if start < first else thing


def body_of_state(i: int, sentence: AnnotatedSentence) -> Entity | None:
    """The body of a state that a word is of, "Chadian Air Force": one that receives arms, and makes none."""
    held = sentence.entity_at.get(i)
    return held if held is not None and held.kind in _OF_STATE else None


def _is_receiver(i: int, sentence: AnnotatedSentence) -> bool:
    """Whether a word is of a state or a body of one, not of a maker whose name a model has ("Saab 340")."""
    return i in sentence.place_at or body_of_state(i, sentence) is not None


def _behind_receiver(phrase: list[Token], sentence: AnnotatedSentence) -> list[Token]:
    """ "sold the Chadian Air Force 25 jets": what the number counts, without the body that the parser hung before it."""
    for before, token in reversed(list(itertools.pairwise(phrase[:-1]))):
        value = sentence.value_at.get(token.i)
        if value is not None and value.kind == "count" and _is_receiver(before.i, sentence):
            return phrase[token.i - phrase[0].i + 1 :]
    return phrase


def _behind_makers(phrase: list[Token], sentence: AnnotatedSentence) -> list[Token]:
    """ "Chilean and Peruvian copper": copper, of both."""
    makers = [t for t in phrase if _is_maker(t, sentence)]
    joined = bool(makers) and makers[-1] in makers[0].conjuncts
    return phrase[makers[-1].i + 1 - phrase[0].i :] if joined else phrase


def _thing(phrase: list[Token], head: Token, sentence: AnnotatedSentence) -> Thing | None:
    phrase = _behind_makers(phrase, sentence)
    tokens = [t for t in phrase if (t.i not in sentence.place_at and not t.is_punct) or t.text == "-"]
    if not tokens:
        return None
    before = head.doc[tokens[0].i - 1] if tokens[0].i else None
    if before is not None and f"{before.lower_} {_singular(tokens[0])}" in categories():
        tokens = [before, *tokens]  # a phrase that the parser took apart: "are loitering munitions"
    words = [_singular(t) for t in tokens]
    designation, system = named_system(tokens)
    designation = designation or _proper_name(tokens)
    whole = next(
        (t for t in phrase if t.dep_ not in {"det", "poss", "case"} and not t.is_punct and not counts_things(t)), head
    )
    named = head.doc.text.find(designation, phrase[0].idx, whole.idx) if designation else -1
    text = head.doc.text[named if named >= 0 else whole.idx : head.idx + len(head.text)].strip(" \"'-")
    last = words[-1]
    category = longest_tail(words, categories())
    general, good = longest_tail(words, words_of("weapons", "general")), longest_tail(words, goods())
    if words != (written := [t.lower_ for t in tokens]):
        general = general or longest_tail(written, words_of("weapons", "general"))
        good = good or longest_tail(written, goods())
    if category and good and len(good) > len(category) and not system:  # "fire engines", "commercial aircraft"
        category = None
    if category and not (general and len(general) > len(category)):
        found = categories()[category]
        civil, code = civil_code(found, category, sentence) if not system else (False, None)
        if civil:
            return Thing("goods", text, code=code, token=head.i) if code else None
        return Thing(
            "arms",
            text,
            category=system.get("category", found) if not system or system.get("category") != found else found,
            designation=designation,
            token=head.i,
        )
    if general:
        return Thing("arms", text, general=True, designation=designation, token=head.i)
    if (kind := _kind_before_name(tokens)) is not None:
        return Thing("arms", text, category=kind, token=head.i)
    model = _model(tokens, str(designation), text, sentence) if system else None
    if model is not None:
        return Thing("arms", text, category=system["category"], designation=model, token=head.i)
    if good and head.doc[max(0, tokens[0].i - 2) : tokens[0].i].text.lower() == "non-":
        return Thing("goods", f"non-{text}", token=head.i)  # "non-oil exports": of all else
    if good:
        return Thing("goods", good if len(text) > 40 else _own_words(text, good), code=goods()[good], token=head.i)
    if last in words_of("commodities", "services"):
        return Thing("service", text, token=head.i)
    return _of_trade(words, text, head) if last in words_of("commodities", "totals") else None


def _of_trade(words: list[str], text: str, head: Token) -> Thing:
    """Trade as a whole, or in the goods that a word of it is told with: "fuel imports", "semi-finished copper goods"."""
    made_of = longest_tail([w for w in words[:-1] if w not in {"based", "-"}], goods())
    if not made_of:
        return Thing("total", text, code="TOTAL", token=head.i)
    if words[-1] in _FLOWS and not text.startswith("non-"):
        return Thing("goods", text.rpartition(" ")[0] or text, code=goods()[made_of], token=head.i)
    return Thing("goods", text, code=(goods()[made_of] or "")[:2] or None, token=head.i)


def _kind_before_name(tokens: list[Token]) -> str | None:
    """ "the frigate Al Zubarah": the kind of arms that stands before the name of a single one."""
    common = list(itertools.takewhile(lambda t: t.is_lower, tokens))
    name = tokens[len(common) :]
    if not common or not name or any(t.pos_ != "PROPN" or not t.is_alpha for t in name):
        return None
    found = longest_tail([_singular(t) for t in common], categories())
    return categories()[found] if found and common[-1].tag_ != "NNS" else None


def _model(tokens: list[Token], designation: str, text: str, sentence: AnnotatedSentence) -> str | None:
    """The designation by which words with the name of a system, and no kind of arms, are that system."""
    if tokens[-1].text.removesuffix("s") in designation or _singular(tokens[-1]) in words_of("weapons", "bodies"):
        return designation
    letters = _VARIANT.fullmatch(text.partition(designation)[2])
    if letters is not None:  # "Gripen E", "Gripen E/F"
        return f"{designation}{letters.group(1)}"
    if is_system(tokens[-1]):  # "M1A2 Abrams": a model and the name that it goes by
        both = f"{designation} {_one_of(tokens[-1])}"
        return both if both in text else designation
    return designation if _named_twice(tokens, designation, sentence) else None


def _named_twice(tokens: list[Token], designation: str, sentence: AnnotatedSentence) -> bool:
    """ "the C-390 Millennium", "F-16 Fighting Falcons": a name behind the number of a model."""
    at = next((k for k, t in enumerate(tokens) if t.text == designation), len(tokens))
    behind = tokens[at + 1 :]
    own = all(t.text[:1].isupper() and t.pos_ == "PROPN" and t.i not in sentence.entity_at for t in behind)
    return bool(behind) and own and any(c.isdigit() for c in designation)


def _own_words(text: str, good: str) -> str:
    """The words of goods without what the parser hung before them: "almost all of them coffee", "tea and coffee"."""
    if " and " in good:
        return text
    return re.split(
        r"(?:^|[\s,-]+)(?:and|or|of(?: (?:it|them|which))?|mainly|mostly|chiefly|largely|primarily|notably|especially|particularly|including)\s+|, ",
        text,
        flags=re.I,
    )[-1]


def coordinated(heads: list[Token]) -> list[Token]:
    """Heads with what is joined to them on the right, and with what the parser hung before the last ("coffee and soya meal")."""
    found: list[Token] = []
    for head in heads:
        for child in head.lefts:
            if child.dep_ in {"nmod", "compound"} and any(c.dep_ == "cc" for c in child.children):
                found += [
                    child,
                    *(c for c in child.conjuncts if c.i < head.i and c.head == child and c.right_edge.i < head.i - 1),
                ]
        found += [head, *(c for c in head.conjuncts if c.i > head.i)]
        # "24 jets, 53 helicopters and 100,000 rifles", where the parser hung the second beside the first
        listed = [c for c in head.rights if c.dep_ == "appos" and any(j.dep_ == "conj" for j in c.children)]
        # "goods, chiefly phones and shoes": what they consist of, no more of them
        listed = [c for c in listed if not any(t.lower_ in _CONSISTING for t in c.doc[c.left_edge.i - 1 : c.i])]
        found += [t for c in listed for t in [c, *c.conjuncts] if t.i > head.i]
    found = list(dict.fromkeys(found))
    # "construction / materials"
    split = {t.i for t in found if any(o.i == t.i + 1 and o.dep_ == "conj" for o in found)}
    return [t for t in found if t.i not in split]


def things_before(noun: Token, sentence: AnnotatedSentence) -> Iterator[Thing]:
    """What stands before a noun and tells of which things it is: "oil imports", "drone deal"."""
    for child in noun.lefts:
        thing = thing_of(child, sentence) if child.dep_ in {"compound", "amod", "nmod"} else None
        notice = child.lower_ == "military" and noun.lemma_ == "sale"  # which has its own name: "Foreign Military Sale"
        if (
            thing is None and child.lower_ in _MILITARY and noun.lemma_.lower() in _FLOWS and not notice
        ):  # "defence exports"
            thing = Thing("arms", "arms", general=True, token=child.i)
        if thing is not None:
            yield thing


def counted_arms(sentence: AnnotatedSentence, after: int) -> Iterator[Thing]:
    """The arms behind each number of a list too long for the parser: "120 AGM-158B-2 missiles; four MQ-9A aircraft; and …"."""
    doc = sentence.doc
    ends = {id(v): max(i for i, w in sentence.value_at.items() if w is v) for v in sentence.values if v.kind == "count"}
    numbers = [i for i in sorted(ends.values()) if i > after and not doc[i - 1].text[:1].isupper()]  # not "Block 5"
    for start, end in itertools.pairwise([*numbers, len(doc)]):
        item = list(itertools.takewhile(_within_item, doc[start + 1 : end]))
        item = item[1:] if item and item[0].text == ")" else item
        heads = [t for t in item if t.pos_ in {"NOUN", "PROPN"}]
        found = [t for h in heads if (t := _thing(item[: h.i - item[0].i + 1], h, sentence)) and t.kind == "arms"]
        yield from found[-1:]


def _within_item(token: Token) -> bool:
    """Whether an item of a list goes on: to its comma, its "and", or a preposition that is no part of "air-to-air"."""
    hyphened = token.i > 0 and token.doc[token.i - 1].text == "-"
    return token.text not in {";", ","} and (hyphened or token.pos_ not in {"ADP", "CCONJ"})


def named_good(name: str, token: Token) -> Thing:
    """A good that the text does not name but a unit tells: kilowatt-hours are electricity."""
    return Thing("goods", name, code=goods()[name], token=token.i)


def good_in_name(name: str, token: Token) -> Thing | None:
    """The one good that an organisation is named after: "Assam Tea", "Oman LNG"."""
    words = [w for w in name.lower().split() if goods().get(w)]
    return named_good(words[0], token) if len(words) == 1 else None


def is_arms(token: Token, sentence: AnnotatedSentence) -> bool:
    """Whether a noun names arms."""
    thing = thing_of(token, sentence)
    return thing is not None and thing.kind == "arms"


def maker_country(head: Token, sentence: AnnotatedSentence) -> str | None:
    """The state that a thing is said to be made in: "Israeli-made arms", "Russian gas", "arms from Israel"."""
    return next(iter(maker_countries(head, sentence)), None)


def maker_countries(head: Token, sentence: AnnotatedSentence) -> list[str]:
    """The states that things are said to be made in, all of them where they are joined: "Chilean and Peruvian copper"."""
    first = next((t for t in _phrase(head) if _is_maker(t, sentence)), None)
    if first is None:
        return []
    joined = [t for t in first.conjuncts if first.i < t.i < head.i and _is_maker(t, sentence)]
    return list(dict.fromkeys(sentence.place_at[t.i].code for t in [first, *joined]))


def _is_maker(token: Token, sentence: AnnotatedSentence) -> bool:
    place = sentence.place_at.get(token.i)
    return place is not None and place.kind in {"adjective", "name"}
