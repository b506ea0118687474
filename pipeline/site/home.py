"""The first page: what this is, what is in it, how to have it and how to cite it; and what changed, where that is told."""

from __future__ import annotations

from typing import Any

from pipeline.site.machine import schema_org
from pipeline.site.pages import Site
from pipeline.site.release import OpenRelease

MOST_CHANGES = 4000  # characters of the changelog that the page shows
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
        changes=_changes(release),
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
            "rows": release.count(table.name),
            "files": [release.resources[table.name], release.resources[f"{table.name}_parquet"]],
        }
        for table in release.tables
    ]


def _changes(release: OpenRelease) -> str | None:
    """The newest part of the changelog, if the release has one."""
    path = release.folder / "CHANGELOG.md"
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    return text if len(text) <= MOST_CHANGES else text[:MOST_CHANGES].rpartition("\n")[0] + "\n…"
