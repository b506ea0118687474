"""The story of a build: seeds in, a published package out, one stage after another.

`build` runs it as a Prefect flow, or, with `Settings.direct`, as the plain functions that the flow is made of; the
tables are the same. Nothing passes through Prefect's parameters: what the stages hand on stays in memory here, for Prefect
would walk through every row. Its tasks are made in `pipeline.tasks`, and how a stage works is the affair of its own package.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.cache import (
    PageCache,
    ReadingCache,
    RowCache,
    build_version,
    inputs_digest,
    reader_version,
    recall,
    remember,
)
from pipeline.records import Finding
from pipeline.report import BuildResult, find_refusals, find_silent, write_report
from pipeline.settings import Settings, SettingsError, environment_with, is_address, prefect_variables
from pipeline.shards import LoadReader, cut, project_reader, read_shards
from pipeline.steps import Progress, Steps

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.archive import Runner
    from pipeline.correct import Correction


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
        The result. With `status` "stopped" nothing was published and the last good package is untouched; with
        "unchanged" the package is already what these seeds give, and neither Prefect nor a model was loaded.
    """
    settings, load_reader = settings or Settings.load(), load_reader or project_reader
    inputs = inputs_digest(settings.seeds, settings.columns, load_reader)
    if inputs and settings.publishes and not settings.fresh:
        kept = recall(settings.cache, settings.output, inputs)
        if kept is not None:
            return BuildResult.unchanged(kept, settings.cache)
    return build_anew(settings, inputs, progress or (lambda stage, done, parts: None), load_reader)


def build_anew(settings: Settings, inputs: str | None, progress: Progress, load_reader: LoadReader) -> BuildResult:
    """Run the stages while holding the output folder, then remember the build and write its report."""
    from pipeline.publish import PublishError
    from pipeline.publish.lock import holding

    result = BuildResult()
    run = run_story if settings.direct else run_with_prefect
    try:
        with holding(settings.output) if settings.publishes else nullcontext():
            refuse_in_vain(settings, result)
            run(settings, Steps(progress, result.timings), result, load_reader)
    except BuildStoppedError:
        result.status = "stopped"
    except PublishError as error:
        result.findings.append(error.finding)
        return result  # somebody else holds the folder, and so perhaps the report
    try:
        if inputs and result.release is not None:
            remember(settings.cache, settings.output, inputs, result.summary())
        result.report = write_report(result, settings.cache)
    except OSError as error:
        message = f"the run report could not be written: {error}"
        remedy = "name a folder that can be written in BILATERAL_CACHE"
        result.findings.append(Finding("warning", "report", "no_report", message, remedy, file=str(settings.cache)))
    return result


def run_story(settings: Settings, steps: Steps, result: BuildResult, load_reader: LoadReader) -> None:
    """Read the seeds, read the documents into claims, put the tables together, correct, check and publish them.

    Raises:
        BuildStoppedError: there is nothing to publish, or an error that must not be published.
    """
    if settings.archive:
        # entered before anything else is imported, for processes load meanwhile what they read with
        with steps.runner(settings, load_reader) as runner:
            run_archive_story(settings, steps, result, load_reader, runner)
        return

    from pipeline.check import check_tables
    from pipeline.ingest import read_seeds
    from pipeline.resolve import assemble

    corrections, columns = usable_corrections(settings, result), column_names(settings)
    cache = ReadingCache(settings.cache, reader_version(load_reader), fresh=settings.fresh)
    documents, result.findings[:] = steps.run("read", lambda: read_seeds(settings.seeds, columns, cache.holds))
    stop_if(not documents)

    version = build_version(load_reader)
    rows = RowCache(settings.cache, settings.output, version, cache, fresh=settings.fresh)
    readings, unread = cache.split(rows.split(documents))
    with ExitStack() as workers:
        shards = read_shards(list(cut(unread, settings.shard_size)), load_reader, settings.workers, workers)
        for read, failures in steps.run_each("extract", [cache.keeping(shard) for shard in shards]):
            readings += read
            result.findings += failures
    result.read_anew = len(unread)
    result.documents_read = len(readings) + len(rows.held)
    stop_if(not result.documents_read)

    assembled = steps.run("resolve", lambda: assemble(readings, rows))
    texts = {document.document_id: document.text for document in documents}
    tables = lay_corrections(assembled, corrections, texts, steps, result)
    unchanged = rows.held.difference(tables["corrections"]["document_id"].to_pylist())
    problems = steps.run("check", lambda: check_tables(tables, texts, unchanged))
    result.refusals = find_refusals(tables, texts)
    result.findings += [*problems, *find_silent(tables)]
    stop_if(any(problem.severity == "error" for problem in problems))

    pages = PageCache(settings.cache, version, fresh=settings.fresh)
    publish_tables(settings, steps, result, tables, pages)
    # of this machine, so no part of what the package says was found
    result.findings += [*rows.findings, *cache.findings]
    if result.release is not None:
        rows.write()
        cache.forget_other_versions()
        pages.forget_other_versions()


