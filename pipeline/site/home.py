"""The first page: what this is, what is in it, how to have it and how to cite it; and what changed since the last release."""

from __future__ import annotations

from typing import Any

from pipeline.records import Row
from pipeline.releases import VERBS
from pipeline.site.documents import claim_address
from pipeline.site.machine import schema_org
from pipeline.site.pages import Site
from pipeline.site.past import moved
from pipeline.site.release import OpenRelease, vocabulary_titles

MOST_CHANGES = 20  # claims that changed or went, and releases, that the page lists
SUFFIXES = ("csv", "parquet")


def has_all(release: OpenRelease) -> bool:
    """Say whether the release holds what these pages show."""
    return True


def write(site: Site) -> None:
    """Write `index.html`."""
    release = site.release
    site.write_page(
        "index.html",
        "home.html",
        title=release.descriptor["title"],
        figures=_figures(release),
        pairs=release.rows("SELECT * FROM dyads ORDER BY claims DESC, country_a, country_b LIMIT 8")
        if release.has_views("dyads")
        else [],
        downloads=_downloads(release),
        others=[file for file in release.resources.values() if file["path"].rpartition(".")[2] not in SUFFIXES],
        citation=release.citation,
        bibtex=_bibtex(release),
        past=site.past,
        moved=_moved_rows(site),
        most=MOST_CHANGES,
        described=schema_org(site),
    )


def _bibtex(release: OpenRelease) -> str:
    about = release.descriptor
    fields = {
        "author": f"{{{release.authors}}}",
        "title": f"{{{about['title']}}}",
        "version": about["version"],
        "year": (about.get("created") or "")[:4],
        "url": about.get("homepage") or "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@dataset{{{about['name']},", *lines, "}"])


def _figures(release: OpenRelease) -> list[tuple[int, str]]:
    claims = sum(release.count(table.name) for table in release.claim_tables)
    counted = [(release.count(name), name) for name in ("documents", "sentences") if release.has(name)]
    counted.append((claims, "claims"))
    counted += [(release.count(name), name) for name in ("organisations", "people") if release.has(name)]
    return [(count, word.rstrip("s") if count == 1 else word) for count, word in counted]


def _downloads(release: OpenRelease) -> list[dict[str, Any]]:
    return [
        {
            "table": table,
            "is_list": table.kind == "vocabulary",
            "rows": release.count(table.name),
            "files": [release.resources[table.name], release.resources[f"{table.name}_parquet"]],
        }
        for table in release.tables
    ]


def _moved_rows(site: Site) -> list[Row]:
    """The claims that changed or went since the last release, the new ones left out: what, why, and where it stands."""
    whys = vocabulary_titles("change_reasons")
    return [
        {
            "table": row["table_name"],
            "claim": row["claim_id"],
            "change": VERBS[row["change"]],
            "why": whys[row["why"]],
            "moved": moved(row["old"], row["new"]),
            "address": claim_address(row["document_id"], row["claim_id"]) if row["change"] == "MOD" else None,
        }
        for row in site.past.changes or []
        if row["change"] != "ADD"
    ]
