"""One declaration, many renderings: all of them show the same columns, in the same order, of the same types."""

from __future__ import annotations

import csv
import json
from typing import get_type_hints

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from frictionless import Package, Schema
from sample_rows import as_frame, failures, good_row

from schemas import TABLES, VOCABULARIES
from schemas.render import arrow, frictionless
from schemas.render import duckdb as database
from schemas.render.dictionary import dictionary_rows
from schemas.render.markdown import data_dictionary

PYTHON = {"string": "str", "integer": "int", "number": "float", "date": "date", "boolean": "bool"}


def create_all(connection):
    for statement in database.create_statements(TABLES.values()):
        connection.execute(statement)


@pytest.fixture(scope="module")
def connection():
    """A database with all tables and no rows, to look at."""
    with duckdb.connect() as connection:
        create_all(connection)
        yield connection


def test_all_renderings_show_the_same_columns(table, connection):
    expected = [(column.name, column.type) for column in table.columns]
    in_arrow = arrow.arrow_schema(table)
    names_of_arrow = {type_: name for name, type_ in arrow.TYPES.items()}
    assert [(field.name, names_of_arrow[field.type]) for field in in_arrow] == expected
    fields = frictionless.table_schema(table)["fields"]
    assert [(field["name"], field["type"]) for field in fields] == expected
    rows = [row for row in dictionary_rows() if row["table_name"] == table.name]
    assert [(row["column_name"], row["type"]) for row in rows] == expected
    assert [row["position"] for row in rows] == list(range(1, len(expected) + 1))
    names_of_sql = {type_: name for name, type_ in database.TYPES.items()}
    described = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [table.name]
    ).fetchall()
    assert [(name, names_of_sql[type_]) for name, type_ in described] == expected
    hints = get_type_hints(table.model)
    assert {name: hints[name].__name__ for name in table.model.to_schema().columns} == {
        name: PYTHON[type_] for name, type_ in expected
    }


def test_all_renderings_agree_on_what_may_be_empty(table, connection):
    expected = {column.name: column.nullable for column in table.columns}
    assert {field.name: field.nullable for field in arrow.arrow_schema(table)} == expected
    fields = frictionless.table_schema(table)["fields"]
    assert {field["name"]: not field.get("constraints", {}).get("required", False) for field in fields} == expected
    query = "SELECT column_name, is_nullable FROM duckdb_columns() WHERE table_name = ?"
    assert dict(connection.execute(query, [table.name]).fetchall()) == expected
    rows = [row for row in dictionary_rows() if row["table_name"] == table.name]
    assert {row["column_name"]: row["null_meaning"] is not None for row in rows} == expected


def test_a_good_row_goes_through_arrow_unchanged(table):
    rows = pa.Table.from_pylist([good_row(table)], schema=arrow.arrow_schema(table))
    frame = pl.DataFrame(pl.from_arrow(rows))
    assert failures(table, frame) == []
    assert frame.equals(as_frame(table, good_row(table)))


def test_parquet_explains_itself(tmp_path):
    empty = arrow.arrow_schema("trade").empty_table()
    pa.parquet.write_table(empty, tmp_path / "trade.parquet")
    schema = pa.parquet.read_schema(tmp_path / "trade.parquet")
    assert schema.metadata[b"title"] == b"Trade between countries"
    assert json.loads(schema.metadata[b"primary_key"]) == ["claim_id"]
    assert schema.field("value").metadata[b"unit"] == b"unit"
    assert schema.field("value").metadata[b"null_meaning"].startswith(b"The text gives no number")


def test_duckdb_shows_comments(connection):
    comments = connection.execute("SELECT count(*) FROM duckdb_columns() WHERE comment IS NOT NULL").fetchone()
    assert comments == (sum(len(table.columns) for table in TABLES.values()),)
    assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE comment IS NULL").fetchone() == (0,)
    query = "SELECT comment FROM duckdb_columns() WHERE table_name = 'trade' AND column_name = 'value'"
    (comment,) = connection.execute(query).fetchone()
    assert "Unit: in unit." in comment
    assert "Null: The text gives no number" in comment


def test_duckdb_keeps_keys():
    connection = duckdb.connect()
    create_all(connection)
    for name, rows in arrow.known_tables().items():
        connection.register("rows", rows)
        connection.execute(f'INSERT INTO "{name}" BY NAME SELECT * FROM rows')
        connection.unregister("rows")
    insert = "INSERT INTO people VALUES ('a', 'A', NULL, ?, 1, 1)"
    with pytest.raises(duckdb.ConstraintException, match="foreign key"):
        connection.execute(insert, ["Narnia"])
    connection.execute(insert, ["NAM"])
    with pytest.raises(duckdb.ConstraintException, match="rimary key"):
        connection.execute(insert, ["NAM"])
    with pytest.raises(duckdb.ConstraintException, match="NOT NULL"):
        connection.execute("INSERT INTO people (person_id) VALUES ('b')")


