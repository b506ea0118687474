"""A page a table: its rows in a grid, and what every column means, in which unit, and what an empty cell says."""

from __future__ import annotations

from typing import Any

from pipeline.publish.views import available_views
from pipeline.site.pages import Site
from pipeline.site.release import OpenRelease, column_treatment
from pipeline.site.wording import file_name
from schemas import Column, Table
from schemas.render.dictionary import as_text, key_roles, unit_in_words


def has_all(release: OpenRelease) -> bool:
    """Say whether the release holds what these pages show."""
    return True


def write(site: Site) -> None:
    """Write `tables.html` and a page for each table."""
    release = site.release
    renamed = _renamed(release)
    site.write_page(
        "tables.html",
        "tables.html",
        title="Tables",
        tables=[(table, release.count(table.name)) for table in release.tables],
        views=available_views([table.name for table in release.tables]),
    )
    for table in release.tables:
        site.write_page(
            f"tables/{table.name}.html",
            "table.html",
            title=f"{table.title}: {table.name}",
            table=table,
            rows=release.count(table.name),
            columns=[_describe(table, column) for column in table.columns],
            files=[release.resources[table.name], release.resources[f"{table.name}_parquet"]],
            grid={
                "table": table.name,
                "rows": release.count(table.name),
                "renamed": renamed,
                "columns": [_grid_column(table, column) for column in table.columns],
            },
        )


def _renamed(release: OpenRelease) -> dict[str, str]:
    """The ids whose pages are named otherwise, with the names."""
    ids = [
        row["id"]
        for table, column in (("documents", "document_id"), ("organisations", "organisation_id"))
        if release.has(table)
        for row in release.rows(f"SELECT {column} AS id FROM {table} ORDER BY 1")
    ]
    return {identifier: name for identifier in ids if (name := file_name(identifier)) != identifier}


def _describe(table: Table, column: Column) -> dict[str, Any]:
    return {
        "column": column,
        "unit": unit_in_words(column),
        "roles": list(dict.fromkeys(key_roles(table, column.name))),
        "example": as_text(column.example),
        "shown": column.name not in column_treatment()["hidden"],
    }


def _grid_column(table: Table, column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": column.type,
        "description": column.description,
        "unit": unit_in_words(column),
        "null_meaning": column.null_meaning,
        "shown": column.name not in column_treatment()["hidden"],
        "link": _link(table, column),
    }


def _link(table: Table, column: Column) -> str | None:
    """What the cells of a column lead to; the id of a claim is linked only where it is the row's own."""
    if column.name == "claim_id" and table.kind != "claim":
        return None
    page: str | None = column_treatment()["linked"].get(column.name)
    return page
