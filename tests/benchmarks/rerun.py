"""What a rerun takes: `python -m tests.benchmarks.rerun --documents 10000`.

The build of all documents, the build after one of them was changed, and the build after none was, each a process of its own and
without Prefect; beside the last one `import duckdb` in the same minute. Seconds are of processors.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich.console import Console

from tests.benchmarks.corpus import DENSITIES, archive
from tests.benchmarks.measure import ONE_THREAD, ROOT

CHANGED = "\n\nNorway recognised Chile on 3 May 1990."
ROUNDS = 5  # of the builds that take no time


def processor_seconds(command: list[str]) -> float:
    """What a process and its children use.

    Raises:
        SystemExit: it failed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, env=os.environ | ONE_THREAD, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {(done.stdout + done.stderr).strip()[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def figures(documents: int, density: float, scratch: Path) -> Iterator[tuple[str, float]]:
    """What is built and the seconds that it takes, in order."""
    seeds = scratch / "seeds"
    seeds.mkdir()
    for row in islice(archive(documents, density), documents):
        (seeds / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
    places = ["--seeds", str(seeds), "--output", str(scratch / "output")]
    os.environ["BILATERAL_CACHE"] = str(scratch / "cache")
    build = [sys.executable, "-m", "pipeline", "build", "--direct", "--brief", *places]
    yield "all documents", processor_seconds(build)
    one = seeds / f"{documents // 2:07d}.txt"
    one.write_text(one.read_text(encoding="utf-8") + CHANGED, encoding="utf-8")
    yield "one of them changed", processor_seconds(build)
    yield "none changed", median(processor_seconds(build) for _ in range(ROUNDS))
    yield "import duckdb", median(processor_seconds([sys.executable, "-c", "import duckdb"]) for _ in range(ROUNDS))


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.rerun", description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--density", choices=DENSITIES, default="low")
    options = parser.parse_args()
    console = Console()
    with TemporaryDirectory() as scratch:
        found = {}
        for name, seconds in figures(options.documents, DENSITIES[options.density], Path(scratch)):
            found[name] = seconds
            console.print(f"{name}: {seconds:.2f} s")
    console.print(f"one changed: {found['one of them changed'] / found['all documents']:.1%} of all")
    console.print(f"none changed: {found['none changed'] / found['import duckdb']:.1f} × import duckdb")


if __name__ == "__main__":
    main()
