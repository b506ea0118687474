"""An archive is built in shards, by whatever runs them, into the package that a build in memory makes."""

import random
import shutil
import subprocess
import sys
from concurrent.futures import Future

import pyarrow.parquet as pq
import pytest
from word_reader import load_words

import schemas
from pipeline.archive import ATTEMPTS, LocalRunner, land_shards
from pipeline.check import check_release
from pipeline.records import Document
from pipeline.report import ExitCode
from pipeline.resolve import assemble, land, merge
from pipeline.resolve.rows import ENTITY_COLUMNS
from pipeline.settings import SettingsError


def content(folder):
    """The files of a package; an archive has no site, and the bytes of the database differ from build to build."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".duckdb"}


@pytest.fixture(scope="module")
def expected(tmp_path_factory, seeds):
    """What a build in memory publishes."""
    from pipeline.flow import build
    from pipeline.settings import Settings

    folder = tmp_path_factory.mktemp("memory")
    result = build(
        Settings(seeds, output=folder / "output", cache=folder / "cache", direct=True), load_reader=load_words
    )
    assert (result.status, result.counts["events"]) == ("incomplete", 129)
    return content(folder / "output")


@pytest.mark.parametrize(
    "changes",
    [
        {"shard_size": 1},
        {"shard_size": 7},
        {"shard_size": 1000},
        {"shard_size": 4, "workers": 2, "runner": "threads"},
        {"shard_size": 11, "workers": 2, "runner": "processes"},
    ],
)
def test_neither_shards_nor_what_runs_them_change_a_byte(build, settings, expected, changes):
    result = build(archive=True, **changes)
    assert (result.status, result.exit_code) == ("incomplete", ExitCode.INCOMPLETE)
    assert [finding.rule for finding in result.errors] == ["reader_failed"]
    assert result.documents_read == 43
    assert content(settings.output) == expected
    assert sorted(path.name for path in settings.cache.iterdir()) == ["builds", "run_report.json", "run_report.md"]
    assert build(archive=True, **changes).status == "unchanged"


def test_a_changed_file_beside_a_bulk_file_is_noticed(build, tmp_path, seeds):
    bulk = tmp_path / "news.jsonl"
    bulk.write_bytes((seeds / "news.jsonl").read_bytes())
    assert build(seeds=bulk).status == "published"
    (tmp_path / "other.txt").write_text("of no concern")
    assert build(seeds=bulk).status == "unchanged"
    (tmp_path / "news.meta.yaml").write_text("publisher: The Example Courier")
    assert build(seeds=bulk).status == "published"


def test_copies_are_found_whatever_shards_they_are_in(build, settings):
    build(archive=True, shard_size=3)
    rows = pq.read_table(settings.output / "documents.parquet").to_pylist()
    assert {row["document_id"]: row["copy_of"] for row in rows if row["copy_of"]} == {
        "news-print-4": "news-004",
        "news-005": "news-print-5",
        "news-print-39": "news-039",
    }


CORRECTIONS = """
- id: other-host
  action: set
  table: events
  claim: {0}
  expect: {{event_type: CONSULT}}
  set: {{actor2_country: BOL, actor2_name: Bolivia}}
{head}
- id: no-visit
  action: drop
  table: events
  claim: {1}
  expect: {{event_type: CONSULT}}
{head}
- id: bees
  action: add
  table: indicators
  document: news-007
  evidence: Bees need flowers
  row: {{country: NOR, indicator: bees, value: 3, unit: 1}}
{head}
- id: seen
  action: approve
  table: events
  claim: {2}
  row_sha256: {3}
  text_sha256: {3}
{head}
"""
HEAD = "  reason: The text says so.\n  author: A. Reader\n  date: 2024-05-07\n"


@pytest.fixture
def corrected_seeds(tmp_path, seeds, build, settings):
    """The seeds, and a word of every kind about their rows."""
    build()
    claims = pq.read_table(settings.output / "events.parquet").column("claim_id").to_pylist()
    folder = tmp_path / "corrected"
    shutil.copytree(seeds, folder)
    (folder / "corrections").mkdir()
    said = CORRECTIONS.format(claims[0], claims[50], claims[100], "0" * 64, head=HEAD)
    (folder / "corrections" / "all.yaml").write_text(said)
    return folder


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_corrections_give_the_same_bytes_as_without_archive(build, settings, tmp_path, corrected_seeds, size):
    assert build(seeds=corrected_seeds, output=tmp_path / "memory").status == "incomplete"
    result = build(seeds=corrected_seeds, archive=True, shard_size=size)
    assert ([f.rule for f in result.errors], result.counts["corrections"]) == (["reader_failed"], 4)
    assert [f.rule for f in result.findings if f.stage == "correct"] == ["approval_lapsed"]
    assert content(settings.output) == content(tmp_path / "memory")
    assert [f.rule for f in check_release(settings.output) if f.severity == "error"] == []


def test_a_correction_that_does_not_fit_stops_an_archive_and_the_last_package_stays(build, settings, corrected_seeds):
    before = content(settings.output)
    file = corrected_seeds / "corrections" / "all.yaml"
    file.write_text(file.read_text().replace("CONSULT", "AID", 1))
    result = build(seeds=corrected_seeds, archive=True)
    assert (result.status, result.exit_code) == ("stopped", ExitCode.ERRORS)
    assert "expectation_failed" in [finding.rule for finding in result.errors]
    assert content(settings.output) == before


@pytest.mark.parametrize("archive", [False, True])
def test_a_correction_that_cannot_be_understood_stops_before_anything_is_read(build, settings, tmp_path, archive):
    (tmp_path / "seeds" / "corrections").mkdir(parents=True)
    (tmp_path / "seeds" / "a.txt").write_text("Ada Amsel of Norway visited Chile.")
    (tmp_path / "seeds" / "corrections" / "wheat.yaml").write_text("action: drop")
    result = build(archive=archive, seeds=tmp_path / "seeds")
    assert (result.status, result.exit_code) == ("stopped", ExitCode.ERRORS)
    assert [(finding.rule, finding.file) for finding in result.errors] == [
        ("bad_correction", (tmp_path / "seeds" / "corrections" / "wheat.yaml").as_posix())
    ]
    assert list(result.timings) == []
    assert not settings.output.exists()


@pytest.mark.parametrize("runner", ["threads", "processes", "dask"])
def test_under_prefect_every_task_runner_gives_the_same_bytes(build, settings, expected, prefect_home, runner):
    result = build(archive=True, direct=False, shard_size=11, workers=2, runner=runner, prefect_home=prefect_home)
    assert (result.status, result.orchestration) == ("incomplete", "prefect")
    assert [finding.rule for finding in result.errors] == ["reader_failed"]
    assert content(settings.output) == expected


def documents(count=9):
    return [
        Document(f"d{n}", f"d{n}.txt", f"Ada Amsel of Norway visited Chile.\nNumber {n}.", "") for n in range(count)
    ]


def test_merged_shards_are_the_tables_that_are_assembled_in_memory(tmp_path):
    readings = load_words().read(documents())
    random.Random(1).shuffle(readings)
    for number in range(0, 9, 2):
        land(readings[number : number + 2], tmp_path / "shards" / str(number))
    (tmp_path / "merged").mkdir()
    merged, whole = merge(tmp_path / "shards", tmp_path / "merged"), assemble(readings)
    assert list(merged) == list(whole)
    for name, table in whole.items():
        assert merged[name].equals(table), name
        assert merged[name].schema.equals(table.schema, check_metadata=True)


def test_the_key_of_a_fact_holds_no_id_that_only_all_documents_give():
    assert [name for name, t in schemas.TABLES.items() if set(t.fact_key or ()) & set(ENTITY_COLUMNS)] == []


class Failing:
    """Fails the first `times` calls for a shard that holds `name`."""

    width = 2

    def __init__(self, name, times):
        self.name, self.times, self.calls = name, times, 0

    def submit(self, work, load_reader, shard, folder):
        done = Future()
        if any(document.document_id == self.name for document in shard):
            self.calls += 1
            if self.calls <= self.times:
                done.set_exception(MemoryError("no room"))
                return done
        done.set_result(work(load_reader, shard, folder))
        return done


def test_a_failed_shard_is_tried_again(tmp_path):
    runner = Failing("d3", ATTEMPTS - 1)
    landed = list(land_shards(documents(), 2, tmp_path, load_words, runner))
    assert (runner.calls, [one.documents for one in landed]) == (ATTEMPTS, [2, 2, 2, 2, 1])
    assert [finding for one in landed for finding in one.findings if finding.rule == "shard_failed"] == []


def test_a_shard_that_fails_for_good_is_reported_and_the_rest_lands(tmp_path):
    landed = list(land_shards(documents(), 2, tmp_path, load_words, Failing("d3", 99)))
    assert [one.documents for one in landed] == [2, 0, 2, 2, 1]
    [finding] = [finding for one in landed for finding in one.findings if finding.rule == "shard_failed"]
    assert (finding.severity, finding.table) == ("error", None)
    assert "d2.txt to d3.txt" in finding.message
    assert "MemoryError: no room" in finding.message
    assert len(list(tmp_path.iterdir())) == 4


def test_workers_that_die_are_started_anew(tmp_path):
    texts = documents(4)
    texts[1] = Document("d1", "d1.txt", f"KILLS {tmp_path / 'once'}", "")
    with LocalRunner("processes", 2, load_words) as runner:
        landed = list(land_shards(texts, 1, tmp_path / "shards", load_words, runner))
    assert [one.documents for one in landed] == [1, 1, 1, 1]


FORKED = """
from pipeline.archive import LocalRunner
from pipeline.annotate.parse import load_parser
from pipeline.shards import project_reader


