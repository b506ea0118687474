"""What a release says of itself: title, licence, contributors, version. Nothing here is taken from a clock.

The defaults stand in `publication.yaml` beside this module; a publisher overrides any of them with a file of the same
form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.publish.errors import PublishError, failure

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Licence:
    """Terms under which the tables may be used: SPDX name, title, address of the full terms."""

    name: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who made the release, with roles as in Data Package v2 (`creator`, `editor`, `funder` ...)."""

    title: str
    roles: tuple[str, ...] = ("creator",)
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """What the publisher decides about a release.

    `version` is null unless the publisher numbers the releases: it is then the version of the software and, after
    `+`, the first twelve digits of a hash of all rows, so that other data never has the same version.
    """

    name: str
    title: str
    description: str
    licence: Licence
    contributors: tuple[Contributor, ...]
    keywords: tuple[str, ...] = field(default=())
    homepage: str | None = None
    version: str | None = None


def load_publication(overlay: Path | None = None) -> Publication:
    """Return the default publication, with the keys of a YAML file laid over it.

    Args:
        overlay: a file with any of the keys of `publication.yaml`; a file that does not exist changes nothing.

    Raises:
        PublishError: the file is no mapping, has a key nobody knows, or lacks a part of a licence or contributor.
    """
    import yaml

    values: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("publication.yaml").read_text(encoding="utf-8"))
    if overlay is None or not overlay.exists():
        return _publication(values)
    try:
        given = yaml.safe_load(overlay.read_text(encoding="utf-8")) or {}
        return _publication({**values, **given})
    except (yaml.YAMLError, TypeError, ValueError, AttributeError) as error:
        raise PublishError(
            failure(
                "publication_file",
                f"{overlay}: {error}.",
                "Use the keys name, title, description, homepage, version, licence (name, title, path), contributors "
                "(title, roles, path) and keywords.",
                file=str(overlay),
            )
        ) from error


def data_version(publication: Publication, row_hash: str) -> str:
    """Return the version of a release: the publisher's, or the software's with a hash of the rows as build metadata."""
    if publication.version is not None:
        return publication.version
    try:
        software = installed_version("bilateral")
    except PackageNotFoundError:  # run from a folder that was never installed
        software = "0"
    return f"{software}+{row_hash[:12]}"


def latest_day(documents: pa.Table | None) -> date | None:
    """Return the latest day on which a document was published or retrieved; null if none says."""
    if documents is None:
        return None
    days = [day for name in ("published", "retrieved") for day in documents.column(name).to_pylist() if day is not None]
    return max(days, default=None)


def _publication(values: Mapping[str, Any]) -> Publication:
    known = {**values, "licence": Licence(**values["licence"]), "contributors": _contributors(values["contributors"])}
    known["keywords"] = tuple(str(word) for word in values["keywords"])
    if known.get("version") is not None:
        known["version"] = str(known["version"])
    return Publication(**known)


def _contributors(values: Iterable[Mapping[str, Any]]) -> tuple[Contributor, ...]:
    return tuple(
        Contributor(value["title"], tuple(value.get("roles", ("creator",))), value.get("path")) for value in values
    )
