"""A build as a deployment of Prefect: a flow that a server has run on a schedule, after a change, or when somebody asks.

In: settings, which become the defaults of the deployment's parameters. Out: runs of `bilateral/NAME`, each in a process of its
own, with artifacts that show what came of it. A server starts only a flow of a module, with parameters that it can show: that
is why this is another flow than the one that `pipeline.flow` makes of the stages, and which runs inside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from datetime import timedelta
from inspect import signature
from pathlib import Path
from threading import Event as ThreadEvent
from threading import Thread
from typing import Any

from prefect import flow
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.assets import Asset, AssetProperties, materialize
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.events import DeploymentEventTrigger, emit_event
from prefect.runtime import deployment as runtime_deployment
from prefect.schedules import Cron, Interval
from prefect.settings import get_current_settings
from prefect.states import Completed, Failed
from prefect.types.entrypoint import EntrypointType

from pipeline.flow import build
from pipeline.report import BuildResult, as_markdown, place, status_line
from pipeline.settings import Settings, SettingsError, is_address
from pipeline.settings import place as place_of
from pipeline.watch import watch_inputs

CHANGED = "bilateral.inputs.changed"
"""The event that starts a run of a deployment that is served with `on_change`, whoever sends it."""
FINDINGS = 200
"""Findings that an artifact shows; all are in the run report."""
FILES = 100
"""Files that an event names."""


@flow(name="bilateral", persist_result=False)
def bilateral(
    seeds: str = "seeds",
    output: str = "output",
    cache: str = ".cache/bilateral",
    columns: str = "",
    workers: int = 1,
    shard_size: int = 200,
    archive: bool = False,
    runner: str = "processes",
    dask_address: str = "",
    fresh: bool = False,
) -> State[Any]:
    """Read the seeds and publish the data package.

    Args:
        seeds: folder of articles, or a bulk file; a path or an address such as s3://…
        output: folder of the published package; a path or an address such as s3://…
        cache: folder for the run report and what need not be read again
        columns: names of columns in bulk files: text=body,published=date
        workers: processes that read documents
        shard_size: documents a task reads at most
        archive: stream the documents through shards on disk, for more than memory holds
        runner: what runs an archive's shards: processes, threads or dask
        dask_address: scheduler of a Dask cluster; without one a cluster on this machine
        fresh: read every document anew, whatever the cache holds
    """
    settings = Settings(
        seeds=place_of(seeds),
        output=place_of(output),
        cache=Path(cache),
        columns=columns,
        workers=workers,
        shard_size=shard_size,
        archive=archive,
        runner=runner,
        dask_address=dask_address,
        fresh=fresh,
    )
    result = build(settings)
    if result.status != "unchanged":
        show(result, settings.output)
    if result.release:
        announce(result, settings.output)
    return outcome(result)


def outcome(result: BuildResult) -> State[Any]:
    """The state in which a run ends: failed where nothing was published, else completed, and named as the build's status."""
    if result.status == "stopped":  # by the last error: those before it cost a document each
        why = "".join(f" {place(finding)}: {finding.message}." for finding in result.errors[-1:])
        return Failed(message=status_line(result) + why)
    return Completed(name=result.status.capitalize(), message=status_line(result))


def show(result: BuildResult, output: Path) -> None:
    """Make artifacts of a build: rows a table, claims that moved, findings, the report, and a link to the package."""
    from pipeline.releases import tally
    from schemas import TABLES

    tables: dict[str, list[dict[str, Any]]] = {
        "tables": [{"table": n, "rows": rows} for n, rows in result.counts.items() if TABLES[n].kind != "vocabulary"],
        "changes": [
            {"change": change, "why": why, "table": table, "claims": count}
            for change, why, table, count in tally(result.changes or [])
        ],
        "findings": [
            {"severity": f.severity, "where": place(f), "what": f.message, "rule": f.rule, "remedy": f.remedy}
            for f in result.findings[:FINDINGS]
        ],
    }
    about = {
        "tables": "Rows of each table",
        "changes": "Claims that moved since the package before, and why",
        "findings": "What was found",
    }
    for name, rows in tables.items():
        if rows:
            create_table_artifact(rows, key=f"bilateral-{name}", description=about[name])
    # a server may stand elsewhere, and sentences of the seeds may not be anybody's to send there
    create_markdown_artifact(as_markdown(result, sentences=False), key="bilateral-report", description="Report")
    if result.release:
        text = f"{output} (version {result.release.version})"
        create_link_artifact(_address(output), text, key="bilateral-package", description="The published package")


