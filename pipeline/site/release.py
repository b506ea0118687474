"""The release as the pages ask it: what its descriptor says, and rows by SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.publish import connect
from pipeline.records import Row
from schemas import DECLARED, VOCABULARIES, Table

if TYPE_CHECKING:
    import duckdb

ASKED_OFTEN = ("claims", "corroboration", "conflicts")


@dataclass(frozen=True)
class OpenRelease:
    """A release that is being read: its folder, its descriptor and a connection to its tables and views."""

    folder: Path
    descriptor: dict[str, Any]
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str, *values: object) -> list[Row]:
        """Return what a query finds, a dictionary a row."""
        cursor = self.connection.execute(query, list(values))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def one(self, query: str, *values: object) -> Row:
        """Return the only row that a query finds."""
        (row,) = self.rows(query, *values)
        return row

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(self.resources[table]["rows"])

    def has(self, *tables: str) -> bool:
        """Say whether the release holds all of these tables: it may have been published with some only."""
        return all(name in self.resources for name in tables)

    def has_views(self, *views: str) -> bool:
        """Say whether the release holds all of these views; one is left out where a table that it needs is."""
        known = {row["view_name"] for row in self.rows("SELECT view_name FROM duckdb_views() WHERE NOT internal")}
        return known.issuperset(views)

    @property
    def title(self) -> str:
        """The title of the release, without what stands after a colon."""
        return str(self.descriptor["title"]).partition(":")[0]

    @property
    def heading(self) -> str:
        """What stands in the title after a colon, as a heading; the whole title if it has none."""
        title = str(self.descriptor["title"])
        subject = title.partition(":")[2].strip() or title
        return subject[:1].upper() + subject[1:]

    @property
    def authors(self) -> str:
        """The names of those who made the release."""
        return ", ".join(who["title"] for who in self.descriptor["contributors"])

    @property
    def citation(self) -> str:
        """The line by which the release is cited."""
        about = self.descriptor
        year = f" ({about['created'][:4]})" if about.get("created") else ""
        where = f" {about['homepage']}" if about.get("homepage") else ""
        return f"{self.authors}{year}. {about['title']}. Version {about['version']}. [Data set].{where}"

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """The descriptor's resources by name, in their order."""
        return {resource["name"]: resource for resource in self.descriptor["resources"]}

    @cached_property
    def tables(self) -> list[Table]:
        """The tables of the release: claims first, then entities, then where they come from, then the closed lists."""
        kinds = ("claim", "entity", "provenance", "vocabulary")
        return sorted(
            (DECLARED[name] for name in DECLARED if self.has(name)), key=lambda table: kinds.index(table.kind)
        )

    @cached_property
    def claim_tables(self) -> list[Table]:
        """The tables whose rows are claims."""
        return [table for table in self.tables if table.kind == "claim"]


@contextmanager
def open_release(folder: Path) -> Iterator[OpenRelease]:
    """Open a release for as long as the block runs.

    Raises:
        pipeline.publish.ReleaseNotFoundError: the folder holds no release, or its tables cannot be read.
    """
    with connect(folder) as connection:
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        release = OpenRelease(folder, descriptor, connection)
        for view in ASKED_OFTEN:
            if release.has_views(view):  # worked out once; the name then means the table
                connection.execute(f"CREATE TEMP TABLE {view} AS FROM {view}")
        yield release


@cache
def vocabulary_titles(name: str) -> dict[str, str]:
    """Return the titles of a closed list by value."""
    return {row["value"]: row["title"] for row in VOCABULARIES[name].rows}


@cache
def column_treatment() -> dict[str, Any]:
    """Return how the pages treat columns: what stands in `columns.yaml`."""
    import yaml

    treatment: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("columns.yaml").read_text(encoding="utf-8"))
    return treatment
