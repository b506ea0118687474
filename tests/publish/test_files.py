"""CSV and Parquet hold what the tables hold, and the same bytes however the table came about."""

import csv
import hashlib
import re
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.publish.files import describe_file, plain_number, write_csv, write_parquet, write_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
GUARDED = re.compile(r"^'('*[=+\-@\t\r\n＝＋－＠])")  # as the README of a release says
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
SCHEMA = pa.schema([("text", pa.string()), ("number", pa.float64()), ("count", pa.int64()), ("day", pa.date32())])


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@given(NUMBERS)
def test_number_comes_back_from_its_digits(number):
    digits = plain_number(number)
    assert float(digits) == number
    assert "e" not in digits.lower() and not digits.endswith(".0")


def test_numbers_as_people_write_them():
    numbers = [5e9, 40.0, 0.1, 1e-7, -2.5, 0.0, 1e22, None]
    expected = ["5000000000", "40", "0.1", "0.0000001", "-2.5", "0", "1" + "0" * 22, None]
    assert [plain_number(number) for number in numbers] == expected


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(TEXTS | st.none(), NUMBERS | st.none(), st.integers(-(2**63), 2**63 - 1), st.dates())))
def test_csv_gives_back_every_value(tmp_path_factory, rows):
    table = pa.table([list(column) for column in zip(*rows, strict=True)] or [[]] * 4, schema=SCHEMA)
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    write_csv(table, path)
    back = [
        (GUARDED.sub(r"\1", text) or None, float(number) if number else None, int(count), date.fromisoformat(day))
        for text, number, count, day in rows_of(path)[1:]
    ]
    assert back == rows


def test_csv_form(tmp_path):
    table = pa.table(
        {
            "a": ["=cmd()|'/c calc'!A1", 'say "x", he\r\nsaid', None, "NA"],
            "b": [True, False, None, True],
            "n": [1.0, 2.5, None, 0.0],
        }
    )
    write_csv(table, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == (
        b'a,b,n\n\'=cmd()|\'/c calc\'!A1,true,1\n"say ""x"", he\r\nsaid",false,2.5\n,,\nNA,true,0\n'
    )


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "－1",
    "'=1",
    "''=1",
    "'",
    "'tis",
    "1=1",
    " =1",
]


def test_no_text_begins_as_a_formula_and_each_is_given_back(tmp_path):
    write_csv(pa.table({"text": FORMULAS, "number": [-1.0] * len(FORMULAS)}), tmp_path / "t.csv")
    cells = [text for text, _ in rows_of(tmp_path / "t.csv")[1:]]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r\n＝＋－＠"]
    assert [GUARDED.sub(r"\1", cell) for cell in cells] == FORMULAS
    assert {number for _, number in rows_of(tmp_path / "t.csv")[1:]} == {"-1"}


def test_empty_table_has_a_header(tmp_path):
    write_csv(SCHEMA.empty_table(), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == b"text,number,count,day\n"


def test_chunks_of_a_table_do_not_reach_the_files(tmp_path):
    whole = pa.table({"text": [str(i) for i in range(1000)], "number": [i / 8 for i in range(1000)]})
    parts = pa.concat_tables([whole.slice(0, 300), whole.slice(300, 1), whole.slice(301)])
    for write, suffix in ((write_csv, "csv"), (write_parquet, "parquet")):
        one, other = write(whole, tmp_path / f"one.{suffix}"), write(parts, tmp_path / f"other.{suffix}")
        assert one.sha256 == other.sha256


def test_parquet_keeps_texts_about_columns_and_names_no_time(tmp_path):
    schema = pa.schema([pa.field("a", pa.int64(), nullable=False, metadata={"title": "A"})], metadata={"name": "t"})
    write_parquet(pa.table({"a": [1]}, schema=schema), tmp_path / "t.parquet")
    read = pq.read_schema(tmp_path / "t.parquet")
    assert read.equals(schema, check_metadata=True)
    assert pq.read_metadata(tmp_path / "t.parquet").row_group(0).column(0).compression == "ZSTD"


def test_files_are_described_by_size_and_hash(tmp_path):
    file = write_text("grün\n", tmp_path / "t.md")
    assert (file.path, file.bytes) == ("t.md", 6)
    assert file.sha256 == hashlib.sha256("grün\n".encode()).hexdigest()
    assert describe_file(tmp_path / "t.md") == file
