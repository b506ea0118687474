"""No pattern of a date is left out of a sentence that it would match."""

import pytest
from expected import groups

from pipeline.annotate.date_reader import PATTERNS, patterns_for

WRITTEN = [
    "on 3 MARCH 2021", "2021-03-04", "in Q3 of 2020", "between 1981 and 2002", "the 1990s", "the end of 2020", "FY2019",
    "next march", "from Jan. to Dec. 2020", "the first quarter", "two days ago", "this year", "12 months to Sept. 2020",
]  # fmt: skip


@pytest.mark.parametrize("texts", [WRITTEN, [entry["text"] for _, entry in groups()]], ids=["written", "labelled"])
def test_patterns_that_match_are_tried(texts):
    for text in texts:
        tried = {name for name, _ in patterns_for(text)}
        assert {name for name, pattern in PATTERNS if pattern.search(text)} <= tried, text
