"""Search over tables, columns, countries, organisations, people, documents and quotes: two lists, asked in the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from pipeline.publish.views import available_views
from pipeline.site.dyads import dyad_address
from pipeline.site.pages import Site
from pipeline.site.release import OpenRelease
from pipeline.site.wording import country, file_name

Entry = tuple[str, str, str, str]  # kind, title, text, address within the site


def has_all(release: OpenRelease) -> bool:
    """Say whether the release holds what these pages show."""
    return True


def write(site: Site) -> None:
    """Write `search.html` and the lists that it searches."""
    site.write_page("search.html", "search.html", title="Search")
    _write_list(site, "entries", [*_described(site.release), *_named(site)])
    _write_list(site, "quotes", list(_quotes(site.release)))


def _write_list(site: Site, name: str, items: list[Entry] | list[tuple[str, str, str]]) -> None:
    text = json.dumps(items, ensure_ascii=True, separators=(",", ":"))
    site.write_text(f"search/{name}.js", f'bilateralGive("search/{name}", {text});\n')


def _described(release: OpenRelease) -> Iterator[Entry]:
    """Tables, views and columns, by what they are said to mean."""
    for table in release.tables:
        page = f"tables/{table.name}.html"
        yield "table", table.name, f"{table.title}. {table.description}", page
        for column in table.columns:
            yield "column", f"{table.name}.{column.name}", column.description, f"{page}#column-{column.name}"
    for view in available_views([table.name for table in release.tables]):
        yield "view", view.name, view.description, f"tables.html#{view.name}"


def _named(site: Site) -> Iterator[Entry]:
    """Pairs of countries, organisations, people and documents, by their names."""
    release = site.release
    if "dyads.html" in site.sections:
        for pair in release.rows("SELECT * FROM dyads ORDER BY claims DESC, country_a, country_b"):
            a, b = pair["country_a"], pair["country_b"]
            yield "countries", f"{country(a)} – {country(b)}", f"{a} {b}", dyad_address(pair)
    if "organisations.html" in site.sections:
        for row in release.rows("SELECT * FROM organisations ORDER BY mentions DESC, organisation_id"):
            address = f"organisations/{quote(file_name(row['organisation_id']))}.html"
            yield "organisation", row["name"], row["aliases"] or "", address
    if release.has("people"):
        for row in release.rows("SELECT * FROM people ORDER BY mentions DESC, person_id"):
            address = f"tables/people.html#{urlencode({'person_id': row['person_id']})}"
            yield "person", row["name"], row["aliases"] or "", address
    if "documents.html" in site.sections:
        for row in release.rows("SELECT * FROM documents ORDER BY document_id"):
            text = ", ".join(filter(None, (row["author"], row["publisher"], row["path"])))
            yield (
                "document",
                row["title"] or row["document_id"],
                text,
                f"documents/{quote(file_name(row['document_id']))}.html",
            )


def _quotes(release: OpenRelease) -> Iterator[tuple[str, str, str]]:
    """The published words of all claims, with the page of their document and the claim."""
    for table in release.claim_tables:
        query = f"SELECT evidence, document_id, claim_id FROM {table.name} WHERE evidence IS NOT NULL ORDER BY claim_id"
        for row in release.rows(query):
            yield row["evidence"], quote(file_name(row["document_id"])), quote(row["claim_id"])
