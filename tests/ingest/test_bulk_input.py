"""Archives of many documents: formats, compressions, names of columns, packed files, other file systems, languages."""

import csv
import gzip
import io
import json
import os
import tarfile
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from upath import UPath

from pipeline.ingest import Listing, parse_columns, read_file, read_seeds, stream_seeds
from pipeline.ingest.language import other_language
from pipeline.ingest.seen import Seen
from pipeline.settings import SettingsError, place

ROWS = [
    {"nr": "1", "body": "Norway sold salmon to Chile,\nwhich was new.", "day": "2024-03-14"},
    {"nr": "2", "body": 'Chile\'s minister said "no" to Peru.', "day": "2024-03-15T08:00:00Z"},
]
COLUMNS = {"id": "nr", "text": "body", "published": "day"}
FRENCH = "Le ministre norvégien a visité la capitale du Chili, où il a parlé de la pêche avec son homologue pendant une heure."


def as_csv():
    out = io.StringIO()
    writer = csv.DictWriter(out, ROWS[0], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(ROWS)
    return out.getvalue().encode("utf-8-sig")


def as_jsonl():
    return "\n".join(json.dumps(row) for row in ROWS).encode()


def zstd(data):
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


def rules(findings):
    return [(finding.rule, finding.severity) for finding in findings]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("news.csv", as_csv()),
        ("news.csv.gz", gzip.compress(as_csv())),
        ("news.csv.zst", zstd(as_csv())),
        ("news.jsonl", as_jsonl()),
        ("news.jsonl.gz", gzip.compress(as_jsonl())),
        ("news.JSONL.zst", zstd(as_jsonl())),
        ("news.parquet", None),
    ],
)
def test_every_format_gives_the_same_documents_by_a_mapping_of_columns(tmp_path, name, data):
    if data is None:
        pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / name)
    else:
        (tmp_path / name).write_bytes(data)
    documents, findings = read_seeds(tmp_path, COLUMNS)
    assert findings == []
    assert [(d.document_id, d.path, d.text) for d in documents] == [
        ("news-1", f"{name}#1", ROWS[0]["body"]),
        ("news-2", f"{name}#2", ROWS[1]["body"]),
    ]
    assert [d.published.isoformat() for d in documents] == ["2024-03-14", "2024-03-15"]


def test_a_sidecar_may_name_the_columns_and_what_all_rows_share(tmp_path):
    (tmp_path / "news.csv").write_bytes(as_csv())
    (tmp_path / "news.meta.yaml").write_text("columns: [id=nr, text=body]\npublisher: The Post\n")
    documents, findings = read_seeds(tmp_path)
    assert findings == []
    assert [(d.document_id, d.publisher, d.published) for d in documents] == [
        ("news-1", "The Post", None),
        ("news-2", "The Post", None),
    ]
    (tmp_path / "news.meta.yaml").write_text("columns: [words=body]\n")
    documents, [finding] = read_seeds(tmp_path)
    assert (documents, finding.rule, finding.line) == ([], "bad_columns", 1)


def test_a_mapping_is_read_as_written_or_refused():
    assert parse_columns(" text = body, published=date;id=nr ") == {"text": "body", "published": "date", "id": "nr"}
    for wrong in ("text", "words=body", "text="):
        with pytest.raises(ValueError, match="is no mapping"):
            parse_columns(wrong)


def test_a_csv_without_the_column_names_those_it_has(tmp_path):
    (tmp_path / "news.csv").write_bytes(as_csv())
    documents, [finding] = read_seeds(tmp_path)
    assert (documents, finding.rule, finding.column) == ([], "no_text", "text")
    assert "nr, body, day" in finding.message


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("cut.csv.gz", gzip.compress(as_csv() * 99)[:-20], "broken_file"),
        ("cut.jsonl.zst", zstd(as_jsonl() * 99)[:-9], "broken_file"),
        ("latin.csv", as_csv() + b"3;" + "Málaga".encode("latin-1"), "wrong_encoding"),
        ("no.zip", b"PK\x03\x04nothing", "broken_file"),
        ("no.tar.gz", b"nothing", "broken_file"),
    ],
)
def test_damage_is_one_finding_and_what_stands_elsewhere_is_read(tmp_path, name, data, rule):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text("Peru met Chile.")
    documents, findings = read_seeds(tmp_path, COLUMNS)
    assert "good.txt" in [d.path for d in documents]
    assert rule in [finding.rule for finding in findings]


MEMBERS = {
    "day/a.txt": b"Norway met Chile.",
    "day/a.meta.yaml": b"title: One",
    "b.jsonl": as_jsonl(),
    "bad.txt": b"caf\xe9",
    "c.html": b"<html><body><article><p>Peru and Chile signed a treaty about the sea.</p></article></body></html>",
}


def pack(path):
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in reversed(MEMBERS.items()):
                archive.writestr(name, data)
        return
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz" if path.suffix == ".gz" else "w") as archive:
        for name, data in reversed(MEMBERS.items()):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    path.write_bytes(zstd(out.getvalue()) if path.suffix == ".zst" else out.getvalue())


