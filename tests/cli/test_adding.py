"""`add`: what it says, and its exit codes."""

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.report import ExitCode

GRAIN = "Norway imports 40 percent of its wheat from Portugal. The harvest was good, said a clerk in Bergen.\n"
CORK = (
    "Portugal exports cork to Iceland, where a brewery has closed its bottles with it for longer than anybody knows.\n"
)


@pytest.fixture
def grain(tmp_path):
    (tmp_path / "grain.md").write_text(f"---\ntitle: Grain\npublisher: Courier\npublished: 2024-05-06\n---\n{GRAIN}")
    return tmp_path / "grain.md"


def test_it_says_what_was_added_where_and_what_to_do_next(call, grain, tmp_path):
    result = call("add", grain, "-m", "author=A. Clerk", "--meta", "license=CC-BY-4.0")
    assert (result.exit_code, result.stderr) == (0, "")
    for words in ("Added: seeds/2024-05-06-grain.md", "Grain", "Courier", "2024-05-06", "A. Clerk", "bilateral build"):
        assert words in result.stdout
    assert "license: CC-BY-4.0\nredistribution: quotes\n---\nNorway" in next((tmp_path / "seeds").iterdir()).read_text()


def test_the_next_step_names_the_folder_that_was_given(call, grain):
    assert "build --seeds 'my seeds'" in call("add", grain, "-s", "my seeds").stdout


def test_what_is_not_added_says_why_and_what_to_do(call, grain):
    call("add", grain)
    result = call("add", grain)
    assert (result.exit_code, result.stdout) == (ExitCode.ERRORS, "")
    assert "held already: seeds/2024-05-06-grain.md is the same document" in result.stderr


def test_without_a_day_it_says_what_will_be_missing(call):
    result = CliRunner().invoke(app, ["add", "-"], input=GRAIN)
    assert result.exit_code == 0
    assert "no day of publication is known" in result.stderr


def test_some_added_and_some_not(call, grain, tmp_path):
    result = call("add", grain, "nowhere.txt")
    assert result.exit_code == ExitCode.INCOMPLETE
    assert "Added: " in result.stdout and "nowhere.txt  there is no such file" in result.stderr
    (tmp_path / "cork.txt").write_text(CORK)
    assert call("add", grain, "cork.txt").exit_code == 0  # what is held already is no error


def test_a_feed_with_nothing_new_is_no_error(call, tmp_path):
    (tmp_path / "feed.xml").write_text('<rss version="2.0"><channel><title>Courier</title></channel></rss>')
    result = call("add", "--feed", "feed.xml")
    assert result.exit_code == 0
    assert "Feed: feed.xml: 0 articles, 0 held already, 0 added." in result.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "SOURCE"),
        (("a.txt", "--frob"), "--frob"),
        (("a.txt", "-m", "publihser=Courier"), "did you mean publisher?"),
        (("a.txt", "-m", "published=yesterday"), "YYYY-MM-DD"),
        (("a.txt", "-m", "publisher"), "write NAME=VALUE"),
        (("a.txt", "b.txt", "-m", "title=Grain"), "one title"),
        (("a.txt", "-s", "grain.md"), "no folder"),
        (("a.txt", "-s", "memory://seeds"), "no folder"),
    ],
)
def test_what_is_not_understood_says_so(call, grain, arguments, says):
    result = call("add", *arguments)
    assert result.exit_code == ExitCode.USAGE
    assert says in result.stderr


def test_words_of_a_page_are_shown_and_not_obeyed(call, tmp_path):
    (tmp_path / "a.md").write_text(f'---\ntitle: "[red]Grain\\e[2J"\n---\n{GRAIN}')
    assert "[red]Grain\N{REPLACEMENT CHARACTER}[2J" in call("add", "a.md").stdout
