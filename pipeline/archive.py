"""An archive of documents into landed shards: cut from a stream, read by whatever runs the work, a failed shard tried again.

Memory holds the shards that are being read and no more. Nothing here knows Prefect: a runner is anything that takes work
and gives a future of its result. The order in which shards are done, and their size, change nothing in the tables.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from pipeline.records import Document, Finding
from pipeline.shards import LoadReader, cut, processes, read_shard, start_loading, told

ATTEMPTS = 3


class Pending(Protocol):
    """Work that was handed over."""

    def result(self) -> Any:
        """What it gave; raises what it raised."""


class Runner(Protocol):
    """What runs the shards: this process, threads, processes, a cluster."""

    width: int

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Pending:
        """Hand over a call of a module's function."""


@dataclass(frozen=True, slots=True)
class Landed:
    """What a shard came to: how many documents were read, and what was found on the way."""

    documents: int
    findings: list[Finding]


def keeping_texts(documents: Iterable[Document], wanted: Collection[str], texts: dict[str, str]) -> Iterator[Document]:
    """Pass documents on, and put the texts of those that are wanted, by their ids, into `texts`: all others are let go."""
    for document in documents:
        if document.document_id in wanted:
            texts[document.document_id] = document.text
        yield document


def land_shards(
    documents: Iterable[Document], size: int, folder: Path, load_reader: LoadReader, runner: Runner
) -> Iterator[Landed]:
    """Read an archive shard by shard into `folder`.

    Args:
        documents: a stream; it is taken from as fast as shards are done.
        size: documents a shard.
        folder: where the shards land, each in a folder of its own; every worker must reach it under this path.
        load_reader: makes the reader, a function of a module.
        runner: runs the shards; twice as many as it is wide are handed over at a time.

    Yields:
        What each shard came to, in the order of the stream. A shard that failed three times is a finding.
    """
    waiting: deque[tuple[Pending, _Shard]] = deque()
    for number, shard in enumerate(cut(documents, size)):
        work = _Shard(load_reader, shard, folder / f"{number:08d}")
        waiting.append((runner.submit(land_shard, *work.arguments), work))
        if len(waiting) >= 2 * runner.width:
            yield _outcome(*waiting.popleft(), runner)
    while waiting:
        yield _outcome(*waiting.popleft(), runner)


def land_shard(load_reader: LoadReader, shard: Sequence[Document], folder: Path) -> Landed:
    """Read one shard, hold its rows against the texts, and write them down; run where the runner likes."""
    from pipeline.check.spans import check_spans
    from pipeline.resolve import land

    readings, findings = read_shard(load_reader, shard)
    if readings:
        tables = land(readings, folder)
        texts = {reading.document.document_id: reading.document.text for reading in readings}
        findings += check_spans(tables, texts)
    return Landed(len(readings), findings)


@dataclass(frozen=True, slots=True)
class _Shard:
    load_reader: LoadReader
    documents: Sequence[Document]
    folder: Path

    @property
    def arguments(self) -> tuple[LoadReader, Sequence[Document], Path]:
        return self.load_reader, self.documents, self.folder


def _outcome(pending: Pending, shard: _Shard, runner: Runner) -> Landed:
    """What a shard came to, after as many attempts as it needs."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            landed: Landed = pending.result()
            return landed
        except Exception as error:
            if attempt == ATTEMPTS:
                return Landed(0, [_failed(shard, error)])
            pending = runner.submit(land_shard, *shard.arguments)
    raise AssertionError("the last attempt returns")  # pragma: no cover


def _failed(shard: _Shard, error: Exception) -> Finding:
    first, last = shard.documents[0], shard.documents[-1]
    message = f"{len(shard.documents)} documents, {first.path} to {last.path}, could not be read in {ATTEMPTS} attempts"
    remedy = "the rest is published; look at memory and disk of the workers, then build again with smaller shards"
    return Finding("error", "extract", "shard_failed", f"{message} ({told(error)})", remedy, file=first.path)


def load_ahead() -> None:
    """Load what the last stages ask for, while processes load what they read with: this one would only wait for them.

    Where this one reads itself it is no gain, and DuckDB, loaded before the reader keeps the garbage collector from what is there,
    would tell at the end of leaks that are none.
    """
    import duckdb  # noqa: F401
    import polars as pl

    import pipeline.publish.release  # noqa: F401
    from pipeline.extract.rules import rule_rows
    from pipeline.publish.views import describe_views
    from schemas.declare import Model

    rule_rows()
    describe_views()
    # the first time it loads what it checks with
    Model.validate(pl.DataFrame())


class LocalRunner:
    """Runs shards on this machine: one after another, in threads, or in processes that are started anew when they die."""

    def __init__(self, kind: str, workers: int, load_reader: LoadReader) -> None:
        self.kind, self.width, self.load_reader = kind, workers, load_reader
        self._pool: Executor | None = None

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Pending:
        """Hand over a call."""
        if self.width == 1:
            return _run_now(work, *arguments)
        try:
            return self._open().submit(work, *arguments)
        except BrokenProcessPool:
            self._pool = None
            return self._open().submit(work, *arguments)

    def _open(self) -> Executor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.width) if self.kind == "threads" else processes(self.width)
        return self._pool

    def __enter__(self) -> LocalRunner:
        if self.kind == "processes" and self.width > 1:
            start_loading(self.load_reader)
            load_ahead()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _run_now(work: Callable[..., Any], *arguments: Any) -> Future[Any]:
    done: Future[Any] = Future()
    try:
        done.set_result(work(*arguments))
    except Exception as error:
        done.set_exception(error)
    return done
