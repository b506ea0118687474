"""Web pages: the article's visible text by trafilatura, its metadata only where the page states it outright.

Offsets of claims refer to the extracted text, which is kept as the document's text. A page's date is taken from its
metadata and never guessed from its words or address; a licence only from the head or from what is said of the article,
for a licence in the body may be that of a picture.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pipeline.ingest.encoding import decode
from pipeline.ingest.metadata import Metadata, Value, check_values
from pipeline.ingest.problems import problem, unreadable

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
ARTICLE = ("Article", "BlogPosting", "Report")  # schema.org: NewsArticle, OpinionNewsArticle, …
META_TAGS = {
    "title": ("og:title", "dc.title"),
    "publisher": ("og:site_name", "dc.publisher"),
    "author": ("author", "dc.creator"),
    "published": ("article:published_time", "datepublished", "dc.date.issued", "dcterms.issued"),
    "url": ("og:url",),
    "license": ("dcterms.license", "dc.license"),
}


def read_html(data: bytes, file: str) -> tuple[str, Metadata]:
    """The main text of a page and what its head says about it.

    Raises:
        UnreadableError: no text in the page, an unknown encoding, or the reader for web pages is not installed.
    """
    try:
        import trafilatura
    except ImportError:
        raise unreadable(
            "no_html_reader",
            file,
            "web pages need a package that is not installed",
            'pip install "bilateral[web]", or save the article as .txt',
        ) from None
    page = decode_page(data, file)
    text = trafilatura.extract(page, include_comments=False, include_tables=True, deduplicate=False)
    if not text or not text.strip():
        raise unreadable(
            "no_main_text",
            file,
            "no article text was found in the page",
            "save the article's text as .txt or .md; a page that a script fills has no text in its file",
        )
    return text, _page_metadata(page, file)


def decode_page(data: bytes, file: str) -> str:
    """UTF-8, else the encoding that the page itself declares.

    Raises:
        UnreadableError: neither fits.
    """
    declared = DECLARED.search(data[:4096])
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if declared:
            try:
                return data.decode(declared.group(1).decode("ascii"))
            except (LookupError, UnicodeDecodeError):
                pass
    return decode(data, file)


def parse_page(page: str) -> HtmlElement | None:
    """The tree of a page; None where there is nothing to make one of."""
    from lxml import etree, html

    try:
        return html.document_fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _page_metadata(page: str, file: str) -> Metadata:
    """Values of the head; one that is not what its field wants is left out with a note, for nobody here wrote it."""
    tree = parse_page(page)
    if tree is None:
        return Metadata()
    written = {name: Value(text) for name, text in _stated(tree) if text.strip()}
    checked = check_values(written, file)
    notes = [
        problem(f.rule, file, f"the page's {f.message}, left out", f.remedy, severity="note", column=f.column)
        for f in checked.findings
    ]
    return Metadata(checked.values, notes)


def _stated(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Pairs of field and text, the weakest source first, so that a later one overrides it."""
    yield "title", tree.findtext(".//title") or ""
    yield "language", tree.get("lang") or ""
    for link in tree.xpath("//link[@rel='canonical']/@href"):
        yield "url", link
    for link in tree.xpath("//head/link[@rel='license']/@href"):
        yield "license", link
    for item in linked_data(tree):
        yield from _said_of_article(item)
    tags = {
        (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").casefold(): tag.get("content") or ""
        for tag in reversed(tree.findall(".//meta"))
    }
    for name, keys in META_TAGS.items():
        for key in reversed(keys):
            if tags.get(key, "").strip():
                yield name, tags[key]


def linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The items of a page's JSON-LD; broken JSON is the page's own affair."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", [data]) if isinstance(data, dict) else data
        yield from (item for item in (graph if isinstance(graph, list) else []) if isinstance(item, dict))


def _said_of_article(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Day of publication of any item; names and licence of an article alone, for a picture has them too."""
    if isinstance(item.get("datePublished"), str):
        yield "published", item["datePublished"]
    if not any(kind.endswith(ARTICLE) for kind in _listed(item.get("@type")) if isinstance(kind, str)):
        return
    for name in ("publisher", "author"):
        yield name, "; ".join(_name(one) for one in _listed(item.get(name)) if _name(one))
    if isinstance(item.get("license"), str):
        yield "license", item["license"]


def _name(thing: object) -> str:
    name = thing.get("name") if isinstance(thing, dict) else thing
    return name.strip() if isinstance(name, str) else ""


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
