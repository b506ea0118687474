"""Entities of many documents: which local ones are the same, and their ids.

Two organisations are one where the gazetteer knows both as the same, or their folded names are equal and their countries do not
differ; two people where their full names are equal and their countries do not differ.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records import Reading, Row
from pipeline.resolve.ids import slug


class Registry:
    """Gives each local entity its id, and gathers the rows of `organisations` and `people`."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.ids: dict[tuple[str, str], str] = {}
        self.rows: dict[str, dict[str, Row]] = {"organisations": {}, "people": {}}
        for reading in readings:
            for table, rows in (("organisations", reading.organisations), ("people", reading.people)):
                for row in rows:
                    self._add(table, reading.document.document_id, row)
        for reading in readings:
            self._set_parents(reading)

    def _add(self, table: str, document_id: str, row: Row) -> None:
        known = row["id"].partition(":")[2]
        base = known if table == "organisations" else slug(row["name"])
        entity_id = base
        held = self.rows[table].get(entity_id)
        if held and held["country"] and row["country"] and held["country"] != row["country"]:
            entity_id = f"{base}-{row['country'].lower()}"
            held = self.rows[table].get(entity_id)
        self.ids[(document_id, row["id"])] = entity_id
        if held is None:
            self.rows[table][entity_id] = {**row, "forms": {row["name"], *row["aliases"]}, "documents": 1}
            return
        held["forms"] |= {row["name"], *row["aliases"]}
        held["documents"] += 1
        held["mentions"] += row["mentions"]
        held["country"] = held["country"] or row["country"]
        if len(row["name"]) > len(held["name"]):
            held["name"] = row["name"]

    def _set_parents(self, reading: Reading) -> None:
        for row in reading.organisations:
            mine = self.ids[(reading.document.document_id, row["id"])]
            parent = self.ids.get((reading.document.document_id, row.get("parent") or ""))
            if parent and parent != mine:
                self.rows["organisations"][mine].setdefault("parent_id", parent)

    def id_of(self, document_id: str, local: str | None) -> str | None:
        """The id of a local entity; a country's code stands for itself."""
        if local is None:
            return None
        return self.ids.get((document_id, local), local if ":" not in local else None)

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
