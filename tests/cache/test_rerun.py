"""A rerun reads what is new, takes the rest from the cache, and does nothing where nothing has changed."""

import dataclasses
import gzip
import shutil
import subprocess
import sys

import pytest
import small_tables
from echo_reader import EchoReader, load_echo

from pipeline.cache import ReadingCache, reader_version
from pipeline.flow import build
from pipeline.records import Document, Reading
from pipeline.settings import Settings

ENTRY = {
    "sentences": [{"sentence": 0, "start": 0, "end": 5, "kind": "body", "refused": None}],
    "claims": {"trade": [{"value": 4.5, "evidence_start": 0, "evidence_end": 5}]},
    "organisations": [{"id": "o:1", "name": "Fjord Works – Øst", "aliases": ["FW"]}],
    "people": [],
    "mentions": [{"start": 0, "end": 5, "entity_id": "NOR"}],
}


def document(**changes):
    return dataclasses.replace(Document("alpha", "alpha.txt", "Words of alpha.", "0" * 64), **changes)


@pytest.fixture
def read(monkeypatch):
    """Ids of the documents that were read, in order; clear it between builds."""
    seen = []
    reading = EchoReader.read

    def note(self, documents):
        seen.extend(document.document_id for document in documents)
        return reading(self, documents)

    monkeypatch.setattr(EchoReader, "read", note)
    return seen


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name, text in small_tables.TEXTS.items():
        (folder / f"{name}.txt").write_bytes(text.encode("utf-8"))
    return folder


@pytest.fixture
def run(tmp_path, seeds, monkeypatch):
    settings = Settings(seeds=seeds, output=tmp_path / "output", cache=tmp_path / "cache", direct=True)
    tables = small_tables.make_tables()
    monkeypatch.setattr("pipeline.resolve.assemble", lambda readings, kept: tables)
    monkeypatch.setattr("pipeline.check.check_tables", lambda tables, texts, held: [])

    def run(**changes):
        return build(dataclasses.replace(settings, **changes), load_reader=load_echo)

    return run


