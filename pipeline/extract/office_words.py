"""The words of an office: where they begin and end, whose it is where a mission or a welcome tells it.

In: tokens of an annotated sentence. Out: spans of tokens, codes of states. Words stand in the lexicons `names` and
`frames/relations`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.claim import Claims
from pipeline.extract.predications import of_verb, prepositional
from pipeline.extract.relation_rows import RelationRows, Side
from pipeline.extract.tree import is_infinitive
from pipeline.lexicons import load

if TYPE_CHECKING:
    from pipeline.annotate.entities import Entity
    from pipeline.annotate.name_words import Name
    from pipeline.annotate.parsed import Doc, Token

_OFFICES, _MANNERS = (frozenset(load("names")[key]) for key in ("offices", "manners"))
_BEHIND, _NOT_OF_OFFICE, _MISSIONS, _OPENING, _REALMS, BODY_TITLES, DIPLOMATS = (
    frozenset(load("frames/relations")[key])
    for key in ("behind_office", "not_of_office", "missions", "opening", "realms", "body_titles", "diplomats")
)
_LINKS = frozenset({"of", "to", "at", "for", "in", "with", "from"})
_LONGEST_REALM = 8  # tokens of "to the Kingdom of the Two …"


def whole_office(head: Token) -> tuple[int, int]:
    """The first and the last token of offices that are one: "Envoy Extraordinary and Minister Plenipotentiary"."""
    doc, first, last = head.doc, head.i, head.i
    while (more := _words_behind(doc, last)) > 0:
        last += more
    if first > 1 and doc[first - 1].lower_ == "and" and doc[first - 2].lower_ in _BEHIND:
        first = next((i for i in range(first - 2, max(first - 5, -1), -1) if doc[i].lower_ in _OFFICES), first)
    return first, last


def _words_behind(doc: Doc, last: int) -> int:
    """How many tokens behind `last` are of the same office: "Extraordinary", "and Plenipotentiary", "and Minister Plenipotentiary"."""
    following = [t.lower_ for t in doc[last + 1 : last + 4]]
    if doc[last + 1 : last + 2].text == "resident":  # "the first ambassador resident in Chad": where he lived
        return 0
    if following and following[0] in _BEHIND:
        return 1
    if len(following) < 2 or following[0] != "and" or doc[last].lower_ not in _BEHIND:
        return 0
    if following[1] in _BEHIND:
        return 2
    return 3 if following[1] in _OFFICES and following[-1] in _BEHIND else 0


def _behind_adverbs(doc: Doc, start: int, end: int) -> int:
    """Where an office begins behind words that tell when it was held: "exiled former | prime minister", "vice-chair"."""
    start = next((i + 1 for i in range(end - 1, start - 1, -1) if doc[i].lower_ in _NOT_OF_OFFICE), start)
    while start > 1 and doc[start - 1].text == "-" and doc[start - 2].is_alpha:
        start -= 2
    return start


def role_of(rows: RelationRows, head: Token) -> tuple[str, Side | None, int]:
    """The words of an office without its state, the organisation that it belongs to, and its last token."""
    doc = rows.sentence.doc
    start, target = _before_office(rows, head)
    first, end = whole_office(head)
    start = _behind_adverbs(doc, min(start, first), first)
    words = [
        t.text for t in doc[start : end + 1] if t.i not in rows.sentence.place_at and t.text not in {"'s", "the", "The"}
    ]
    words = words[words.index(")") + 1 :] if ")" in words else words  # "Northern Command (NORTHCOM) Commander"
    role, last = " ".join(words).replace(" - ", "-"), end
    links = [c for t in doc[first : end + 1] for c in t.children if c.dep_ == "prep" and c.i > end]
    if not links and doc[end + 1 : end + 2].text == "to":  # which the parser hung on the verb
        links = [doc[end + 1]]
    for link in (c for c in links if c.lower_ in _LINKS):
        for noun in link.children:
            body, at = _body_behind(rows, noun)
            if body is not None:
                target, last = target or body, max(last, at)
                # "the deputy for transport of X"
                if noun.i not in rows.sentence.entity_at and link.lower_ in {
                    "of",
                    "for",
                }:
                    role = f"{role} {link.text} {doc[noun.left_edge.i : noun.i + 1].text}"
            elif (
                (place := rows.sentence.place_at.get(noun.i)) is not None
                and link.lower_ == "of"
                and place.kind == "name"
            ):
                target, last = target or place.code, max(last, noun.i)
            elif place is not None and link.lower_ == "to":
                role, last = f"{role} {doc[link.i : noun.i + 1].text}", noun.i
            elif link.lower_ == "to" and (realm := _realm_behind(noun, link)) is not None:
                role, last = f"{role} {realm}", noun.i
            elif noun.lower_ in _OFFICES:
                role, last = doc[start : noun.right_edge.i + 1].text, noun.right_edge.i
            elif link.lower_ == "of" and (state := _realm_of(rows.claims, noun)) is not None:
                target, last = target or state, noun.right_edge.i
            elif noun.i not in rows.sentence.place_at and link.lower_ in {"of", "for"}:
                role, last = f"{role} {link.text} {rows.claims.phrase(noun)}", noun.i
    return role, target, last


def _before_office(rows: RelationRows, head: Token) -> tuple[int, Side | None]:
    """Where an office's words begin, and the organisation named among them ("the ANC leader")."""
    start, target = head.i, None
    for child in head.lefts:
        held = rows.sentence.entity_at.get(child.i)
        if held and held.type == "organisation":
            target = held
        elif (
            child.dep_ in {"compound", "amod", "nmod"}
            and child.i not in rows.sentence.place_at
            and child.lower_ not in _NOT_OF_OFFICE
        ):
            start = min(start, child.left_edge.i)
    while start < head.i and (start in rows.sentence.entity_at or rows.sentence.doc[start].lower_ in _NOT_OF_OFFICE):
        start += 1
    return start, target


