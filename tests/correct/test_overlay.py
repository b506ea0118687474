"""Rows laid over a table: the result is what a dictionary of rows would give, and the other rows are not copied."""

import pyarrow as pa
import small_tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.correct.overlay import Overlay
from schemas import TABLES

NAME, KEY = "sentences", TABLES["sentences"].primary_key
keys = st.tuples(st.sampled_from("abc"), st.integers(0, 12))
untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def row(document, sentence, claims=0):
    return {
        "document_id": document, "sentence": sentence, "start": sentence, "end": sentence + 1, "kind": "body", "claims": claims,
    }  # fmt: skip


def table_of(found, rows_a_chunk=3):
    whole = small_tables.table_of(NAME, [row(*key) for key in found])
    parts = [whole.slice(start, rows_a_chunk) for start in range(0, max(whole.num_rows, 1), rows_a_chunk)]
    return pa.concat_tables(parts)


@untimed
@given(held=st.sets(keys), put=st.lists(st.tuples(keys, st.integers(1, 9))), dropped=st.lists(keys))
def test_it_gives_what_a_dictionary_gives(held, put, dropped):
    overlay = Overlay(NAME, table_of(held))
    expected = {key: row(*key) for key in held}
    for key, claims in put:
        overlay.put(row(*key, claims))
        expected[key] = row(*key, claims)
    for key in dropped:
        overlay.drop(*key)
        expected.pop(key, None)
    assert overlay.table().equals(small_tables.table_of(NAME, list(expected.values())))
    for key in {*held, *dropped, *(key for key, _ in put)}:
        found = overlay.get(*key)
        assert (found and found["claims"]) == (expected[key]["claims"] if key in expected else None)


@untimed
@given(held=st.sets(keys))
def test_rows_of_a_beginning_are_those_that_have_it(held):
    overlay = Overlay(NAME, table_of(held))
    assert [r["sentence"] for r in overlay.rows_of("b")] == sorted(
        sentence for document, sentence in held if document == "b"
    )


def test_the_other_rows_stay_where_they_are():
    table = table_of([("a", number) for number in range(5000)], rows_a_chunk=1000)
    overlay = Overlay(NAME, table)
    overlay.put(row("a", 2500, claims=1))
    overlay.drop("a", 4)
    before = pa.total_allocated_bytes()
    laid = overlay.table()
    assert laid.num_rows == 4999
    assert pa.total_allocated_bytes() - before < table.nbytes / 20