def run_archive_story(
    settings: Settings, steps: Steps, result: BuildResult, load_reader: LoadReader, runner: Runner
) -> None:
    """The same story for more documents than memory holds: they stream into shards on disk, which are merged there.

    What needs all rows at once is not done here: readings are not kept, changes since the last package not told, and the
    site left to `bilateral site`.

    Raises:
        BuildStoppedError: as for `run_story`.
    """
    from pipeline.archive import keeping_texts, land_shards
    from pipeline.check import check_merged
    from pipeline.correct import documents_to_add_to
    from pipeline.ingest import Listing, stream_seeds
    from pipeline.resolve import merge

    corrections, texts = usable_corrections(settings, result), dict[str, str]()
    columns, found, failures = column_names(settings), Listing(), Listing()
    settings.cache.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.cache, prefix="archive-") as scratch:
        shards, merged = Path(scratch, "shards"), Path(scratch, "merged")
        shards.mkdir()
        merged.mkdir()
        documents = keeping_texts(stream_seeds(settings.seeds, found, columns), documents_to_add_to(corrections), texts)
        for landed in steps.run_stream(
            "extract", land_shards(documents, settings.shard_size, shards.absolute(), load_reader, runner)
        ):
            result.documents_read += landed.documents
            result.read_anew += landed.documents
            for finding in landed.findings:
                failures.note(finding)
        failures.close()
        result.findings += [*found, *failures]
        stop_if(not result.documents_read)

        combined = steps.run("resolve", lambda: merge(shards, merged))
        tables = lay_corrections(combined, corrections, texts, steps, result)
        problems = steps.run("check", lambda: check_merged(tables))
        result.findings += [*problems, *summed_up(find_silent(tables))]
        stop_if(any(finding.severity == "error" and finding.table for finding in result.findings))
        publish_tables(settings, steps, result, tables)


def usable_corrections(settings: Settings, result: BuildResult) -> list[Correction]:
    """What people have said about rows; read before any document is, for nothing may be published without it.

    Raises:
        BuildStoppedError: a file, or a record of one, cannot be understood; which one is in the result's findings.
    """
    from pipeline.correct import read_corrections

    corrections, broken = read_corrections(settings.seeds)
    result.findings += broken
    stop_if(bool(broken))
    return corrections


def lay_corrections(
    tables: Mapping[str, pa.Table],
    corrections: Sequence[Correction],
    texts: Mapping[str, str],
    steps: Steps,
    result: BuildResult,
) -> Mapping[str, pa.Table]:
    """Lay what people have said over the tables.

    Raises:
        BuildStoppedError: a correction does not fit any more; which one is in the result's findings.
    """
    from pipeline.correct import correct

    if not corrections:
        return tables
    corrected, misfits = steps.run("correct", lambda: correct(tables, corrections, texts))
    result.findings += misfits
    stop_if(any(finding.severity == "error" for finding in misfits))
    return corrected


def publish_tables(
    settings: Settings,
    steps: Steps,
    result: BuildResult,
    tables: Mapping[str, pa.Table],
    pages: PageCache | None = None,
) -> None:
    """Publish checked tables, or, as the settings say, write one of them or nothing; without `pages` there is no site.

    Raises:
        BuildStoppedError: the package could not be published; why is in the result's findings.
    """
    from pipeline.publish import ReleaseError, load_publication, publish
    from pipeline.releases import changes_since
    from pipeline.site import add_site

    result.counts = {name: table.num_rows for name, table in tables.items() if settings.only in (None, name)}
    if settings.dry_run:
        result.status = "checked"
        return
    try:
        if settings.only:
            result.written = steps.run("write", lambda: write_one(tables, settings.only or "", settings.output))
            result.status = "written"
            return
        if not settings.archive:
            result.changes = steps.run("compare", lambda: changes_since(settings.output, tables))
        finish = partial(add_site, releases=settings.releases, kept=pages) if pages else None
        about = load_publication(settings.seeds / "publication.yaml")
        result.release = steps.run(
            "publish",
            lambda: publish(tables, settings.output, publication=about, findings=result.findings, finish=finish),
        )
    except ReleaseError as error:
        result.findings.append(error.finding)
        raise BuildStoppedError from error
    result.status = "incomplete" if result.errors else "published"


def refuse_in_vain(settings: Settings, result: BuildResult) -> None:
    """See before the work begins, which may take hours, that its outcome can be published.

    Raises:
        BuildStoppedError: the output folder belongs to something else, or `publication.yaml` cannot be used.
    """
    from pipeline.publish import ReleaseError, load_publication
    from pipeline.publish.release import refuse_foreign_folder
    from pipeline.publish.store import refuse_unwritable

    try:
        load_publication(settings.seeds / "publication.yaml")
        if not (settings.dry_run or settings.only):
            refuse_foreign_folder(settings.output)
            if is_address(settings.output):
                refuse_unwritable(settings.output)
    except ReleaseError as error:
        result.findings.append(error.finding)
        raise BuildStoppedError from error


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


def run_with_prefect(settings: Settings, steps: Steps, result: BuildResult, load_reader: LoadReader) -> None:
    """Run the story as a Prefect flow: on the server that the user has configured, else on one of its own.

    Where no server can be had the story is run without: the tables do not depend on it, and a warning says so. In a run of a
    deployment (`pipeline.deploy`) Prefect is as its user has set it up, and the flow is a part of that run.
    """
    from pipeline.tasks import in_flow_run

    start = time.perf_counter()
    variables = {} if in_flow_run() else prefect_variables(settings)
    with environment_with(variables):
        try:
            if "PREFECT_HOME" in variables:  # Prefect makes the last folder only, and its server dies without it
                Path(variables["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)
            from prefect import flow

            from pipeline.server import own_server
            from pipeline.tasks import PrefectSteps, task_runner

            def story() -> None:
                steps.timings["prefect"] = time.perf_counter() - start
                run_story(settings, PrefectSteps(steps.progress, steps.timings), result, load_reader)

            steps.progress("prefect", 0, 1)
            result.orchestration = "prefect"
            with own_server(settings.server_timeout):
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
    from pipeline.ingest.problems import first_line

    return Finding(
        "warning",
        "flow",
        "no_prefect_server",
        f"Prefect could not start, so the stages ran without it: {first_line(error)}",
        "raise BILATERAL_SERVER_TIMEOUT, correct PREFECT_API_URL, or build with --direct",
    )
