"""Whether a page is the beginning of an article that goes on behind a paywall.

Neither sign is enough by itself. Publishers mark whole articles as not free, and short reports are whole: only a short text
that is marked so, or that ends in words asking to subscribe, is a stub.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import yaml

from pipeline.ingest.html import linked_data

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SHORT = 150  # words
_TIERS = ("locked", "metered")


def is_stub(text: str, tree: HtmlElement | None) -> bool:
    """Whether the extracted text of a page is cut off by a paywall."""
    if len(text.split()) >= _SHORT:
        return False
    plain = " ".join(text.casefold().split())
    return any(wall in plain for wall in _walls()) or (tree is not None and not is_free(tree))


def is_free(tree: HtmlElement) -> bool:
    """Whether a page says nothing of a price: schema.org's `isAccessibleForFree`, or the tier in a meta tag."""
    tiers = tree.xpath("//meta[@property='article:content_tier' or @name='article:content_tier']/@content")
    if any(tier.strip().casefold() in _TIERS for tier in tiers):
        return False
    return all(str(item.get("isAccessibleForFree", True)).casefold() != "false" for item in linked_data(tree))


@cache
def _walls() -> tuple[str, ...]:
    text = resources.files("pipeline.acquire").joinpath("paywall.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text)["walls"])
