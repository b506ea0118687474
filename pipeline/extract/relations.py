"""Rows of `relations`: who holds which office, what is part of what, who owns, makes, joins.

In: one annotated sentence. Out: rows without ids across documents. `offices` hears people, `ties` organisations.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.claim import Claims
from pipeline.extract.memberships import Memberships
from pipeline.extract.offices import Offices
from pipeline.extract.relation_rows import RelationRows
from pipeline.extract.ties import Ties
from pipeline.records import Row


def relation_rows(claims: Claims) -> Iterator[Row]:
    """The relations that one sentence tells."""
    found = RelationRows(claims)
    offices, ties, memberships = Offices(found), Ties(found), Memberships(found)
    sentence = claims.sentence
    for name in sentence.names:
        entity = sentence.entity_at.get(name.start)
        if entity is None:
            continue
        if entity.type == "person":
            offices.of_person(name, entity)
        else:
            ties.of_organisation(name, entity)
    for token in sentence.doc:
        if token.pos_ in {"VERB", "AUX"}:
            offices.of_verb(token)
            ties.of_verb(token)
            memberships.of_verb(token)
        elif token.pos_ in {"NOUN", "PROPN"}:
            offices.of_noun(token)
            ties.of_noun(token)
            memberships.of_noun(token)
    yield from found.rows
