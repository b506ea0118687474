"""`bilateral add`: put a document into the folder of the seeds."""

from __future__ import annotations

import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.package import Seeds
from pipeline.cli.screen import complain, print_text, show_fields, show_findings
from pipeline.report import ExitCode
from pipeline.settings import Settings, command_name, is_address

if TYPE_CHECKING:
    from pipeline.acquire import FeedRead, Kept
    from pipeline.records import Finding

SHOWN_FINDINGS = 50
OWN = ("title", "url")  # what no two documents have in common
TOLD = ("title", "publisher", "author", "published", "url", "license", "redistribution")


def add(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files, addresses (https://…), or - for standard input.")
    ],
    seeds: Seeds = None,
    feed: Annotated[
        bool, typer.Option("--feed", help="The sources are RSS or Atom feeds: add the articles that are not held yet.")
    ] = False,
    meta: Annotated[
        list[str] | None,
        typer.Option("--meta", "-m", metavar="NAME=VALUE", help="Metadata: publisher=Reuters. May be given again."),
    ] = None,
    copies: Annotated[
        bool, typer.Option("--copies", help="Keep a text too that is nearly the same as one held.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="Articles to take from a feed.")] = 50,
    timeout: Annotated[float, typer.Option(min=1, metavar="SECONDS", help="Time for one page.")] = 30,
    max_size: Annotated[float, typer.Option(min=0.1, metavar="MB", help="Size of one page.")] = 10,
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="Fetch also from this machine and private networks, redirects included."),
    ] = False,
) -> None:
    """Put documents into the folder of the seeds.

    A page is kept as its text, with what it says of itself: title, publisher, author, day, address, licence. Nothing that
    is there already is written over. What is no article, not in English, behind a paywall or held already is reported and
    not added. This is the one command that fetches pages; robots.txt and terms of use are for whoever calls it to keep.

    Exit codes: 0 added, or a feed had nothing new; 1 nothing was added; 4 some were added, others had errors.
    """
    from pipeline.acquire import Arrangement, FeedRead, Kept, Limits
    from pipeline.acquire import add as add_documents
    from pipeline.flow import column_names

    settings = Settings.load(seeds=seeds)
    arrangement = Arrangement(
        folder=_folder(settings),
        today=datetime.now(UTC).date(),
        given=_metadata(meta or [], several=feed or len(sources) > 1),
        copies=copies,
        most=limit,
        limits=Limits(seconds=timeout, megabytes=max_size, private=allow_private),
        columns=column_names(settings),
    )
    added, findings = 0, []
    for outcome in add_documents(sources, arrangement, sys.stdin.buffer.read, feeds=feed):
        if isinstance(outcome, Kept):
            added += 1
            _tell(outcome)
        elif isinstance(outcome, FeedRead):
            _tell_feed(outcome)
        else:
            findings.append(outcome)
            show_findings([outcome], limit=1)
    if added:
        _tell_next(arrangement.folder)
    raise typer.Exit(_exit_code(added, findings))


def _exit_code(added: int, findings: list[Finding]) -> ExitCode:
    if not added:
        return ExitCode.ERRORS if findings else ExitCode.OK
    return ExitCode.INCOMPLETE if any(finding.severity == "error" for finding in findings) else ExitCode.OK


def _folder(settings: Settings) -> Path:
    """The folder of the seeds.

    Raises:
        typer.Exit: the seeds are one file or at an address; the user has been told what to do.
    """
    if is_address(settings.seeds) or settings.seeds.is_file():
        complain(f"{settings.seeds} is no folder of this machine", "name one with --seeds FOLDER")
        raise typer.Exit(ExitCode.USAGE)
    return settings.seeds


def _metadata(written: list[str], *, several: bool) -> dict[str, Any]:
    """The values of `--meta`, checked as those of front matter are.

    Raises:
        typer.Exit: one is no value of a field; the user has been told which.
    """
    from pipeline.ingest.metadata import Value, check_values

    pairs = dict(part.partition("=")[::2] for part in written)
    checked = check_values({name.strip(): Value(value) for name, value in pairs.items()}, "--meta")
    for finding in checked.findings:
        complain(f"--meta: {finding.message}", finding.remedy)
    bare = [part for part in written if "=" not in part]
    if bare:
        complain(f"--meta: {bare[0]!r} has no value", "write NAME=VALUE")
    own = [name for name in OWN if several and name in checked.values]
    if own:
        complain(f"--meta: several documents cannot have one {own[0]}", "give it with one document alone")
    if checked.findings or bare or own:
        raise typer.Exit(ExitCode.USAGE)
    return checked.values


def _tell(kept: Kept) -> None:
    """What was added: where it is and what is known about it."""
    values = kept.draft.values
    show_fields({name: values.get(name) for name in TOLD}, title=f"Added: {kept.path.as_posix()}")
    show_findings(kept.draft.findings, limit=SHOWN_FINDINGS)


def _tell_feed(feed: FeedRead) -> None:
    left = f", {feed.left} left for the next time (--limit)" if feed.left else ""
    print_text(f"Feed: {feed.source}: {feed.items} articles, {feed.held} held already, {feed.added} added{left}.")


def _tell_next(folder: Path) -> None:
    option = "" if folder == Settings().seeds else f" --seeds {shlex.quote(str(folder))}"
    print_text("\nNext:")
    print_text(f"  {command_name()} build{option}", ("   read what was added, and publish", "dim"))
