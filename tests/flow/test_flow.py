"""The story of a build, with and without Prefect, and the ways in which it ends."""

import errno
import json
import os
import sys
from pathlib import Path

import small_tables

from pipeline.report import ExitCode


def content(folder):
    """Bytes of every file of a package that must be the same from build to build."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".duckdb")
    return {path.relative_to(folder): path.read_bytes() for path in files}


def test_a_build_publishes_and_tells_what_it_did(run, settings):
    told = []
    result = run(lambda *step: told.append(step))
    assert (result.status, result.exit_code, result.errors) == ("published", ExitCode.OK, [])
    assert result.release.output == settings.output
    assert (settings.output / "datapackage.json").is_file()
    assert result.counts["trade"] == 4
    assert list(result.timings) == ["read", "extract", "resolve", "check", "compare", "publish"]
    assert told[0] == ("read", 0, 1)
    assert told[-1] == ("publish", 1, 1)
    report = json.loads((settings.cache / "run_report.json").read_text(encoding="utf-8"))
    assert report["counts"] == result.counts
    assert report["status"] == "published"
    assert result.report == settings.cache / "run_report.md"


def test_a_bad_document_costs_itself_and_shows_in_the_exit_code(run, seeds):
    (seeds / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (seeds / "odd.txt").write_text("This sentence BREAKS the reader.")
    result = run()
    assert (result.status, result.exit_code) == ("incomplete", ExitCode.INCOMPLETE)
    assert [(f.rule, Path(f.file).name) for f in result.errors] == [
        ("binary_file", "photo.txt"),
        ("reader_failed", "odd.txt"),
    ]
    assert "ValueError: no verb" in result.errors[1].message
    assert result.release is not None


def test_an_error_in_a_table_leaves_the_last_good_package_untouched(run, settings, monkeypatch):
    run()
    before = content(settings.output)
    broken = small_tables.changed(small_tables.make_tables(), "trade", "reporter_country", "Norway")
    monkeypatch.setattr("pipeline.resolve.assemble", lambda readings, kept: broken)
    result = run(fresh=True)
    assert (result.status, result.exit_code, result.release) == ("stopped", ExitCode.ERRORS, None)
    assert {finding.table for finding in result.errors} == {"trade"}
    assert content(settings.output) == before
    assert "Nothing published" in result.report.read_text(encoding="utf-8")


CORRECTION = """action: drop
table: trade
claim: {claim}
expect: {{value: {value}}}
reason: The firm denied it.
author: A. Reader
date: 2024-05-07
"""


def test_a_correction_is_published_until_what_it_expects_is_gone(run, seeds, settings):
    run()
    before = content(settings.output)
    row = next(r for r in small_tables.make_tables()["trade"].to_pylist() if r["value"] == 25.0)
    (seeds / "corrections").mkdir()
    file = seeds / "corrections" / "wheat-share.yaml"
    file.write_text(CORRECTION.format(claim=row["claim_id"], value=24))
    stopped = run()
    assert (stopped.status, [f.rule for f in stopped.errors]) == ("stopped", ["expectation_failed"])
    assert "wheat-share" in stopped.errors[0].message
    assert content(settings.output) == before
    file.write_text(CORRECTION.format(claim=row["claim_id"], value=25))
    corrected = run()
    assert (corrected.status, corrected.counts["trade"], corrected.counts["corrections"]) == ("published", 3, 1)
    assert run().status == "unchanged"
    file.unlink()
    assert run().counts["trade"] == 4
    assert content(settings.output) == before


def test_without_a_document_nothing_is_published(run, settings, tmp_path):
    run()
    before = content(settings.output)
    (tmp_path / "empty").mkdir()
    for folder, rule in (("empty", "no_documents"), ("nowhere", "no_seeds")):
        result = run(seeds=tmp_path / folder)
        assert (result.status, [f.rule for f in result.errors]) == ("stopped", [rule])
    assert content(settings.output) == before


def test_a_publication_that_fails_is_a_finding(run, settings):
    settings.output.mkdir()
    (settings.output / "thesis.txt").write_text("mine")
    result = run()
    assert (result.status, result.errors[0].stage) == ("stopped", "publish")
    assert [path.name for path in settings.output.iterdir()] == ["thesis.txt"]


def test_what_cannot_be_published_is_refused_before_the_reading(run, seeds, settings):
    settings.output.mkdir()
    (settings.output / "thesis.txt").write_text("mine")
    assert (run().timings, run().errors[0].rule) == ({}, "output_foreign")
    assert run(dry_run=True).status == "checked"
    (seeds / "publication.yaml").write_text("titel: Wheat\n")
    result = run(dry_run=True)
    assert (result.status, result.timings, result.errors[0].rule) == ("stopped", {}, "publication_file")


def test_the_seeds_folder_may_say_how_the_release_is_called(run, seeds, settings):
    (seeds / "publication.yaml").write_text("title: Wheat and weapons\n")
    run()
    assert json.loads((settings.output / "datapackage.json").read_text())["title"] == "Wheat and weapons"


def test_a_dry_run_writes_the_report_and_nothing_else(run, settings):
    result = run(dry_run=True)
    assert (result.status, result.exit_code) == ("checked", ExitCode.OK)
    assert result.counts["trade"] == 4
    assert not settings.output.exists()
    assert result.report.is_file()


def test_one_table_is_written_alone_and_never_into_a_package(run, settings, tmp_path):
    loose = tmp_path / "loose"
    result = run(only="trade", output=loose)
    assert (result.status, result.exit_code, result.counts) == ("written", ExitCode.OK, {"trade": 4})
    assert sorted(path.name for path in loose.iterdir()) == ["trade.csv", "trade.parquet"]
    run()
    before = content(settings.output)
    result = run(only="trade")
    assert (result.status, result.errors[0].rule) == ("stopped", "holds_package")
    assert content(settings.output) == before


def test_a_document_without_claims_is_a_note(run, monkeypatch):
    tables = small_tables.make_tables()
    rows = tables["documents"].to_pylist()
    monkeypatch.setattr("pipeline.resolve.assemble", lambda readings, kept: tables)
    assert not [finding for finding in run().findings if finding.rule == "no_claim"]
    from pipeline.report import find_silent

    rows[0]["claims"] = 0
    silent = find_silent({"documents": small_tables.table_of("documents", rows)})
    assert [(f.severity, f.rule, f.file) for f in silent] == [("note", "no_claim", "alpha.txt")]


def test_shards_and_workers_change_nothing_in_the_package(run, settings, tmp_path):
    run()
    steps = []
    result = run(lambda *step: steps.append(step), shard_size=1, workers=2, fresh=True, output=tmp_path / "other")
    assert result.status == "published"
    assert ("extract", 4, 4) in steps
    assert content(tmp_path / "other") == content(settings.output)


def test_without_prefect_the_stages_run_all_the_same_and_say_so(run, settings, tmp_path, monkeypatch):
    run()
    monkeypatch.setitem(sys.modules, "prefect", None)
    result = run(direct=False, output=tmp_path / "other")
    assert (result.status, result.orchestration) == ("published", "direct")
    assert [(f.rule, f.severity) for f in result.findings] == [("no_prefect_server", "warning")]
    assert content(tmp_path / "other") == content(settings.output)


def test_under_prefect_the_same_bytes_are_published(run, settings, tmp_path, prefect_home, monkeypatch, capfd):
    run()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PREFECT_HOME", raising=False)
    variables = dict(os.environ)
    result = run(direct=False, shard_size=2, output=tmp_path / "other", prefect_home=prefect_home)
    assert (result.status, result.orchestration) == ("published", "prefect")
    assert list(result.timings) == ["prefect", "read", "extract", "resolve", "check", "compare", "publish"]
    assert content(tmp_path / "other") == content(settings.output)
    assert (prefect_home / "prefect.db").is_file()
    assert not (tmp_path / "home" / ".prefect").exists()
    assert dict(os.environ) == variables
    # the same server serves the next build, which ends without publishing and without a word from Prefect
    stopped = run(direct=False, seeds=tmp_path / "nowhere", prefect_home=prefect_home)
    assert (stopped.status, [f.rule for f in stopped.findings]) == ("stopped", ["no_seeds"])
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


def test_a_fault_that_passes_is_tried_again_under_prefect(run, tmp_path, prefect_home, monkeypatch):
    from pipeline import ingest

    read, tries = ingest.read_seeds, []

    def fail_once(*arguments):
        tries.append(arguments)
        if len(tries) == 1:
            raise ConnectionResetError("the network is away")
        return read(*arguments)

    monkeypatch.setattr(ingest, "read_seeds", fail_once)
    result = run(direct=False, prefect_home=prefect_home)
    assert (result.status, result.orchestration, len(tries)) == ("published", "prefect", 2)


def test_only_what_may_pass_is_tried_again():
    from pipeline.publish import PublishError
    from pipeline.records import Finding
    from pipeline.tasks import may_pass

    full = PublishError(Finding("error", "publish", "not_written", "message", "remedy"))
    foreign = PublishError(Finding("error", "publish", "output_foreign", "message", "remedy"))
    full.__cause__ = OSError(errno.ENOSPC, "no space left")
    assert [may_pass(error) for error in (ConnectionResetError(), TimeoutError(), full)] == [True, True, True]
    lasting = (FileNotFoundError(), PermissionError(), foreign, ValueError(), None)
    assert not any(may_pass(error) for error in lasting)
