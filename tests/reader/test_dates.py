"""No pattern of a date is left out of a sentence that it would match."""

from datetime import date

import pytest
from expected import groups
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.date_forms import PATTERNS, patterns_for
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


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("sold in FY2023-24", "2023/2024"),
        ("sold in FY26", "2026"),
        ("sold in the 2024/25 marketing year", "2024/2025"),
        ("sold in H1 2025", "2025-01/2025-06"),
        ("sold in 2H 2025", "2025-07/2025-12"),
        ("sold in 9M 2025", "2025-01/2025-09"),
        ("sold in Q1-Q3 2025", "2025-01/2025-09"),
        ("sold in 2025Q3", "2025-07/2025-09"),
        ("sold in Q4", "2023-10/2023-12"),
        ("sold in the fourth quarter", "2023-10/2023-12"),
        ("sold in the April-June quarter", "2023-04/2023-06"),
        ("sold in January-November", "2023-01/2023-11"),
        ("sold from November to February", "2023-11/2024-02"),
        ("sold from January through September last year", "2023-01/2023-09"),
        ("sold in the nine months ended September 2025", "2025-01/2025-09"),
        ("sold in the year ended June 30, 2024", "2023-07/2024-06"),
        ("sold in the three months to January", "2023-11/2024-01"),
        ("sold in the first nine months.", "2023-01/2023-09"),
        ("sold in the opening two months of this year", "2024-01/2024-02"),
        ("sold in mid-2021", "2021"),
        ("left by end-2025", "../2025"),
        ("came on May 12-14", "2023-05-12/2023-05-14"),
        ("came on 16/12/2022", "2022-12-16"),
        ("came on 06/12/2022", "2022"),  # two days could be meant
        ("came on 10.12.2007", "2007-12-10"),
        ("came at the weekend", "2024-02-24/2024-02-25"),
        ("came this past November", "2023-11"),
    ],
)
def test_a_form_is_read_from_the_day_of_publication(text, edtf):
    assert [w.edtf for w in find_dates(text, date(2024, 2, 29))] == [edtf]


def test_a_number_of_people_is_no_day():
    assert [w.edtf for w in find_dates("In May 20,000 people fled.", date(2024, 3, 1))] == ["2023-05"]
