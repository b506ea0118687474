"""The command as it is installed, with the project's own reader: what bad files cost, and that a build can be repeated."""

import csv
import json
import os
import subprocess
import sys

import pytest
from frictionless import Package

from pipeline.check import check_release
from pipeline.report import ExitCode

STORY = (
    "Norway bought 25 percent of its wheat from Portugal in 2020. Kari Vik, Norway's minister, visited Lisbon in 2021."
)
GOOD = {
    "story.txt": STORY,
    "news.md": "---\ntitle: A visit\npublisher: Northern Courier\npublished: 2021-05-04\n---\nChile and Peru signed an "
    "agreement in Lima on Monday. “It is a new start”, the minister said.\n",
    "quiet.txt": "The garden was green. Nobody came to see it.",
    'it\'s a "name" (1) – ünï + %20 #2 & $HOME;.txt': "Chile exported copper to Norway in 2019.",
    "long.txt": "garden" * 200_000 + ".\n\nPortugal recognised Chile in 1975.",
}
# file, content, the rule that is broken, the severity of that
BAD = (
    ("empty.txt", b"", "empty_file", "error"),
    ("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary_file", "error"),
    ("latin.txt", "Le ministre a visité Oslo.".encode("latin-1"), "wrong_encoding", "error"),
    ("head.md", b"---\ntitle: A: b: c\n---\nNorway met Chile.\n", "broken_metadata", "error"),
    ("open.md", b"---\ntitle: A\nNorway met Chile.\n", "broken_front_matter", "error"),
    ("line\nbreak.txt", STORY.encode(), "bad_file_name", "error"),
    ("twice.txt", STORY.encode(), "duplicate_document", "warning"),
    ("paper.pdf", b"%PDF-1.7", "unknown_kind", "warning"),
)


def start(folder, hash_seed, *arguments):
    """Start a build in a folder."""
    variables = {**os.environ, "PYTHONHASHSEED": hash_seed, "BILATERAL_CACHE": "cache"}
    command = [sys.executable, "-m", "pipeline", "build", "--direct", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=folder, env=variables, **pipes)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Two builds of the same seeds at once: from other folders, with other hashes; what each of them said."""
    root = tmp_path_factory.mktemp("whole")
    for folder in ("one/seeds", "two"):
        (root / folder).mkdir(parents=True)
    for name, content in (*((n, t.encode("utf-8")) for n, t in GOOD.items()), *((bad[0], bad[1]) for bad in BAD)):
        (root / "one" / "seeds" / name).write_bytes(content)
    builds = [start(root / "one", "1"), start(root / "two", "2", "-s", root / "one" / "seeds", "-o", "else/where")]
    said = [(*build.communicate(), build.returncode) for build in builds]
    return root / "one", root / "two", said


def test_bad_files_cost_themselves_alone(built):
    folder, _, ((out, err, code), _) = built
    assert code == ExitCode.INCOMPLETE
    with (folder / "output" / "documents.csv").open(encoding="utf-8", newline="") as file:
        documents = list(csv.DictReader(file))
    assert {row["path"] for row in documents} == set(GOOD)
    claims = {row["path"]: int(row["claims"]) for row in documents}
    assert [path for path, count in claims.items() if not count] == ["quiet.txt"]
    assert "others were left out (6 errors)" in out
    for name, *_ in BAD:
        assert name.replace("\n", "\\n") in err


def test_each_bad_file_is_one_finding_with_a_way_out(built):
    folder, *_ = built
    report = json.loads((folder / "cache" / "run_report.json").read_text(encoding="utf-8"))
    findings = {(finding["rule"], finding["severity"]): finding for finding in report["findings"]}
    assert set(findings) == {(rule, severity) for *_, rule, severity in BAD} | {("no_claim", "note")}
    assert len(report["findings"]) == len(BAD) + 1
    for name, _, rule, severity in BAD:
        finding = findings[rule, severity]
        assert name.replace("\n", "\\n") in finding["file"]
        assert finding["message"] and finding["remedy"]


def test_the_same_seeds_give_the_same_bytes(built):
    one, two, (_, (_, _, code)) = built
    assert code == ExitCode.INCOMPLETE
    contents = [
        {
            path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and path.suffix != ".duckdb"
        }
        for folder in (one / "output", two / "else" / "where")
    ]
    assert contents[0].keys() == contents[1].keys()
    assert [name for name, content in contents[0].items() if content != contents[1][name]] == []


def test_the_package_is_right_for_us_and_for_frictionless(built):
    folder, *_ = built
    assert [finding for finding in check_release(folder / "output") if finding.severity == "error"] == []
    report = Package(str(folder / "output" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])
