"""Programs that know nothing of this project read the CSV files as `datapackage.json` declares them, and find Parquet's rows."""

import json

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

SQL_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
# as the README of a release says: an apostrophe before what a spreadsheet would run
GUARDED = r"^'('*[=+\-@\t\r\n＝＋－＠])"


@pytest.fixture(scope="module")
def resources(published):
    described = json.loads((published / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in described["resources"] if resource.get("type") == "table"}


def select(resource, folder):
    """A query over the CSV file, made from the descriptor alone."""
    fields = resource["schema"]["fields"]
    types = ", ".join(f"'{field['name']}': '{SQL_TYPES[field['type']]}'" for field in fields)
    texts = ", ".join(
        f"""regexp_replace("{f["name"]}", $guarded, '\\1') AS "{f["name"]}\"""" for f in fields if f["type"] == "string"
    )
    dialect = resource["dialect"]
    return f"""SELECT * REPLACE ({texts}) FROM read_csv('{folder / resource["path"]}', auto_detect = false, columns = {{{types}}},
        header = {dialect["header"]}, delim = '{dialect["delimiter"]}', quote = '{dialect["quoteChar"]}',
        escape = '{dialect["quoteChar"]}', nullstr = '{resource["schema"]["missingValues"][0]}')"""


def test_duckdb_reads_the_csv_as_declared(published, resources):
    for name, resource in resources.items():
        parquet = f"FROM '{published / name}.parquet'"
        with duckdb.connect() as connection:
            csv = connection.sql(select(resource, published), params={"guarded": GUARDED})
            whole = connection.sql(parquet)
            assert (csv.columns, csv.types) == (whole.columns, whole.types), name
            rows = csv.fetchall()
            assert len(rows) == resource["rows"], name
            assert rows == whole.fetchall(), name


def test_keys_hold_for_a_reader_of_the_csv(published, resources):
    with duckdb.connect() as connection:
        for name, resource in resources.items():
            connection.execute(f"CREATE TABLE {name} AS {select(resource, published)}", {"guarded": GUARDED})
        for name, resource in resources.items():
            key = ", ".join(f'"{column}"' for column in resource["schema"]["primaryKey"])
            assert connection.sql(f"SELECT count(*) - count(DISTINCT ({key})) FROM {name}").fetchall() == [(0,)]
            for foreign in resource["schema"].get("foreignKeys", []):
                target = foreign["reference"]
                same = " AND ".join(
                    f'a."{a}" = b."{b}"' for a, b in zip(foreign["fields"], target["fields"], strict=True)
                )
                given = " AND ".join(f'"{a}" IS NOT NULL' for a in foreign["fields"])
                lost = f"SELECT * FROM {name} a ANTI JOIN {target['resource']} b ON {same} WHERE {given}"
                assert connection.sql(lost).fetchall() == [], (name, foreign)


def test_pandas_reads_both_as_the_readme_says(published, resources):
    for name, resource in resources.items():
        csv = pd.read_csv(published / resource["path"], keep_default_na=False, na_values=[""], dtype=str)
        parquet = pd.read_parquet(published / f"{name}.parquet")
        assert list(csv.columns) == list(parquet.columns)
        assert len(csv) == len(parquet) == resource["rows"]
        for column in csv.columns:
            assert list(csv[column].isna()) == list(parquet[column].isna()), (name, column)


def test_no_cell_is_lost_to_a_reader_that_takes_words_for_null(published, resources):
    """Many tools read `NA`, `null` or `None` as nothing: no code that a row is joined by may look so."""
    for name, resource in resources.items():
        keys = {*resource["schema"]["primaryKey"]} | {
            column for key in resource["schema"].get("foreignKeys", []) for column in key["fields"]
        }
        careless = pd.read_csv(published / resource["path"], dtype=str)
        careful = pd.read_csv(published / resource["path"], dtype=str, keep_default_na=False, na_values=[""])
        for column in keys:
            assert list(careless[column].isna()) == list(careful[column].isna()), (name, column)


def test_polars_reads_parquet_with_the_declared_types(published, resources):
    types = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date, "boolean": pl.Boolean}
    for name, resource in resources.items():
        frame = pl.read_parquet(published / f"{name}.parquet")
        assert dict(frame.schema) == {field["name"]: types[field["type"]] for field in resource["schema"]["fields"]}
        assert frame.to_dicts() == pq.read_table(published / f"{name}.parquet").to_pylist()
