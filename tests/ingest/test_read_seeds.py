"""What becomes a document, under which id, with which metadata; and what is reported instead."""

import gzip
import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.ingest import read_file, read_seeds, slugify

STORY = "Norway bought salmon feed from Chile on Sunday.\r\nThe minister said “så bra”.\n"


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    return folder


def put(folder, name, content=STORY):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def rules(findings):
    return [(finding.rule, finding.severity) for finding in findings]


def test_text_is_kept_as_it_stands(seeds):
    put(seeds, "2024/Café talks.txt")
    [document], findings = read_seeds(seeds)
    assert findings == []
    assert document.text == STORY
    assert document.document_id == "2024-cafe-talks"
    assert document.path == "2024/Café talks.txt"
    assert document.body_start == 0
    assert (document.published, document.title, document.redistribution) == (None, None, "quotes")


def test_documents_come_sorted_by_path_and_other_files_are_no_documents(seeds):
    for name in (
        "b.txt",
        "a.TXT",
        "corrections/fix.txt",
        "README.md",
        "publication.yaml",
        ".hidden.txt",
        "b.gold.json",
        ".git/x.txt",
    ):
        put(seeds, name, f"{name} has its own words.")
    put(seeds, "b.meta.yaml", "title: B")
    documents, findings = read_seeds(seeds)
    assert [d.path for d in documents] == ["a.TXT", "b.txt"]
    assert findings == []


def test_front_matter_is_metadata_and_offsets_refer_to_the_whole_file(seeds):
    head = '---\ntitle: "Talks: day one"\npublished: 2024-03-14\nlanguage: no\nauthor: [A. Berg, B. Dahl]\n---\n'
    put(seeds, "talks.md", head + STORY)
    documents, findings = read_seeds(seeds)
    assert documents == []
    assert rules(findings) == [("other_language", "error")]
    put(seeds, "talks.md", head.replace("language: no", "language: en-GB") + STORY)
    [document], findings = read_seeds(seeds)
    assert findings == []
    assert document.text == head.replace("language: no", "language: en-GB") + STORY
    assert document.text[document.body_start :] == STORY
    assert document.title == "Talks: day one"
    assert document.published == date(2024, 3, 14)
    assert document.author == "A. Berg; B. Dahl"


def test_sidecar_overrides_front_matter(seeds):
    put(seeds, "talks.md", "---\ntitle: Old\npublisher: The Post\n---\n" + STORY)
    put(
        seeds, "talks.meta.yaml", "title: New\nredistribution: spans\nurl: https://example.org/talks\npublished: null\n"
    )
    [document], findings = read_seeds(seeds)
    assert findings == []
    assert (document.title, document.publisher, document.redistribution) == ("New", "The Post", "spans")
    assert document.published is None


def test_a_sidecar_without_document_is_reported(seeds):
    put(seeds, "a.txt")
    put(seeds, "gone.meta.yaml", "title: Gone")
    documents, findings = read_seeds(seeds)
    assert len(documents) == 1
    assert rules(findings) == [("lonely_sidecar", "warning")]


@pytest.mark.parametrize(
    ("field", "value", "remedy"),
    [
        ("published", "2024-13-45", "YYYY-MM-DD"),
        ("published", "14 March 2024", "write 2024-03-14"),
        ("published", "03/04/2024", "YYYY-MM-DD"),
        ("language", "Nynorsk!", "language tag"),
        ("redistribution", "all", "full, quotes, spans"),
    ],
)
def test_a_bad_value_costs_the_document_and_names_its_line(seeds, field, value, remedy):
    put(seeds, "good.txt", "Chile and Norway met.")
    put(seeds, "a.txt")
    put(seeds, "a.meta.yaml", f"title: A\n{field}: {value}\n")
    documents, [finding] = read_seeds(seeds)
    assert [d.path for d in documents] == ["good.txt"]
    assert (finding.rule, finding.severity, finding.line, finding.column) == ("bad_metadata_value", "error", 2, field)
    assert finding.file.endswith("a.meta.yaml")
    assert finding.value == value
    assert remedy in finding.remedy


