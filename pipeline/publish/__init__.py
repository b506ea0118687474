"""Publish: checked tables become a release that others download, cite, query and check; and a release is opened again.

In: Arrow tables. Out: a folder with Parquet, CSV, `datapackage.json`, `views.sql`, pages and `bilateral.duckdb`.
Whether the tables are right is decided before, in `pipeline.check`. Importing this package is cheap: what is heavy is
imported by use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.publish.errors import PublishError, ReleaseError, ReleaseNotFoundError, UnknownTableError
from pipeline.publish.files import Release
from pipeline.publish.metadata import Contributor, Licence, Publication, load_publication
from pipeline.publish.opening import connect, read, read_tables

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.records import Finding

__all__ = [
    "Contributor",
    "Licence",
    "Publication",
    "PublishError",
    "Release",
    "ReleaseError",
    "ReleaseNotFoundError",
    "UnknownTableError",
    "connect",
    "load_publication",
    "publish",
    "read",
    "read_tables",
]


def publish(
    tables: Mapping[str, pa.Table],
    output: Path,
    *,
    publication: Publication | None = None,
    findings: Sequence[Finding] = (),
    more_pages: Mapping[str, tuple[str, str]] | None = None,
    finish: Callable[[Path], None] | None = None,
) -> Release:
    """Publish tables as a release in a folder.

    The release is written into a sibling folder and takes the place of `output` by one rename: a reader sees the last
    release or the new one, and a run that fails or is killed leaves the last one. Files in `output` that no release
    wrote are carried over. At an address, where nothing can be renamed, the same holds otherwise: see
    `pipeline.publish.store`. Apart from `bilateral.duckdb`, the same tables give the same bytes.

    Args:
        tables: tables of `schemas.TABLES` by name, checked by `pipeline.check.check_tables`: all of them, or some
            with every table that they refer to.
        output: the folder, or an address; it may be missing, empty, or hold a release.
        publication: title, licence, contributors and so on; `load_publication()` without it.
        findings: what the run found so far; warnings are counted in the README, an error of a table refuses
            publication.
        more_pages: further texts by file name, each with its title.
        finish: adds to the release what a later stage makes of it, such as its site: called with the folder of the
            finished release before that takes the place of `output`, so that both appear at once.

    Returns:
        Folder, version, rows a table and files of the release.

    Raises:
        PublishError: the tables are not as declared, an error stands against them, the folder holds something that is
            no release, or it cannot be written. Whatever was in `output` is untouched.
    """
    from pipeline.publish.release import publish as publish_release

    return publish_release(
        tables, output, publication=publication, findings=findings, more_pages=more_pages, finish=finish
    )
