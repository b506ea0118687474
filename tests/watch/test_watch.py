"""`bilateral watch` as a process: what is built again, what is said, and how it ends."""

import shutil
import sys
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).parents[2]
CORRECTION = """action: drop
table: events
claim: {claim}
expect: {{event_mode: visit}}
reason: It was called off.
author: A. Reader
date: 2024-05-07
"""


def rows(tmp_path, table):
    return pq.read_table(tmp_path / "output" / f"{table}.parquet").to_pylist()


def test_seeds_and_corrections_are_built_as_they_come(start, seeds, tmp_path):
    watching = start()
    assert "Published: 1 document" in watching.until()
    (seeds / "second.txt").write_text("Bruno Birke of Peru visited Norway.\n")
    said = watching.until()
    assert "added    seeds/second.txt" in said and "Published: 2 documents, 1 of them read anew." in said
    assert "ADD" in said and "new_source" in said
    claim = next(row["claim_id"] for row in rows(tmp_path, "events") if row["document_id"] == "second")
    (seeds / "corrections" / "visit.yaml").write_text(CORRECTION.format(claim=claim))
    said = watching.until()
    assert "added    seeds/corrections/visit.yaml" in said and "DEL" in said and "correction" in said
    assert [row["document_id"] for row in rows(tmp_path, "events")] == ["first"]
    (seeds / "second.txt").write_text("Clara Fink of Peru visited Norway.\n")  # what the correction expects is gone
    said = watching.until()
    assert "Nothing published: 1 error" in said and "this build failed (exit code 1)" in said
    assert len(rows(tmp_path, "documents")) == 2
    (seeds / "corrections" / "visit.yaml").unlink()
    said = watching.until()
    assert "removed  seeds/corrections/visit.yaml" in said and "Published: 2 documents" in said
    assert watching.interrupt() == (0, "ended\n")


def test_a_bad_file_is_told_and_a_crash_survived(start, seeds):
    watching = start()
    watching.until()
    (seeds / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    said = watching.until()
    assert "seeds/photo.txt  the file is a PNG picture" in said and "others were left out (1 error)" in said
    (seeds / "killer.txt").write_text(f"This KILLS the process once: {seeds.parent / 'once'}")
    said = watching.until()
    assert "this build failed (exit code 1)" in said
    (seeds / "photo.txt").unlink()
    assert "Published: 2 documents" in watching.until()


def test_a_storm_of_saves_is_one_build(start, seeds):
    watching = start("--settle", "3")
    watching.until()
    for number in range(300):
        (seeds / f"{number % 5}.txt").write_text(f"Ada Amsel of Norway visited Peru.\nIt was day {number}.\n")
    said = watching.until()
    assert said.count("added") == 5 and "Published: 6 documents, 5 of them read anew." in said
    (seeds / "last.txt").write_text("Bruno Birke of Peru visited Norway.\n")
    said = watching.until()
    assert said.startswith("added    seeds/last.txt\n") and "Published: 7 documents, 1 of them" in said


def test_ctrl_c_in_a_build_stops_it_and_leaves_the_package(start, seeds, tmp_path):
    watching = start()
    watching.until()
    (seeds / "slow.txt").write_text("This WAITS.")
    watching.until("reading")
    code, said = watching.interrupt()
    assert (code, "the last good package is as it was" in said) == (130, True)
    assert len(rows(tmp_path, "documents")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [".output.lock", "cache", "output", "seeds"]


def test_a_word_of_the_lexicon_works_in_the_next_build(start, seeds, tmp_path):
    for room in ("pipeline", "schemas"):
        ignored = shutil.ignore_patterns("__pycache__", "node_modules", "duckdb")
        shutil.copytree(ROOT / room, tmp_path / room, ignore=ignored)
    (seeds / "first.txt").write_text("Portugal exports cork to Norway.\n")
    watching = start(command=[sys.executable, "-m", "pipeline"])
    watching.until()
    assert [row["commodity_code"] for row in rows(tmp_path, "trade")] == ["45"]
    lexicon = tmp_path / "pipeline" / "lexicons" / "commodities.yaml"
    words = lexicon.read_text(encoding="utf-8")
    lexicon.write_text(words.replace('cork: "45"', 'cork: "44"'), encoding="utf-8")
    said = watching.until()
    assert "changed  pipeline/lexicons/commodities.yaml" in said and "rule_changed" in said
    assert [row["commodity_code"] for row in rows(tmp_path, "trade")] == ["44"]
    lexicon.write_text("goods: [", encoding="utf-8")
    assert "this build failed (exit code 1)" in watching.until()
    assert len(rows(tmp_path, "trade")) == 1