@pytest.mark.parametrize("value", ["example.org/a", "transcripts/a.xml", "javascript:alert(1)", "https:// x"])
def test_an_address_that_is_none_is_left_out_and_the_document_read(seeds, value):
    put(seeds, "a.txt")
    put(seeds, "a.meta.yaml", f"title: A\nurl: '{value}'\n")
    [document], [finding] = read_seeds(seeds)
    assert (document.title, document.url) == ("A", None)
    assert (finding.rule, finding.severity, finding.line, finding.column) == ("bad_metadata_value", "warning", 2, "url")


def test_lines_of_front_matter_count_from_the_head_of_the_file(seeds):
    put(seeds, "a.md", "---\ntitle: A\npublished: soon\n---\n" + STORY)
    _, [finding] = read_seeds(seeds)
    assert finding.line == 3


def test_retrieved_before_published_is_impossible(seeds):
    put(seeds, "a.md", "---\npublished: 2024-03-14\nretrieved: 2024-03-13\n---\n" + STORY)
    documents, [finding] = read_seeds(seeds)
    assert documents == []
    assert (finding.rule, finding.line) == ("retrieved_before_published", 3)


@pytest.mark.parametrize(
    ("written", "meant"), [("licence", "license"), ("Date", "published"), ("pubisher", "publisher")]
)
def test_an_unknown_field_is_a_warning_with_a_suggestion(seeds, written, meant):
    put(seeds, "a.md", f"---\n{written}: x\n---\n" + STORY)
    documents, [finding] = read_seeds(seeds)
    assert len(documents) == 1
    assert (finding.rule, finding.severity) == ("unknown_metadata_field", "warning")
    assert finding.remedy == f"did you mean {meant}?"


BAD_FILES = [
    ("empty.txt", b"", "empty_file", None),
    ("blank.txt", b" \r\n\t\n", "empty_file", None),
    ("only-head.md", b"---\ntitle: A\n---\n\n", "empty_file", None),
    ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary_file", None),
    ("office.txt", b"PK\x03\x04" + bytes(range(256)), "binary_file", None),
    ("noise.txt", bytes(range(256)) * 4, "binary_file", None),
    ("latin.txt", "First line.\nOn Sunday José met him.".encode("latin-1"), "wrong_encoding", "ISO-8859-1"),
    ("windows.txt", "He said “yes” – twice.".encode("cp1252"), "wrong_encoding", "WINDOWS-1252"),
    ("wide.txt", STORY.encode("utf-16"), "wrong_encoding", "UTF-16"),
    ("wide-bare.txt", STORY.encode("utf-16-le"), "wrong_encoding", "UTF-16LE"),
    ("cyrillic.txt", "Встреча прошла в Осло".encode("cp1251"), "wrong_encoding", "another script"),
    ("open.md", b"---\ntitle: A\nNorway met Chile.\n", "broken_front_matter", None),
    ("colon.md", b"---\ntitle: A: b: c\n---\nNorway met Chile.\n", "broken_metadata", None),
    ("list.md", b"---\n- a\n---\nNorway met Chile.\n", "broken_metadata", None),
    ("deep.md", b"---\ntitle: " + b"[" * 5000 + b"\n---\nNorway met Chile.\n", "broken_metadata", None),
    ("nested.md", b"---\ntitle: {a: b}\n---\nNorway met Chile.\n", "bad_metadata_value", None),
]


@pytest.mark.parametrize(("name", "content", "rule", "says"), BAD_FILES, ids=[case[0] for case in BAD_FILES])
def test_a_bad_file_is_one_finding_and_costs_itself_alone(seeds, name, content, rule, says):
    put(seeds, "good.txt")
    put(seeds, name, content)
    documents, findings = read_seeds(seeds)
    assert [d.path for d in documents] == ["good.txt"]
    [finding] = findings
    assert (finding.rule, finding.severity, finding.stage) == (rule, "error", "read")
    assert finding.file.endswith(name)
    assert finding.remedy
    assert says is None or says in finding.message


def test_a_wrong_encoding_names_the_line_and_a_command_that_is_safe_to_paste(seeds):
    put(seeds, "a b; rm x.txt", "First line.\nOn Sunday José met him.".encode("latin-1"))
    _, [finding] = read_seeds(seeds)
    assert finding.line == 2
    assert "José" in finding.message
    assert "iconv -f ISO-8859-1 -t UTF-8 '" in finding.remedy


