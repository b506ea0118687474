"""`bilateral serve`: a deployment of Prefect that builds on a schedule, after a change, or when asked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

import typer

from pipeline.cli.package import Columns, Seeds, Target, Workers, joined
from pipeline.cli.screen import complain, print_text
from pipeline.cli.watch import Settle
from pipeline.report import ExitCode
from pipeline.settings import Settings, child_variables, environment_with

SPAN = re.compile(r"(\d+)([smhd])")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def serve(
    seeds: Seeds = None,
    output: Target = None,
    workers: Workers = None,
    column: Columns = None,
    name: Annotated[str, typer.Option(help="Name of the deployment; one for each set of seeds of a server.")] = "build",
    cron: Annotated[str | None, typer.Option(metavar="CRON", help="When to build: '0 6 * * *'.")] = None,
    every: Annotated[str | None, typer.Option(metavar="SPAN", help="How often to build: 30m, 6h, 1d.")] = None,
    on_change: Annotated[
        bool, typer.Option("--on-change", help="Build when a seed, a correction or the vocabulary has changed.")
    ] = False,
    settle: Settle = 0.5,
) -> None:
    """Offer the build to a Prefect server as a deployment and run it as that says; Ctrl-C ends it.

    The server is the one that PREFECT_API_URL or Prefect's own profile names. Settings of this command and of the
    environment become the defaults of the deployment's parameters, which every run may change.
    """
    if cron and every:
        complain("give one of --cron and --every")
        raise typer.Exit(ExitCode.USAGE)
    span = _span(every) if every else None
    settings = Settings.load(seeds=seeds, output=output, workers=workers, columns=joined(column))
    with environment_with(child_variables()):
        from pipeline.deploy import serve as offer

        offer(settings, name=name, cron=cron, every=span, on_change=on_change, settle=settle)
    print_text("ended")


def _span(text: str) -> timedelta:
    """A span of time as people write it.

    >>> _span("6h")
    datetime.timedelta(seconds=21600)
    """
    found = SPAN.fullmatch(text)
    if not found or not int(found[1]):
        complain(f"--every is {text!r}", "write a number and s, m, h or d: 30m")
        raise typer.Exit(ExitCode.USAGE)
    return timedelta(**{UNITS[found[2]]: int(found[1])})
