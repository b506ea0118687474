"""Feeds: only what is new, and feeds that are not as they should be."""

from itertools import pairwise

import pytest
from small_site import CORK, FRENCH, GRAIN, feed, page

from pipeline.acquire.adding import FeedRead, Kept
from pipeline.ingest import read_seeds

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><id>urn:x</id><updated>2024-05-06T09:00:00Z</updated>
<entry><title type="html">Cork &lt;b&gt;and&lt;/b&gt; beer</title><id>urn:1</id><link href="/cork"/>
<published>2024-05-06T09:00:00Z</published><author><name>B. Reporter</name></author></entry></feed>"""


@pytest.fixture
def two(site):
    """The address of a feed of two articles."""
    grain, cork = site.put("/grain", page(GRAIN)), site.put("/cork", page(CORK, "Cork and beer"))
    return site.put("/feed", feed(("Grain", grain), ("Cork", cork)), kind="application/rss+xml")


def kinds(outcomes):
    return [type(outcome).__name__ if isinstance(outcome, Kept | FeedRead) else outcome.rule for outcome in outcomes]


def test_of_two_articles_the_one_that_is_not_held_is_added(take, site, seeds, two):
    take(site.address("/grain"))
    site.asked.clear()
    kept, end = take(two, feeds=True)
    assert kept.path == seeds / "2024-05-06-cork-and-beer.md"
    assert end == FeedRead(two, items=2, held=1, added=1, left=0)
    assert site.asked == ["/feed", "/cork"]
    assert len(read_seeds(seeds)[0]) == 2


def test_a_second_time_there_is_nothing_new_and_nothing_is_fetched(take, site, two):
    take(two, feeds=True)
    site.asked.clear()
    assert take(two, feeds=True) == [FeedRead(two, items=2, held=2, added=0, left=0)]
    assert site.asked == ["/feed"]


def test_an_article_held_under_another_address_is_held(take, site, two):
    take(two, feeds=True)
    moved = site.put(
        "/other", feed(("Cork", site.redirect("/count?id=1", "/cork")), ("Grain", site.put("/g", page(GRAIN))))
    )
    assert take(moved, feeds=True) == [FeedRead(moved, items=2, held=2, added=0, left=0)]


def test_a_bad_article_costs_itself_alone(take, site):
    french = site.put("/ble", page(FRENCH, "Du blé", lang="fr"))
    links = [site.address("/gone"), french, "ftp://127.0.0.1/a", site.put("/cork", page(CORK))]
    address = site.put("/feed", feed(*(("A title", link) for link in links)))
    found = kinds(take(address, feeds=True))
    assert found == ["not_there", "other_language", "bad_address", "Kept", "FeedRead"]


def test_a_feed_leads_no_further_than_a_link_does(take, site, two, seeds):
    (finding,) = take(two, feeds=True, private=False)
    assert finding.rule == "private_address"
    assert site.asked == [] and not seeds.exists()


def test_a_feed_from_a_file_leads_no_further_either(take, site, tmp_path, two):
    (tmp_path / "feed.xml").write_text(feed(("Grain", site.address("/grain"))))
    assert kinds(take(tmp_path / "feed.xml", feeds=True, private=False)) == ["private_address", "FeedRead"]
    assert kinds(take("-", feeds=True, stdin=(tmp_path / "feed.xml").read_bytes())) == ["Kept", "FeedRead"]


def test_as_many_are_taken_as_are_wanted(take, two):
    assert take(two, feeds=True, most=1)[-1] == FeedRead(two, items=2, held=0, added=1, left=1)
    assert take(two, feeds=True, most=1)[-1] == FeedRead(two, items=2, held=1, added=1, left=0)


def test_an_atom_feed_says_what_its_pages_do_not(take, site, seeds):
    site.put("/cork", page(CORK).replace("<title>Norway buys grain</title>", "<title></title>"))
    take(site.put("/atom", ATOM, kind="application/atom+xml"), feeds=True)
    ((document,), _) = read_seeds(seeds)
    assert (document.title, document.author, str(document.published)) == ("Cork and beer", "B. Reporter", "2024-05-06")
    assert document.url == site.address("/cork")


def test_a_feed_that_breaks_off_gives_what_came_before(take, site):
    whole = feed(("Grain", site.put("/grain", page(GRAIN))), ("Cork", site.put("/cork", page(CORK))))
    address = site.put("/feed", whole[: whole.index("<title>Cork")])
    assert kinds(take(address, feeds=True)) == ["broken_feed", "Kept", "no_address", "FeedRead"]


def test_one_address_named_twice_is_one_article(take, site):
    grain = site.put("/grain", page(GRAIN))
    assert take(site.put("/feed", feed(("A", grain), ("B", grain))), feeds=True)[-1].items == 1


def test_a_feed_without_articles(take, site):
    address = site.put("/feed", feed())
    assert take(address, feeds=True) == [FeedRead(address, items=0, held=0, added=0, left=0)]


def test_entities_that_unfold_for_ever(take, site):
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "{"a" * 10}">{entities}]>' + feed(("&j;", "/a")).split("?>")[1]
    )
    found = take(site.put("/feed", bomb), feeds=True)
    assert kinds(found)[0] == "broken_feed"


@pytest.mark.parametrize(
    ("body", "remedy"),
    [
        (page(GRAIN, head='<link rel="alternate" type="application/rss+xml" href="/feed.xml">'), "/feed.xml"),
        (page(GRAIN), "the feed itself"),
        ("No feed at all.", "the feed itself"),
        ("", "the feed itself"),
        (__file__, "the feed itself"),  # the name of a file is not that file
    ],
)
def test_what_is_no_feed(take, site, body, remedy):
    (finding,) = take(site.put("/feed", body), feeds=True)
    assert finding.rule == "no_feed" and remedy in finding.remedy


def test_a_feed_file_that_is_not_there(take, tmp_path):
    assert kinds(take(tmp_path / "no.xml", feeds=True)) == ["no_such_file"]
