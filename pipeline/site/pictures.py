"""Pictures: an answer in SQL and a form in Vega for each, declared in `pictures.yaml`."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipeline.records import Row
from pipeline.site.documents import claim_address
from pipeline.site.pages import Site
from pipeline.site.release import OpenRelease

MOST_ROWS = 100  # rows of an answer that the page shows as a table
MOST_COLOURS = 8  # lines that are told apart by colour


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its name, its title, how to read it, the views its question needs, and what one may choose to see.

    One may choose by a column (`choice`): always, or where there are more lines (by the column `series`) than colours.
    Two pictures may ask one question (`question`) of different rows (`chosen`, a condition in SQL).
    """

    name: str
    form: str
    title: str
    reading: str
    needs: tuple[str, ...]
    choice: str | None = None
    series: str | None = None
    question: str | None = None
    chosen: str = ""

    @property
    def query(self) -> str:
        """The question, in SQL."""
        return _text(f"{self.question or self.name}.sql").strip().replace("{chosen}", self.chosen)

    @property
    def specification(self) -> dict[str, Any]:
        """The form, in Vega or Vega-Lite."""
        form: dict[str, Any] = json.loads(_text(f"{self.form}.json"))
        return form


@cache
def declared_pictures() -> tuple[Picture, ...]:
    """Return the pictures in the order of the page."""
    listed = yaml.safe_load(files(__package__).joinpath("pictures.yaml").read_text(encoding="utf-8"))
    return tuple(Picture(**{**entry, "needs": tuple(entry["needs"])}) for entry in listed)


def has_all(release: OpenRelease) -> bool:
    """Say whether the release holds what these pages show."""
    return any(release.has_views(*picture.needs) for picture in declared_pictures())


def write(site: Site) -> None:
    """Write `pictures.html`."""
    shown = []
    for picture in declared_pictures():
        if not site.release.has_views(*picture.needs):
            continue
        rows = [_plain(row) for row in site.release.rows(picture.query)]
        columns = [name for name in rows[0] if name != "address"] if rows else []
        shown.append({"picture": picture, "rows": rows, "choices": _choices(picture, rows), "columns": columns})
    site.write_page(
        "pictures.html",
        "pictures.html",
        title="Pictures",
        shown=shown,
        most=MOST_ROWS,
        has_console="console.html" in site.sections,
    )


def _choices(picture: Picture, rows: list[Row]) -> list[str]:
    """What one may choose to see of the rows, the most told of first; nothing where all of it can be seen at once."""
    if picture.choice is None or (picture.series and len({row[picture.series] for row in rows}) <= MOST_COLOURS):
        return []
    counted = Counter(row[picture.choice] for row in rows)
    return sorted(counted, key=lambda choice: (-counted[choice], choice))


def _plain(row: Row) -> Row:
    """A row for JSON, with the address of its claim or of its pair of countries, if it has one."""
    plain = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}
    if "pair" in row:
        plain["address"] = f"dyads/{plain.pop('pair')}.html"
    if "claim_id" in row:
        plain["address"] = claim_address(plain.pop("document_id"), plain.pop("claim_id"))
    return plain


def _text(name: str) -> str:
    return files(__package__).joinpath("pictures", name).read_text(encoding="utf-8")
