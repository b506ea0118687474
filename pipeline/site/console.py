"""The SQL console: a page with DuckDB in the browser, over the published Parquet files and the views of the release."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from pipeline.publish.views import available_views, view_statements
from pipeline.site.pages import Site
from pipeline.site.release import OpenRelease
from schemas import Table
from schemas.render.duckdb import quote_name

_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
FIRST_ROWS = 100  # rows of a view that its example asks for


def has_all(release: OpenRelease) -> bool:
    """Say whether the release holds what these pages show."""
    return True


def write(site: Site) -> None:
    """Write `console.html`."""
    tables = site.release.tables
    names = [table.name for table in tables]
    views = available_views(names)
    site.write_page(
        "console.html",
        "console.html",
        title="SQL console",
        tables=tables,
        views=views,
        examples=[
            ("Questions", questions() if site.release.has("events", "trade", "arms_transfers") else []),
            ("Views to start from", [_first_rows(view.name) for view in views]),
            ("Tables", [_first_rows(name) for name in names]),
        ],
        config={
            "tables": [_described(table) for table in tables],
            "views": [
                # without the comments on its columns: the page does not show them, and they take longer than the view
                {"name": view.name, "define": statement.partition("COMMENT ON")[0]}
                for view, statement in zip(views, view_statements(str, names), strict=True)
            ],
        },
    )


@cache
def questions() -> list[dict[str, str]]:
    """Return the questions to begin with: `title` and `sql` of each."""
    listed: list[dict[str, str]] = yaml.safe_load(
        files(__package__).joinpath("questions.yaml").read_text(encoding="utf-8")
    )
    return listed


def _first_rows(name: str) -> dict[str, str]:
    return {"title": name, "sql": f"FROM {name} LIMIT {FIRST_ROWS}"}


def _described(table: Table) -> dict[str, object]:
    """A table as the browser makes it: empty at first, with the declared types."""
    columns = [(column.name, _TYPES[column.type]) for column in table.columns]
    declared = ", ".join(f"{quote_name(name)} {type_}" for name, type_ in columns)
    return {"name": table.name, "define": f"CREATE TABLE {quote_name(table.name)} ({declared})", "columns": columns}