def test_a_byte_order_mark_stays_in_the_text_and_outside_the_body(seeds):
    put(seeds, "a.txt", b"\xef\xbb\xbfNorway met Chile.")
    [document], _ = read_seeds(seeds)
    assert document.text[document.body_start :] == "Norway met Chile."
    assert document.body_start == 1


def test_unknown_kinds_are_named_with_a_way_out(seeds):
    put(seeds, "a.txt")
    put(seeds, "report.pdf", b"%PDF-1.7")
    documents, [finding] = read_seeds(seeds)
    assert len(documents) == 1
    assert (finding.rule, finding.severity) == ("unknown_kind", "warning")
    assert ".txt" in finding.remedy


def test_a_second_file_of_the_same_text_is_left_out_but_a_wire_copy_stays(seeds):
    put(seeds, "a.txt")
    put(seeds, "b.txt", STORY + "\n")
    put(seeds, "c.md", "---\npublisher: The Other Post\n---\n" + STORY)
    documents, [finding] = read_seeds(seeds)
    assert [d.path for d in documents] == ["a.txt", "c.md"]
    assert finding.rule == "duplicate_document"
    assert "a.txt" in finding.message


def test_two_names_with_one_slug_get_two_ids_and_the_first_keeps_its_own(seeds):
    put(seeds, "talks day.txt", "One text.")
    alone = read_seeds(seeds)[0][0].document_id
    put(seeds, "talks-day.txt", "Another text.")
    put(seeds, "talks_day.txt", "A third text.")
    documents, findings = read_seeds(seeds)
    assert documents[0].document_id == alone == "talks-day"
    assert len({d.document_id for d in documents}) == 3
    assert rules(findings) == [("same_id", "warning")]


def test_a_missing_and_an_empty_folder_are_errors(seeds):
    assert rules(read_seeds(seeds)[1]) == [("no_documents", "error")]
    assert rules(read_seeds(seeds / "nowhere")[1]) == [("no_seeds", "error")]


def test_slugs_of_other_scripts_differ():
    assert slugify("東京") != slugify("大阪")
    assert slugify("東京").startswith("d-")


PAGE = """<!doctype html><html lang="en-GB"><head><title>Talks | The Post</title>
<meta property="og:title" content="Talks in Oslo"><meta property="og:site_name" content="The Post">
<meta property="article:published_time" content="2024-03-14T09:00:00Z">
<script>let hidden = "never shown"</script></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Talks in Oslo</h1>
<p>Norway signed an agreement with Chile on Tuesday, the foreign ministry said in a statement from Oslo.</p>
<p>Trade between the two countries reached $2 billion in 2023, caf&eacute; exports included, it said.</p></article>
<footer>Copyright</footer></body></html>"""


def test_a_web_page_gives_its_visible_text_and_what_its_head_states(seeds):
    put(seeds, "talks.html", PAGE)
    [document], findings = read_seeds(seeds)
    assert findings == []
    assert "café exports" in document.text
    assert "<" not in document.text
    assert "never shown" not in document.text
    assert "World" not in document.text
    assert (document.title, document.publisher, document.language) == ("Talks in Oslo", "The Post", "en-GB")
    assert document.published == date(2024, 3, 14)


ARTICLE = """<script type="application/ld+json">{"@graph": [
{"@type": "ImageObject", "author": "A Photographer", "license": "https://example.org/for-the-picture"},
{"@type": ["NewsArticle"], "author": [{"name": "A. Writer"}, "B. Writer"], "publisher": {"name": "The Morning Post"},
 "license": "https://example.org/for-the-words"}]}</script>"""


def test_a_web_page_may_state_names_and_licence_of_the_article_in_linked_data(seeds):
    put(seeds, "talks.html", PAGE.replace('<meta property="og:site_name" content="The Post">', ARTICLE))
    [document], findings = read_seeds(seeds)
    assert findings == []
    assert (document.author, document.publisher) == ("A. Writer; B. Writer", "The Morning Post")
    assert document.license == "https://example.org/for-the-words"


def test_a_licence_is_that_of_the_page_only_in_its_head(seeds):
    link = '<{} rel="license" href="https://example.org/licence">'
    put(seeds, "head.html", PAGE.replace("<title>", f"{link.format('link')}<title>"))
    put(seeds, "body.html", PAGE.replace("<p>Norway", f"<p>{link.format('a')}The picture</a> Norway"))
    body, head = read_seeds(seeds)[0]
    assert (head.license, body.license) == ("https://example.org/licence", None)


