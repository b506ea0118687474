"""Seeds and output at addresses give what they give in folders; what must be a folder of this machine says so."""

import dataclasses
import gzip
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from word_reader import load_words

from pipeline.flow import build
from pipeline.publish.store import current_release
from pipeline.settings import Settings, SettingsError, place

VISIT = "Ada Amsel of Norway visited Chile.\nThe talks of the {} day were about salmon, copper and the ships that carry both."
SAID = """
action: add
table: indicators
document: letter
evidence: salmon, copper
row: {country: NOR, indicator: goods, value: 2, unit: 1}
reason: The text says so.
author: A. Reader
date: 2024-05-07
"""


@pytest.fixture
def seeds(tmp_path):
    """One file of every kind, with sidecar, corrections and a word about the publication."""
    folder = tmp_path / "seeds"
    (folder / "more").mkdir(parents=True)
    (folder / "corrections").mkdir()
    (folder / "corrections" / "goods.yaml").write_text(SAID)
    (folder / "publication.yaml").write_text("title: From a store\n")
    (folder / "letter.txt").write_text(VISIT.format("first"))
    (folder / "letter.meta.yaml").write_text("publisher: The Post\n")
    (folder / "more" / "page.md").write_text(f"---\ntitle: A page\n---\n{VISIT.format('second')}")
    rows = [{"id": str(n), "text": VISIT.format(f"{n}th"), "language": "en"} for n in range(4, 16)]
    lines = "\n".join(json.dumps(row) for row in rows[:6])
    (folder / "lines.jsonl.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
    pq.write_table(pa.Table.from_pylist(rows[6:]), folder / "more" / "rows.parquet")
    with zipfile.ZipFile(folder / "packed.zip", "w") as packed:
        packed.writestr("inside/rows.csv", "id,text\n1,Bruno Birke of Peru visited Norway.\n")
    return folder


def send(folder, bucket):
    there = place(f"{bucket}/seeds")
    there.fs.put(str(folder), there.path, recursive=True)
    return there


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".duckdb"}


@pytest.mark.parametrize("archive", [False, True])
def test_a_build_from_a_store_into_a_store_gives_the_bytes_of_folders(tmp_path, seeds, bucket, archive):
    here = Settings(seeds, output=tmp_path / "output", cache=tmp_path / "cache", direct=True)
    assert build(here, load_reader=load_words).status == "published"
    there = dataclasses.replace(
        here, seeds=send(seeds, bucket), output=place(f"{bucket}/news"), archive=archive, shard_size=4, fresh=True
    )
    result = build(there, load_reader=load_words)
    assert (result.status, result.counts["corrections"], result.documents_read) == ("published", 1, 15)
    release = current_release(there.output)
    assert content(release) == content(here.output)
    assert (release / "site" / "index.html").is_file() is not archive


def test_with_nothing_changed_nothing_is_sent(tmp_path, seeds, bucket):
    settings = Settings(seeds, output=place(f"{bucket}/news"), cache=tmp_path / "cache", direct=True)
    assert build(settings, load_reader=load_words).status == "published"
    assert build(settings, load_reader=load_words).status == "unchanged"
    (seeds / "letter.txt").write_text(VISIT.format("last"))
    again = build(settings, load_reader=load_words)
    assert again.status == "published"
    assert again.changes is not None
    lost = current_release(settings.output) / "events.parquet"
    lost.unlink()
    assert build(settings, load_reader=load_words).status == "published"
    assert lost.is_file()


def test_one_bulk_file_of_a_store_may_be_all_the_seeds(tmp_path, seeds, bucket):
    send(seeds, bucket)
    settings = Settings(
        place(f"{bucket}/seeds/more/rows.parquet"), output=tmp_path / "output", cache=tmp_path / "cache", direct=True
    )
    result = build(settings, load_reader=load_words)
    assert (result.status, result.documents_read) == ("published", 6)


@pytest.mark.parametrize("archive", [False, True])
def test_a_store_that_takes_nothing_is_noticed_before_anything_is_read(tmp_path, seeds, s3, archive):
    nowhere = place("s3://no-such-bucket/news")
    settings = Settings(seeds, output=nowhere, cache=tmp_path / "cache", direct=True, archive=archive)
    result = build(settings, load_reader=load_words)
    assert (result.status, [finding.rule for finding in result.errors]) == ("stopped", ["output_not_writable"])
    assert result.timings == {}


@pytest.mark.parametrize("variable", ["BILATERAL_CACHE", "BILATERAL_RELEASES", "BILATERAL_PREFECT_HOME"])
def test_what_must_be_a_folder_of_this_machine_says_so(bucket, variable):
    with pytest.raises(SettingsError, match=rf"is {bucket}/x; it must be a folder of this machine: "):
        Settings.load({variable: f"{bucket}/x"})


def test_one_table_alone_is_not_written_to_a_store(bucket):
    with pytest.raises(SettingsError, match="only writes loose files into a folder of this machine"):
        Settings(output=place(f"{bucket}/x"), only="events")