def models():
    return load_parser.cache_info().currsize


if __name__ == "__main__":
    with LocalRunner("processes", 2, project_reader) as runner:
        print(runner.submit(models).result())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each process loads for itself")
def test_processes_find_loaded_what_they_read_with(tmp_path):
    (tmp_path / "forked.py").write_text(FORKED)
    told = subprocess.run([sys.executable, str(tmp_path / "forked.py")], capture_output=True, text=True, check=True)
    assert told.stdout == "1\n"


def test_the_stream_is_taken_from_only_as_fast_as_shards_are_done(tmp_path):
    taken = []

    def stream():
        for document in documents(50):
            taken.append(document)
            yield document

    first = next(land_shards(stream(), 2, tmp_path, load_words, Failing("", 0)))
    assert (first.documents, len(taken)) == (2, 8)


def test_without_a_document_nothing_is_published(build, settings, tmp_path):
    (tmp_path / "empty").mkdir()
    result = build(archive=True, seeds=tmp_path / "empty")
    assert (result.status, [f.rule for f in result.findings]) == ("stopped", ["no_documents"])
    assert not settings.output.exists()


def test_settings_that_cannot_be_are_refused(build):
    with pytest.raises(SettingsError, match="it takes processes, threads, dask"):
        build(runner="ray")
    with pytest.raises(SettingsError, match="runs under Prefect"):
        build(runner="dask", direct=True)