def test_a_web_page_may_declare_its_own_encoding(seeds):
    put(
        seeds,
        "old.html",
        PAGE.replace("<title>", '<meta charset="iso-8859-1"><title>').replace("Oslo", "Tromsø").encode("latin-1"),
    )
    [document], _ = read_seeds(seeds)
    assert "Tromsø" in document.text


def test_a_page_with_a_wrong_date_is_read_without_it(seeds):
    put(seeds, "talks.html", PAGE.replace("2024-03-14T09:00:00Z", "last Tuesday"))
    [document], findings = read_seeds(seeds)
    assert document.published is None
    assert rules(findings) == [("bad_metadata_value", "note")]


def test_a_page_without_text_is_a_finding(seeds):
    put(seeds, "app.html", "<html><body><script>render()</script></body></html>")
    assert rules(read_seeds(seeds)[1]) == [("no_main_text", "error")]


ROWS = [
    {"id": "x 1", "text": "Norway met Chile.", "published": "2024-03-14", "publisher": "The Post", "topic": "ignored"},
    {"text": "Chile met Peru.", "author": ["A", "B"]},
]


@pytest.mark.parametrize("name", ["news.jsonl", "news.jsonl.gz", "news.parquet"])
def test_bulk_files_give_a_document_a_row(seeds, name):
    if name.endswith(".parquet"):
        pq.write_table(pa.Table.from_pylist([{**ROWS[0], "author": None}, {**ROWS[1], "id": None}]), seeds / name)
    else:
        data = "\n".join(json.dumps(row) for row in ROWS).encode()
        put(seeds, name, gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    documents, findings = read_seeds(seeds)
    assert findings == []
    assert documents[0].document_id == "news-x-1"
    assert documents[0].path == f"{name}#x 1"
    assert documents[0].published == date(2024, 3, 14)
    assert len({d.document_id for d in documents}) == 2
    again, _ = read_file(seeds, name)
    assert [d.document_id for d in again] == [d.document_id for d in documents]


def test_bad_rows_of_a_bulk_file_cost_themselves_alone(seeds):
    lines = [
        json.dumps(ROWS[0]),
        "{broken",
        json.dumps({"id": "2", "body": "words"}),
        json.dumps({"id": "3", "text": "ok words", "published": "never"}),
        '{"id": "4", "text": "half \\ud800"}',
        "[1]",
        json.dumps({"id": "5", "text": "Peru met Chile."}),
    ]
    put(seeds, "news.jsonl", "\n".join(lines).encode() + b'\n{"text": "caf\xe9"}\n')
    documents, findings = read_seeds(seeds)
    assert [d.document_id for d in documents] == ["news-x-1", "news-5"]
    expected = ["bad_row", "no_text", "bad_metadata_value", "wrong_encoding", "bad_row", "wrong_encoding"]
    assert [f.rule for f in findings] == expected
    assert [f.line for f in findings] == [2, 3, 4, 5, 6, 8]
    assert findings[1].remedy == "rename body to text"


def test_a_flood_of_bad_rows_is_summed_up(seeds):
    put(seeds, "news.jsonl", "nothing\n" * 500 + json.dumps(ROWS[0]))
    documents, findings = read_seeds(seeds)
    assert len(documents) == 1
    assert len(findings) == 21
    assert findings[-1].message.startswith("480 ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.jsonl.gz", gzip.compress(b'{"text": "a"}\n' * 9, mtime=0)[:-12]),
        ("bad.parquet", b"PAR1 nothing"),
        ("plain.jsonl.gz", b"{}"),
    ],
)
def test_damaged_bulk_files_are_findings(seeds, name, content):
    put(seeds, "good.txt")
    put(seeds, name, content)
    documents, findings = read_seeds(seeds)
    assert "good.txt" in [d.path for d in documents]
    assert "broken_file" in [f.rule for f in findings]


def test_a_parquet_file_without_text_column_names_its_columns(seeds):
    pq.write_table(pa.table({"body": ["words"]}), seeds / "news.parquet")
    _, [finding] = read_seeds(seeds)
    assert (finding.rule, finding.column) == ("no_text", "text")
    assert "body" in finding.message
