"""Files, standard input, names of files, and what the folder holds already."""

import os
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_site import CORK, GRAIN, page

from pipeline.acquire.adding import Kept
from pipeline.acquire.draft import Draft
from pipeline.acquire.keeping import keep
from pipeline.ingest import read_seeds
from pipeline.ingest.front_matter import split_front_matter
from pipeline.ingest.metadata import Value, check_values

TEXT = "\n".join(GRAIN) + "\n"
OTHER = "\n".join(CORK) + "\n"


def rule(outcomes):
    (outcome,) = outcomes
    return outcome.rule


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_added_with_what_its_sidecar_says(take, tmp_path, seeds):
    (tmp_path / "grain.txt").write_text(TEXT)
    (tmp_path / "grain.meta.yaml").write_text("title: Grain\npublished: 2024-05-06\nredistribution: full\n")
    (kept,) = take(tmp_path / "grain.txt")
    assert kept.path.read_text() == f"---\ntitle: Grain\npublished: 2024-05-06\nredistribution: full\n---\n{TEXT}"
    assert files(seeds) == ["2024-05-06-grain.md"]


def test_a_file_with_front_matter_keeps_it(take, tmp_path, seeds):
    (tmp_path / "grain.md").write_bytes(b"\xef\xbb\xbf---\r\ntitle: 'Grain: an accord'\r\n---\r\n" + TEXT.encode())
    take(tmp_path / "grain.md")
    ((document,), findings) = read_seeds(seeds)
    assert (document.title, document.retrieved, findings) == ("Grain: an accord", None, [])
    assert document.text[document.body_start :] == TEXT


def test_a_page_saved_by_hand_is_read_as_a_page(take, tmp_path, seeds):
    (tmp_path / "saved.html").write_text(page(GRAIN, "Grain"))
    (kept,) = take(tmp_path / "saved.html")
    assert kept.path == seeds / "grain.md"
    (tmp_path / "stub.html").write_text(page((*CORK, "Subscribe to read the rest.")))
    assert rule(take(tmp_path / "stub.html")) == "paywall"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (TEXT, "norway-imports-40-percent-of-its-wheat-from.md"),
        (f"---\ntitle: Grain\n---\n{TEXT}", "grain.md"),
        (page(GRAIN, "Grain"), "grain.md"),
    ],
)
def test_standard_input_may_be_text_or_page(take, seeds, given, name):
    (kept,) = take("-", stdin=given.encode())
    assert kept.path == seeds / name
    assert kept.draft.source == "standard input"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "empty_file"),
        (b"---\ntitle: x\n---\n \n", "empty_file"),
        (b"---\ntitle: x\n", "broken_front_matter"),
        (b"---\npublished: yesterday\n---\nWords.\n", "bad_metadata_value"),
        (b"%PDF-1.7", "binary_file"),
        ("Norway imports wheat from Setúbal.".encode("utf-16"), "wrong_encoding"),
        (b"<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom'></feed>", "is_a_feed"),
    ],
)
def test_standard_input_that_is_no_article(take, seeds, data, found):
    assert rule(take("-", stdin=data)) == found
    assert not seeds.exists()


def test_comments_without_end_before_nothing(take):
    assert isinstance(*take("-", stdin=b"<!-- a --> " * 5_000 + TEXT.encode()), Kept)


def test_files_that_are_no_documents(take, tmp_path):
    (tmp_path / "many.jsonl").write_text('{"text": "One."}\n')
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    found = take(tmp_path / "many.jsonl", tmp_path / "paper.pdf", tmp_path, tmp_path / "no.txt", TEXT * 99)
    rules = [finding.rule for finding in found]
    assert rules == ["many_documents", "binary_file", "is_a_folder", "no_such_file", "no_such_file"]


def test_a_bad_source_costs_itself_alone(take, tmp_path, seeds):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(OTHER)
    first, middle, last = take(tmp_path / "a.txt", tmp_path / "no.txt", tmp_path / "b.txt")
    assert (type(first), middle.rule, type(last)) == (Kept, "no_such_file", Kept)
    assert len(files(seeds)) == 2


def test_nothing_is_added_twice(take, tmp_path, site, seeds):
    take("-", stdin=TEXT.encode())
    held = "held already: " + str(seeds / "norway-imports-40-percent-of-its-wheat-from.md")
    (again,) = take("-", stdin=TEXT.encode())
    assert (again.rule, again.severity, again.message) == ("already_held", "warning", f"{held} is the same document")
    (same,) = take("-", stdin=f"---\npublisher: Courier\n---\n{TEXT}\n\n".encode())
    assert same.message == f"{held} has the same text"
    (alike,) = take(site.put("/grain", page((*GRAIN, "Nothing else was said."), "From our wire")))
    assert alike.message == f"{held} has nearly the same text"
    assert "--copies" in alike.remedy
    assert len(files(seeds)) == 1


