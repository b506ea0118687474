"""The pages of a release that people read: README, licence, citation, data dictionary.

In: counts and metadata. Out: text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from importlib.resources import files
from string import Template

from pipeline.publish.metadata import Publication
from pipeline.publish.views import available_views
from pipeline.records import Finding
from schemas import DECLARED, TABLES


def readme(
    publication: Publication,
    version: str,
    day: date | None,
    rows: Mapping[str, int],
    findings: Sequence[Finding],
    prepared: Collection[str] = (),
) -> str:
    """Return the README of a release.

    Args:
        publication: what the publisher says of it.
        version: the version of the data.
        day: as of when the data speaks.
        rows: number of rows of every table.
        findings: what the run found that did not stop it; named by kind and count.
        prepared: the views whose rows lie there as files.
    """
    tables = [DECLARED[name] for name in rows if DECLARED[name].kind != "vocabulary"]
    vocabularies = [name for name in rows if DECLARED[name].kind == "vocabulary"]
    return _fill(
        "README.md",
        publication,
        version=version,
        as_of=f", as of {day.isoformat()}" if day else "",
        documents=str(rows.get("documents", 0)),
        sentences=str(rows.get("sentences", 0)),
        claims=str(sum(rows[table.name] for table in tables if table.kind == "claim")),
        tables="\n".join(f"| `{t.name}` | {rows[t.name]} | {_cell(t.description)} |" for t in tables),
        vocabularies=", ".join(f"`{name}`" for name in vocabularies),
        views="\n".join(f"| `{view.name}` | {_cell(view.description)} |" for view in available_views(rows)),
        prepared=_prepared(prepared),
        left_out=_left_out(rows),
        warnings=_warnings(findings),
    )


def licence(publication: Publication) -> str:
    """Return the terms of the data: what the licence covers, and the quoted words that it does not cover."""
    return _fill("LICENSE.md", publication)


def dictionary(tables: Collection[str]) -> str:
    """Return the data dictionary of all tables, with the views over these tables and their columns behind it."""
    from schemas.render.markdown import data_dictionary

    parts = [data_dictionary().rstrip(), "", "## Views", ""]
    for view in available_views(tables):
        parts += [f"### {view.name}", "", view.description, "", "| column | type | meaning |", "| --- | --- | --- |"]
        parts += [f"| `{column.column}` | {column.type} | {_cell(column.description)} |" for column in view.columns]
        parts.append("")
    return "\n".join(parts)


def citation(publication: Publication, version: str, day: date | None) -> str:
    """Return `CITATION.cff` (Citation File Format 1.2.0, https://citation-file-format.github.io)."""
    import yaml

    entry: dict[str, object] = {
        "cff-version": "1.2.0",
        "message": "If you use this data, please cite it as below.",
        "type": "dataset",
        "title": publication.title,
        "abstract": publication.description,
        "authors": [{"name": who.title} for who in publication.contributors],
        "version": version,
        "license": publication.licence.name,
        "keywords": sorted(publication.keywords),
    }
    if publication.homepage:
        entry["url"] = publication.homepage
    if day is not None:
        entry["date-released"] = day
    return yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, width=120)


def _fill(name: str, publication: Publication, **values: str) -> str:
    text = files(__package__).joinpath(f"templates/{name}").read_text(encoding="utf-8")
    return Template(text).substitute(
        values,
        title=publication.title,
        description=publication.description,
        contributors=", ".join(who.title for who in publication.contributors),
        licence=publication.licence.title,
        licence_name=publication.licence.name,
        licence_path=publication.licence.path,
    )


def _prepared(views: Collection[str]) -> str:
    if not views:
        return ""
    listed = ", ".join(f"`{name}.parquet`" for name in views)
    return (
        f"\nThe claims are many, so what these views answer lies ready in files, which `views.sql` reads: {listed}.\n"
    )


def _left_out(rows: Mapping[str, int]) -> str:
    missing = [f"`{name}`" for name in TABLES if name not in rows]
    return f"\nThis release holds only some tables; these were left out: {', '.join(missing)}.\n" if missing else ""


def _warnings(findings: Sequence[Finding]) -> str:
    kinds = Counter((f.severity, f.stage, f.rule) for f in findings if f.severity != "note")
    if not kinds:
        return "The run found nothing to warn of."
    lines = ["This was found and did not stop it; the run report has the details:", ""]
    for (severity, stage, rule), count in sorted(kinds.items()):
        lines.append(f"- {count} × {severity} `{rule}` ({stage})")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
