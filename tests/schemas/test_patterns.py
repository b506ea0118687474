"""The shapes of dates, read the same by Python and by polars."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_rows import as_frame, failures, good_row

from schemas import TABLES
from schemas.patterns import EDTF, GROUP

DATES = ["2016", "2006-07", "2006-07-31", "199X", "2014/2018", "2024-07/2024-09", "2021-03-29/2021-04-04"]
DATES += ["2009/..", "2016-10-13/..", "../1991", "../2021-05-31", "198X/199X", "1685/.."]
NO_DATES = ["", "16", "2016-7", "2016-13", "2016-00", "2016-06-32", "2016-06-00", "2016/06", "2016//2018", "../.."]
NO_DATES += ["..", "/2016", "2016/", "last year", "19XX", "2016-06-01T00:00", "2016 ", "20160601", "../199", "2016foo"]
NO_DATES += ["2016\n", "foo../1991", "../1991foo"]


@pytest.mark.parametrize("date", DATES)
def test_dates_in_use_match(date):
    assert re.fullmatch(EDTF, date)


@pytest.mark.parametrize("date", NO_DATES)
def test_other_words_do_not_match(date):
    assert not re.fullmatch(EDTF, date)


def test_the_model_reads_dates_as_the_pattern_does():
    events = TABLES["events"]
    rows = [good_row(events) | {"date": date} for date in (*DATES, *NO_DATES)]
    wrong = {row for column, _, row in failures(events, as_frame(events, *rows)) if column == "date"}
    assert wrong == set(range(len(DATES), len(rows)))


@given(st.dates(), st.dates())
def test_intervals_of_days_match(one, other):
    first, last = sorted((one, other))
    assert re.fullmatch(EDTF, f"{first.isoformat()}/{last.isoformat()}")


@given(st.text(alphabet="0123456789-/.X", max_size=21))
@settings(deadline=None)
def test_python_and_polars_agree(text):
    in_polars = pl.Series([text]).str.contains(f"^(?:{EDTF})$").item()
    assert in_polars == bool(re.fullmatch(EDTF, text))


@pytest.mark.parametrize(
    ("group", "right"), [("AZE+KAZ", True), ("AZE", False), ("AZE;KAZ", False), ("aze+kaz", False)]
)
def test_groups_are_codes_joined_by_plus(group, right):
    assert bool(re.fullmatch(GROUP, group)) == right
