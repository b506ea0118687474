"""Bulk input is read as a stream: what is held at a time does not grow with the number of documents."""

import csv
import gzip
import json
import tracemalloc
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.ingest import Listing, stream_seeds

WORDS = "Norway and Chile signed an agreement on the ferry that had been late for years. " * 50


def rows(count):
    return ({"id": f"{n}", "text": f"{n}. {WORDS}", "language": "en"} for n in range(count))


def write_jsonl(folder, count):
    with gzip.open(folder / "news.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows(count))


def write_csv(folder, count):
    with (folder / "news.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ("id", "text", "language"))
        writer.writeheader()
        writer.writerows(rows(count))


def write_parquet(folder, count):
    table = pa.Table.from_pylist(list(rows(count)))
    pq.write_table(table, folder / "news.parquet", row_group_size=100)


def write_zip(folder, count):
    with zipfile.ZipFile(folder / "news.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inside.jsonl", "".join(json.dumps(row) + "\n" for row in rows(count)))


def peak(folder, expected):
    """Bytes that Python and Arrow held at the most while the documents were let go one by one."""
    tracemalloc.start()
    pool, held = pa.default_memory_pool(), 0
    before = pool.bytes_allocated()
    count = 0
    for _ in stream_seeds(folder, Listing()):
        count += 1
        held = max(held, pool.bytes_allocated() - before)
    _, python = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == expected
    return python + held


@pytest.mark.parametrize("write", [write_jsonl, write_csv, write_parquet, write_zip])
def test_five_times_the_documents_need_no_more_memory(tmp_path, write):
    found = []
    for count in (600, 3000):
        folder = tmp_path / str(count)
        folder.mkdir()
        write(folder, count)
        found.append(peak(folder, count))
    few, many = found
    assert many < 1.5 * few + 2_000_000
    assert many < 3000 * len(WORDS) / 2
