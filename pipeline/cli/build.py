"""`bilateral build`: make the data package from the seeds."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.package import Columns, Seeds, Target, Workers, joined
from pipeline.cli.release import show_changes
from pipeline.cli.screen import complain, console, print_plain, print_text, show_findings, show_rows
from pipeline.report import BuildResult, ExitCode, status_line
from pipeline.settings import Settings, command_name, is_address

STAGES = {
    "prefect": "starting Prefect",
    "read": "reading the seeds",
    "extract": "reading documents into claims",
    "resolve": "putting the tables together",
    "correct": "applying corrections",
    "check": "checking",
    "compare": "comparing with the package before",
    "publish": "publishing",
    "write": "writing",
}
SHOWN_FINDINGS = 20


def build(
    seeds: Seeds = None,
    output: Target = None,
    direct: Annotated[
        bool, typer.Option("--direct", help="Run without Prefect: the same tables, without waiting for its server.")
    ] = False,
    only: Annotated[
        str | None,
        typer.Option(
            metavar="TABLE", help="Write this table alone, as loose files, into --output or the cache; publish nothing."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but write the package.")] = False,
    workers: Workers = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Read every document anew, whatever the cache holds.")] = False,
    archive: Annotated[
        bool,
        typer.Option(
            "--archive",
            help="Stream the documents through shards on disk: memory stays flat. Keeps no readings, and leaves changes "
            "and site to other commands.",
        ),
    ] = False,
    runner: Annotated[
        str | None,
        typer.Option(help="What runs an archive's shards: processes, threads, dask.", show_default=False),
    ] = None,
    column: Columns = None,
    brief: Annotated[bool, typer.Option("--brief", help="Say what was found and what moved, and no more.")] = False,
) -> None:
    """Read the seeds and publish the data package.

    Only documents that are new or changed are read; where nothing has changed there is nothing to do. A document that
    cannot be read is reported and left out. An error in a table stops the publication: the last good package stays as
    it is. The run report tells what was refused, and why.
    """
    loaded = Settings.load()
    if only is not None:
        _know_table(only)
        output = output or loaded.cache / "only"
    settings = Settings.load(
        seeds=seeds,
        columns=joined(column),
        output=output,
        direct=direct or None,
        workers=workers,
        archive=archive or None,
        runner=runner,
        only=only,
        dry_run=dry_run,
        fresh=fresh,
    )
    result = _build_with_progress(settings)
    _tell(result, settings, brief)
    raise typer.Exit(result.exit_code)


def _know_table(name: str) -> None:
    from difflib import get_close_matches

    from schemas import TABLES

    if name not in TABLES:
        near = get_close_matches(name, TABLES, n=1)
        complain(f"there is no table {name!r}", f"did you mean {near[0]}?" if near else f"tables: {', '.join(TABLES)}")
        raise typer.Exit(ExitCode.USAGE)


def _build_with_progress(settings: Settings) -> BuildResult:
    from pipeline.flow import build as run

    with ExitStack() as screen:
        bar: list[Callable[[str, int, int], None]] = []

        def show(stage: str, done: int, parts: int) -> None:
            # rich is loaded by the first stage: a build with nothing to do has none
            if not bar:
                bar.append(_open_bar(screen))
            bar[0](STAGES.get(stage, stage), done, parts)

        return run(settings, progress=show)


def _open_bar(screen: ExitStack) -> Callable[[str, int, int], None]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    shown = console(error=True)
    bars = screen.enter_context(Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal))
    bar = bars.add_task("", total=1)
    return lambda stage, done, parts: bars.update(bar, description=stage, completed=done, total=parts)


def _tell(result: BuildResult, settings: Settings, brief: bool) -> None:
    """What was found, what was made and, unless the user wants it brief, what to do next."""
    show_findings(result.findings, limit=SHOWN_FINDINGS)
    if result.status == "unchanged":
        print_plain(status_line(result))
        return
    if result.status != "stopped" and not (brief and result.changes is not None):
        rows = {
            name: count for name, count in result.counts.items() if settings.only or (count and _is_interesting(name))
        }
        show_rows(("table", "rows"), rows.items())
    print_text(status_line(result))
    if result.changes:
        show_changes(result.changes)
    if brief:
        if result.changes == []:
            print_text("No claim has moved.")
        return
    if result.report:
        print_text(f"Report: {result.report}")
    for path in result.written:
        print_text(f"Written: {path}")
    if result.release:
        print_text(f"Package: {settings.output} (version {result.release.version})")
        _tell_next(settings.output)


def _tell_next(folder: Path) -> None:
    call, option = command_name(), "" if folder == Settings().output else f" --output {shlex.quote(str(folder))}"
    here = not is_address(folder)
    print_text("\nNext:")
    if here:
        print_text(f"  {call} open{option}", ("   look at it in a browser", "dim"))
    print_text(f'  {call} sql{option} "SELECT * FROM dyads"', ("   ask it", "dim"))
    print_text(f'  {call} sql{option} "SELECT claim_id, summary FROM claims"', ("   all that it says", "dim"))
    print_text(f"  {call} explain{option} CLAIM_ID", ("   see the words behind a row", "dim"))
    if here:
        print_text(f"  {folder / 'README.md'}", ("   what is in it, and how to open and cite it", "dim"))


def _is_interesting(name: str) -> bool:
    """Whether a table has rows of this run's making: the vocabularies are the same in every package."""
    from schemas import TABLES

    return TABLES[name].kind in ("entity", "claim") or name in ("documents", "sentences")
