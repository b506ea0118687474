"""What the files of very many claims take, beside a plain write: `python -m tests.benchmarks.publication --claims 1000000`.

The floor is the same rows as Parquet by pyarrow and as CSV by polars, with no hashes, guards or fixed spelling of numbers. Both
are seconds of processors, taken in turn in one process. The database is not measured: made claims have no sentences to refer to.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console

import schemas
from pipeline.publish.files import ZSTD_LEVEL, write_csv, write_parquet
from tests.benchmarks.questions import make_claims


def write_plainly(tables: dict[str, pa.Table], folder: Path) -> None:
    """Write the tables in both forms and do nothing else."""
    folder.mkdir()
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd", compression_level=ZSTD_LEVEL)
        pl.from_arrow(table).write_csv(folder / f"{name}.csv")


def write_as_published(tables: dict[str, pa.Table], folder: Path) -> None:
    """Write the tables as a release does."""
    folder.mkdir()
    for name, table in tables.items():
        write_parquet(table, folder / f"{name}.parquet")
        write_csv(table, folder / f"{name}.csv")


def _processor_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Make the claims, publish and write them in turn, and show the ratio."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.publication", description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    console = Console()
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made = folder / "made"
        made.mkdir()
        make_claims(options.claims, made)
        tables = {name: pq.read_table(made / f"{name}.parquet") for name in schemas.TABLES}
        ratios = []
        for number in range(options.rounds):
            floor = _processor_seconds(lambda: write_plainly(tables, folder / f"plain-{number}"))  # noqa: B023
            own = _processor_seconds(lambda: write_as_published(tables, folder / f"package-{number}"))  # noqa: B023
            ratios.append(own / floor)
            console.print(f"written as published in {own:.1f} s, written plainly in {floor:.1f} s: {own / floor:.2f}")
    console.print(f"{options.claims:,} claims: {median(ratios):.2f} times the floor")


if __name__ == "__main__":
    main()
