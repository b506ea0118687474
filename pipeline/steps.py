"""The stages of a build run as plain functions: in order, with their time taken and their progress told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.archive import LocalRunner, Runner
from pipeline.settings import Settings
from pipeline.shards import LoadReader

T = TypeVar("T")
Work = Callable[[], T]
Progress = Callable[[str, int, int], None]


@dataclass
class Steps:
    """Runs the stages as plain functions, tells the progress and takes the time."""

    progress: Progress
    timings: dict[str, float] = field(default_factory=dict)

    def run(self, stage: str, work: Work[T]) -> T:
        """Run a stage of one part."""
        return self.run_each(stage, [work])[0]

    def run_each(self, stage: str, works: Sequence[Work[T]]) -> list[T]:
        """Run the parts of a stage in order; return what they give."""
        start = time.perf_counter()
        done: list[T] = []
        self.progress(stage, 0, len(works))
        for work in works:
            self.perform(stage, lambda work=work: done.append(work()))  # type: ignore[misc]
            self.progress(stage, len(done), len(works))
        self.timings[stage] = time.perf_counter() - start
        return done

    def run_stream(self, stage: str, parts: Iterable[T]) -> Iterator[T]:
        """Pass on the parts of a stage that nobody can count before, as they are done."""
        start = time.perf_counter()
        self.progress(stage, 0, 0)
        for done, part in enumerate(parts, start=1):
            yield part
            self.progress(stage, done, 0)
        self.timings[stage] = time.perf_counter() - start

    def runner(self, settings: Settings, load_reader: LoadReader) -> AbstractContextManager[Runner]:
        """What runs the shards of an archive."""
        return LocalRunner(settings.runner, settings.workers, load_reader)

    def perform(self, stage: str, work: Work[None]) -> None:
        """Do one part of a stage."""
        work()
