"""The story of a build: seeds in, a published package out, one stage after another.

`build` runs it as a Prefect flow, or, with `Settings.direct`, as the plain functions that the flow is made of; the
tables are the same. Nobody else imports Prefect, and nothing passes through its parameters: what the stages hand on
stays in memory here, for Prefect would walk through every row. How a stage works is the affair of its own package.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline.records import Finding
from pipeline.report import BuildResult, find_refusals, find_silent, write_report
from pipeline.settings import Settings, SettingsError, environment_with, prefect_variables
from pipeline.shards import LoadReader, Reader, cut, read_shards

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")
Work = Callable[[], T]
Progress = Callable[[str, int, int], None]


class BuildStoppedError(Exception):
    """The build ends here without publishing; why is in the result's findings."""


def build(
    settings: Settings | None = None, *, progress: Progress | None = None, load_reader: LoadReader | None = None
) -> BuildResult:
    """Build the data package from the seeds, and write the run report into the cache folder.

    Args:
        settings: folders and the way to run; by default from the environment.
        progress: called with a stage's name, how many of its parts are done, and how many it has.
        load_reader: makes the reader, once in each process that reads; the project's own by default.

    Returns:
        The result. With `status` "stopped" nothing was published and the last good package is untouched.
    """
    settings = settings or Settings.load()
    result = BuildResult()
    steps = Steps(progress or (lambda stage, done, parts: None), result.timings)
    run = run_story if settings.direct else run_with_prefect
    try:
        run(settings, steps, result, load_reader or project_reader)
    except BuildStoppedError:
        result.status = "stopped"
    try:
        result.report = write_report(result, settings.cache)
    except OSError as error:
        message = f"the run report could not be written: {error}"
        remedy = "name a folder that can be written in BILATERAL_CACHE"
        result.findings.append(Finding("warning", "report", "no_report", message, remedy, file=str(settings.cache)))
    return result


def run_story(settings: Settings, steps: Steps, result: BuildResult, load_reader: LoadReader) -> None:
    """Read the seeds, read the documents into claims, put the tables together, check them, publish them.

    Raises:
        BuildStoppedError: there is nothing to publish, or an error that must not be published.
    """
    from pipeline.check import check_tables
    from pipeline.ingest import read_seeds
    from pipeline.publish import ReleaseError, load_publication, publish
    from pipeline.resolve import assemble

    columns = column_names(settings)
    documents, result.findings[:] = steps.run("read", lambda: read_seeds(settings.seeds, columns))
    stop_if(not documents)

    readings = []
    with ExitStack() as workers:
        shards = read_shards(cut(documents, settings.shard_size), load_reader, settings.workers, workers)
        for read, failures in steps.run_each("extract", shards):
            readings += read
            result.findings += failures
    stop_if(not readings)

    tables = steps.run("resolve", lambda: assemble(readings))
    texts = {reading.document.document_id: reading.document.text for reading in readings}
    problems = steps.run("check", lambda: check_tables(tables, texts))
    result.documents_read = len(readings)
    result.refusals = find_refusals(tables, texts)
    result.findings += [*problems, *find_silent(tables)]
    stop_if(any(problem.severity == "error" for problem in problems))

    result.counts = {name: table.num_rows for name, table in tables.items() if settings.only in (None, name)}
    if settings.dry_run:
        result.status = "checked"
        return
    try:
        if settings.only:
            result.written = steps.run("write", lambda: write_one(tables, settings.only or "", settings.output))
        else:
            about = load_publication(settings.seeds / "publication.yaml")
            result.release = steps.run(
                "publish", lambda: publish(tables, settings.output, publication=about, findings=result.findings)
            )
    except ReleaseError as error:
        result.findings.append(error.finding)
        raise BuildStoppedError from error
    result.status = "incomplete" if result.errors else "published"


def column_names(settings: Settings) -> dict[str, str]:
    """How bulk files name their columns.

    Raises:
        SettingsError: the setting is no mapping.
    """
    from pipeline.ingest import parse_columns

    try:
        return parse_columns(settings.columns)
    except ValueError as error:
        raise SettingsError(f"columns: {error}") from None


