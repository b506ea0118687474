"""The order of a site: the files that it needs, then its pages."""

from __future__ import annotations

import os
import shutil
from base64 import b64encode
from importlib.resources import as_file, files
from pathlib import Path

from pipeline.publish.errors import PublishError, failure
from pipeline.site import console, documents, dyads, home, machine, organisations, pictures, search, tables
from pipeline.site.pages import Kept, Site
from pipeline.site.past import look_back
from pipeline.site.release import open_release

MARK = "assets/site.js"  # a folder with this file is a site
# What writes pages, and the address in the head of every page that leads there.
PARTS = (
    (tables, "tables.html"),
    (dyads, "dyads.html"),
    (organisations, "organisations.html"),
    (documents, "documents.html"),
    (pictures, "pictures.html"),
    (search, "search.html"),
    (console, "console.html"),
    (home, "index.html"),
    (machine, "croissant.json"),  # the last, for the sitemap names all pages
)


def write(
    package: Path, folder: Path, base: str | None = None, releases: Path | None = None, kept: Kept | None = None
) -> list[str]:
    """Write the site of a release into a folder that is missing or empty.

    Args:
        package: the folder of the release.
        folder: the folder of the site.
        base: the address at which the site will stand, if that is known.
        releases: the folder of numbered releases, if there is one.
        kept: pages of earlier builds.

    Returns:
        The addresses of the pages within the site, sorted.

    Raises:
        pipeline.publish.ReleaseNotFoundError: the package holds no release, or its tables cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open_release(package) as release:
        parts = [(part, address) for part, address in PARTS if part.has_all(release)]
        sections = frozenset(address for _, address in parts)
        past = look_back(release, releases)
        site = Site(release, folder, base and base.rstrip("/") + "/", sections, past, kept)
        _copy_assets(folder)
        _add_files(site)
        for part, _ in parts:
            part.write(site)
    return sorted(site.addresses)


def refuse_foreign_folder(folder: Path) -> None:
    """A site replaces its folder whole: never do that to a folder that holds something else.

    Raises:
        PublishError: the folder is a file, or holds something that is no site.
    """
    if not folder.exists() or (folder / MARK).is_file():
        return
    found = "is a file" if not folder.is_dir() else next((f"holds {path.name!r}" for path in folder.iterdir()), None)
    if found:
        message, remedy = f"{folder} {found} and is no site.", "Name an empty folder, or one that does not exist yet."
        raise PublishError(failure("site_folder_foreign", message, remedy, file=str(folder)))


def _copy_assets(folder: Path) -> None:
    with as_file(files("pipeline.site") / "assets") as assets:
        shutil.copytree(assets, folder / "assets", copy_function=_share)
    # without it GitHub Pages would run the folder through a program that leaves out some names
    (folder / ".nojekyll").touch()


def _add_files(site: Site) -> None:
    """Put the files of the release into the site, and the rows of every table into a script for its grid."""
    data = site.folder / "data"
    data.mkdir()
    for resource in [{"path": "datapackage.json"}, *site.release.descriptor["resources"]]:
        _share(site.release.folder / resource["path"], data / resource["path"])
    for table in site.release.tables:
        rows = b64encode((data / f"{table.name}.parquet").read_bytes()).decode("ascii")
        site.write_text(f"rows/{table.name}.js", f'bilateralGive("rows/{table.name}", "{rows}");\n')


def _share(source: str | Path, target: str | Path) -> None:
    """Give a file a second name, so that it takes no room twice; copy it where the file system cannot."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
