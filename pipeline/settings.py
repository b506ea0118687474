"""Settings of a run, and the only place that reads or sets environment variables.

A setting comes from the caller (a command line option), else from a variable `BILATERAL_…`, else from its default.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast

VARIABLES = {
    "seeds": ("BILATERAL_SEEDS", "folder of articles, or a bulk file; a path or an address such as s3://… (seeds)"),
    "columns": ("BILATERAL_COLUMNS", "names of columns in bulk files: text=body,published=date"),
    "output": ("BILATERAL_OUTPUT", "folder of the published package, or an address such as s3://… (output)"),
    "cache": ("BILATERAL_CACHE", "folder for the run report and what need not be read again (.cache/bilateral)"),
    "releases": ("BILATERAL_RELEASES", "folder of the numbered releases (releases)"),
    "direct": ("BILATERAL_DIRECT", "1 = run without Prefect (0)"),
    "workers": ("BILATERAL_WORKERS", "processes that read documents (1)"),
    "shard_size": ("BILATERAL_SHARD_SIZE", "documents a task reads at most (200)"),
    "archive": ("BILATERAL_ARCHIVE", "1 = stream the documents through shards on disk, for more than memory holds (0)"),
    "runner": ("BILATERAL_RUNNER", "what runs an archive's shards: processes, threads or dask (processes)"),
    "dask_address": ("BILATERAL_DASK_ADDRESS", "scheduler of a Dask cluster; without one a cluster on this machine"),
    "server_timeout": ("BILATERAL_SERVER_TIMEOUT", "seconds that Prefect's own server may take to start (180)"),
    "prefect_home": ("BILATERAL_PREFECT_HOME", "folder for Prefect's database, unless PREFECT_HOME is set"),
}
RUNNERS = ("processes", "threads", "dask")
UNTOLD = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
"""Under these variables Prefect sends nobody a word about its use."""
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off", ""})


_WHY_HERE = {
    "cache": ": it holds a small file a document, and what an archive sorts; copy the folder if it shall outlive the machine",
    "releases": ": copy it to a store when it is made",
    "prefect_home": ": Prefect keeps a database in it",
}


class SettingsError(ValueError):
    """A setting has a value that it cannot have; the message names the variable and what it takes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a build may be told.

    Paths may be relative to the working directory. `only` names one table: its files alone are written into
    `output`, which must not hold a package. `dry_run` does everything but publish. `fresh` takes nothing from the cache.
    """

    seeds: Path = Path("seeds")
    columns: str = ""
    output: Path = Path("output")
    cache: Path = Path(".cache/bilateral")
    releases: Path = Path("releases")
    direct: bool = False
    workers: int = 1
    shard_size: int = 200
    archive: bool = False
    runner: str = "processes"
    dask_address: str = ""
    server_timeout: int = 180
    prefect_home: Path | None = None
    only: str | None = None
    dry_run: bool = False
    fresh: bool = False

    @property
    def publishes(self) -> bool:
        """Whether the build makes a package."""
        return not self.dry_run and self.only is None

    def __post_init__(self) -> None:
        for name in ("workers", "shard_size", "server_timeout"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{name} is {getattr(self, name)}; it must be 1 or more")
        for name in ("cache", "releases", "prefect_home"):
            if is_address(getattr(self, name)):
                raise SettingsError(
                    f"{name} is {getattr(self, name)}; it must be a folder of this machine{_WHY_HERE[name]}"
                )
        if self.only and is_address(self.output):
            raise SettingsError(f"only writes loose files into a folder of this machine, and output is {self.output}")
        if self.runner not in RUNNERS:
            raise SettingsError(f"runner is {self.runner!r}; it takes {', '.join(RUNNERS)}")
        if self.runner == "dask" and self.direct:
            raise SettingsError("runner is dask, which runs under Prefect; leave out --direct (BILATERAL_DIRECT)")

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Settings from what the caller gives (None = not given), then the environment, then the defaults.

        Raises:
            SettingsError: a value that its setting cannot have.
        """
        environment = os.environ if environment is None else environment
        values = {name: value for name, value in given.items() if value is not None}
        for field in fields(cls):
            variable = VARIABLES.get(field.name, ("", ""))[0]
            if field.name not in values and environment.get(variable, "").strip():
                values[field.name] = _parsed(variable, environment[variable].strip(), str(field.type))
        return cls(**values)


def is_address(place: Path | str | None) -> bool:
    """Whether a place is elsewhere (`s3://…`), and not a path of this machine."""
    return "://" in str(place)


def place(text: str) -> Path:
    """A folder or file by its path, or by an address (`s3://…`, `https://…`), which then behaves as a path does.

    Raises:
        SettingsError: the address is of a kind for which nothing is installed.
    """
    if "://" not in text:
        return Path(text).expanduser()
    from upath import UPath

    try:
        found = UPath(text)
        found.fs  # noqa: B018 - makes the file system, whose library may be missing
    except (ImportError, ValueError) as error:
        remedy = 'pip install "bilateral[s3]" for s3://, "bilateral[web]" for https://'
        raise SettingsError(f"{text} cannot be opened: {error}; {remedy}") from None
    return Path(found.path) if found.protocol in ("file", "local") else cast(Path, found)


def _parsed(variable: str, text: str, kind: str) -> Path | bool | int | str:
    if kind.startswith("Path"):
        return place(text)
    if kind == "str":
        return text
    if kind == "bool":
        if text.casefold() not in YES | NO:
            raise SettingsError(f"{variable} is {text!r}; it takes 1 or 0")
        return text.casefold() in YES
    if not text.isdecimal():
        raise SettingsError(f"{variable} is {text!r}; it takes a whole number")
    return int(text)


def prefect_variables(settings: Settings, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Environment variables under which Prefect keeps quiet, to itself and out of the user's own home.

    What the user has set wins, so a configured server (`PREFECT_API_URL`) is used; only telemetry is off in any case.
    """
    environment = os.environ if environment is None else environment
    home = settings.prefect_home or _user_cache(environment) / "bilateral" / "prefect"
    defaults = {
        "PREFECT_HOME": str(home.expanduser().absolute()),
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    }
    return {**{name: value for name, value in defaults.items() if name not in environment}, **UNTOLD}


def child_variables(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Environment variables under which a child process runs this very code.

    Installed or not, and whatever lies in the working folder: another `pipeline/` there would be taken for ours.
    """
    environment = os.environ if environment is None else environment
    paths = [str(Path(__file__).parents[1]), *filter(None, [environment.get("PYTHONPATH")])]
    return {"PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join(paths), **UNTOLD}


def command_name(environment: Mapping[str, str] | None = None) -> str:
    """How the user calls the command: installed, or through `uv run`, which leaves a variable in what it starts."""
    environment = os.environ if environment is None else environment
    return "uv run bilateral" if "UV_RUN_RECURSION_DEPTH" in environment else "bilateral"


def _user_cache(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")


@contextmanager
def environment_with(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for a block and put back what was there."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
