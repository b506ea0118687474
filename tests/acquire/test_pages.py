"""What a page says, and which pages are not worth keeping."""

import pytest
from small_site import CORK, FRENCH, GRAIN, page

from pipeline.acquire.adding import Kept
from pipeline.ingest import read_seeds

HEAD = """
<meta property="og:title" content="Norway buys Portuguese grain">
<meta property="og:site_name" content="The Example Courier">
<meta name="author" content="A. Clerk">
<meta property="article:published_time" content="2024-05-06T10:00:00Z">
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">
"""
NOT_FREE = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
LONG = tuple(
    f"{CORK[0]} That was in the year {year}, as far as the books of the harbour tell." for year in range(1990, 2000)
)


def rule(outcomes):
    (outcome,) = outcomes
    return outcome.rule


def test_a_page_becomes_a_document_of_which_all_is_known_that_the_page_says(take, site, seeds):
    (kept,) = take(site.put("/grain?utm_source=rss", page(GRAIN, head=HEAD)))
    assert kept.path == seeds / "2024-05-06-norway-buys-portuguese-grain.md"
    (document,), findings = read_seeds(seeds)
    assert findings == []
    assert [document.text[document.body_start :].strip().split("\n")[1:]] == [list(GRAIN)]
    told = (document.title, document.publisher, document.author, str(document.published), str(document.retrieved))
    assert told == ("Norway buys Portuguese grain", "The Example Courier", "A. Clerk", "2024-05-06", "2024-05-08")
    assert document.license == "https://creativecommons.org/licenses/by/4.0/"
    assert (document.language, document.redistribution) == ("en", "quotes")
    assert document.url == site.address("/grain?utm_source=rss")


def test_what_the_caller_says_stands_above_what_the_page_says(take, site, seeds):
    take(site.put("/grain", page(GRAIN, head=HEAD)), given={"publisher": "Courier", "redistribution": "spans"})
    ((document,), _) = read_seeds(seeds)
    assert (document.publisher, document.redistribution, document.author) == ("Courier", "spans", "A. Clerk")


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("/grain", "/grain?from=feed"),  # not a whole address
        ("{site}/grain", "/grain"),
        ("{site}/", "/grain?from=feed"),  # the front page, for every article
        ("https://elsewhere.example/grain", "/grain?from=feed"),
        ("http://[::1", "/grain?from=feed"),
    ],
)
def test_a_page_may_say_its_address_only_of_itself(take, site, seeds, stated, kept):
    link = f'<link rel="canonical" href="{stated.format(site=site.address(""))}">'
    (outcome,) = take(site.put("/grain?from=feed", page(GRAIN, head=link)))
    assert outcome.draft.values["url"] == site.address(kept)
    assert {finding.rule for finding in outcome.draft.findings} == {"no_day"}


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("windows-1252", "windows-1252"),
        ("iso-8859-1", "utf-8"),  # the server is wrong, and the page is not
        ("no-such-code", "utf-8"),
    ],
)
def test_bytes_are_read_as_what_they_are(take, site, charset, encoding):
    text = (GRAIN[0] + " The port is called Setúbal, “the old one”.", GRAIN[1])
    (kept,) = take(site.put("/grain", page(text).encode(encoding), kind=f"text/html; charset={charset}"))
    assert "Setúbal, “the old one”." in kept.draft.text


def test_an_encoding_that_nobody_states(take, site):
    text = (GRAIN[0] + " The port is called Setúbal.", GRAIN[1])
    (finding,) = take(site.put("/grain", page(text).encode("windows-1252"), kind="text/html"))
    assert finding.rule == "wrong_encoding" and "browser" in finding.remedy


def test_a_day_that_has_begun_where_the_publisher_is(take, site, seeds):
    day = '<meta property="article:published_time" content="2024-05-09T01:00:00+12:00">'
    take(site.put("/grain", page(GRAIN, head=day)))
    ((document,), findings) = read_seeds(seeds)
    assert (str(document.published), str(document.retrieved), findings) == ("2024-05-09", "2024-05-09", [])


def test_a_day_that_is_yet_to_come_is_no_day(take, site, seeds):
    day = '<meta property="article:published_time" content="2042-05-09">'
    (kept,) = take(site.put("/grain", page(GRAIN, head=day)))
    assert [finding.rule for finding in kept.draft.findings] == ["not_yet_published", "no_day"]
    ((document,), findings) = read_seeds(seeds)
    assert (document.published, findings) == (None, [])


@pytest.mark.parametrize(
    "stub",
    [
        page((*GRAIN, "Subscribe to continue reading this article.")),
        page(GRAIN, head=NOT_FREE),
        page(GRAIN, head='<meta name="article:content_tier" content="locked">'),
    ],
)
def test_the_beginning_of_an_article_is_not_the_article(take, site, seeds, stub):
    (finding,) = take(site.put("/grain", stub))
    assert (finding.rule, finding.severity) == ("paywall", "error")
    assert not seeds.exists()


def test_a_whole_article_may_be_marked_as_not_free(take, site):
    (kept,) = take(site.put("/grain", page(LONG, head=NOT_FREE)))
    assert "not_free" in {finding.rule for finding in kept.draft.findings}


def test_words_of_a_paywall_mean_nothing_under_a_long_text(take, site):
    (kept,) = take(site.put("/grain", page((*LONG, "Already a subscriber? Thank you."))))
    assert "not_free" not in {finding.rule for finding in kept.draft.findings}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_page_in_another_language(take, site, lang):
    (finding,) = take(site.put("/ble", page(FRENCH, "Du blé pour Oslo", lang=lang)))
    assert (finding.rule, finding.value) == ("other_language", "fr")


def test_an_english_page_of_a_site_in_another_language(take, site):
    address = site.put("/grain", page(GRAIN, lang="fr"))
    assert rule(take(address)) == "other_language"
    assert isinstance(*take(address, given={"language": "en"}), Kept)


@pytest.mark.parametrize("nothing", ["", "<html><body></body></html>", page(()), page(["Please enable JavaScript."])])
def test_a_page_without_an_article(take, site, nothing):
    assert rule(take(site.put("/grain", nothing))) in ("no_main_text", "empty_file")


@pytest.mark.parametrize(
    ("kind", "body", "found"),
    [
        ("application/pdf", b"%PDF-1.7 ...", "binary_file"),
        ("image/png", b"\x89PNG\r\n\x1a\n", "binary_file"),
        ("text/html", b"%PDF-1.7 ...", "binary_file"),
        ("application/json", b'{"text": "no"}', "not_a_page"),
        ("application/rss+xml", b'<?xml version="1.0"?><rss version="2.0"></rss>', "is_a_feed"),
        ("text/html", b"<rss version='2.0'></rss>", "is_a_feed"),
    ],
)
def test_what_is_no_page(take, site, kind, body, found):
    assert rule(take(site.put("/grain", body, kind=kind))) == found


def test_plain_text_is_kept_as_it_stands_but_may_not_say_who_may_publish_it(take, site, seeds):
    text = "---\npublisher: Courier\nredistribution: full\n---\n" + "\n\n".join(GRAIN) + "\n"
    take(site.put("/grain.txt", text, kind="text/plain"))
    ((document,), findings) = read_seeds(seeds)
    assert document.text[document.body_start :] == "\n\n".join(GRAIN) + "\n"
    assert (document.publisher, document.redistribution, findings) == ("Courier", "quotes", [])
