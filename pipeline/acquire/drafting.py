"""From a file, from bytes of standard input or from what a server sent, to a draft: text and metadata as the read stage sees them.

A page's text and metadata are those of `pipeline.ingest.html`, so that a page kept here and the same page saved by hand say the
same. Whether the draft is wanted (its language, whether it is held already) is decided later.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.acquire.draft import Draft
from pipeline.acquire.fetching import Fetched
from pipeline.acquire.paywall import is_free, is_stub
from pipeline.ingest.archives import ARCHIVE_SUFFIXES
from pipeline.ingest.encoding import decode
from pipeline.ingest.folder import BULK_SUFFIXES, HTML_SUFFIXES, read_file
from pipeline.ingest.front_matter import split_front_matter
from pipeline.ingest.html import decode_page, parse_page, read_html
from pipeline.ingest.language import not_english, other_language
from pipeline.ingest.metadata import fields
from pipeline.ingest.problems import UnreadableError, unreadable
from pipeline.records import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE_TYPES = ("text/html", "application/xhtml+xml")
# the last is also what stands for a type that the server does not state
_TEXT_TYPES = ("text/plain", "text/markdown", "text/x-markdown", "application/octet-stream")
_BEFORE = rb"\s*(?:\xef\xbb\xbf\s*)?(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*<"  # what may stand before the first element
_FEED = re.compile(_BEFORE + rb"(?:rss|feed|rdf:RDF)\b", re.S)
_PAGE = re.compile(_BEFORE + rb"(?:!doctype html|html|head|body)\b", re.S | re.I)
_FEWEST_WORDS = 15  # a page with fewer is a notice ("Please enable JavaScript"), not an article


def draft_of_file(path: Path) -> Draft:
    """The draft of a file of one document, with what its front matter, sidecar or page head says.

    Raises:
        UnreadableError: there is no such file, it holds many documents or none.
    """
    name = path.name.casefold()
    if path.is_dir():
        raise unreadable(
            "is_a_folder", str(path), "it is a folder", "name the files in it, or build it: --seeds FOLDER"
        )
    if not path.is_file():
        remedy = "check the path; an address begins with https://"
        raise unreadable("no_such_file", str(path), "there is no such file", remedy)
    if name.endswith((*BULK_SUFFIXES, *ARCHIVE_SUFFIXES)):
        remedy = "put the file itself into the folder of the seeds, which reads it"
        raise unreadable("many_documents", str(path), "the file holds many documents", remedy)
    documents, findings = read_file(path.parent, path.name)
    if not documents:
        raise UnreadableError(_first_error(findings))
    document = documents[0]
    values = {name: getattr(document, name) for name in fields() if getattr(document, name) is not None}
    draft = Draft(str(path), document.text[document.body_start :], values, findings)
    if name.endswith(HTML_SUFFIXES):
        _judge_page(draft, decode_page(path.read_bytes(), str(path)))
    return draft


def draft_of_bytes(data: bytes, source: str) -> Draft:
    """The draft of a text, with or without front matter, or of a web page.

    Raises:
        UnreadableError: the bytes are neither, or hold no article.
    """
    if _FEED.match(data):
        raise _is_feed(source)
    if _PAGE.match(data):
        return _page(data, source)
    text = decode(data, source)
    metadata, start = split_front_matter(text, source)
    if metadata.broken:
        raise UnreadableError(_first_error(metadata.findings))
    if not text[start:].strip():
        raise unreadable("empty_file", source, "there is no text", "give the article's text")
    return Draft(source, text[start:], metadata.values, metadata.findings)


def draft_of_fetched(fetched: Fetched, source: str) -> Draft:
    """The draft of what a server sent; how much of it may be published is for us to say, and not for the server.

    Raises:
        UnreadableError: it is neither page nor text, or holds no article.
    """
    try:
        draft = _sent(_in_utf8(fetched.data, fetched.charset), fetched.media_type, source)
    except UnreadableError as error:
        if error.finding.rule == "wrong_encoding":
            remedy = "open it in a browser, save its text as .txt in UTF-8 and add the file"
            raise UnreadableError(dataclasses.replace(error.finding, remedy=remedy)) from None
        raise
    draft.values.pop("redistribution", None)
    draft.values["url"] = _own_address(draft.values, fetched.address)
    # of an address that the page states wrongly nobody need know: there is another
    draft.findings = [finding for finding in draft.findings if finding.column != "url"]
    return draft


def _sent(data: bytes, media_type: str, source: str) -> Draft:
    if _FEED.match(data):
        raise _is_feed(source)
    if media_type in _PAGE_TYPES:
        return _page(data, source)
    if media_type not in _TEXT_TYPES:
        decode(data, source)  # knows a PDF or a picture by its bytes, and what to do about it
        message, remedy = f"what came is {media_type}, no page and no text", "give the address of the article itself"
        raise unreadable("not_a_page", source, message, remedy)
    return draft_of_bytes(data, source)


def _page(data: bytes, source: str) -> Draft:
    text, metadata = read_html(data, source)
    draft = Draft(source, text, metadata.values, metadata.findings)
    _judge_page(draft, decode_page(data, source))
    return draft


def _judge_page(draft: Draft, page: str) -> None:
    """Refuse a page that is no whole article, and doubt what it says of its language.

    Raises:
        UnreadableError: the page is a notice, or the beginning of an article behind a paywall.
    """
    tree = parse_page(page)
    if is_stub(draft.text, tree):
        message = f"the page stops at a paywall, after {len(draft.text.split())} words"
        remedy = "if you may read the whole article, save its text as .txt and add the file"
        raise unreadable("paywall", draft.source, message, remedy)
    if len(draft.text.split()) < _FEWEST_WORDS:
        message = f"no article was found in the page: all that it says is {draft.text.strip()!r}"
        remedy = "save the article's text as .txt and add the file; a page that a script fills has no text in its file"
        raise unreadable("no_main_text", draft.source, message, remedy)
    if tree is not None and not is_free(tree):
        message = "the publisher marks the article as not free; what came looks whole"
        draft.note("not_free", message, "compare its end with the page")
    if not_english(draft.values.get("language"), "") is None and other_language(draft.text):
        # a template that says lang="en" is used for all that a site publishes; the words are not
        draft.values.pop("language", None)


def _in_utf8(data: bytes, charset: str | None) -> bytes:
    """Bytes that are no UTF-8, read as the server says that they are; what is UTF-8 is so whatever the server says."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(charset or "utf-8").encode("utf-8")
        except (LookupError, UnicodeError):
            return data
    return data


def _own_address(values: Mapping[str, Any], fetched: str) -> str:
    """The address that a page calls its own, if it is of the same site and no less exact; else where it was fetched.

    Some sites name their front page as the address of every article.
    """
    try:
        stated, actual = urlsplit(values.get("url", "")), urlsplit(fetched)
    except ValueError:
        return fetched
    exact = stated.path.strip("/") or stated.query or not (actual.path.strip("/") or actual.query)
    return stated.geturl() if stated.netloc.casefold() == actual.netloc.casefold() and exact else fetched


def _first_error(findings: list[Finding]) -> Finding:
    return next(finding for finding in findings if finding.severity == "error")


def _is_feed(source: str) -> UnreadableError:
    return unreadable("is_a_feed", source, "it is a feed, not an article", "give --feed to add what is new in it")