def announce(result: BuildResult, output: Path) -> None:
    """Tell the server that there is a new package: an asset, whose event may start whatever is made from the package."""
    name = runtime_deployment.name or "build"
    about = AssetProperties(
        name=f"bilateral {name}", url=_address(output), description="Data package made from news text"
    )
    package = Asset(key=f"bilateral://{name}/package", properties=about)
    version = result.release.version if result.release else None

    @materialize(package, asset_deps=[f"bilateral://{name}/seeds"], cache_policy=NO_CACHE, persist_result=False)
    def announce() -> None:
        package.add_metadata({"version": version, "documents": result.documents_read, "rows": result.counts})

    announce()


def _address(output: Path) -> str:
    start = output.resolve() / "site" / "index.html"
    return (start if start.is_file() else output.resolve()).as_uri()


def serve(
    settings: Settings,
    *,
    name: str = "build",
    cron: str | None = None,
    every: timedelta | None = None,
    on_change: bool = False,
    settle: float = 0.5,
) -> None:
    """Create the deployment `bilateral/NAME` on the configured server and run what it schedules, until interrupted.

    One run at a time: a run that comes in the midst of another waits for it.

    Args:
        settings: defaults of the deployment's parameters; relative folders are those of this process.
        name: of the deployment; each set of seeds that one server looks after needs one of its own.
        cron: when to run, as in a crontab.
        every: how often to run.
        on_change: watch the inputs of the build, and run when they have changed.
        settle: seconds that files must be at rest before a change is told.

    Raises:
        SettingsError: no server is configured, it does not answer, or the schedule cannot be understood.
    """
    _refuse_without_server()
    try:
        schedule = Cron(cron) if cron else Interval(every) if every else None
    except ValueError as error:
        raise SettingsError(f"the schedule is not understood: {error}; write it as in a crontab: '0 6 * * *'") from None
    trigger = DeploymentEventTrigger(expect={CHANGED}, match={"prefect.resource.id": f"bilateral.{name}"})
    with telling_changes(settings, name, settle) if on_change else nullcontext():
        bilateral.serve(
            name,
            schedule=schedule,
            paused=False,  # as it was left when it was last served
            triggers=[trigger] if on_change else None,
            parameters=parameters(settings),
            tags=["bilateral"],
            limit=1,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )


def parameters(settings: Settings) -> dict[str, Any]:
    """The parameters of a run with these settings; folders are absolute, so that whoever looks at a run sees where it writes."""
    taken = signature(bilateral.fn).parameters
    values = {name: value for name, value in asdict(settings).items() if name in taken}
    return {name: _named(value) if name in ("seeds", "output", "cache") else value for name, value in values.items()}


def _named(folder: Path) -> str:
    return str(folder) if is_address(folder) else str(folder.absolute())


def _refuse_without_server() -> None:
    address = get_current_settings().api.url
    remedy = "start one with `prefect server start` and set PREFECT_API_URL=http://127.0.0.1:4200/api"
    if not address:
        raise SettingsError(f"no Prefect server is configured; {remedy}")
    with get_client(sync_client=True) as client:
        fault = client.api_healthcheck()
    if fault is not None:
        raise SettingsError(f"the Prefect server at {address} does not answer ({fault}); {remedy}")


@contextmanager
def telling_changes(settings: Settings, name: str, settle: float) -> Iterator[None]:
    """Tell the server of every change of the inputs during a block; the deployment's trigger starts a run of it."""
    stop = ThreadEvent()
    changes = watch_inputs(settings, settle=settle, stop=stop)
    next(changes)  # what cannot be watched is found out here, before anything is served

    def tell() -> None:
        for change in changes:
            files = [f"{file.kind} {file.path}" for file in change[:FILES]]
            resource = {"prefect.resource.id": f"bilateral.{name}", "prefect.resource.name": str(settings.seeds)}
            emit_event(CHANGED, resource, payload={"files": files, "count": len(change)})

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        stop.set()
        teller.join()
