"""Which package a command means: the folder that is named, else the one in or above the working folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.settings import Settings, place

Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        help="Folder of the package; by default `output/` here or in a folder above.",
        show_default=False,
    ),
]
Seeds = Annotated[
    Path | None,
    typer.Option(
        "--seeds",
        "-s",
        parser=place,
        metavar="PLACE",
        help="Folder of the articles, or one bulk file; a path or an address (seeds).",
        show_default=False,
    ),
]
DESCRIPTOR = "datapackage.json"


def find_package(output: Path | None) -> Path:
    """The folder of the package: as given, as set in BILATERAL_OUTPUT, or the nearest going up from here."""
    settings = Settings.load(output=output)
    if output is not None or settings.output.is_absolute():
        return settings.output
    here = Path.cwd()
    for folder in (here, *here.parents):
        for candidate in (folder / settings.output, folder):
            if (candidate / DESCRIPTOR).is_file():
                return candidate
    return settings.output


def find_seeds(seeds: Path | None, package: Path) -> Path:
    """The folder of the seeds: as given or set, or beside the package."""
    folder = Settings.load(seeds=seeds).seeds
    beside = package.absolute().parent / folder
    return folder if seeds is not None or folder.is_dir() or not beside.is_dir() else beside
