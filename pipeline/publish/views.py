"""The views that a SQL user starts with: one file of SQL a view under `views/`, told only where the tables are.

In: a function that says where a table is (`events` in a database that holds it, `read_parquet('events.parquet')` over
the files). Out: SQL. A view's own columns are commented in its file; a column that it passes on from a table keeps
that table's description, which is written down once, in `schemas`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

from schemas import DECLARED, TABLES
from schemas.render.duckdb import column_comment, quote_name, quote_text

# In the order in which one view may stand on another.
VIEWS = (
    "claims",
    "corroboration",
    "answers",
    "conflicts",
    "timeline",
    "dyads",
    "trade_partners",
    "arms_suppliers",
    "arms_recipients",
    "organisation_network",
)

# Of views whose rows come in an order: what it is, where they are read from a file that is sorted otherwise.
ROWS_IN_ORDER = {"timeline": "date_start NULLS LAST, date_end NULLS LAST, claim_id"}
_END = ";\n"  # of the statement that makes a view; its comments follow


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column of a view: its type in DuckDB, what it means, and whether the view or the table behind it says so."""

    column: str
    type: str
    description: str
    own: bool


@dataclass(frozen=True, slots=True)
class View:
    """A view: what it shows, and its columns in order."""

    name: str
    description: str
    columns: tuple[ViewColumn, ...]


def available_views(tables: Collection[str]) -> list[View]:
    """Return the views whose tables are all there: all of them, unless a release holds only some tables."""
    known = set(tables)
    views = []
    for view in describe_views():
        if known.issuperset(_sources(view.name)):
            known.add(view.name)
            views.append(view)
    return views


def view_statements(
    locate: Callable[[str], str], tables: Collection[str], prepared: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Yield the SQL of the views with all their comments.

    Args:
        locate: says what to write after FROM for a table's name.
        tables: the names of the tables that there are; a view of others is left out.
        prepared: of views that were answered before (see `prepared`), what to write after FROM for their rows.
    """
    prepared = prepared or {}
    for name in (view.name for view in available_views(tables)):
        text = _view_text(name, locate)
        if name in prepared:
            comments = text.partition(_END)[2]
            order = f"\nORDER BY {ROWS_IN_ORDER[name]}" if name in ROWS_IN_ORDER else ""
            text = f"CREATE OR REPLACE VIEW {name} AS\nSELECT * FROM {prepared[name]}{order}{_END}{comments}"
        passed_on = [_comment_column(name, column.column, column.description) for column in _passed_on(name)]
        yield "\n".join([text, *passed_on])


def parquet_statements(locate: Callable[[str], str], tables: Collection[str]) -> Iterator[str]:
    """Yield the SQL that makes each of these tables a view over its Parquet file, with the comments of the table."""
    for table in (DECLARED[name] for name in tables):
        lines = [f"CREATE OR REPLACE VIEW {table.name} AS SELECT * FROM {locate(table.name)};"]
        lines.append(f"COMMENT ON VIEW {table.name} IS {quote_text(table.description)};")
        lines.extend(_comment_column(table.name, column.name, column_comment(column)) for column in table.columns)
        yield "\n".join(lines)


def read_parquet(folder: str, name: str) -> str:
    """Return the call that reads a table from its Parquet file in a folder (`""`: beside whoever runs the SQL)."""
    return f"read_parquet({quote_text(f'{folder}/{name}.parquet' if folder else f'{name}.parquet')})"


def views_sql(tables: Collection[str], prepared: Collection[str] = ()) -> str:
    """Return the text of `views.sql`: the tables as views over the Parquet files beside it, then the views.

    Args:
        tables: the names of the tables.
        prepared: the views whose rows lie in such a file too.
    """
    head = files(__package__).joinpath("templates/views_head.sql").read_text(encoding="utf-8").rstrip()
    files_as_views = parquet_statements(lambda name: read_parquet("", name), tables)
    answered = {name: read_parquet("", name) for name in prepared}
    return "\n\n".join([head, *files_as_views, *view_statements(str, tables, answered)]) + "\n"


@cache
def describe_views() -> tuple[View, ...]:
    """Return all views in order with their columns; what one means is commented in the view or known of its table."""
    known: dict[str, dict[str, str]] = {
        table.name: {column.name: column.description for column in table.columns} for table in TABLES.values()
    }
    views = []
    for name, description, columns in _bare_views():
        sources = _sources(name)
        described = []
        for column, type_, comment in columns:
            found = comment or next((known[source][column] for source in sources if column in known[source]), "")
            described.append(ViewColumn(column, type_, found, own=comment is not None))
        known[name] = {column.column: column.description for column in described}
        views.append(View(name, description, tuple(described)))
    return tuple(views)


def _bare_views() -> Iterator[tuple[str, str, list[tuple[str, str, str | None]]]]:
    """Make the views over empty tables; yield name, comment and columns (name, type, comment) of each."""
    import duckdb

    from schemas.render.arrow import arrow_schema

    connection = duckdb.connect()
    try:
        for name in TABLES:
            connection.register("empty", arrow_schema(name).empty_table())
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM empty")
        for name in VIEWS:
            connection.execute(_view_text(name, str))
            comment = connection.execute("SELECT comment FROM duckdb_views() WHERE view_name = ?", [name]).fetchone()
            columns = connection.execute(
                "SELECT column_name, data_type, comment FROM duckdb_columns() "
                "WHERE table_name = ? ORDER BY column_index",
                [name],
            ).fetchall()
            yield name, str(comment[0] if comment and comment[0] else ""), columns
    finally:
        connection.close()


def _sources(name: str) -> list[str]:
    """Return the tables and views that a view reads, claim tables first: they say most about a column of a claim."""
    read = dict.fromkeys(Template(_raw_text(name)).get_identifiers())
    return sorted(read, key=lambda source: source not in TABLES or TABLES[source].kind != "claim")


def _passed_on(name: str) -> list[ViewColumn]:
    view = next(view for view in describe_views() if view.name == name)
    return [column for column in view.columns if not column.own]


def _view_text(name: str, locate: Callable[[str], str]) -> str:
    places = {table: locate(table) for table in TABLES} | {view: view for view in VIEWS}
    return Template(_raw_text(name)).substitute(places).rstrip()


def _raw_text(name: str) -> str:
    return files(__package__).joinpath(f"views/{name}.sql").read_text(encoding="utf-8")


def _comment_column(relation: str, column: str, description: str) -> str:
    return f"COMMENT ON COLUMN {relation}.{quote_name(column)} IS {quote_text(description)};"
