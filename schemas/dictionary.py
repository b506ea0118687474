"""The data dictionary as a table: every column of every published table, itself included."""

from __future__ import annotations

from schemas.declare import Model, field, table


class Dictionary(Model):
    """Every column of every table: what it means, its unit, and what an empty cell says."""

    table_name: str = field("Table", "The table.", example="trade")
    column_name: str = field("Column", "The column.", example="value")
    position: int = field("Position", "Place of the column in its table, from 1.", example=9, minimum=1)
    type: str = field(
        "Type",
        "Type of its values, in the words of the Frictionless Table Schema.",
        example="number",
        pattern="string|integer|number|date|boolean",
    )
    unit: str = field(
        "Unit",
        "Its unit: a value of `units`, or the column that holds each row's unit.",
        example="unit",
        null="The values are no quantities.",
    )
    title: str = field("Title", "Its name for people.", example="Value")
    description: str = field("Description", "What its values mean.", example="The number, scaled out.")
    null_meaning: str = field(
        "Meaning of an empty cell",
        "What it says when a cell is empty.",
        example="The text gives no number.",
        null="The column is never empty.",
    )
    example: str = field(  # type: ignore[assignment]  # hides a method of the base class that nothing here calls
        "Example", "A value of the column, as it is written in CSV.", example="40.0"
    )
    vocabulary: str = field(
        "Vocabulary", "The table that lists its values.", example="units", null="The values are not from a closed list."
    )
    key_role: str = field(
        "Role in keys",
        "`primary key`, `fact key` (the same fact has the same values) and `→ table.column`, joined by `; `.",
        example="fact key",
        null="The column is in no key.",
    )


DICTIONARY = table(Dictionary, "dictionary", "Data dictionary", kind="provenance", key=["table_name", "column_name"])
