"""Writing of pages: the templates with what all pages share, and a list of what was written.

A page that shows what it showed in an earlier build need not be made again. What every page tells of the release, its version
above all, changes with every row: a page is kept with a mark in its place.

The templates escape every value. A page forbids whatever does not come from its own folder, so that even a mistake here
would run no script of a document's.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from pipeline.site import wording
from pipeline.site.past import Past
from pipeline.site.release import OpenRelease, vocabulary_titles

# Address and name of the pages that every page leads to, as far as the release has what they show.
SECTIONS = (
    ("tables.html", "Tables"),
    ("dyads.html", "Countries"),
    ("organisations.html", "Organisations"),
    ("documents.html", "Documents"),
    ("pictures.html", "Pictures"),
    ("search.html", "Search"),
    ("console.html", "SQL"),
)


class Kept(Protocol):
    """Pages of earlier builds by the same code, by keys (see `pipeline.cache.PageCache`)."""

    def load(self, key: str) -> str | None:
        """The page under a key, if there is one."""

    def keep(self, key: str, page: str) -> None:
        """Put a page under a key."""


@dataclass(frozen=True)
class Edition:
    """What a page tells of the release that it belongs to: its version, its day (after a comma), and how to cite it."""

    version: str
    as_of: str
    citation: str


@dataclass
class Site:
    """A site that is being written.

    `base` is the address it will stand at, if known; `sections` are the addresses of `SECTIONS` that it will have, `past`
    what came before, `kept` pages of earlier builds if there are any, and `addresses` those of the pages written so far.
    """

    release: OpenRelease
    folder: Path
    base: str | None = None
    sections: frozenset[str] = frozenset()
    past: Past = field(default_factory=Past)
    kept: Kept | None = None
    addresses: list[str] = field(default_factory=list)

    def write_page(self, address: str, template: str, *, title: str, **values: Any) -> None:
        """Write a page.

        Args:
            address: where it stands within the site, such as `tables/events.html`.
            template: the name of its template.
            title: what the browser's tab says.
            values: what the template shows.
        """
        self.write_text(address, self._page(address, template, self._edition, {"title": title, **values}))
        self.addresses.append(address)

    def take_kept_page(self, address: str, template: str, shown: object) -> bool:
        """Write a page as an earlier build has made it, if it shows the same; say whether there was one.

        Args:
            address: where it stands within the site.
            template: the name of its template, which tells nothing of the release but its `edition` and what all pages tell.
            shown: all that the page depends on: plain values, whose `repr` tells them apart.
        """
        key = self._key(address, template, shown)
        page = self.kept.load(key) if self.kept else None
        if page is not None:
            self._write_marked(address, page, key)
        return page is not None

    def write_kept_page(self, address: str, template: str, shown: object, *, title: str, **values: Any) -> None:
        """Write a page of which a site may have many, and keep it for `take_kept_page`, which had none.

        Args:
            address: as for `take_kept_page`.
            template: as for `take_kept_page`.
            shown: as for `take_kept_page`.
            title: as for `write_page`.
            values: as for `write_page`.
        """
        if self.kept is None:
            self.write_page(address, template, title=title, **values)
            return
        key = self._key(address, template, shown)
        page = self._page(address, template, self._marks(key), {"title": title, **values})
        self.kept.keep(key, page)
        self._write_marked(address, page, key)

    def _key(self, address: str, template: str, shown: object) -> str:
        told = repr((address, template, self._told_by_all, shown))
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()

    def _marks(self, key: str) -> Edition:
        # no text can hold the hash of a page that shows that text
        return Edition(*(f"{key}-{name}" for name in asdict(self._edition)))

    def _write_marked(self, address: str, page: str, key: str) -> None:
        for name, told in self._escaped_edition.items():
            page = page.replace(f"{key}-{name}", told)
        self.write_text(address, page)
        self.addresses.append(address)

    def write_file(self, address: str, template: str, /, **values: Any) -> None:
        """Write a file that is made from a template and is no page."""
        self.write_text(address, self._render(template, values))

    def _page(self, address: str, template: str, edition: Edition, values: dict[str, Any]) -> str:
        shared = {
            "address": address,
            "root": "../" * address.count("/"),
            "release": self.release,
            "edition": edition,
            "menu": [section for section in SECTIONS if section[0] in self.sections],
            "canonical": f"{self.base}{quote(address)}" if self.base else None,
        }
        return self._render(template, shared | values)

    def _render(self, template: str, values: dict[str, Any]) -> str:
        shared = {"descriptor": {"created": None, "homepage": None} | self.release.descriptor}
        return _templates().get_template(template).render(shared | values)

    @cached_property
    def _edition(self) -> Edition:
        about = self.release.descriptor
        day = f", as of {about['created'][:10]}" if about.get("created") else ""
        return Edition(about["version"], day, self.release.citation)

    @cached_property
    def _escaped_edition(self) -> dict[str, str]:
        return {name: str(escape(told)) for name, told in asdict(self._edition).items()}

    @cached_property
    def _told_by_all(self) -> str:
        """What every page tells besides its own, but for the edition."""
        return repr((self.release.title, self.release.descriptor["licenses"], self.base, sorted(self.sections)))

    def write_text(self, address: str, text: str) -> None:
        """Write a file with this text."""
        path = self.folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "replace"))


def script_data(value: object) -> Markup:
    """Return a value as JSON that may stand inside a `script` element: no `<`, `>` or `&` is left in it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=False, default=str)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


@cache
def _templates() -> Environment:
    """The templates, which are compiled once for all sites that this process writes."""
    made = Environment(
        loader=PackageLoader("pipeline.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "number": wording.number,
        "size": wording.size,
        "coded": wording.coded,
        "country": wording.country,
        "when": wording.when,
        "web_link": wording.web_link,
        "file_name": wording.file_name,
        "page": lambda identifier: quote(wording.file_name(identifier)),
        "data": script_data,
    }
    made.globals["titles"] = vocabulary_titles
    return made
