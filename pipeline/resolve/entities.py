"""Entities of many documents: which local ones are the same, and their ids.

Two organisations are one where the gazetteer knows both as the same, or their folded names are equal and their countries do not
differ; two people where their full names are equal and their countries do not differ.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records import Row
from pipeline.resolve.ids import slug


class Registry:
    """Gives each local entity its id, and gathers the rows of `organisations` and `people`.

    Documents must come sorted by id: the first that names an entity may take the plain id.
    """

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Row]] = {"organisations": {}, "people": {}}

    def add(self, organisations: Sequence[Row], people: Sequence[Row]) -> dict[str, str]:
        """Take in the entities of one document; returns the id of each by its id in the document."""
        ids = {row["id"]: self._add("organisations", row) for row in organisations}
        for row in organisations:
            mine, parent = ids[row["id"]], ids.get(row.get("parent") or "")
            if parent and not self._is_below(parent, mine):
                self.rows["organisations"][mine].setdefault("parent_id", parent)
        return ids | {row["id"]: self._add("people", row) for row in people}

    def _is_below(self, one: str | None, other: str) -> bool:
        """Whether an organisation is another or a part of it: no parent may be its own part's part."""
        while one is not None and one != other:
            one = self.rows["organisations"][one].get("parent_id")
        return one == other

    def _add(self, table: str, row: Row) -> str:
        known = row["id"].partition(":")[2]
        base = known if table == "organisations" else slug(row["name"])
        entity_id = base
        held = self.rows[table].get(entity_id)
        if held and held["country"] and row["country"] and held["country"] != row["country"]:
            entity_id = f"{base}-{row['country'].lower()}"
            held = self.rows[table].get(entity_id)
        if held is None:
            self.rows[table][entity_id] = {**row, "forms": {row["name"], *row["aliases"]}, "documents": 1}
            return entity_id
        held["forms"] |= {row["name"], *row["aliases"]}
        held["documents"] += 1
        held["mentions"] += row["mentions"]
        held["country"] = held["country"] or row["country"]
        if len(row["name"]) > len(held["name"]):
            held["name"] = row["name"]
        return entity_id

    def organisations(self) -> list[Row]:
        """The rows of `organisations`."""
        return [
            {
                **_shared("organisation_id", key, row),
                "type": row["type"],
                "parent_id": row.get("parent_id"),
                "sector": row["sector"],
                "wikidata_id": None,
            }
            for key, row in self.rows["organisations"].items()
        ]

    def people(self) -> list[Row]:
        """The rows of `people`."""
        return [_shared("person_id", key, row) for key, row in self.rows["people"].items()]


def _shared(id_column: str, key: str, row: Row) -> Row:
    return {
        id_column: key,
        "name": row["name"],
        "aliases": "; ".join(sorted(row["forms"] - {row["name"]})) or None,
        "country": row["country"],
        "documents": row["documents"],
        "mentions": row["mentions"],
    }
