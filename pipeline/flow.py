"""The story of a build: seeds in, a published package out, one stage after another.

`build` runs it as a Prefect flow, or, with `Settings.direct`, as the plain functions that the flow is made of; the
tables are the same. Nobody else imports Prefect, and nothing passes through its parameters: what the stages hand on
stays in memory here, for Prefect would walk through every row. How a stage works is the affair of its own package.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.archive import LocalRunner, Pending, Runner
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
    from pipeline.resolve import assemble

    if settings.archive:
        run_archive_story(settings, steps, result, load_reader)
        return
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

    publish_tables(settings, steps, result, tables)


def run_archive_story(settings: Settings, steps: Steps, result: BuildResult, load_reader: LoadReader) -> None:
    """The same story for more documents than memory holds: they stream into shards on disk, which are merged there.

    Raises:
        BuildStoppedError: as for `run_story`.
    """
    from pipeline.archive import land_shards
    from pipeline.check import check_merged
    from pipeline.ingest import Listing, stream_seeds
    from pipeline.resolve import merge

    columns, found, failures = column_names(settings), Listing(), Listing()
    settings.cache.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.cache, prefix="archive-") as scratch, steps.runner(settings) as runner:
        shards, merged = Path(scratch, "shards"), Path(scratch, "merged")
        shards.mkdir()
        merged.mkdir()
        documents = stream_seeds(settings.seeds, found, columns)
        for landed in steps.run_stream(
            "extract", land_shards(documents, settings.shard_size, shards.absolute(), load_reader, runner)
        ):
            result.documents_read += landed.documents
            for finding in landed.findings:
                failures.note(finding)
        failures.close()
        result.findings += [*found, *failures]
        stop_if(not result.documents_read)

        tables = steps.run("resolve", lambda: merge(shards, merged))
        problems = steps.run("check", lambda: check_merged(tables))
        result.findings += [*problems, *summed_up(find_silent(tables))]
        stop_if(any(finding.severity == "error" and finding.table for finding in result.findings))
        publish_tables(settings, steps, result, tables)


def publish_tables(settings: Settings, steps: Steps, result: BuildResult, tables: Mapping[str, pa.Table]) -> None:
    """Publish checked tables, or, as the settings say, write one of them or nothing.

    Raises:
        BuildStoppedError: the package could not be published; why is in the result's findings.
    """
    from pipeline.publish import ReleaseError, load_publication, publish

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


def summed_up(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of which an archive may have one a document: of each rule the first ones, and how many more there are."""
    from pipeline.ingest import Listing

    kept = Listing()
    for finding in findings:
        kept.note(finding)
    kept.close()
    return list(kept)


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

    def run_stream(self, stage: str, parts: Iterable[T]) -> Iterator[T]:
        """Pass on the parts of a stage that nobody can count before, as they are done."""
        start = time.perf_counter()
        self.progress(stage, 0, 0)
        for done, part in enumerate(parts, start=1):
            yield part
            self.progress(stage, done, 0)
        self.timings[stage] = time.perf_counter() - start

    def runner(self, settings: Settings) -> AbstractContextManager[Runner]:
        """What runs the shards of an archive."""
        return LocalRunner(settings.runner, settings.workers)

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

    def runner(self, settings: Settings) -> AbstractContextManager[Runner]:
        """The task runner of the flow, which Prefect has started."""
        return nullcontext(PrefectRunner(settings.workers))


@dataclass
class PrefectRunner:
    """Hands shards to the flow's task runner as tasks; the documents are part of the task, so no row is walked through."""

    width: int

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Pending:
        """Hand over a call."""
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        def shard() -> Any:
            return work(*arguments)

        return task(name="shard", cache_policy=NO_CACHE, persist_result=False)(shard).submit()


def task_runner(settings: Settings) -> Any:
    """The task runner that the settings name.

    Raises:
        SettingsError: Dask is asked for and not installed.
    """
    from prefect.task_runners import ProcessPoolTaskRunner, ThreadPoolTaskRunner

    if settings.runner == "threads" or not settings.archive:
        return ThreadPoolTaskRunner(max_workers=settings.workers)
    if settings.runner == "processes":
        return ProcessPoolTaskRunner(max_workers=settings.workers)
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError:
        raise SettingsError('runner is dask, which is not installed: pip install "bilateral[dask]"') from None
    if settings.dask_address:
        return DaskTaskRunner(address=settings.dask_address)
    return DaskTaskRunner(
        cluster_kwargs={"n_workers": settings.workers, "threads_per_worker": 1, "dashboard_address": None}
    )


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
            flow(name="bilateral build", persist_result=False, task_runner=task_runner(settings))(story)()
            return
        except (BuildStoppedError, SettingsError):
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
