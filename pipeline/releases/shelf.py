"""The folder of releases: which there are, where each stands, which is the last.

`versions.json` is written last and in one piece: what it does not name was never released.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipeline.publish.errors import ReleaseNotFoundError, failure

INDEX = "versions.json"
CHANGELOG = "CHANGELOG.md"
NUMBER = re.compile(r"(\d+)\.(\d+)\.(\d+)")
_BUMPS = {"breaking": 0, "additive": 1, "values": 2}


@dataclass(frozen=True, slots=True)
class Version:
    """One release, as `versions.json` tells it.

    `kind` says what the change from `previous` means to who uses the data: "breaking" (a table, a column or a code is gone or
    means something else), "additive" (more rows, columns or tables), "values" (rows corrected or removed), "first".
    `build` is the version of the package that it was made from; `as_of` the latest day of its documents.
    """

    version: str
    kind: str
    previous: str | None
    build: str
    as_of: str | None
    archive: str
    bytes: int
    sha256: str
    rows: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)


class Shelf:
    """The releases of a folder, oldest first."""

    def __init__(self, folder: Path) -> None:
        """Open a folder of releases; it need not exist.

        Raises:
            ReleaseNotFoundError: its index cannot be read.
        """
        self.folder = folder
        self.versions: list[Version] = []
        index = folder / INDEX
        if index.is_file():
            try:
                listed = json.loads(index.read_text(encoding="utf-8"))["versions"]
                self.versions = [Version(**entry) for entry in listed]
            except (ValueError, KeyError, TypeError) as error:
                message, remedy = f"{index} cannot be read ({error}).", "Put back the copy of it from your backup."
                raise ReleaseNotFoundError(failure("index_broken", message, remedy, file=str(index))) from error

    @property
    def last(self) -> Version | None:
        """The last release."""
        return self.versions[-1] if self.versions else None

    def place(self, version: str) -> Path:
        """The folder of a release.

        Raises:
            ReleaseNotFoundError: there is no such release; the message names those there are.
        """
        if version not in {held.version for held in self.versions}:
            known = ", ".join(held.version for held in self.versions) or "none yet"
            message = f"There is no release {version} in {self.folder}."
            raise ReleaseNotFoundError(
                failure("no_such_version", message, f"There are: {known}.", file=str(self.folder))
            )
        return self.folder / version

    def add(self, version: Version, *, name: str, changelog: str) -> None:
        """Name a release whose files are in place: from now on it is the last."""
        self.versions.append(version)
        _write(self.folder / CHANGELOG, changelog)
        index = {"name": name, "last_successful": version.version, "versions": [asdict(v) for v in self.versions]}
        _write(self.folder / INDEX, json.dumps(index, ensure_ascii=False, indent=1) + "\n")


def next_version(last: str | None, kind: str) -> str:
    """The number after `last` for a change of that kind; 1.0.0 where there is none.

    >>> next_version("1.4.2", "additive"), next_version("1.4.2", "values"), next_version(None, "first")
    ('1.5.0', '1.4.3', '1.0.0')
    """
    found = NUMBER.fullmatch(last or "")
    if found is None:
        return "1.0.0"
    parts = [int(part) for part in found.groups()]
    place = _BUMPS[kind]
    return ".".join(str(part) for part in (*parts[:place], parts[place] + 1, *(0 for _ in parts[place + 1 :])))


def kind_of(old: Mapping[str, object], new: Mapping[str, object], added_rows: bool) -> str:
    """What a change means to who uses the data, from the descriptors of both packages.

    Args:
        old: the descriptor of the last release, without what only a release has.
        new: the descriptor of the package to be released.
        added_rows: whether a table has rows that it did not have.
    """
    before, after = _columns(old), _columns(new)
    if any(after.get(column) != facts for column, facts in before.items()):
        return "breaking"
    return "additive" if added_rows or after.keys() > before.keys() else "values"


def _columns(descriptor: Mapping[str, object]) -> dict[tuple[str, str], tuple[str, bool]]:
    """(table, column) → type, and whether it is part of the key."""
    resources: list[dict] = descriptor["resources"]  # type: ignore[type-arg,assignment]
    return {
        (resource["name"], column["name"]): (column["type"], column["name"] in resource["schema"].get("primaryKey", []))
        for resource in resources
        if "schema" in resource
        for column in resource["schema"]["fields"]
    }


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
