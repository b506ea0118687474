"""`datapackage.json`: the release described as a Data Package v2 (https://datapackage.org/standard/data-package/).

In: the tables' declarations, the files written, the documents. Out: a dict in a fixed order, and its JSON. The CSV
files are the tabular resources. The Parquet files are resources of their own with the format `apache-parquet` and no
table type: validators then check their bytes and hash but do not read them as rows, which frictionless does through
floating point numbers and so calls an integer column with a null invalid. The rows of Parquet are checked by
`pipeline.check`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.publish.files import PublishedFile
from pipeline.publish.metadata import Publication
from pipeline.records import Finding

if TYPE_CHECKING:
    import pyarrow as pa

    from schemas import Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
DIALECT = {
    "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
    "header": True,
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
}
PARQUET_FORMAT = "apache-parquet"
MEDIA_TYPES = {
    ".md": "text/markdown",
    ".sql": "application/sql",
    ".cff": "application/yaml",
    ".parquet": "application/vnd.apache.parquet",
}
# A descriptor is read whole by every tool; beyond this many documents the sources are named by publisher.
MOST_SOURCES = 500


def describe_release(
    publication: Publication,
    version: str,
    day: date | None,
    documents: pa.Table | None,
    tables: Sequence[tuple[Table, int, PublishedFile, PublishedFile]],
    others: Sequence[tuple[str, PublishedFile]],
    findings: Sequence[Finding] = (),
    prepared: Mapping[str, PublishedFile] | None = None,
) -> dict[str, Any]:
    """Return the descriptor of a release.

    Args:
        publication: what the publisher says of it.
        version: the version of the data.
        day: as of when the data speaks; without one `created` is left out, for the clock is no part of the data.
        documents: the table `documents`, for the sources, if it is published.
        tables: declaration, number of rows, CSV file and Parquet file of every table, in foreign-key order.
        others: title and file of everything else that belongs to the release.
        findings: what the run found that did not stop it; counted by kind, under a name of our own.
        prepared: the Parquet files with the rows of views, by the names of the views.
    """
    descriptor: dict[str, Any] = {
        "$schema": PROFILE,
        "name": publication.name,
        "title": publication.title,
        "description": publication.description,
        "version": version,
    }
    if publication.homepage:
        descriptor["homepage"] = publication.homepage
    if day is not None:
        descriptor["created"] = f"{day.isoformat()}T00:00:00Z"
    descriptor["keywords"] = sorted(publication.keywords)
    descriptor["contributors"] = [
        {"title": who.title, **({"path": who.path} if who.path else {}), "roles": list(who.roles)}
        for who in publication.contributors
    ]
    descriptor["licenses"] = [
        {"name": publication.licence.name, "title": publication.licence.title, "path": publication.licence.path}
    ]
    descriptor["sources"] = describe_sources(documents) if documents is not None else []
    kinds = Counter((f.severity, f.stage, f.rule) for f in findings if f.severity != "note")
    descriptor["findings"] = [
        {"severity": severity, "stage": stage, "rule": rule, "count": count}
        for (severity, stage, rule), count in sorted(kinds.items())
    ]
    descriptor["resources"] = [
        *(_csv_resource(table, rows, csv) for table, rows, csv, _ in tables),
        *(_table_resource(table, parquet) for table, _, _, parquet in tables),
        *(_view_resource(name, file) for name, file in (prepared or {}).items()),
        *(_file_resource(title, file) for title, file in others),
    ]
    return {name: value for name, value in descriptor.items() if value != []}


def as_json(descriptor: Mapping[str, Any]) -> str:
    """Render a descriptor; the order of its keys is the order in which a reader wants them, and always the same."""
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def describe_sources(documents: pa.Table) -> list[dict[str, str]]:
    """Return the documents as `sources`: title, address or path, publisher; by publisher where there are very many."""
    rows = documents.select(["document_id", "path", "title", "publisher", "url"]).to_pylist()
    if len(rows) > MOST_SOURCES:
        counts: dict[str, int] = {}
        for row in rows:
            counts[row["publisher"] or "publisher not known"] = (
                counts.get(row["publisher"] or "publisher not known", 0) + 1
            )
        return [
            {"title": f"{name}: {count} documents, listed in documents.csv"} for name, count in sorted(counts.items())
        ]
    return [_source(row) for row in sorted(rows, key=lambda row: row["document_id"])]


def _source(row: Mapping[str, str | None]) -> dict[str, str]:
    source = {"title": row["title"] or row["document_id"] or ""}
    address = next((place for place in (row["url"], row["path"]) if place and _is_path(place)), None)
    if address:
        source["path"] = address
    if row["publisher"]:
        source["publisher"] = row["publisher"]
    return source


def _is_path(place: str) -> bool:
    """Say whether the standard takes this for an address or a path inside the package's reach."""
    if re.match(r"(http|ftp)s?://", place):
        return True
    return "://" not in place and "\\" not in place and ".." not in place.split("/") and place[0] not in "./~"


def _csv_resource(table: Table, rows: int, file: PublishedFile) -> dict[str, Any]:
    from schemas.render.frictionless import table_schema

    return {
        "$schema": RESOURCE_PROFILE,
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": file.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "rows": rows,
        "dialect": DIALECT,
        "schema": table_schema(table),
    }


def _table_resource(table: Table, file: PublishedFile) -> dict[str, Any]:
    told = f"The same rows as {table.name}.csv, with types and the text of every column inside the file."
    return _parquet_resource(table.name, table.title, told, file)


def _view_resource(name: str, file: PublishedFile) -> dict[str, Any]:
    told = f"What the view {name} answers, sorted by what it is looked up by."
    return _parquet_resource(name, f"View {name}", told, file)


def _parquet_resource(name: str, title: str, description: str, file: PublishedFile) -> dict[str, Any]:
    return {
        "$schema": RESOURCE_PROFILE,
        "name": f"{name}_parquet",
        "title": f"{title} (Parquet)",
        "description": description,
        "path": file.path,
        "format": PARQUET_FORMAT,
        "mediatype": MEDIA_TYPES[".parquet"],
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }


def _file_resource(title: str, file: PublishedFile) -> dict[str, Any]:
    stem, dot, suffix = file.path.rpartition(".")
    return {
        "$schema": RESOURCE_PROFILE,
        "name": (stem or suffix).lower().replace("_", "-"),
        "title": title,
        "path": file.path,
        "format": suffix,
        "mediatype": MEDIA_TYPES[dot + suffix],
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