def test_duckdb_declares_all_keys(table, connection):
    query = "SELECT constraint_type, count(*) FROM duckdb_constraints() WHERE table_name = ? GROUP BY ALL"
    counts = dict(connection.execute(query, [table.name]).fetchall())
    assert counts["PRIMARY KEY"] == 1
    assert counts.get("FOREIGN KEY", 0) == len(table.foreign_keys)


def test_frictionless_knows_every_word_of_the_schema(table):
    schema = Schema.from_descriptor(frictionless.table_schema(table))
    assert schema.field_names == list(table.column_names)
    assert schema.primary_key == list(table.primary_key)
    assert schema.missing_values == [""]


def test_frictionless_leaves_out_only_keys_that_may_be_half_empty(table):
    shown = [tuple(key["fields"]) for key in frictionless.table_schema(table).get("foreignKeys", [])]
    left_out = [key.columns for key in table.foreign_keys if key.columns not in shown]
    assert left_out == ([("event_type", "event_mode")] if table.name == "events" else [])


def write_package(folder, changes):
    """One row a table (vocabularies in full) as CSV files with a descriptor; `changes` alter the row of a table."""
    tables = arrow.known_tables()
    for name, table in TABLES.items():
        rows = good_row(table) | changes.get(name, {})
        full = tables.get(name, pa.Table.from_pylist([rows], schema=arrow.arrow_schema(table)))
        pl.DataFrame(pl.from_arrow(full)).write_csv(folder / f"{name}.csv")
    resources = [
        {"name": name, "path": f"{name}.csv", "type": "table", "schema": frictionless.table_schema(name)}
        for name in TABLES
    ]
    path = folder / "datapackage.json"
    path.write_text(json.dumps({"name": "trial", "resources": resources}), encoding="utf-8")
    return path


def test_frictionless_calls_sound_files_valid(tmp_path):
    report = Package(write_package(tmp_path, {"people": {"country": "NAM"}})).validate()
    assert report.valid, report.flatten(["title", "fieldName", "note"])


def test_frictionless_calls_broken_files_invalid(tmp_path):
    foreign = {"people": {"country": "NA"}, "mentions": {"sentence": 7}, "organisations": {"parent_id": "nobody"}}
    limits = {"trade": {"hedge": "perhaps", "confidence": 1.5}, "events": {"date": "2016foo"}}
    limits |= {"relations": {"date": "foo../1991"}, "sentences": {"kind": None}}
    report = Package(write_package(tmp_path, foreign | limits)).validate()
    found = {(task.name, error.type) for task in report.tasks for error in task.errors}
    expected = {(name, "foreign-key") for name in foreign} | {(name, "constraint-error") for name in limits}
    assert found >= expected
    cells = {(task.name, getattr(error, "field_name", None)) for task in report.tasks for error in task.errors}
    assert cells >= {(name, column) for name, change in limits.items() for column in change}


def test_codes_keep_their_zeros_in_csv(tmp_path):
    write_package(tmp_path, {})
    with (tmp_path / "hs_codes.csv").open(encoding="utf-8", newline="") as lines:
        values = [row["value"] for row in csv.DictReader(lines)]
    assert values == sorted(VOCABULARIES["hs_codes"].values)
    read = pl.read_csv(tmp_path / "hs_codes.csv", schema={c.name: pl.String for c in TABLES["hs_codes"].columns})
    assert "0901" in read["value"].to_list()


def test_the_dictionary_describes_itself():
    table = TABLES["dictionary"]
    frame = pl.DataFrame(pl.from_arrow(arrow.known_tables()["dictionary"]))
    assert failures(table, frame) == []
    assert len(frame) == sum(len(known.columns) for known in TABLES.values())
    assert frame.filter(pl.col("table_name") == "dictionary")["column_name"].to_list() == sorted(table.column_names)


def test_the_dictionary_tells_the_roles_in_keys():
    roles = {(row["table_name"], row["column_name"]): row["key_role"] for row in dictionary_rows()}
    assert roles["events", "claim_id"] == "primary key"
    assert roles["events", "event_type"] == "fact key; → event_types.value; → event_modes.event_type"
    assert roles["organisations", "parent_id"] == "→ organisations.organisation_id"
    assert roles["events", "evidence"] is None


def test_the_markdown_dictionary_is_whole():
    text = data_dictionary()
    for table in TABLES.values():
        assert f"### {table.name}: {table.title}" in text
        for column in table.columns:
            assert column.description.replace("|", "\\|") in text
        for rule in table.rules:
            assert f"- `{rule.name}`: {rule.description}" in text
    for row in VOCABULARIES["event_modes"].rows:
        assert row["description"] in text
    assert "| None |" not in text


def test_markdown_grids_have_as_many_cells_in_every_line():
    width = None
    for line in data_dictionary().splitlines():
        cells = line.replace("\\|", "").count("|") if line.startswith("|") else None
        assert cells is None or width is None or cells == width, line
        width = cells
