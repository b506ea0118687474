"""The report a person reads, and that no text of a seed can break it."""

import json

import small_tables

from pipeline.records import Finding
from pipeline.report import BuildResult, ExitCode, Refusal, as_json, as_markdown, find_refusals, write_report


def test_refused_sentences_come_with_their_words(tables, texts):
    rows = tables["sentences"].to_pylist()
    rows[0]["refused"] = "negated"
    refused = find_refusals({"sentences": small_tables.table_of("sentences", rows)}, texts)
    assert refused == [Refusal("alpha", 0, "negated", "😀 Norway buys roughly 40 percent of its wheat from Portugal.")]
    assert find_refusals({"sentences": small_tables.table_of("sentences", rows)}, {})[0].text is None


def test_the_report_holds_everything(tmp_path):
    finding = Finding("warning", "read", "same_id", "message", "remedy", file="a.txt", line=3)
    result = BuildResult(
        "published",
        findings=[finding],
        counts={"trade": 2},
        timings={"read": 0.25},
        refusals=[Refusal("a", 1, "question", "Will it?")],
    )
    page = write_report(result, tmp_path / "new" / "folder").read_text(encoding="utf-8")
    data = json.loads((tmp_path / "new" / "folder" / "run_report.json").read_text(encoding="utf-8"))
    assert data == json.loads(json.dumps(as_json(result)))
    assert (data["seconds"], data["refused_by_reason"], data["exit_code"]) == ({"read": 0.25}, {"question": 1}, 0)
    for words in ("a.txt:3", "same_id", "| trade | 2 |", "| read | 0.25 |", "Will it?"):
        assert words in page


def test_a_report_that_goes_elsewhere_has_no_sentence_of_a_seed():
    refusal = Refusal("a", 0, "negated", "Norway did not.")
    page = as_markdown(BuildResult(refusals=[refusal]), sentences=False)
    assert "did not" not in page and "## Findings" in page


def test_words_of_a_seed_are_no_markup():
    refusal = Refusal("a", 0, "negated", "# Head\n- [link](javascript:x) <b>bold</b> `code` \x1b[31m | cell")
    page = as_markdown(BuildResult(refusals=[refusal]))
    assert "\x1b" not in page
    assert "\\# Head - \\[link\\](javascript:x) \\<b\\>bold\\</b\\> \\`code\\`" in page


def test_long_lists_are_cut_on_the_page_and_whole_in_the_data():
    finding = Finding("note", "read", "x", "message", "remedy")
    result = BuildResult(findings=[finding] * 70, refusals=[Refusal("a", n, "negated", "No.") for n in range(70)])
    page = as_markdown(result)
    assert page.count("and 20 more") == 2
    assert len(as_json(result)["findings"]) == len(as_json(result)["refused_sentences"]) == 70


def test_exit_codes_follow_the_status():
    error = Finding("error", "read", "x", "message", "remedy")
    assert BuildResult("published").exit_code == ExitCode.OK
    assert BuildResult("incomplete", findings=[error]).exit_code == ExitCode.INCOMPLETE
    assert BuildResult("checked", findings=[error]).exit_code == ExitCode.INCOMPLETE
    assert BuildResult("stopped").exit_code == ExitCode.ERRORS
