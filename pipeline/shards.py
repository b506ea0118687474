"""Documents into readings, shard by shard: in this process, or in several when there is more than one worker.

A document on which the reader fails costs itself alone: its shard is read again one by one, and it becomes a finding.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import cache, partial
from itertools import islice
from multiprocessing import forkserver, get_context
from typing import Protocol

from pipeline.records import Document, Finding, Reading


class Reader(Protocol):
    """What turns documents into readings (see `pipeline.extract`)."""

    def read(self, documents: Iterable[Document]) -> list[Reading]:
        """One reading a document, in order."""


_SMALLEST = 25  # documents: two seconds of reading, far more than a shard costs by itself
_PARTS = 12  # of what was cut before, one is the next shard
# elsewhere a fork of a process that has loaded this much may not be whole
_START = "forkserver" if sys.platform == "linux" else "spawn"

LoadReader = Callable[[], Reader]
ShardResult = tuple[list[Reading], list[Finding]]


def project_reader() -> Reader:
    """The project's own reader."""
    from pipeline.extract import load_reader

    return load_reader()


def cut(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    """Documents in shards of at most `size`: few tasks with much work each, for a task costs more than a document.

    The first shards are smaller, so that several processes share a few hundred documents evenly too, and the last one makes none of them
    wait for long: a shard is a small part of what was cut before it.
    """
    stream, done = iter(documents), 0
    while shard := list(islice(stream, min(size, max(_SMALLEST, done // _PARTS)))):
        yield shard
        done += len(shard)


def read_shards(
    shards: Sequence[Sequence[Document]], load_reader: LoadReader, workers: int, resources: ExitStack
) -> list[Callable[[], ShardResult]]:
    """One piece of work a shard, to be called in order; each gives readings in the documents' order, and findings.

    Args:
        shards: the documents, cut.
        load_reader: makes the reader; with several workers it must be a function of a module.
        workers: processes; they work ahead while an earlier shard is waited for.
        resources: closes the processes.
    """
    if workers == 1 or len(shards) < 2:
        return [partial(read_shard, load_reader, shard) for shard in shards]
    start_loading(load_reader)
    pool = processes(min(workers, len(shards)))
    resources.callback(pool.shutdown, cancel_futures=True)
    return [pool.submit(read_shard, load_reader, shard).result for shard in shards]


def processes(width: int) -> ProcessPoolExecutor:
    """Processes to read in: never forked from this one, for Prefect has threads, and a fork of a process with threads may hang."""
    return ProcessPoolExecutor(width, mp_context=get_context(_START))


def start_loading(load_reader: LoadReader) -> None:
    """Have a process load what the `processes` need, which are then forked from it, while this one still does other things.

    Each of them would take as long as that to load it for itself, and hold as much memory.
    """
    if _START == "forkserver":
        own = ["pipeline.extract.warm"] if load_reader is project_reader else []
        forkserver.set_forkserver_preload(["pipeline.check.spans", "pipeline.resolve", *own])
        forkserver.ensure_running()


def read_shard(load_reader: LoadReader, shard: Sequence[Document]) -> ShardResult:
    """The readings of a shard, and a finding for each document on which the reader failed."""
    reader = _reader(load_reader)
    try:
        return reader.read(shard), []
    except Exception:
        readings: list[Reading] = []
        findings: list[Finding] = []
        for document in shard:
            try:
                readings += reader.read([document])
            except Exception as error:
                findings.append(_failure(document, error))
        return readings, findings


@cache
def _reader(load_reader: LoadReader) -> Reader:
    """The reader of this process: its models take seconds to load."""
    return load_reader()


def _failure(document: Document, error: Exception) -> Finding:
    return Finding(
        "error",
        "extract",
        "reader_failed",
        f"the reader failed on this document ({told(error)}) and it was left out",
        "remove the document, and report its text with this message",
        file=document.path,
    )


def told(error: Exception) -> str:
    """An exception in one line, for the message of a finding."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