def _body_behind(rows: RelationRows, noun: Token) -> tuple[Entity | None, int]:
    """The organisation behind an office's "of": named there, in apposition, or one link further on."""
    held = rows.organisation(noun)
    if held is not None:
        # named in the phrase, else before it ("a bank … its head")
        at = (i for i, e in rows.sentence.entity_at.items() if e is held and i <= noun.right_edge.i)
        return held, max(at, default=noun.right_edge.i)
    for link in noun.children:
        if link.dep_ == "prep" and link.lower_ in {"of", "at", "in"}:
            for inner in link.children:
                held = rows.sentence.entity_at.get(inner.i)
                if held and held.type == "organisation":
                    return held, inner.i
    return None, noun.i


def accredited(doc: Doc, link: int, end: int) -> str:
    """The words behind an office that tell to whom it is: " to Prussia", " to the Kingdom of Bavaria"."""
    if link >= end or doc[link].lower_ != "to":
        return ""
    while end > link + 1 and (doc[end - 1].lower_ in _MANNERS or doc[end - 1].text == ","):
        end -= 1
    return f" {doc[link:end].text.rstrip(' ,')}"


def _realm_of(claims: Claims, noun: Token) -> str | None:
    """The state in "of the Kingdom of Italy", "of the Republic of Chad"."""
    inside = noun.subtree if noun.lower_ in _REALMS else ()
    return next((claims.sentence.place_at[t.i].code for t in inside if t.i in claims.sentence.place_at), None)


def _realm_behind(noun: Token, link: Token) -> str | None:
    """ "to the Kingdom of Bavaria", "to the Court of Spain": whose words go on behind their noun."""
    if noun.lower_ not in _REALMS or noun.right_edge.i - link.i > _LONGEST_REALM:
        return None
    end = next((t.i for t in noun.subtree if t.i > noun.i and t.text in {",", ";", "("}), noun.right_edge.i + 1)
    return str(noun.doc[link.i : end].text)