def test_copies_are_kept_on_request_but_for_the_very_same_document(take, seeds):
    take("-", stdin=TEXT.encode())
    assert isinstance(*take("-", stdin=f"---\npublisher: Courier\n---\n{TEXT}".encode(), copies=True), Kept)
    assert rule(take("-", stdin=TEXT.encode(), copies=True)) == "already_held"
    documents, findings = read_seeds(seeds)
    assert (len(documents), findings) == (2, [])


def test_two_sources_of_one_call_may_be_one_document(take, tmp_path, seeds):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    first, second = take(tmp_path / "a.txt", tmp_path / "b.txt")
    assert isinstance(first, Kept) and second.rule == "already_held"


def test_an_address_that_is_held_is_not_fetched_again(take, site, seeds):
    take(site.put("/grain", page(GRAIN)))
    site.asked.clear()
    (finding,) = take(site.address("/grain?utm_source=mail#top"))
    assert finding.rule == "already_held" and "norway-buys-grain.md is from this address" in finding.message
    assert site.asked == []
    site.put("/grain", page(CORK))
    assert rule(take(site.redirect("/short", "/grain"))) == "already_held"


def test_no_document_is_written_over_or_loses_its_id(take, seeds):
    seeds.mkdir()
    (seeds / "grain.txt").write_text(OTHER)
    (seeds / "grain-2.meta.yaml").write_text("publisher: Courier\n")
    before = read_seeds(seeds)[0][0].document_id
    (kept,) = take("-", stdin=f"---\ntitle: Grain\n---\n{TEXT}".encode())
    assert kept.path.name == "grain-3.md"
    documents, _ = read_seeds(seeds)
    assert {document.path: document.document_id for document in documents}["grain.txt"] == before
    assert [document.publisher for document in documents] == [None, None]


def test_a_name_taken_at_the_last_moment_is_left_alone(tmp_path):
    (tmp_path / "grain.md").write_text(OTHER)
    path = keep(Draft("-", TEXT, {"title": "Grain"}), tmp_path, lambda name: False)
    assert (path.name, (tmp_path / "grain.md").read_text()) == ("grain-2.md", OTHER)


def test_without_hard_links_the_file_is_renamed(tmp_path, monkeypatch):
    def no_links(*paths):
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "grain.md").write_text(OTHER)
    keep(Draft("-", TEXT, {"title": "Grain"}), tmp_path, lambda name: False)
    assert files(tmp_path) == ["grain-2.md", "grain.md"]


def test_a_file_has_all_its_text_when_it_gets_its_name(tmp_path, monkeypatch):
    seen = []
    link = os.link

    def look(fresh, path):
        assert read_seeds(tmp_path)[0] == []  # the unfinished file is no document yet
        seen.append(fresh.read_text())
        link(fresh, path)

    monkeypatch.setattr(os, "link", look)
    path = keep(Draft("-", TEXT, {"title": "Grain"}), tmp_path, lambda name: False)
    assert seen == [path.read_text()]
    assert files(tmp_path) == ["grain.md"]


def test_a_folder_that_cannot_be_written_is_a_finding(take, tmp_path, seeds):
    seeds.write_text("a file where the folder should be")
    (finding,) = take("-", stdin=TEXT.encode())
    assert (finding.rule, finding.severity) == ("not_written", "error")


@pytest.mark.parametrize(
    ("title", "day", "name"),
    [
        ("Grain", None, "grain"),
        ("Grain", date(2024, 5, 6), "2024-05-06-grain"),
        ("../../etc/passwd", None, "etc-passwd"),
        ("word " * 40, None, "-".join(["word"] * 16)),
        ("x" * 200, None, "x" * 80),
        ("東京", None, "d-130016b2"),
    ],
)
def test_names_can_be_read_and_stay_in_the_folder(tmp_path, title, day, name):
    draft = Draft("-", TEXT, {"title": title, **({"published": day} if day else {})})
    assert keep(draft, tmp_path, lambda name: False) == tmp_path / f"{name}.md"


@given(st.text(min_size=1), st.text(min_size=1))
def test_what_is_written_is_what_is_read(title, text):
    checked = check_values({"title": Value(title), "published": Value("2024-05-06")}, "-").values
    written = Draft("-", text, checked).file_text()
    metadata, start = split_front_matter(written, "-")
    assert (metadata.values, metadata.findings) == (checked, [])
    assert written[start:] in (text, text + "\n")


def test_half_a_surrogate_pair_is_no_reason_to_fail(tmp_path):
    path = keep(Draft("-", TEXT, {"title": "Grain \ud800"}), tmp_path, lambda name: False)
    assert "title: Grain ?" in path.read_text(encoding="utf-8")
