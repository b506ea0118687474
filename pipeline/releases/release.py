"""Make a release: number the package, say what moved, put it on the shelf. All of it, or nothing that anybody sees."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.check import check_release
from pipeline.publish import PublishError, load_publication, publish, read_tables
from pipeline.publish.errors import failure
from pipeline.publish.metadata import Publication, latest_day
from pipeline.records import Finding
from pipeline.releases import pages
from pipeline.releases.archive import write_checksums, write_zip
from pipeline.releases.delta import Change, compare, delta_table
from pipeline.releases.history import carry_on
from pipeline.releases.shelf import CHANGELOG, Shelf, Version, kind_of, next_version
from schemas import RELEASE_TABLES, TABLES

if TYPE_CHECKING:
    import pyarrow as pa

DESCRIPTOR = "datapackage.json"


def release(output: Path, shelf: Shelf, overlay: Path | None = None) -> tuple[Version, list[Change]]:
    """Release the package in a folder.

    Args:
        output: the package; it is checked before and not touched.
        shelf: where releases stand. Nothing of earlier ones is changed.
        overlay: the publisher's own words on the release (`publication.yaml`).

    Returns:
        The release and what moved since the one before; the last release itself where nothing has.

    Raises:
        ReleaseError: there is no package, it is not whole, or the folder of releases cannot be written.
    """
    errors = [finding for finding in check_release(output) if finding.severity == "error"]
    if errors:
        message = f"{output} is no whole package ({len(errors)} errors): {errors[0].message}"
        raise PublishError(failure("not_whole", message, "See bilateral check, and build it again.", file=str(output)))
    last = shelf.last
    described = _described(output)
    if (
        last is not None
        and last.build == described["version"]
        and _rows(described) == _rows(_described(shelf.place(last.version)))
    ):
        return last, []
    try:
        return _put(output, described, shelf, load_publication(overlay))
    except OSError as error:
        remedy = "Make room, or name a folder that can be written in BILATERAL_RELEASES."
        message = f"{shelf.folder} cannot be written: {error.strerror or error}."
        raise PublishError(failure("releases_not_writable", message, remedy, file=str(shelf.folder))) from error


def _put(
    output: Path, described: Mapping[str, Any], shelf: Shelf, publication: Publication
) -> tuple[Version, list[Change]]:
    last, tables = shelf.last, read_tables(output)
    before = read_tables(shelf.place(last.version)) if last else {}
    changes = compare(before, tables) if last else []
    kind = _kind(shelf, described, before, tables)
    number = next_version(last.version if last else None, kind)
    as_of = _iso(latest_day(tables["documents"]))
    # without a release before there is no delta: not everything is new, there is nothing to compare with
    more = {"delta": delta_table(changes)} if last else {}
    more["history"] = carry_on(before.get("history"), last.version if last else None, tables, number)
    held = shelf.folder / CHANGELOG
    told = pages.changelog(
        pages.entry(number, kind, as_of, changes, _sources(before, tables) if last else []),
        held.read_text(encoding="utf-8") if held.is_file() and last else "",
    )
    numbered = dataclasses.replace(publication, version=number)
    place = shelf.folder / number
    shutil.rmtree(place, ignore_errors=True)  # of a release that was killed before the index named it
    published = publish(
        tables | more,
        place,
        publication=numbered,
        findings=_findings(described),
        more_pages={CHANGELOG: ("Changes of the data", told)},
    )
    (place / ".zenodo.json").write_text(pages.zenodo(numbered, number), encoding="utf-8", newline="\n")
    write_checksums(place)
    name = f"{publication.name}-{number}"
    packed = write_zip(place, shelf.folder / f"{name}.zip", name)
    for file in place.iterdir():
        file.chmod(0o444)  # a release is never edited
    version = Version(
        number,
        kind,
        last.version if last else None,
        str(described["version"]),
        as_of,
        packed.path,
        packed.bytes,
        packed.sha256,
        {table: count for table, count in published.rows.items() if table in TABLES},
        {change: sum(c.change == change for c in changes) for change in ("ADD", "MOD", "DEL")} if last else {},
    )
    shelf.add(version, name=publication.name, changelog=told)
    return version, changes


def _kind(
    shelf: Shelf, described: Mapping[str, Any], before: Mapping[str, pa.Table], tables: Mapping[str, pa.Table]
) -> str:
    if shelf.last is None:
        return "first"
    old = _described(shelf.place(shelf.last.version))
    old["resources"] = [r for r in old["resources"] if r["name"] not in RELEASE_TABLES]
    new_keys = {name: _keys(name, table) for name, table in tables.items()}
    old_keys = {name: _keys(name, table) for name, table in before.items() if name in TABLES}
    if any(TABLES[name].kind == "vocabulary" and keys - new_keys.get(name, set()) for name, keys in old_keys.items()):
        return "breaking"
    return kind_of(old, described, any(keys - old_keys.get(name, set()) for name, keys in new_keys.items()))


def _keys(name: str, table: pa.Table) -> set[tuple[Any, ...]]:
    columns = [table.column(column).to_pylist() for column in TABLES[name].primary_key]
    return set(zip(*columns, strict=True))


def _sources(before: Mapping[str, pa.Table], after: Mapping[str, pa.Table]) -> list[str]:
    """Documents that came and went, by name."""
    old, new = (set(tables["documents"].column("document_id").to_pylist()) for tables in (before, after))
    told = [("new documents", sorted(new - old)), ("documents removed", sorted(old - new))]
    return [
        f"{len(names)} {what}: {', '.join(f'`{name}`' for name in names[: pages.SHOWN])}"
        + (" …" if len(names) > pages.SHOWN else "")
        for what, names in told
        if names
    ]


def _described(folder: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    return described


def _rows(described: Mapping[str, Any]) -> dict[str, str]:
    """Hashes of the rows, by table."""
    return {r["name"]: r["hash"] for r in described["resources"] if r["name"] in TABLES}


def _findings(described: Mapping[str, Any]) -> list[Finding]:
    """What the build found, as far as its package tells: kinds and counts."""
    return [
        Finding(kind["severity"], kind["stage"], kind["rule"], "", "")
        for kind in described.get("findings", [])
        for _ in range(kind["count"])
    ]


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
