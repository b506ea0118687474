"""bilateral: news text in, open data out.

    >>> import pipeline
    >>> release = pipeline.connect("output")  # doctest: +SKIP
    >>> release.sql("SELECT * FROM dyads").show()  # doctest: +SKIP

`build` makes a release from a folder of documents, `connect` opens one for SQL, `read` reads one table of it. What
they need is imported when they are called, so that importing the package costs nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from pipeline.report import BuildResult
    from pipeline.settings import Settings
    from pipeline.steps import Progress

__all__ = ["build", "connect", "read"]


def build(settings: Settings | None = None, *, progress: Progress | None = None) -> BuildResult:
    """Build a release from a folder of documents, as `bilateral build` does.

        >>> from pipeline.settings import Settings
        >>> result = pipeline.build(Settings(seeds=Path("seeds"), direct=True))  # doctest: +SKIP

    Args:
        settings: folders and the way to run; by default from the environment.
        progress: called with a stage's name, how many of its parts are done, and how many it has.

    Returns:
        The result: status, findings, counts. With `status` "stopped" nothing was published and the last good release is
        untouched.
    """
    from pipeline.flow import build as build_release

    return build_release(settings, progress=progress)


def connect(output: Path | str = "output") -> duckdb.DuckDBPyConnection:
    """Open a release for SQL: all tables, and the views that most questions start with.

    `bilateral.duckdb` is opened read-only if it is in the folder, whole, and of the release that `datapackage.json`
    describes. Otherwise the same tables and views are made over the Parquet files in a database in memory. Both work
    from any working folder.

    Args:
        output: the folder of the release.

    Raises:
        pipeline.publish.ReleaseNotFoundError: the folder holds no release, or its tables cannot be read.
    """
    from pipeline.publish import connect as open_release

    return open_release(output)


def read(table: str, output: Path | str = "output") -> pa.Table:
    """Read a table or a view of a release as an Arrow table, with types and the text about every column.

    Args:
        table: a name of `schemas.TABLES` or of a view.
        output: the folder of the release.

    Raises:
        pipeline.publish.ReleaseNotFoundError: the folder holds no release.
        pipeline.publish.UnknownTableError: there is no such table or view; the message names one that is spelt alike.
    """
    from pipeline.publish import read as read_table

    return read_table(table, output)
