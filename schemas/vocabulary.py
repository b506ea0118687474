"""The closed vocabularies, read from the CSV files beside this module.

`vocabularies/index.csv` says what each list is and where it comes from; `vocabularies/NAME.csv` holds its rows.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import Any

from schemas.model import Vocabulary

_FOLDER = files("schemas") / "vocabularies"
_CELLS = {"": None, "true": True, "false": False}


def _read_rows(name: str) -> list[dict[str, Any]]:
    lines = (_FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return [{column: _CELLS.get(cell, cell) for column, cell in row.items()} for row in csv.DictReader(lines)]


def load_vocabularies() -> dict[str, Vocabulary]:
    """Every vocabulary of the index by name, in the order of the index."""
    return {entry["name"]: Vocabulary(**entry, rows=tuple(_read_rows(entry["name"]))) for entry in _read_rows("index")}


VOCABULARIES = load_vocabularies()
