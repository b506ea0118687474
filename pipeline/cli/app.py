"""The commands put together, and what they have in common: version, help, errors that people can act on."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline.cli.add import add
from pipeline.cli.build import build
from pipeline.cli.explain import explain
from pipeline.cli.inspect import check, dictionary
from pipeline.cli.release import diff, release
from pipeline.cli.review import review
from pipeline.cli.score import score
from pipeline.cli.screen import complain, print_plain
from pipeline.cli.serve import serve
from pipeline.cli.site import show, site
from pipeline.cli.sql import sql
from pipeline.cli.watch import watch
from pipeline.report import ExitCode
from pipeline.settings import SettingsError

EXIT_CODES = """Exit codes: 0 done · 1 errors were found and nothing was published, or a check or a score failed ·
2 the command was not understood · 3 no such package, table or claim · 4 published, but documents were left out ·
130 stopped by Ctrl-C."""


class Commands(TyperGroup):
    """The commands; an expected failure of any of them becomes a message and an exit code, not a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that the arguments name."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()  # a reader that has gone away is noticed here, and not after the last line of this program
        except SettingsError as error:
            complain(str(error), "correct the variable or unset it")
            raise typer.Exit(ExitCode.USAGE) from None
        except KeyboardInterrupt:
            complain("stopped; the last good package is as it was")
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except BrokenPipeError:
            # whoever reads our output (head, less) has seen enough; what is still in the buffer goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(ExitCode.OK) from None
        except Exception as error:
            raise typer.Exit(_explain_release_error(error)) from None
        return done


def _explain_release_error(error: Exception) -> ExitCode:
    """Say what a package lacks; any other exception is a mistake of this program, and its traceback is wanted."""
    from pipeline.publish.errors import ReleaseError, ReleaseNotFoundError, UnknownTableError

    if not isinstance(error, ReleaseError):
        raise error
    complain(error.finding.message, error.finding.remedy)
    return ExitCode.NOT_FOUND if isinstance(error, ReleaseNotFoundError | UnknownTableError) else ExitCode.ERRORS


app = typer.Typer(
    name="bilateral",
    cls=Commands,
    help="News text in, open data out: relations between countries as tables that can be queried and checked.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    # rich would take longer to import for a page of help than all the rest
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (build, add, watch, serve, sql, explain, check, release, diff, review, score, dictionary):
    app.command()(command)
app.command()(site)
app.command("open")(show)  # the name is that of a builtin, which no function of ours takes


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError
        from importlib.metadata import version as installed_version

        try:
            print_plain(f"bilateral {installed_version('bilateral')}")
        except PackageNotFoundError:
            print_plain("bilateral (run from its folder, not installed)")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Options of the command as a whole."""


def main() -> None:
    """Run the command line."""
    app()
