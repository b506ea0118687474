"""Rows of `organisations`, `people` and `mentions` of one document.

In: an annotated document and its claims. Out: rows with ids local to the document.
"""

from __future__ import annotations

from collections import Counter

from pipeline.annotate.document import AnnotatedDocument
from pipeline.annotate.entities import Entity
from pipeline.records import Row


def _counts(annotated: AnnotatedDocument) -> Counter[str]:
    return Counter(
        s.entity_at[name.start].key for s in annotated.sentences for name in s.names if name.start in s.entity_at
    )


def entity_rows(annotated: AnnotatedDocument, claims: dict[str, list[Row]]) -> tuple[list[Row], list[Row]]:
    """The organisations and the people that the document names."""
    counts = _counts(annotated)
    parents = {
        r["subject_id"]: r["object_id"] for r in claims["relations"] if r["relation"] == "part_of" and r["object_id"]
    }
    organisations = [
        {**_shared(e, counts), "type": e.kind, "parent": parents.get(e.key), "sector": None}
        for e in annotated.entities.organisations()
        if counts[e.key]
    ]
    people = [_shared(e, counts) for e in annotated.entities.people() if counts[e.key]]
    return organisations, people


def _shared(entity: Entity, counts: Counter[str]) -> Row:
    return {
        "id": entity.key,
        "name": entity.name,
        "aliases": sorted(a for a in entity.aliases if a != entity.name),
        "country": entity.country,
        "mentions": counts[entity.key],
    }


def mention_rows(annotated: AnnotatedDocument) -> list[Row]:
    """Every place where the document names a country, an organisation or a person."""
    rows: list[Row] = []
    for s in annotated.sentences:
        for name in s.names:
            entity = s.entity_at.get(name.start)
            if entity:
                rows.append(_mention(s.sentence.index, *s.span(name.start, name.end), entity.key, entity.type))
        inside = set(s.entity_at)
        for place in s.places:
            tokens = [i for i, p in s.place_at.items() if p is place]
            if tokens and not set(tokens) & inside and place.kind not in {"town", "region"}:
                rows.append(
                    _mention(s.sentence.index, *s.sentence.raw_span(place.start, place.end), place.code, "country")
                )
    return rows


def _mention(sentence: int, start: int, end: int, entity_id: str, entity_type: str) -> Row:
    return {"sentence": sentence, "start": start, "end": end, "entity_id": entity_id, "entity_type": entity_type}
