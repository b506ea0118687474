"""The stages of a build as tasks of Prefect, and what runs an archive's shards there.

Prefect is imported in the functions, for whoever builds without it shall not wait for it, and whoever builds with it sets
its variables first.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from pipeline.archive import Pending, Runner
from pipeline.settings import Settings, SettingsError
from pipeline.shards import LoadReader
from pipeline.steps import Steps, Work

PAUSES: list[float] = [2, 10]
"""Seconds before a stage that reads or writes files is tried again under Prefect."""


class PrefectSteps(Steps):
    """Runs the stages as Prefect tasks that take and return nothing, so that nothing is copied, hashed or kept.

    Those that read or write files try again where the fault may pass: a network that is away, a disk that is full.
    """

    def perform(self, stage: str, work: Work[None]) -> None:
        """Do one part of a stage as a task."""
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        pauses = PAUSES if stage in ("read", "publish", "write") else []
        task(
            name=stage,
            cache_policy=NO_CACHE,
            persist_result=False,
            retries=len(pauses),
            retry_delay_seconds=pauses or None,
            retry_condition_fn=lambda task, run, state: may_pass(state.result(raise_on_failure=False)),
        )(work)()

    def runner(self, settings: Settings, load_reader: LoadReader) -> AbstractContextManager[Runner]:
        """The task runner of the flow, which Prefect has started."""
        return nullcontext(PrefectRunner(settings.workers))


def may_pass(error: object) -> bool:
    """Whether what failed may succeed in a while: the system refused, but not for a path or a right that is wrong."""
    cause = error if isinstance(error, OSError) else getattr(error, "__cause__", None)
    lasting = (FileNotFoundError, FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError)
    return isinstance(cause, OSError) and not isinstance(cause, lasting)


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


def in_flow_run() -> bool:
    """Whether this is called in a run of a flow, without loading Prefect to find out."""
    if sys.modules.get("prefect") is None:
        return False
    from prefect.context import FlowRunContext

    return FlowRunContext.get() is not None