@pytest.mark.parametrize("name", ["week.zip", "week.tar", "week.tar.gz", "week.tar.zst"])
def test_an_archive_is_read_as_the_folder_that_it_holds(tmp_path, name):
    pack(tmp_path / name)
    (tmp_path / "week.meta.yaml").write_text("columns: [text=body, id=nr]\npublisher: The Post\n")
    documents, findings = read_seeds(tmp_path)
    assert [(d.document_id, d.path) for d in documents] == [
        ("week-b-1", f"{name}/b.jsonl#1"),
        ("week-b-2", f"{name}/b.jsonl#2"),
        ("week-c", f"{name}/c.html"),
        ("week-day-a", f"{name}/day/a.txt"),
    ]
    assert [d.title for d in documents] == [None, None, None, "One"]
    assert {d.publisher for d in documents} == {"The Post"}
    assert [(f.rule, f.file) for f in findings] == [("wrong_encoding", f"{tmp_path.as_posix()}/{name}/bad.txt")]
    assert [d.document_id for d in read_file(tmp_path, name)[0]] == [d.document_id for d in documents]


def test_a_member_that_would_lie_elsewhere_is_refused(tmp_path):
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    with tarfile.open(seeds / "evil.tar", "w") as archive:
        info = tarfile.TarInfo("../../evil.txt")
        info.size = 5
        archive.addfile(info, io.BytesIO(b"words"))
    documents, [finding] = read_seeds(seeds)
    assert (documents, finding.rule) == ([], "broken_file")


def test_one_bulk_file_may_be_all_the_seeds(tmp_path):
    (tmp_path / "news.jsonl").write_bytes(as_jsonl())
    (tmp_path / "other.txt").write_text("Not asked for.")
    documents, findings = read_seeds(tmp_path / "news.jsonl", COLUMNS)
    assert ([d.document_id for d in documents], findings) == (["news-1", "news-2"], [])


def test_seeds_may_lie_on_another_file_system(tmp_path):
    there = UPath("memory://news-of-the-day")
    (there / "more").mkdir(parents=True)
    (there / "a.txt").write_bytes(b"Norway met Chile.")
    (there / "more" / "b.csv").write_bytes(as_csv())
    (there / "more" / "c.parquet").write_bytes(b"PAR1")
    documents, findings = read_seeds(place("memory://news-of-the-day"), COLUMNS)
    assert [d.document_id for d in documents] == ["a", "more-b-1", "more-b-2"]
    assert rules(findings) == [("broken_file", "error")]
    assert findings[0].file == "memory://news-of-the-day/more/c.parquet"


def test_a_file_may_be_read_from_a_web_server(tmp_path):
    (tmp_path / "news.jsonl.gz").write_bytes(gzip.compress(as_jsonl()))
    handler = partial(SimpleHTTPRequestHandler, directory=os.fspath(tmp_path))
    handler.log_message = lambda *_: None
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        seeds = place(f"http://127.0.0.1:{server.server_port}/news.jsonl.gz")
        documents, findings = read_seeds(seeds, COLUMNS)
    finally:
        server.shutdown()
    assert ([d.document_id for d in documents], findings) == (["news-1", "news-2"], [])


def test_an_address_of_a_kind_that_nobody_knows_is_a_setting_that_cannot_be():
    with pytest.raises(SettingsError, match="nowhere://x cannot be opened"):
        place("nowhere://x")


def test_documents_stream_so_that_the_first_is_there_before_the_last_is_read(tmp_path):
    findings = Listing()
    (tmp_path / "news.jsonl").write_bytes(as_jsonl() + b"\n{broken\n")
    stream = stream_seeds(tmp_path, findings, COLUMNS)
    assert next(stream).document_id == "news-1"
    assert findings == []
    assert [d.document_id for d in stream] == ["news-2"]
    assert rules(findings) == [("bad_row", "error")]


def test_a_text_in_another_language_is_a_finding_unless_its_metadata_says_english(tmp_path):
    (tmp_path / "a.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "b.md").write_text(f"---\nlanguage: en-GB\n---\n{FRENCH} Oui.", encoding="utf-8")
    (tmp_path / "c.txt").write_text("Ilham Aliyev, Baku", encoding="utf-8")
    documents, [finding] = read_seeds(tmp_path)
    assert [d.document_id for d in documents] == ["b", "c"]
    assert (finding.rule, finding.value, finding.severity) == ("other_language", "fr", "error")


def test_english_with_foreign_names_is_english():
    assert other_language("President Nguyễn Xuân Phúc met Annegret Kramp-Karrenbauer in Düsseldorf on Monday.") is None
    assert other_language(FRENCH) == "fr"


def test_findings_of_an_archive_are_counted_when_they_are_too_many(tmp_path):
    lines = [json.dumps({"id": str(n), "text": f"{FRENCH} {n}"}) for n in range(130)]
    (tmp_path / "news.jsonl").write_text("\n".join(lines))
    documents, findings = read_seeds(tmp_path)
    assert documents == []
    assert len(findings) == 101
    assert findings[-1].message == "30 more documents are concerned (130 in all)"


def test_what_was_seen_is_told_with_its_first_place():
    seen = Seen()
    assert [seen.first("a", "1"), seen.first("b", "2"), seen.first("a", "3"), seen.first("a", "4")] == [
        None,
        None,
        "1",
        "1",
    ]