def stop_if(reason: bool) -> None:
    """End the build without publishing."""
    if reason:
        raise BuildStoppedError


def project_reader() -> Reader:
    """The project's own reader."""
    from pipeline.extract import load_reader

    return load_reader()


def write_one(tables: Mapping[str, pa.Table], name: str, folder: Path) -> list[Path]:
    """Write one table as loose Parquet and CSV files: a package has all tables or is none.

    Raises:
        PublishError: the folder holds a package, which a file from another run would break, or it cannot be written.
    """
    from pipeline.publish import PublishError
    from pipeline.publish.files import write_csv, write_parquet

    if (folder / "datapackage.json").exists():
        remedy = "name another folder with --output"
        raise PublishError(
            Finding("error", "publish", "holds_package", "the folder holds a package", remedy, str(folder))
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_parquet(tables[name], folder / f"{name}.parquet")
        write_csv(tables[name], folder / f"{name}.csv")
    except OSError as error:
        remedy = "name a folder that can be written with --output"
        message = f"the table could not be written: {error}"
        raise PublishError(Finding("error", "publish", "unwritable", message, remedy, str(folder))) from error
    return [folder / f"{name}.parquet", folder / f"{name}.csv"]


@dataclass
class Steps:
    """Runs the stages as plain functions, tells the progress and takes the time."""

    progress: Progress
    timings: dict[str, float] = field(default_factory=dict)

    def run(self, stage: str, work: Work[T]) -> T:
        """Run a stage of one part."""
        return self.run_each(stage, [work])[0]

    def run_each(self, stage: str, works: Sequence[Work[T]]) -> list[T]:
        """Run the parts of a stage in order; return what they give."""
        start = time.perf_counter()
        done: list[T] = []
        self.progress(stage, 0, len(works))
        for work in works:
            self.perform(stage, lambda work=work: done.append(work()))  # type: ignore[misc]
            self.progress(stage, len(done), len(works))
        self.timings[stage] = time.perf_counter() - start
        return done

    def perform(self, stage: str, work: Work[None]) -> None:
        """Do one part of a stage."""
        work()


class PrefectSteps(Steps):
    """Runs the stages as Prefect tasks that take and return nothing, so that nothing is copied, hashed or kept."""

    def perform(self, stage: str, work: Work[None]) -> None:
        """Do one part of a stage as a task."""
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        task(name=stage, cache_policy=NO_CACHE, persist_result=False)(work)()


def run_with_prefect(settings: Settings, steps: Steps, result: BuildResult, load_reader: LoadReader) -> None:
    """Run the story as a Prefect flow: on the server that the user has configured, else on one of its own.

    Where no server can be had the story is run without: the tables do not depend on it, and a warning says so.
    """
    start = time.perf_counter()
    variables = prefect_variables(settings)
    with environment_with(variables):
        try:
            if "PREFECT_HOME" in variables:  # Prefect makes the last folder only, and its server dies without it
                Path(variables["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)
            from prefect import flow

            def story() -> None:
                steps.timings["prefect"] = time.perf_counter() - start
                run_story(settings, PrefectSteps(steps.progress, steps.timings), result, load_reader)

            steps.progress("prefect", 0, 1)
            result.orchestration = "prefect"
            flow(name="bilateral build", persist_result=False)(story)()
            return
        except BuildStoppedError:
            raise
        except Exception as error:
            if "prefect" in steps.timings:
                raise
            result.findings.append(_no_prefect(error))
    result.orchestration = "direct"
    unavailable = list(result.findings)
    run_story(settings, steps, result, load_reader)
    result.findings[:0] = unavailable


def _no_prefect(error: Exception) -> Finding:
    said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    return Finding(
        "warning",
        "flow",
        "no_prefect_server",
        f"Prefect could not start, so the stages ran without it: {said}",
        "raise BILATERAL_SERVER_TIMEOUT, correct PREFECT_API_URL, or build with --direct",
    )
