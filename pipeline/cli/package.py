"""Which package a command means: the folder that is named, else the one in or above the working folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.screen import complain
from pipeline.report import ExitCode
from pipeline.settings import Settings, is_address, place


def _place(*names: str, help: str) -> Any:
    """An option that takes a path or an address."""
    return typer.Option(*names, parser=place, metavar="PLACE", help=help, show_default=False)


Output = Annotated[
    Path | None, _place("--output", "-o", help="Folder of the package; by default `output/` here or in a folder above.")
]
Seeds = Annotated[
    Path | None,
    _place("--seeds", "-s", help="Folder of the articles, or one bulk file; a path or an address (seeds)."),
]
Target = Annotated[Path | None, _place("--output", "-o", help="Folder to publish into; a path or an address (output).")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes that read documents (1).", show_default=False)]
Columns = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME=COLUMN", help="How bulk files name a column: text=body. May be given again."),
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="VERSION", help="What was known at that release, instead of the package.", show_default=False),
]
DESCRIPTOR = "datapackage.json"


def joined(columns: list[str] | None) -> str | None:
    """What `Columns` gave, as the setting is written; None where it was not given."""
    return ",".join(columns or []) or None


def find_package(output: Path | None, as_of: str | None = None, *, anywhere: bool = False) -> Path:
    """The folder of the package: a release, as given, as set in BILATERAL_OUTPUT, or the nearest going up from here.

    Args:
        output: as given by the user.
        as_of: the release asked for instead.
        anywhere: whether the caller can read a package at an address.

    Raises:
        typer.Exit: there is none; the user has been told what to do.
    """
    if as_of is not None:
        from pipeline.releases import Shelf

        return Shelf(Settings.load().releases).place(as_of)
    folder = Settings.load(output=output).output
    if is_address(folder):
        if anywhere:
            return folder
        remedy = f"copy the folder that its {DESCRIPTOR} names here and name it with --output; sql and explain can ask it there"
        complain(f"the package {folder} is not on this machine", remedy)
        raise typer.Exit(ExitCode.USAGE)
    wanted = [folder]
    if output is None and not folder.is_absolute():
        here = Path.cwd()
        wanted = [found for above in (here, *here.parents) for found in (above / folder, above)]
    for candidate in wanted:
        if (candidate / DESCRIPTOR).is_file():
            return candidate
    also = "" if len(wanted) == 1 else " here, nor in a folder above"
    complain(
        f"there is no package in {folder}{also}: no {DESCRIPTOR}",
        "make one with bilateral build, or name its folder with --output",
    )
    raise typer.Exit(ExitCode.NOT_FOUND)


def find_seeds(seeds: Path | None, package: Path) -> Path:
    """The folder of the seeds: as given or set, or beside the package."""
    folder = Settings.load(seeds=seeds).seeds
    beside = package.absolute().parent / folder
    return folder if seeds is not None or folder.is_dir() or not beside.is_dir() else beside
