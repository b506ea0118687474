"""Writing of pages: the templates with what all pages share, and a list of what was written.

The templates escape every value. A page forbids whatever does not come from its own folder, so that even a mistake here
would run no script of a document's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

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


@dataclass
class Site:
    """A site that is being written.

    `base` is the address it will stand at, if known; `sections` are the addresses of `SECTIONS` that it will have, `past`
    what came before, and `addresses` those of the pages written so far.
    """

    release: OpenRelease
    folder: Path
    base: str | None = None
    sections: frozenset[str] = frozenset()
    past: Past = field(default_factory=Past)
    addresses: list[str] = field(default_factory=list)

    def write_page(self, address: str, template: str, *, title: str, **values: Any) -> None:
        """Write a page.

        Args:
            address: where it stands within the site, such as `tables/events.html`.
            template: the name of its template.
            title: what the browser's tab says.
            values: what the template shows.
        """
        shared = {
            "address": address,
            "root": "../" * address.count("/"),
            "title": title,
            "release": self.release,
            "menu": [section for section in SECTIONS if section[0] in self.sections],
            "canonical": f"{self.base}{quote(address)}" if self.base else None,
        }
        self.write_file(address, template, **shared, **values)
        self.addresses.append(address)

    def write_file(self, address: str, template: str, /, **values: Any) -> None:
        """Write a file that is made from a template and is no page."""
        shared = {"descriptor": {"created": None, "homepage": None} | self.release.descriptor}
        self.write_text(address, _templates().get_template(template).render(shared | values))

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
