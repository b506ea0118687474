"""The vocabularies as tables: one small table for each closed list, so that a query can join its titles."""

from __future__ import annotations

from dataclasses import replace

from schemas.declare import Model, field, table
from schemas.model import Table
from schemas.vocabulary import VOCABULARIES


class Code(Model):
    """A closed list of values."""

    value: str = field("Value", "The code as it stands in the tables.", example="exact")
    title: str = field("Title", "Its name for people.", example="Exact")
    description: str = field("Description", "What it means.", example="Stated plainly.")


class EventTypes(Code):
    """Types of events with what they correspond to in CAMEO and PLOVER."""

    cameo_roots: str = field(
        "CAMEO codes",
        "Root codes of CAMEO, or a code under one, joined by `; `. Text, not numbers: leading zeros count.",
        example="03; 057",
        null="CAMEO has no such type.",
        pattern="[0-9]{2,4}(; [0-9]{2,4})*",
    )
    plover: str = field(
        "PLOVER type", "The event type of PLOVER.", example="AGREE", null="PLOVER has no such type.", pattern="[A-Z]+"
    )
    symmetric: bool = field("Symmetric", "Whether the order of the two actors means nothing.", example=True)


class EventModes(Code):
    """Modes of events under their types."""

    event_type: str = field("Type of event", "The type it belongs to.", example="CONSULT", vocabulary="event_types")
    symmetric: bool = field("Symmetric", "Whether the order of the two actors means nothing.", example=True)


class HsCodes(Code):
    """Commodities of the Harmonized System."""

    level: str = field(
        "Level", "Chapter, heading, or trade in total.", example="heading", pattern="total|chapter|heading"
    )
    chapter: str = field(
        "Chapter", "The chapter it belongs to.", example="27", null="Trade as a whole.", pattern="[0-9]{2}"
    )


class Units(Code):
    """Units with the kind of quantity they measure."""

    quantity: str = field(
        "Quantity",
        "What kind of quantity it measures.",
        example="currency",
        pattern="ratio|rank|count|mass|volume|flow|energy|power|area|arms|currency",
    )


_MODELS: dict[str, type[Code]] = {
    "event_types": EventTypes,
    "event_modes": EventModes,
    "hs_codes": HsCodes,
    "units": Units,
}
_KEYS = {"event_modes": ["event_type", "value"]}


def _code_table(name: str) -> Table:
    """The table of one vocabulary; what it says of itself and its examples come from the list, not from the model."""
    listed = VOCABULARIES[name]
    declared = table(
        _MODELS.get(name, Code),
        name,
        listed.title,
        kind="vocabulary",
        key=_KEYS.get(name, ["value"]),
        description=f"{listed.description} Source: {listed.source}.",
    )
    first = listed.rows[0]
    columns = [replace(c, example=c.example if first[c.name] is None else first[c.name]) for c in declared.columns]
    ordered = sorted(columns, key=lambda column: list(first).index(column.name))
    return replace(declared, columns=tuple(ordered))


CODE_TABLES = tuple(_code_table(name) for name in VOCABULARIES)
