"""No pattern of a date is left out of a sentence that it would match."""

from datetime import date

import pytest
from expected import groups
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.date_reader import PATTERNS, patterns_for
from pipeline.annotate.dates import find_dates, with_year
from pipeline.resolve.edtf import bounds

WRITTEN = [
    "on 3 MARCH 2021", "2021-03-04", "in Q3 of 2020", "between 1981 and 2002", "the 1990s", "the end of 2020", "FY2019",
    "next march", "from Jan. to Dec. 2020", "the first quarter", "two days ago", "this year", "12 months to Sept. 2020",
]  # fmt: skip


@pytest.mark.parametrize("texts", [WRITTEN, [entry["text"] for _, entry in groups()]], ids=["written", "labelled"])
def test_patterns_that_match_are_tried(texts):
    for text in texts:
        tried = {name for name, _ in patterns_for(text)}
        assert {name for name, pattern in PATTERNS if pattern.search(text)} <= tried, text


@given(
    st.sampled_from(["March", "February", "Sept.", "in May"]),
    st.integers(0, 99_999),
    st.sampled_from(["{:,} troops", "{} people", "{}.5 percent", "{}", "{} 2023"]),
)
def test_every_date_is_one_of_the_calendar(month, number, behind):
    for when in find_dates(f"By the following {month} {behind.format(number)} stood there", date(2024, 2, 29)):
        for told in (when, with_year(when, 2023) if when.need == "year" else when):
            assert told.edtf is None or bounds(told.edtf) != (None, None)  # raises where there is no such day


def test_a_number_of_people_is_no_day():
    assert [w.edtf for w in find_dates("In May 20,000 people fled.", date(2024, 3, 1))] == ["2023-05"]
