"""The data dictionary for people, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files

from schemas import TABLES, VOCABULARIES
from schemas.model import Column, Table, TableKind
from schemas.render.dictionary import as_text, key_roles, unit_in_words

PARTS: dict[TableKind, str] = {
    "claim": "Claims",
    "entity": "Entities",
    "provenance": "Provenance",
    "vocabulary": "Vocabularies",
}
LONGEST_LIST = 60
"""Vocabularies with more values are not written out: their CSV file is the better place to look."""


def data_dictionary() -> str:
    """Every table with its columns, keys and rules, and every vocabulary with its values."""
    parts = [(files("schemas.render") / "dictionary_head.md").read_text(encoding="utf-8").rstrip()]
    for kind, title in PARTS.items():
        parts.append(f"## {title}")
        parts.extend("\n\n".join(_table(table)) for table in TABLES.values() if table.kind == kind)
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield f"### {table.name}: {table.title}"
    yield table.description
    yield "\n".join(_keys(table))
    yield _grid(_HEAD, (_cells(table, column) for column in table.columns))
    if table.rules:
        yield "\n".join(f"- `{rule.name}`: {rule.description}" for rule in table.rules)
    if table.name in VOCABULARIES:
        yield _values(table)


_HEAD = ("column", "type", "unit", "meaning", "empty cell", "example", "keys")


def _keys(table: Table) -> Iterator[str]:
    yield f"- Primary key: {_codes(table.primary_key)}"
    if table.fact_key:
        yield f"- Fact key: {_codes(table.fact_key)}"
    for first, last in table.fact_key_fallbacks:
        yield f"- In the fact key, `{last}` counts only where `{first}` is empty."
    for key in table.foreign_keys:
        yield f"- {_codes(key.columns)} → [{key.table}]({_anchor(key.table)}) ({_codes(key.references)})"


def _cells(table: Table, column: Column) -> tuple[str, ...]:
    return (
        f"`{column.name}`",
        column.type,
        unit_in_words(column),
        column.description,
        column.null_meaning or "never",
        f"`{as_text(column.example)}`",
        "; ".join(dict.fromkeys(key_roles(table, column.name))),
    )


def _values(table: Table) -> str:
    """The values of a vocabulary, or how many there are."""
    rows = VOCABULARIES[table.name].rows
    if len(rows) > LONGEST_LIST:
        return f"{len(rows)} values: see `{table.name}.csv`."
    names = table.column_names
    return _grid(names, ([as_text(row[name]) if row[name] is not None else "" for name in names] for row in rows))


def _grid(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _anchor(name: str) -> str:
    """The anchor that a heading `name: Title` is given by common Markdown viewers."""
    heading = f"{name}: {TABLES[name].title}".lower()
    kept = "".join(letter for letter in heading if letter.isalnum() or letter in " -_")
    return "#" + kept.replace(" ", "-")
