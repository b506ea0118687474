"""Pages of an earlier build are taken where they show the same, and nobody can tell the site from one that was made anew."""

import dataclasses
from functools import partial

import pytest
import small_tables

from pipeline.cache import PageCache
from pipeline.publish import load_publication, publish
from pipeline.site import add_site
from pipeline.site.pages import Site

MARKED_UP = dataclasses.replace(load_publication(), title='Facts & "figures": of <all> states')


def content(output):
    site = output / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Publish tables with the pages kept so far; gives the site's files and the pages that were made for it."""
    made = []
    render = Site._page

    def note(self, address, *others):
        made.append(address)
        return render(self, address, *others)

    monkeypatch.setattr(Site, "_page", note)

    def publish_kept(tables, *, publication=None, cache=tmp_path / "cache", fresh=False):
        made.clear()
        kept = PageCache(cache, "v1", fresh=fresh)
        output = publish(
            tables, tmp_path / "output", publication=publication, finish=partial(add_site, kept=kept)
        ).output
        return content(output), {address for address in made if "/" in address and not address.startswith("tables/")}

    return publish_kept


def anew(tables, folder, publication=None):
    return content(publish(tables, folder, publication=publication, finish=add_site).output)


def test_only_pages_that_show_something_else_are_made_again(build, tables, tmp_path):
    _, first = build(tables)
    assert {"documents/alpha.html", "documents/bravo.html", "dyads/NOR-PRT.html"} <= first
    assert build(tables)[1] == set()
    changed = small_tables.changed(tables, "documents", "publisher", "Another Post", row=1)
    site, made = build(changed)
    assert made == {"documents/bravo.html"}
    assert site == anew(changed, tmp_path / "anew")


def test_what_another_document_says_of_a_claim_is_part_of_its_page(build, tables, tmp_path):
    build(tables)
    gone = small_tables.document_gone(tables, "copy")
    site, made = build(gone)
    assert "documents/alpha.html" in made  # it told of a second source
    assert site == anew(gone, tmp_path / "anew")


def test_a_kept_page_tells_the_version_and_the_title_of_today_escaped(build, tables, tmp_path):
    build(tables, publication=MARKED_UP)
    later = small_tables.changed(tables, "documents", "publisher", "Another Post", row=1)
    site, made = build(later, publication=MARKED_UP)
    assert made == {"documents/bravo.html"}
    assert site == anew(later, tmp_path / "anew", MARKED_UP)


def test_another_title_another_licence_or_another_version_of_the_code_makes_all_anew(build, tables, tmp_path):
    _, first = build(tables)
    assert build(tables, publication=MARKED_UP)[1] == first
    assert build(tables, fresh=True)[1] == first
    assert PageCache(tmp_path / "cache", "v2").load("0" * 64) is None


@pytest.mark.parametrize("harm", [b"", b"no gzip", None])
def test_a_damaged_page_is_made_anew(build, tables, tmp_path, harm):
    whole, first = build(tables)
    for page in (tmp_path / "cache").rglob("*.gz"):
        page.write_bytes(page.read_bytes()[:-9] if harm is None else harm)
    assert build(tables) == (whole, first)
    assert build(tables) == (whole, set())


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(build, tables, tmp_path):
    (tmp_path / "file").write_text("in the way")
    for _ in range(2):
        site, made = build(tables, cache=tmp_path / "file")
        assert made
    assert site == anew(tables, tmp_path / "anew")


def test_pages_of_other_versions_are_forgotten(tmp_path):
    old, new = PageCache(tmp_path, "v1"), PageCache(tmp_path, "v2")
    for cache in (old, new):
        cache.keep("a" * 64, "page")
    new.forget_other_versions()
    assert (old.load("a" * 64), new.load("a" * 64)) == (None, "page")
