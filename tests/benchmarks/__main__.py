"""`python -m tests.benchmarks`: how fast an archive is read, beside a plain parse of the same texts.

A table on the screen, a picture and figures as JSON in a folder. `--questions` measures instead how fast a package of many
claims answers, see `questions`.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from tests.benchmarks.measure import Figures, measure

SIZES = (100, 1_000, 10_000, 100_000)


def main() -> None:
    """Measure and show."""
    options = _options().parse_args()
    console = Console()
    options.into.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        found: list[Figures] = []
        for one in measure(options.sizes, options.rounds, Path(scratch), console.print):
            found.append(one)
            keep(options.into / "archive.json", [{**dataclasses.asdict(one), "ratio": one.ratio} for one in found])
    console.print(_table(found))
    if options.plot:
        from tests.benchmarks.plot import plot_archive

        plot_archive(found, options.into / "archive.svg")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[100, 1_000], metavar="N", help=f"documents, such as {SIZES}"
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured; the median counts")
    parser.add_argument("--into", type=Path, default=Path(".cache/benchmarks"), help="folder for figures and pictures")
    parser.add_argument("--plot", action="store_true", help="draw the picture; needs matplotlib (uv run --group bench)")
    return parser


def _table(found: list[Figures]) -> Table:
    table = Table(title="An archive, start and publication included")
    columns = (
        "density",
        "documents",
        "parsed",
        "docs/s",
        "ms/doc",
        "× plain spaCy",
        "two ÷ one",
        "MB a process",
        "claims",
    )
    for name in columns:
        table.add_column(name, justify="left" if name == "density" else "right")
    for one in found:
        table.add_row(
            one.density,
            f"{one.documents:,}",
            f"{one.passed:.0%}",
            f"{one.documents_a_second:.1f}",
            f"{1000 * one.cpu_one / one.documents:.1f}",
            f"{one.ratio:.2f}",
            f"{one.speedup:.2f}",
            f"{one.megabytes:.0f}",
            f"{one.claims:,}",
        )
    return table


def keep(path: Path, figures: list[dict]) -> None:
    """Write figures with what they were measured on."""
    machine = {"processors": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    path.write_text(json.dumps({"machine": machine, "figures": figures}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
