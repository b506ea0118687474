"""What all commands have in common: help, exit codes, a quick start."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from pipeline.cli.app import EXIT_CODES, app
from pipeline.publish.errors import PublishError, failure
from pipeline.report import ExitCode
from pipeline.settings import SettingsError, command_name

COMMANDS = (
    *("build", "add", "watch", "serve", "sql", "explain", "check", "release", "diff"),
    *("review", "score", "dictionary", "site", "open"),
)
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_every_command_is_listed_and_explains_each_of_its_options(call):
    listed = call("--help")
    assert listed.exit_code == 0
    group = typer.main.get_command(app)
    assert tuple(group.commands) == COMMANDS
    for name, command in group.commands.items():
        assert name in listed.stdout
        told = call(name, "-h")
        assert told.exit_code == 0
        assert command.help.splitlines()[0] in " ".join(told.stdout.split())
        for option in command.params:
            assert option.help, f"{name} {option.name}"
            assert (option.metavar or option.opts[0]) in told.stdout


def test_exit_codes_are_told_in_help_and_readme():
    numbers = sorted(int(code) for code in ExitCode)
    in_readme = re.search(r"Exit codes: (.*?)stopped", README, re.DOTALL).group(1)
    for text in (EXIT_CODES, in_readme):
        assert sorted(int(number) for number in re.findall(r"\b\d+\b", text)) == numbers


def test_without_a_command_the_help_is_shown(call):
    result = call()
    assert result.exit_code == ExitCode.USAGE
    assert "Commands:" in result.output


@pytest.mark.parametrize("arguments", [("publish",), ("sql",), ("build", "--frob"), ("build", "--workers", "0")])
def test_what_is_not_understood_says_so(call, arguments):
    result = call(*arguments)
    assert result.exit_code == ExitCode.USAGE
    assert "Error: " in result.stderr


def test_the_version_is_that_of_the_distribution(call):
    assert re.fullmatch(r"bilateral \d+\.\d+\.\d+\S*\n", call("--version").stdout)


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (SettingsError("BILATERAL_WORKERS is 'x'"), ExitCode.USAGE, "BILATERAL_WORKERS"),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED, "as it was"),
        (PublishError(failure("full", "The disk is full.", "Make room.")), ExitCode.ERRORS, "Make room."),
    ],
)
def test_expected_failures_are_messages_with_a_code(call, monkeypatch, error, code, says):
    def fail(*arguments, **more):
        raise error

    monkeypatch.setattr("pipeline.flow.build", fail)
    result = call("build")
    assert result.exit_code == code
    assert says in result.stderr


def test_a_mistake_of_the_program_keeps_its_traceback(call, monkeypatch):
    def fail(*arguments, **more):
        raise ZeroDivisionError

    monkeypatch.setattr("pipeline.flow.build", fail)
    with pytest.raises(ZeroDivisionError):
        call("build")


def run(code, *arguments):
    return subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True)


LOADED = """
import sys
from pipeline.cli import main
sys.argv = ["bilateral", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    heavy = {"prefect", "spacy", "pandera", "polars", "pandas", "duckdb", "pyarrow", "rich"} & set(sys.modules)
    print(end.code, *sorted(heavy), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [("--help",), *((name, "--help") for name in COMMANDS)])
def test_help_loads_nothing_heavy(arguments):
    assert run(LOADED, *arguments).stderr.split() == ["0"]


@pytest.mark.parametrize("arguments", [("sql", "FROM trade"), ("explain", "{claim}"), ("dictionary", "trade")])
def test_asking_loads_neither_prefect_nor_spacy(published, arguments):
    import pipeline

    claim = pipeline.read("trade", published)["claim_id"][0].as_py()
    where = () if arguments[0] == "dictionary" else ("--output", published)
    ended = run(LOADED, *(argument.format(claim=claim) for argument in arguments), *where)
    code, *heavy = ended.stderr.split()
    assert code == "0"
    assert not {"prefect", "spacy"} & set(heavy)


def test_a_reader_who_has_seen_enough_is_no_error(published):
    code = "import sys; from pipeline.cli import main; sys.argv = ['bilateral', *sys.argv[1:]]; main()"
    for way in ((), ("--csv",)):
        command = [sys.executable, "-c", code, "sql", "FROM dictionary, range(40)", "-o", str(published), *way]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asked:
            asked.stdout.close()
            said = asked.stderr.read()
            asked.wait()
        assert (asked.returncode, said) == (0, b"")


def test_the_command_is_named_as_it_was_called():
    assert command_name({}) == "bilateral"
    assert command_name({"UV_RUN_RECURSION_DEPTH": "1"}) == "uv run bilateral"
