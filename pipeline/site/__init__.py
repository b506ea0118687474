"""Site: a published package becomes pages that people read in a browser, with no server behind them.

In: the folder of a release (`datapackage.json`, Parquet, CSV). Out: a folder of HTML, scripts and the release's own
files, which works from a disk, from any web host and from a path below it, with nothing fetched from elsewhere. The
same release with the same releases before it gives the same bytes. Every text is untrusted: the templates escape it, pages forbid scripts but their own,
and only http(s) addresses become links. The scripts under `assets/` are built from `frontend/` at development time.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.site.pages import Kept

__all__ = ["add_site", "replace_site"]


def add_site(package: Path, base: str | None = None, *, releases: Path | None = None, kept: Kept | None = None) -> None:
    """Write the site of a release into the release's own folder, as a part of it.

    Args:
        package: the folder of the release; it has no site yet.
        base: the address at which the site will stand, if that is known.
        releases: the folder of numbered releases, for what changed since the last one.
        kept: pages of earlier builds by the same code, which are taken where they show the same.

    Raises:
        pipeline.publish.ReleaseNotFoundError: the package holds no release, or its tables cannot be read.
    """
    from pipeline.publish.release import SITE
    from pipeline.site.write import write

    write(package, package / SITE, base, releases, kept)


def replace_site(
    package: Path, folder: Path | None = None, *, base: str | None = None, releases: Path | None = None
) -> Path:
    """Write the site of a release in the place of an older one, all of it or nothing.

    Args:
        package: the folder of the release.
        folder: where the site goes: missing, empty, or an older site; the release's own `site` by default.
        base: the address at which the site will stand. Sitemap and feed, which must name whole addresses, are
            written only with one.
        releases: the folder of numbered releases, for what changed since the last one.

    Returns:
        The folder of the site.

    Raises:
        pipeline.publish.ReleaseNotFoundError: the package holds no release, or its tables cannot be read.
        pipeline.publish.PublishError: the folder holds something else, or cannot be written.
    """
    from pipeline.publish.release import SITE
    from pipeline.publish.swap import replacing
    from pipeline.site.write import refuse_foreign_folder, write

    target = folder or package / SITE
    refuse_foreign_folder(target)
    with replacing(target) as fresh:
        write(package, fresh, base, releases)
    return target
