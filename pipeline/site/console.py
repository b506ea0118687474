"""The SQL console: a page with DuckDB in the browser, over the rows and the views of the release.

DuckDB-WASM is 35 MB, too much for a repository and a Python package: `npm run console` in `frontend/` puts it into
`assets/duckdb`. Where it is not there, the site has no console.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from pipeline.publish.views import view_statements
from pipeline.site.pages import Site
from pipeline.site.release import OpenRelease
from schemas import Table
from schemas.render.duckdb import quote_name, quote_text

_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}


def has_all(release: OpenRelease) -> bool:
    """Say whether DuckDB-WASM is at hand."""
    return files(__package__).joinpath("assets", "duckdb", "duckdb.wasm").is_file()


def write(site: Site) -> None:
    """Write `console.html`."""
    tables = site.release.tables
    site.write_page(
        "console.html",
        "console.html",
        title="SQL console",
        tables=tables,
        config={
            "tables": [{"name": table.name, "load": _load(table)} for table in tables],
            "views": list(view_statements(str, [table.name for table in tables])),
            "questions": questions(),
        },
    )


@cache
def questions() -> list[dict[str, str]]:
    """Return the questions to begin with: `title` and `sql` of each."""
    listed: list[dict[str, str]] = yaml.safe_load(
        files(__package__).joinpath("questions.yaml").read_text(encoding="utf-8")
    )
    return listed


def _load(table: Table) -> str:
    """The statement that makes a table of its CSV file, with the declared types."""
    types = ", ".join(f"{quote_text(column.name)}: '{_TYPES[column.type]}'" for column in table.columns)
    return (
        f"CREATE TABLE {quote_name(table.name)} AS FROM read_csv('{table.name}.csv', header = true, auto_detect = false, "
        f"delim = ',', quote = '\"', escape = '\"', nullstr = '', columns = {{{types}}})"
    )
