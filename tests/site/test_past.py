"""What changed since the last release, since when a claim has stood, and what became of those that are gone."""

import doctest
import re
import xml.etree.ElementTree as ElementTree

import pytest
import small_tables
from small_tables import document_gone

from pipeline.publish import publish
from pipeline.releases import Shelf, release
from pipeline.site import past, replace_site


@pytest.fixture
def steps(tmp_path):
    """Release some tables, publish others, and write the site of the package in `place`, the last build by default."""

    def make(*states, place="output", released=None):
        for index, tables in enumerate(states):
            publish(tables, tmp_path / "output")
            if index < (len(states) - 1 if released is None else released):
                release(tmp_path / "output", Shelf(tmp_path / "releases"))
        base, releases = "https://example.org/data", tmp_path / "releases"
        return replace_site(tmp_path / place, tmp_path / "web", base=base, releases=releases)

    return make


def words(path):
    return " ".join(re.sub(r"<[^>]*>", " ", path.read_text("utf-8")).split())


def share(tables, document):
    (claim,) = [r for r in tables["trade"].to_pylist() if r["measure"] == "share" and r["document_id"] == document]
    return claim


def corrected(tables):
    rows = tables["trade"].to_pylist()
    return small_tables.changed(tables, "trade", "value", 41.0, rows.index(share(tables, "alpha")))


def test_the_examples_in_the_code_hold():
    assert doctest.testmod(past).failed == 0


def test_without_a_release_it_is_said_that_there_is_nothing_to_compare_with(steps, tables):
    folder = steps(tables)
    assert "There is no earlier release to compare this one with." in words(folder / "index.html")
    assert "In no numbered release yet." in words(folder / "documents" / "alpha.html")


def test_where_nothing_has_moved_it_says_so(steps, tables):
    folder = steps(tables, released=1)
    assert "No claim has moved since release 1.0.0." in words(folder / "index.html")
    assert "With these values since release 1.0.0." in words(folder / "documents" / "alpha.html")


def test_what_moved_is_counted_told_and_linked(steps, tables):
    folder = steps(tables, corrected(tables))
    home, claim = words(folder / "index.html"), share(tables, "alpha")
    assert "Since release 1.0.0:" in home
    assert re.search(r"changed Rule changed trade \d", home)
    assert f"trade {claim['claim_id']} changed (rule changed): value 40 → 41" in home
    page = words(folder / "documents" / "alpha.html")
    assert "With other values in release 1.0.0. Changed since release 1.0.0 (rule changed): value 40 → 41." in page


def test_the_address_of_a_claim_that_is_gone_tells_what_became_of_it(steps, tables):
    gone = share(tables, "bravo")
    rows = [row for row in tables["trade"].to_pylist() if row["claim_id"] != gone["claim_id"]]
    folder = steps(tables, {**tables, "trade": small_tables.table_of("trade", rows)})
    page = folder / "documents" / "bravo.html"
    assert f'<article class="claim" id="{gone["claim_id"]}"' in page.read_text("utf-8")
    assert "It stood in release 1.0.0. Removed since release 1.0.0 (rule changed). It said: " in words(page)


def test_the_address_of_a_claim_stays_when_its_document_is_read_no_more(steps, tables):
    folder = steps(tables, document_gone(tables, "bravo"))
    page = folder / "documents" / "bravo.html"
    assert f'id="{share(tables, "bravo")["claim_id"]}"' in page.read_text("utf-8")
    assert "This document is read no more." in words(page)
    assert "Removed since release 1.0.0 (source removed). It said: " in words(page)


def test_a_numbered_release_tells_its_own_past_and_has_pages_of_it(steps, tables):
    folder = steps(tables, corrected(tables), released=2, place="releases/1.0.1")
    assert "Since release 1.0.0:" in words(folder / "index.html")
    assert "With these values since release 1.0.1." in words(folder / "documents" / "alpha.html")
    assert (folder / "tables" / "delta.html").is_file()
    assert (folder / "tables" / "history.html").is_file()


def test_the_feed_tells_the_releases_the_newest_first(steps, tables):
    folder = steps(tables, corrected(tables), released=2, place="releases/1.0.1")
    items = list(ElementTree.parse(folder / "feed.xml").iter("item"))
    assert [item.findtext("title") for item in items] == ["bilateral 1.0.1", "bilateral 1.0.0"]
    assert "changed" in items[0].findtext("description")
    assert "the first release" in items[1].findtext("description")


def test_a_correction_is_told_with_its_reason(steps, tables):
    claim = share(tables, "alpha")
    correction = {
        "correction_id": "wheat-share",
        "action": "set",
        "table_name": "trade",
        "claim_id": claim["claim_id"],
        "document_id": "alpha",
        "old": '{"value": 40.0}',
        "new": '{"value": 41.0}',
        "reason": "The paper printed an erratum.",
        "author": "A. Reader",
        "date": small_tables.DAY["date_start"],
        "is_lapsed": False,
    }
    folder = steps({**tables, "corrections": small_tables.table_of("corrections", [correction])})
    page = words(folder / "documents" / "alpha.html")
    assert "corrected on 2021-05-03 by A. Reader: value 40 → 41. The paper printed an erratum." in page
