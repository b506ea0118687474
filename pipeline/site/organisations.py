"""A page an organisation: its names, what it belongs to, its ties, and where the documents speak of it."""

from __future__ import annotations

from collections import defaultdict

from pipeline.records import Row
from pipeline.site.digests import organisation_digests
from pipeline.site.documents import fact_line
from pipeline.site.pages import Site
from pipeline.site.release import OpenRelease
from pipeline.site.wording import file_name

TEMPLATE = "organisation.html"
MOST_LISTED = 1000  # organisations that the list shows
MOST_CLAIMS = 200  # claims of a table, and documents, that a page shows
NEEDED = ("organisations", "relations", "events", "mentions", "documents", "sentences")

# Claims that have an organisation at either end.
_SIDES = {"relations": ("subject_id", "object_id"), "events": ("actor1_id", "actor2_id")}


def has_all(release: OpenRelease) -> bool:
    """Say whether the release holds what these pages show."""
    return release.has(*NEEDED)


def write(site: Site) -> None:
    """Write `organisations.html` and a page for each organisation."""
    release = site.release
    organisations = release.rows("SELECT * FROM organisations ORDER BY mentions DESC, organisation_id")
    site.write_page(
        "organisations.html",
        "organisations.html",
        title="Organisations",
        organisations=organisations[:MOST_LISTED],
        count=len(organisations),
    )
    names = {row["organisation_id"]: row["name"] for row in organisations}
    units = defaultdict(list)
    for row in organisations:
        units[row["parent_id"]].append(row["organisation_id"])
    digests = organisation_digests(release) if site.kept else {}
    shown = {}
    for row in organisations:
        identifier = row["organisation_id"]
        near = {other: names[other] for other in (row["parent_id"], *units[identifier]) if other in names}
        shown[identifier] = (row, digests.get(identifier), near, units[identifier])
    unlike = [key for key, all_of_it in shown.items() if not site.take_kept_page(_address(key), TEMPLATE, all_of_it)]
    claims, places = _claims(release, unlike), _places(release, unlike)
    for identifier in unlike:
        row, _, near, parts = shown[identifier]
        site.write_kept_page(
            _address(identifier),
            TEMPLATE,
            shown[identifier],
            title=row["name"],
            organisation=row,
            names=near,
            units=parts,
            sections=[(name, claims[name][identifier]) for name in _SIDES if claims[name][identifier]],
            places=places[identifier],
            most=MOST_CLAIMS,
        )


def _address(identifier: str) -> str:
    return f"organisations/{file_name(identifier)}.html"


def _claims(release: OpenRelease, organisations: list[str]) -> dict[str, dict[str, list[Row]]]:
    """The relations and events of organisations, in order of time."""
    wanted = set(organisations)
    found: dict[str, dict[str, list[Row]]] = {name: defaultdict(list) for name in _SIDES}
    for name, (one, other) in _SIDES.items():
        query = (
            f"SELECT * FROM {name} WHERE {one} IN $1 OR {other} IN $1 "
            "ORDER BY date_start NULLS LAST, document_id, evidence_start, claim_id"
        )
        for row in release.rows(query, organisations):
            line = fact_line(name, row)
            for identifier in wanted.intersection((row[one], row[other])):
                found[name][identifier].append(line)
    return found


def _places(release: OpenRelease, organisations: list[str]) -> dict[str, list[Row]]:
    """The documents that name organisations, with how often."""
    found: dict[str, list[Row]] = defaultdict(list)
    query = (
        "SELECT entity_id, document_id, title, count(*) AS mentions FROM mentions JOIN documents USING (document_id) "
        "WHERE entity_type = 'organisation' AND entity_id IN $1 GROUP BY ALL ORDER BY mentions DESC, document_id"
    )
    for row in release.rows(query, organisations):
        found[row["entity_id"]].append(row)
    return found