def test_a_second_build_reads_nothing_and_tells_the_same(run, seeds, read):
    (seeds / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    first = run()
    assert (first.status, first.read_anew, len(read)) == ("incomplete", 4, 4)
    again = run()
    assert (again.status, again.release, len(read)) == ("unchanged", None, 4)
    assert (again.findings, again.counts, again.exit_code) == (first.findings, first.counts, first.exit_code)
    assert again.timings == {}
    assert again.report == first.report


def test_one_changed_document_is_read_alone(run, seeds, read):
    run()
    read.clear()
    with (seeds / "bravo.txt").open("a", encoding="utf-8") as file:
        file.write(" It was cold.")
    result = run()
    assert (result.status, result.documents_read, result.read_anew, read) == ("published", 4, 1, ["bravo"])


def test_metadata_is_read_too(run, seeds, read):
    run()
    read.clear()
    (seeds / "alpha.meta.yaml").write_text("published: 2021-05-04\n")
    assert (run().read_anew, read) == (1, ["alpha"])


def test_names_and_times_of_files_and_folders_do_not_matter(run, seeds, read, tmp_path):
    run()
    read.clear()
    moved = tmp_path / "elsewhere" / "news"
    shutil.copytree(seeds, moved, copy_function=shutil.copyfile)
    assert run(seeds=moved).status == "unchanged"
    (moved / "alpha.txt").rename(moved / "zulu.txt")
    assert (run(seeds=moved).status, read) == ("published", [])


@pytest.mark.parametrize(
    "harm", [b"", b"no gzip", gzip.compress(b"[1]", mtime=0), gzip.compress(b'{"claims": 4}', mtime=0), None]
)
def test_a_damaged_entry_is_made_anew_and_reported(run, read, tmp_path, seeds, harm):
    run()
    entry = sorted((tmp_path / "cache" / "readings").rglob("*.gz"))[0]
    whole = entry.read_bytes()
    entry.write_bytes(whole[:-9] if harm is None else harm)
    read.clear()
    (seeds / "publication.yaml").write_text("title: Another\n")
    result = run()
    assert [(f.rule, f.severity) for f in result.findings] == [("damaged_entry", "warning")]
    assert (result.status, len(read)) == ("published", 1)
    assert entry.read_bytes() == whole


def test_a_package_that_is_gone_or_cut_short_is_made_again(run, read, tmp_path):
    run()
    read.clear()
    for name in ("trade.csv", "bilateral.duckdb"):
        (tmp_path / "output" / name).unlink()
        assert run().status == "published", name
    with (tmp_path / "output" / "trade.csv").open("a") as file:
        file.write("x")
    assert run().status == "published"
    assert read == []


def test_fresh_reads_all_again_and_a_dry_run_is_never_skipped(run, read):
    run()
    assert run(dry_run=True).status == "checked"
    assert (run(fresh=True).read_anew, len(read)) == (4, 8)


def test_the_cache_may_be_deleted_or_unwritable(run, read, tmp_path):
    run()
    shutil.rmtree(tmp_path / "cache")
    assert run().read_anew == 4
    (tmp_path / "file").write_text("in the way")
    result = run(cache=tmp_path / "file", output=tmp_path / "other")
    assert {f.rule for f in result.findings} == {"not_kept", "no_report"}
    assert result.status == "published"


def test_a_reading_comes_back_as_it_was_with_the_document_that_asked(tmp_path):
    cache = ReadingCache(tmp_path, "v1")
    reading = Reading(document(), **ENTRY)
    cache.keeping(lambda: ([reading], []))()
    renamed = document(document_id="zulu", path="zulu.txt")
    assert cache.split([renamed]) == ([dataclasses.replace(reading, document=renamed)], [])
    for other in (document(sha256="1" * 64), document(publisher="Post"), document(body_start=3)):
        assert cache.split([other]) == ([], [other])


def test_another_version_forgets_the_readings_of_the_last(tmp_path):
    old, new = ReadingCache(tmp_path, "v1"), ReadingCache(tmp_path, "v2")
    for cache in (old, new):
        cache.keeping(lambda: ([Reading(document(), **ENTRY)], []))()
    new.forget_other_versions()
    assert len(old.split([document()])[1]) == 1
    assert len(new.split([document()])[0]) == 1


def test_a_version_hangs_on_the_readers_module():
    assert reader_version(load_echo) != reader_version(test_a_version_hangs_on_the_readers_module)


def test_every_library_that_a_reading_room_imports_is_part_of_the_version():
    from importlib.metadata import packages_distributions

    from test_layers import files, imported

    from pipeline.cache.version import READING_LIBRARIES

    rooms = [path for room in ("text", "annotate", "extract", "lexicons") for path in files(f"pipeline/{room}")]
    names = {name for path in rooms for name in imported(path)} - sys.stdlib_module_names - {"pipeline", "schemas"}
    known = packages_distributions()
    assert {known[name][0].casefold().replace("_", "-") for name in names} <= set(READING_LIBRARIES)


LOADED = """
import sys
from pathlib import Path
from pipeline.flow import build
from pipeline.settings import Settings
root = Path(sys.argv[1])
result = build(Settings(seeds=root / "seeds", output=root / "output", cache=root / "cache", direct=sys.argv[2] == "1"))
print(result.status, result.read_anew, *sorted({"prefect", "spacy", "pandera", "duckdb"} & set(sys.modules)))
"""


def test_without_a_change_neither_prefect_nor_a_model_is_loaded(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.txt").write_text("Norway imports 40 percent of its wheat from Portugal.\n")

    def tell(direct):
        command = [sys.executable, "-c", LOADED, str(tmp_path), direct]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()

    assert tell("1")[:2] == ["published", "1"]
    assert tell("0") == ["unchanged", "0"]
    (tmp_path / "seeds" / "publication.yaml").write_text("title: Another\n")
    assert tell("1") == ["published", "0", "duckdb", "pandera"]
