"""What machines read of the site: schema.org and DCAT for catalogues, Croissant for learners, sitemap and feed.

All of it is rendered from the release's descriptor and the declared tables. Addresses are whole where the site's own is
known, else relative to the site. Sitemap and feed must name whole addresses and are written only where it is known.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.publish.descriptor import MEDIA_TYPES
from pipeline.releases import VERBS, Version
from pipeline.site.pages import Site
from pipeline.site.release import OpenRelease
from schemas import Column, Table

CROISSANT = "http://mlcommons.org/croissant/1.0"
MOST_ADDRESSES = 50_000  # the sitemap protocol takes no more in one file
MOST_RELEASES = 20  # releases that the feed tells of
_CROISSANT_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "date": "sc:Date",
    "boolean": "sc:Boolean",
}


def has_all(release: OpenRelease) -> bool:
    """Say whether the release holds what these files tell."""
    return True


def write(site: Site) -> None:
    """Write `croissant.json` and `dcat.jsonld`, and with a base `sitemap.xml` and `feed.xml`."""
    site.write_text("croissant.json", _as_json(croissant(site)))
    site.write_text("dcat.jsonld", _as_json(dcat(site)))
    if site.base is None:
        return
    site.write_file("sitemap.xml", "sitemap.xml", addresses=sorted(site.addresses)[:MOST_ADDRESSES], base=site.base)
    site.write_file("feed.xml", "feed.xml", releases=_releases(site), base=site.base)


def schema_org(site: Site) -> dict[str, Any]:
    """Return the release as a `Dataset` of schema.org, for the first page."""
    about = site.release.descriptor
    return _given(
        {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "name": about["title"],
            "description": about["description"],
            "url": site.base or about.get("homepage"),
            "version": about["version"],
            "license": about["licenses"][0]["path"],
            "keywords": about["keywords"],
            "creator": [{"@type": "Organization", "name": who["title"]} for who in about["contributors"]],
            "dateModified": (about.get("created") or "")[:10],
            "citation": site.release.citation,
            "isAccessibleForFree": True,
            "variableMeasured": [table.title for table in site.release.claim_tables],
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": file["path"],
                    "contentUrl": _data(site, file["path"]),
                    "encodingFormat": file["mediatype"],
                    "contentSize": f"{file['bytes']} B",
                    "sha256": _digest(file),
                }
                for file in _tables_as_files(site.release)
            ],
        }
    )


def dcat(site: Site) -> dict[str, Any]:
    """Return the release as a DCAT catalogue of one dataset, in JSON-LD."""
    about = site.release.descriptor
    dataset = {
        "@id": f"{site.base or ''}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": about["name"],
        "dct:title": about["title"],
        "dct:description": about["description"],
        "dcat:version": about["version"],
        "dcat:keyword": about["keywords"],
        "dct:license": {"@id": about["licenses"][0]["path"]},
        "dct:creator": [{"@type": "foaf:Agent", "foaf:name": who["title"]} for who in about["contributors"]],
        "dct:modified": {"@type": "xsd:date", "@value": about["created"][:10]} if about.get("created") else None,
        "dcat:landingPage": {"@id": site.base} if site.base else None,
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": file["path"],
                "dcat:downloadURL": {"@id": _data(site, file["path"])},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{file['mediatype']}"},
                "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file["bytes"])},
                "spdx:checksum": {
                    "@type": "spdx:Checksum",
                    "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                    "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": _digest(file)},
                },
            }
            for file in _tables_as_files(site.release)
        ],
    }
    return {
        "@context": _context("dcat"),
        "@type": "dcat:Catalog",
        "dct:title": about["title"],
        "dcat:dataset": [_given(dataset)],
    }


def croissant(site: Site) -> dict[str, Any]:
    """Return the release in the Croissant format 1.0: its Parquet files, and every column of every table."""
    about = site.release.descriptor
    described = {
        "@context": _context("croissant"),
        "@type": "sc:Dataset",
        "conformsTo": CROISSANT,
        "name": about["name"],
        "description": about["description"],
        "url": site.base or about.get("homepage"),
        "version": about["version"].partition("+")[0],  # Croissant takes no build after the number
        "license": about["licenses"][0]["path"],
        "keywords": about["keywords"],
        "creator": [{"@type": "Organization", "name": who["title"]} for who in about["contributors"]],
        "datePublished": (about.get("created") or "")[:10],
        "citeAs": site.release.citation,
        "distribution": [_file_object(site, table) for table in site.release.tables],
        "recordSet": [_record_set(site.release, table) for table in site.release.tables],
    }
    return _given(described)


def _file_object(site: Site, table: Table) -> dict[str, Any]:
    file = site.release.resources[f"{table.name}_parquet"]
    return {
        "@type": "cr:FileObject",
        "@id": file["path"],
        "name": file["path"],
        "contentUrl": _data(site, file["path"]),
        "encodingFormat": "application/x-parquet",
        "contentSize": f"{file['bytes']} B",
        "sha256": _digest(file),
    }


def _record_set(release: OpenRelease, table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.primary_key],
        "field": [_field(release, table, column) for column in table.columns],
    }


def _field(release: OpenRelease, table: Table, column: Column) -> dict[str, Any]:
    described = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": f"{table.name}/{column.name}",
        "description": column.description,
        "dataType": _CROISSANT_TYPES[column.type],
        "source": {
            "fileObject": {"@id": release.resources[f"{table.name}_parquet"]["path"]},
            "extract": {"column": column.name},
        },
    }
    for key in table.foreign_keys:
        if key.columns == (column.name,) and key.table != table.name:
            described["references"] = {"field": {"@id": f"{key.table}/{key.references[0]}"}}
    return described


def _tables_as_files(release: OpenRelease) -> list[dict[str, Any]]:
    wanted = {"text/csv", MEDIA_TYPES[".parquet"]}
    return [file for file in release.resources.values() if file["mediatype"] in wanted]


def _digest(file: dict[str, Any]) -> str:
    return str(file["hash"]).removeprefix("sha256:")


def _data(site: Site, path: str) -> str:
    return f"{site.base or ''}data/{path}"


def _releases(site: Site) -> list[dict[str, str]]:
    """The numbered releases, the newest first, and before them this state of the data if it is none of them."""
    told = [{"name": version.version, "text": _told(version)} for version in site.past.versions]
    own = str(site.release.descriptor["version"])
    if own not in {version.version for version in site.past.versions}:
        told.insert(0, {"name": own, "text": "The state that the site shows."})
    return told[:MOST_RELEASES]


def _told(version: Version) -> str:
    moved = [f"{version.changes[change]} {verb}" for change, verb in VERBS.items() if change in version.changes]
    as_of = [f"data as of {version.as_of}"] if version.as_of else []
    return "; ".join([*as_of, f"claims: {', '.join(moved)}" if moved else "the first release"]).capitalize() + "."


@cache
def _context(name: str) -> dict[str, Any]:
    context: dict[str, Any] = json.loads(
        files(__package__).joinpath("contexts", f"{name}.json").read_text(encoding="utf-8")
    )
    return context


def _given(described: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if value not in (None, "", [])}


def _as_json(described: dict[str, Any]) -> str:
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"