def is_diplomat(title: str) -> bool:
    """Whether a title is one of a diplomat; a minister is one who is "Resident" or "Plenipotentiary"."""
    told = set(title.lower().split())
    return bool(told & (DIPLOMATS - {"minister"}) or ("minister" in told and told & _BEHIND))


def to_be(doc: Doc, name: Name) -> bool:
    """ "Future President X": who is not yet what his title says."""
    return bool(name.title_at) and doc[(name.title_at or 0) - 1].lower_ == "future"


def of_no_state(name: Name) -> bool:
    """Whether a title alone is one of a body, never of a state: "Director X", "Chairman X"."""
    return name.title is not None and name.title.lower() in BODY_TITLES


def state_told_beside(claims: Claims, name: Name) -> bool:
    """Whether a state stands right beside a name's title, or behind the name: "Iran's Director X", "Leader X of Chad"."""
    doc, places = claims.sentence.doc, claims.sentence.place_at
    start = name.title_at or name.start
    before = start - 2 if start and doc[start - 1].text == "'s" else start - 1
    behind = name.end + 1 if doc[name.end : name.end + 1].text == "of" else -1
    inside = any(i in places for i in range(start, name.start))
    return inside or before in places or behind in places or behind + 1 in places


def sender(claims: Claims, holder: int) -> str | None:
    """The state of a diplomat who is told only by his mission, by who welcomes him, or by who opens ties with him.

    `holder` is a token of the diplomat's name: "the U.S. mission was opened when Chargé X came".
    """
    doc, places = claims.sentence.doc, claims.sentence.place_at
    held = [e for _, e in sorted(claims.sentence.entity_at.items()) if e.type == "organisation" and e.kind == "agency"]
    named = {e.country for e in held if e.country and _MISSIONS & {w.lower() for w in e.name.split()}}
    for noun in (t for t in doc if t.lemma_.lower() in _MISSIONS and t.i not in claims.sentence.entity_at):
        before = [c for c in noun.lefts if c.i in places and places[c.i].kind in {"name", "adjective"}]
        named |= {places[c.i].code for c in before}
    if len(named) == 1:
        return named.pop()
    return _by_welcome(claims, doc) or _by_opening(claims, doc[holder])


def _by_welcome(claims: Claims, doc: Doc) -> str | None:
    """ "presented his credentials to the Japanese Government": of the document's two states the one that does not receive."""
    hosts: set[str] = set()
    for letter in (t for t in doc if t.lower_ == "credentials"):
        behind = [*prepositional(letter, "to"), *prepositional(letter.head, "to"), *prepositional(letter.head, "in")]
        hosts |= {p.country for t in behind for p in claims.parties.of(t) if p.country}
    return claims.discourse.document.other_of_pair(*hosts) if len(hosts) == 1 else None


def _by_opening(claims: Claims, name: Token) -> str | None:
    """ "Chad opened relations with Peru when Envoy X came": the state that the sentence opens with, whose act his coming is."""
    above = list(name.ancestors)
    told_when = [t for t in above if any(c.lower_ == "when" for c in t.children)]
    verb = next((t for t in above if t.lemma_.lower().replace("-", "") in _OPENING), None)
    if not told_when or verb is None:
        return None
    codes = {p.country for t in of_verb(verb).subjects for p in claims.parties.of(t)}
    return codes.pop() if len(codes) == 1 else None


def first_to(head: Token, told_by: Token | None) -> bool:
    """ "became the first head of state to visit Chad": whether an office tells who did something, not what he was made."""
    inside = any(t.dep_ in {"relcl", "acl"} and is_infinitive(t) for t in head.subtree)
    beside = [c for c in told_by.children if c.dep_ == "advcl" and c.i > head.i] if told_by is not None else []
    first = any(c.lower_ in {"first", "only", "last"} for c in head.children)
    return inside or (first and any(is_infinitive(c) for c in beside))
