"""What is run, how often and in which order, and the figures that come of it.

In: sizes and rounds. Out: one `Figures` a size and density. Every run is a process of its own; the runs that are compared
follow each other within a round, and the figures are medians of rounds, so that another load on the machine hits all alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import mean, median

from tests.benchmarks.corpus import DENSITIES, archive

ROOT = Path(__file__).parents[2]
FLOOR_DOCUMENTS = 400  # of which plain spaCy is timed: its cost a document does not change with their number
# One process is meant to keep one processor busy; libraries would start threads of their own.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")

Run = dict[str, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one size and density came to; times in seconds, of processors where that is said, memory in MB a process."""

    density: str
    documents: int
    passed: float
    claims: int
    seconds_one: float
    seconds_two: float
    cpu_one: float
    cpu_two: float
    spacy_cpu: float
    megabytes: float

    @property
    def documents_a_second(self) -> float:
        """Of one process, start and publication included."""
        return self.documents / self.seconds_one

    @property
    def ratio(self) -> float:
        """How many times faster than plain spaCy, both in seconds of one processor."""
        return self.spacy_cpu / self.cpu_one

    @property
    def speedup(self) -> float:
        """How many times faster two processes are than one, by the clock."""
        return self.seconds_one / self.seconds_two


def measure(sizes: list[int], rounds: int, scratch: Path, tell: Callable[[str], None]) -> Iterator[Figures]:
    """Measure every density at every size.

    Args:
        sizes: numbers of documents.
        rounds: how often each is measured; above 1,000 documents once.
        scratch: a folder for the corpora.
        tell: told what is being run.
    """
    for density, share in DENSITIES.items():
        floor = _written(scratch / f"{density}-floor.jsonl", min(FLOOR_DOCUMENTS, max(sizes)), share)
        for size in sizes:
            corpus = _written(scratch / f"{density}-{size}.jsonl", size, share)
            tell(f"{density} density, {size:,} documents")
            found = [_round(corpus, floor) for _ in range(rounds if size <= 1000 else 1)]
            yield _figures(density, size, floor, found)


def _round(corpus: Path, floor: Path) -> dict[str, Run]:
    return {
        "spacy": run("spacy", floor),
        "one": run("archive", corpus),
        "two": run("archive", corpus, 2),
        "spacy again": run("spacy", floor),
        "gate": run("gate", floor),
    }


def run(kind: str, path: Path, workers: int = 1) -> Run:
    """One run of `runs` in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.runs", kind, str(path), str(workers)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | ONE_THREAD, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _figures(density: str, size: int, floor: Path, found: list[dict[str, Run]]) -> Figures:
    def middle(kind: str, name: str) -> float:
        return median(one[kind][name] for one in found)

    def floor_of(name: str) -> float:
        """Of plain spaCy, which is timed before and after, for a machine may change its pace in between."""
        return mean([middle("spacy", name), middle("spacy again", name)])

    timed = sum(1 for _ in floor.open(encoding="utf-8"))
    load = floor_of("load_cpu")
    return Figures(
        density=density,
        documents=size,
        passed=found[0]["gate"]["passed"],
        claims=int(found[0]["one"]["claims"]),
        seconds_one=middle("one", "seconds"),
        seconds_two=middle("two", "seconds"),
        cpu_one=middle("one", "cpu"),
        cpu_two=middle("two", "cpu"),
        spacy_cpu=load + (floor_of("cpu") - load) * size / timed,
        megabytes=max(one[kind]["megabytes"] for one in found for kind in ("one", "two")),
    )


def _written(path: Path, documents: int, density: float) -> Path:
    if not path.exists():
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in islice(archive(documents, density), documents))
    return path
