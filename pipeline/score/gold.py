"""Labelled documents: `NAME.gold.json` beside `NAME.txt`, each label with the span of the words it quotes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.score.compare import any_choice, same_name

ENDING = ".gold.json"
Row = dict[str, Any]


class GoldError(ValueError):
    """A label file that cannot be used; the message names the file and the place."""


@dataclass(frozen=True)
class LabelledDocument:
    """A document with its labels: `rows` by table; `names` are the spellings of each labelled entity."""

    name: str
    text: str
    rows: dict[str, list[Row]]
    names: list[list[str]]
    published: str | None = None

    def same_entity(self, labelled: object, found: object) -> bool:
        """Whether two names agree, directly or as two spellings of one labelled entity."""
        return any_choice(labelled, lambda name: same_name(name, found) or self._spell_one(name, found))

    def _spell_one(self, one: object, other: object) -> bool:
        return any(
            any(same_name(one, name) for name in spellings) and any(same_name(other, name) for name in spellings)
            for spellings in self.names
        )


def load_gold(folder: Path, tables: tuple[str, ...]) -> list[LabelledDocument]:
    """All labelled documents of a folder, sorted by name.

    Raises:
        GoldError: there are none, or one is broken: no JSON, no text beside it, a quote that the text does not have.
    """
    paths = sorted(folder.glob(f"*{ENDING}"))
    if not paths:
        raise GoldError(f"{folder}: no labelled documents (NAME{ENDING} beside NAME.txt)")
    return [_load(path, tables) for path in paths]


def _load(path: Path, tables: tuple[str, ...]) -> LabelledDocument:
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
        name = gold["document"]
        # bytes, so that no newline is translated: offsets count every character
        text = (path.parent / name).read_bytes().decode("utf-8")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldError(f"{path}: {type(error).__name__}: {error}") from error
    rows = {table: [_with_span(row, text, path) for row in gold.get(table, [])] for table in tables}
    names = [[e["name"], *e.get("aliases", [])] for kind in ("organisations", "people") for e in rows.get(kind, [])]
    return LabelledDocument(name, text, rows, names, gold.get("published"))


def _with_span(row: Row, text: str, path: Path) -> Row:
    """The row with `span`, the offsets of its quote; without quote and span it is the same."""
    if row.get("span"):
        return {**row, "span": tuple(row["span"])}
    quote = row.get("quote")
    if not quote:
        return row
    start = row.get("quote_start", text.find(quote))
    if start < 0 or text[start : start + len(quote)] != quote:
        raise GoldError(f"{path}: the document does not have the quote {quote!r}")
    return {**row, "span": (start, start + len(quote))}
