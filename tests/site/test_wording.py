"""Values as people read them."""

import doctest

import pytest
import small_tables

from pipeline.site import wording
from schemas import TABLES


def test_the_examples_in_the_code_hold():
    assert doctest.testmod(wording) == (0, 10)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "https://",
        "http://[",
        "ftp://example.org",
        "",
        None,
    ],
)
def test_only_addresses_of_the_web_become_links(address):
    assert wording.web_link(address) is None


def test_pages_of_different_ids_have_different_names():
    ids = ["a", "A", "a/b", "a-b", "../a", "a" * 150, "a" * 151, "東京", "x.html"]
    names = [wording.file_name(identifier) for identifier in ids]
    assert len(set(names)) == len(ids)
    assert all(len(name) < 120 and "/" not in name and not name.startswith(".") for name in names)


def test_every_claim_has_a_line():
    lines = {
        wording.headline(name, row)
        for name, table in TABLES.items()
        if table.kind == "claim"
        for row in small_tables.make_tables()[name].to_pylist()
    }
    assert lines == {
        "Kari Vik → Portugal: Meeting",
        "Norway imports wheat from Portugal: share about 40 %",
        "Norway imports wheat from Portugal: share 25 %",
        "Norway imports from Portugal: rank place 2",
        "Portugal → Norway, Gull",
        "Portugal → Norway: share 60 % of imports of the recipient",
        "=SUM(A1) Holdings is owned by Fjord Works",
        "Portugal, population: 10.5 million",
    }
