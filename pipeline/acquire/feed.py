"""RSS, Atom and RDF feeds: which articles they name, by feedparser.

A feed is a list of addresses with a little metadata; the articles themselves are fetched as pages.
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXException

from pipeline.acquire.fetching import Fetched
from pipeline.ingest.problems import first_line, unreadable


@dataclass(frozen=True, slots=True)
class Item:
    """One article that a feed names: its address (None where it has none), and what the feed says of it."""

    address: str | None
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Feed:
    """The articles of a feed in its own order, each address once; `fault` is what is wrong with the feed's XML, if anything."""

    items: list[Item] = field(default_factory=list)
    fault: str | None = None


def read_feed(fetched: Fetched, source: str) -> Feed:
    """The articles that a feed names.

    Raises:
        UnreadableError: it is no feed.
    """
    try:
        import feedparser
    except ImportError:
        remedy = 'pip install "bilateral[web]"'
        raise unreadable("no_feed_reader", source, "feeds need a package that is not installed", remedy) from None
    headers = {"content-location": fetched.address}
    if fetched.charset:
        headers["content-type"] = f"{fetched.media_type}; charset={fetched.charset}"
    # as a stream: bytes would first be tried as the name of a file
    parsed = feedparser.parse(io.BytesIO(fetched.data), response_headers=headers)
    if not parsed.get("version"):
        raise unreadable("no_feed", source, "it is no RSS or Atom feed", _feeds_of_page(parsed.feed, fetched.address))
    items: dict[str, Item] = {}
    for number, entry in enumerate(parsed.entries):
        address = str(entry.get("link", "")).strip() or None
        items.setdefault(address or f"#{number}", Item(address, _values(entry)))
    # a media type or encoding that is not as it should be is worked around, and nobody's loss
    fault = parsed.get("bozo_exception")
    return Feed(list(items.values()), first_line(fault) if isinstance(fault, SAXException) else None)


def _values(entry: Any) -> dict[str, Any]:
    """Title, author and day; the day is that of Greenwich, which a page's own statement overrides."""
    stated = {"title": _plain(entry, "title"), "author": _plain(entry, "author")}
    values: dict[str, Any] = {name: text for name, text in stated.items() if text}
    moment = entry.get("published_parsed")
    return {**values, "published": date(*moment[:3])} if moment else values


def _plain(entry: Any, name: str) -> str:
    """A line of text, also where it is written in HTML, as titles may be."""
    from lxml import etree, html

    text = str(entry.get(name, ""))
    if "html" in entry.get(f"{name}_detail", {}).get("type", ""):
        with suppress(etree.ParserError, etree.XMLSyntaxError, ValueError):
            text = html.fromstring(text).text_content()
    return " ".join(text.split())


def _feeds_of_page(page: Any, address: str) -> str:
    """What to do with a page that was given as a feed: it may name its feeds itself."""
    kinds = ("application/rss+xml", "application/atom+xml")
    named = [urljoin(address, link.get("href", "")) for link in page.get("links", ()) if link.get("type") in kinds]
    return f"the page names these feeds: {', '.join(named)}" if named else "give the address of the feed itself"
