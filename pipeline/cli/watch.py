"""`bilateral watch`: build again whenever a seed, a correction or a word of the vocabulary changes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.package import Columns, Seeds, Target, Workers, joined
from pipeline.cli.screen import clean, complain, print_text
from pipeline.report import ExitCode, counted
from pipeline.settings import Settings, child_variables, environment_with
from pipeline.watch import FileChange, watch_inputs

Settle = Annotated[
    float, typer.Option(min=0.05, metavar="SECONDS", help="How long files must be at rest before they are read.")
]
BUILD = (sys.executable, "-m", "pipeline", "build", "--brief")
COLOURS = {"added": "green", "changed": "yellow", "removed": "red"}
SHOWN = 20


def watch(
    seeds: Seeds = None,
    output: Target = None,
    workers: Workers = None,
    column: Columns = None,
    prefect: Annotated[bool, typer.Option("--prefect", help="Run each build under Prefect.")] = False,
    settle: Settle = 0.5,
) -> None:
    """Build whenever a seed, a correction or the vocabulary changes, and say what moved; Ctrl-C ends it.

    A build that fails is told and the next change is waited for; the last good package stays as it is.
    """
    settings = Settings.load(seeds=seeds, output=output, workers=workers, columns=joined(column))
    command = [*BUILD, *_options(settings, prefect)]
    try:
        for changes in watch_inputs(settings, settle=settle):
            _show_files(changes)
            with environment_with(child_variables()):
                code = _run(command)
            if code not in (ExitCode.OK, ExitCode.INCOMPLETE):
                complain(f"this build failed (exit code {code})", "mend what it names; the next change builds again")
            print_text((f"Watching {settings.seeds} and the vocabulary; Ctrl-C ends it", "dim"))
    except _BuildInterruptedError:
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except KeyboardInterrupt:
        print_text("ended")


class _BuildInterruptedError(Exception):
    """Ctrl-C came while a build ran, which has said so itself."""


def _options(settings: Settings, prefect: bool) -> list[str]:
    """How a build is told what this command was told; all else both read from the environment."""
    options = ["--seeds", str(settings.seeds), "--output", str(settings.output), "--workers", str(settings.workers)]
    named = ["--column", settings.columns] if settings.columns else []
    return [*options, *named, *([] if prefect else ["--direct"])]


def _run(command: Sequence[str]) -> int:
    """Run a build in a process of its own and return its exit code.

    A new process reads code, lexicons and vocabularies as they are now; this one keeps them as they were. Ctrl-C is passed
    on once and the child is waited for, so that it can tidy up.

    Raises:
        _BuildInterruptedError: Ctrl-C, after the child has ended.
    """
    # in a session of its own: from the terminal the interrupt would come a second time, in the midst of the tidying
    with subprocess.Popen(command, start_new_session=True) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGINT)
            child.wait()
            raise _BuildInterruptedError from None


def _show_files(changes: Sequence[FileChange]) -> None:
    for change in changes[:SHOWN]:
        path = change.path
        shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        print_text((f"{change.kind:<7}", COLOURS[change.kind]), f"  {clean(shown)}")
    if len(changes) > SHOWN:
        print_text(f"… and {counted(len(changes) - SHOWN, 'more file')}")
