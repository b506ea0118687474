"""The network: limits, and where a fetch may not lead."""

import gzip
import socket
import sys

import pytest
from small_site import CORK, GRAIN, page

from pipeline.acquire import fetching
from pipeline.acquire.adding import Kept
from pipeline.acquire.addresses import is_public


def rule(outcomes):
    (outcome,) = outcomes
    return outcome.rule


@pytest.fixture
def names(monkeypatch):
    """Names that lead to addresses of the test's choice."""
    known = {}
    real = socket.getaddrinfo

    def resolve(host, *more, **kinds):
        return real(known.get(host, host), *more, **kinds)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "::7f00:1", "2001:db8::1"),
    ],
)
def test_addresses_that_no_link_should_lead_to(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_whole_internet(address):
    assert is_public(address)


def test_without_the_flag_nothing_is_asked_of_this_machine(take, site, seeds):
    address = site.put("/grain", page(GRAIN))
    (finding,) = take(address, private=False)
    assert (finding.rule, finding.file) == ("private_address", address)
    assert "127.0.0.1" in finding.message and "--allow-private" in finding.remedy
    assert site.asked == []
    assert not seeds.exists()
    assert isinstance(*take(address), Kept)
    assert site.asked == ["/grain"]


def test_a_name_is_judged_by_the_address_that_it_leads_to(take, site, names):
    site.put("/grain", page(GRAIN))
    names["paper.example"] = "127.0.0.1"
    assert rule(take(site.address("/grain", "paper.example"), private=False)) == "private_address"
    assert site.asked == []
    assert isinstance(*take(site.address("/grain", "paper.example")), Kept)


def test_each_redirect_is_judged_anew(take, site, names, monkeypatch):
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    names["inside.example"] = "127.0.0.2"
    by_number = site.redirect("/a", site.address("/grain", "127.0.0.2"))
    by_name = site.redirect("/b", site.address("/grain", "inside.example"))
    site.put("/grain", page(GRAIN))
    for address in (by_number, by_name):
        (finding,) = take(address, private=False)
        assert finding.rule == "private_address" and "127.0.0.2" in finding.message
    assert site.asked == ["/a", "/b"]
    assert isinstance(*take(site.redirect("/c", "/grain"), private=False), Kept)


def test_the_socket_is_asked_and_not_the_name(take, site, monkeypatch):
    """A name that is public when somebody looks, and private when the connection is made."""
    answers = iter(["93.184.215.14", "127.0.0.1"])
    real = socket.getaddrinfo

    def rebind(host, *more, **kinds):
        return real(next(answers) if host == "rebound.example" else host, *more, **kinds)

    monkeypatch.setattr(socket, "getaddrinfo", rebind)
    site.put("/grain", page(GRAIN))
    assert is_public(socket.getaddrinfo("rebound.example", 80)[0][4][0])
    assert rule(take(site.address("/grain", "rebound.example"), private=False)) == "private_address"
    assert site.asked == []


def test_an_environment_with_a_proxy_changes_nothing(take, site, monkeypatch):
    monkeypatch.setenv("http_proxy", site.address("/"))
    site.put("/", page(GRAIN))
    assert rule(take("http://127.0.0.3:9/grain", private=False)) == "private_address"
    assert site.asked == []


def test_a_redirect_that_never_ends(take, site):
    assert rule(take(site.redirect("/round", "/round"))) == "redirect_loop"


@pytest.mark.parametrize("elsewhere", ["file:///etc/hostname", "ftp://127.0.0.1/a", "javascript:alert(1)"])
def test_a_redirect_out_of_the_web(take, site, elsewhere):
    assert rule(take(site.redirect("/a", elsewhere))) == "bad_redirect"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("ftp://127.0.0.1/grain.txt", "bad_address"),
        ("file:///etc/hostname", "bad_address"),
        ("http://", "bad_address"),
        ("http://127.0.0.1:99999/", "bad_address"),
        ("http://[::1", "bad_address"),
        ("http://127.0.0.1:1/", "no_answer"),
        ("http://nobody.invalid/", "no_answer"),
    ],
)
def test_addresses_at_which_nothing_is(take, address, found):
    assert rule(take(address)) == found


def test_a_server_that_speaks_no_tls(take, site):
    assert rule(take(site.address("/grain").replace("http:", "https:"))) == "not_secure"


def test_a_password_in_an_address_is_neither_sent_nor_shown(take, site):
    (finding,) = take(f"http://reader:secret@127.0.0.1:{site.port}/grain")
    assert finding.rule == "bad_address"
    assert "secret" not in repr(finding)
    assert site.asked == []


def test_a_password_in_a_redirect_is_not_published(take, site):
    site.put("/grain", page(GRAIN))
    (kept,) = take(site.redirect("/a", site.address("/grain#top", "reader:secret@127.0.0.1")))
    assert kept.draft.values["url"] == site.address("/grain")


@pytest.mark.parametrize(
    ("status", "found"),
    [
        (401, "gated"),
        (402, "gated"),
        (403, "gated"),
        (451, "gated"),
        (404, "not_there"),
        (429, "not_now"),
        (503, "not_now"),
    ],
)
def test_what_a_server_refuses(take, site, status, found):
    (finding,) = take(site.put("/grain", page(GRAIN), status=status))
    assert finding.rule == found and str(status) in finding.message


def test_a_page_that_is_too_large(take, site):
    assert rule(take(site.put("/grain", "x" * 1_100_000))) == "too_large"


def test_a_page_that_is_too_large_once_unpacked(take, site):
    bomb = gzip.compress(b"x" * 50_000_000)
    assert len(bomb) < 100_000
    assert rule(take(site.put("/grain", bomb, Content_Encoding="gzip"))) == "too_large"


def test_a_page_in_gzip_is_read(take, site):
    assert isinstance(*take(site.put("/grain", gzip.compress(page(GRAIN).encode()), Content_Encoding="gzip")), Kept)


def test_a_page_that_is_not_what_its_encoding_says(take, site):
    assert rule(take(site.put("/grain", page(GRAIN), Content_Encoding="gzip"))) == "no_answer"


def test_a_page_that_never_ends(take, site):
    (finding,) = take(site.put("/grain", page(GRAIN), drip=True), seconds=0.3)
    assert finding.rule == "too_slow" and "0.3 seconds" in finding.message


def test_long_headers_are_no_reason_to_fail(take, site):
    assert isinstance(*take(site.put("/grain", page(GRAIN), Content_Security_Policy="a " * 10_000)), Kept)


def test_what_fetches_may_not_be_installed(take, monkeypatch, tmp_path):
    monkeypatch.setattr(fetching, "find_spec", lambda name: None)
    for package in ("aiohttp", "courlan", "feedparser", "trafilatura"):
        monkeypatch.setitem(sys.modules, package, None)
    assert rule(take("http://127.0.0.1:9/grain")) == "no_web_reader"
    assert rule(take("http://127.0.0.1:9/feed", feeds=True)) == "no_web_reader"
    assert rule(take("-", feeds=True)) == "no_feed_reader"
    (tmp_path / "grain.md").write_text("---\nurl: https://example.org/grain\n---\n" + "\n".join(GRAIN))
    (tmp_path / "cork.txt").write_text("\n".join(CORK))
    assert [type(outcome) for outcome in take(tmp_path / "grain.md", tmp_path / "cork.txt")] == [Kept, Kept]
