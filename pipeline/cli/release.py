"""`bilateral release` and `bilateral diff`: numbered versions of the package, and what moved between two."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.package import Output, Seeds, find_package, find_seeds
from pipeline.cli.screen import complain, print_plain, print_text, show_rows
from pipeline.report import ExitCode
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.releases import Change

SHOWN = 20
Releases = Annotated[
    Path | None, typer.Option("--releases", help="Folder of the releases (releases).", show_default=False)
]


def release(output: Output = None, releases: Releases = None, seeds: Seeds = None) -> None:
    """Publish the package as a numbered version that stays.

    The number follows from what moved: breaking (2.0.0), additive (1.1.0), values (1.0.1). The version gets a folder and a
    zip with checksums, a delta that says why each row moved, and a place in versions.json and CHANGELOG.md.
    """
    from pipeline.publish.lock import holding
    from pipeline.releases import Shelf
    from pipeline.releases import release as make

    folder, package = Settings.load(releases=releases).releases, find_package(output)
    with holding(folder):
        shelf = Shelf(folder)
        last = shelf.last
        made, changes = make(package, shelf, find_seeds(seeds, package) / "publication.yaml")
    if made is last:
        print_text(f"Nothing has moved since {made.version}: it stays the last release.")
        return
    if made.previous:
        print_text(f"Release {made.version} ({made.kind}), after {made.previous}:")
        show_changes(changes)
    else:
        print_text(f"Release {made.version}, the first.")
    print_text(f"Folder: {shelf.folder / made.version}")
    print_text(f"Archive: {shelf.folder / made.archive} ({made.bytes} bytes, sha256 {made.sha256})")


def diff(
    old: Annotated[str, typer.Argument(metavar="A", help="A release (1.0.0) or the folder of a package.")],
    new: Annotated[str, typer.Argument(metavar="B", help="Another; by default the package.")] = "",
    releases: Releases = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print every change as CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print every change as JSON, a list of objects.")] = False,
) -> None:
    """Say which claims moved from A to B, and why."""
    from pipeline.publish import read_tables
    from pipeline.releases import Shelf, compare, delta_table

    if as_csv and as_json:
        complain("give one of --csv and --json")
        raise typer.Exit(ExitCode.USAGE)
    shelf = Shelf(Settings.load(releases=releases).releases)
    places = [Path(name) if Path(name).is_dir() else shelf.place(name) for name in (old, new) if name]
    places += [] if new else [find_package(None)]
    changes = compare(*(read_tables(place) for place in places))
    if as_json:
        print_plain(json.dumps(delta_table(changes).to_pylist(), ensure_ascii=False, indent=1))
    elif as_csv:
        import polars as pl

        print_plain(pl.DataFrame(pl.from_arrow(delta_table(changes))).write_csv().removesuffix("\n"))
    elif changes:
        show_changes(changes)
    else:
        print_text("No claim has moved.")


def show_changes(changes: Sequence[Change]) -> None:
    """Counts by kind and reason, then the rows that changed or went, for whoever uses the data must look at these."""
    from pipeline.releases import tally
    from pipeline.releases.delta import as_json

    show_rows(("change", "why", "table", "claims"), tally(changes), title="What moved")
    told = [change for change in changes if change.change != "ADD"]
    rows = [
        (c.change, c.why, c.table, c.claim_id, as_json(c.old) if c.new else None, as_json(c.new)) for c in told[:SHOWN]
    ]
    if rows:
        show_rows(("change", "why", "table", "claim", "old", "new"), rows)
    if len(told) > SHOWN:
        print_text(f"… and {len(told) - SHOWN} more")
