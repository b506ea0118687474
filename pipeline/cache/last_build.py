"""What the last build into a folder was made from and what it found: when both still hold there is nothing to do.

In: settings and the result of a build. Out: that result again, as long as seeds, code and the published files are what they were.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from glob import escape
from pathlib import Path
from typing import Any

from pipeline.cache.entries import write_whole
from pipeline.cache.version import build_version
from pipeline.settings import is_address

_FOLDER = "builds"
_DESCRIPTOR = "datapackage.json"
_DATABASE = "bilateral.duckdb"  # named in no descriptor, but a package without it is not whole


def inputs_digest(seeds: Path, columns: str, load_reader: Callable[[], object]) -> str | None:
    """The hash of everything a build depends on: the seeds by path and content, how columns are named, and all code.

    None for seeds at an address: to see whether they have changed they would have to be fetched twice.
    """
    if is_address(seeds):
        return None
    digest = hashlib.sha256(f"{build_version(load_reader)}\0{columns}\n".encode())
    for line in _seed_lines(seeds):
        digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def recall(cache: Path, output: Path, inputs: str) -> dict[str, Any] | None:
    """What `remember` was given for this folder, if these are its inputs and the package stands as it was published.

    Sizes of files are compared, not their hashes: that is what `bilateral check` is for.
    """
    try:
        kept: dict[str, Any] = json.loads(_place(cache, output).read_text(encoding="utf-8"))
        same = kept["inputs"] == inputs and kept["package"] == _package_digest(output)
        return kept["result"] if same and _is_whole(output) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(cache: Path, output: Path, inputs: str, result: Mapping[str, Any]) -> None:
    """Keep the result of a build that has published.

    Raises:
        OSError: the cache cannot be written.
    """
    place = _place(cache, output)
    place.parent.mkdir(parents=True, exist_ok=True)
    kept = {"output": str(output), "inputs": inputs, "package": _package_digest(output), "result": result}
    write_whole(place, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def seed_files(seeds: Path) -> Iterator[Path]:
    """The files that are the seeds, sorted: those of a folder but for hidden ones, or one bulk file and its sidecar."""
    folder = _folder(seeds)
    # a sidecar's name begins as its bulk file's
    found = folder.glob(f"{escape(seeds.name.split('.')[0])}*") if seeds.is_file() else folder.rglob("*")
    for path in sorted(found):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts) and path.is_file():
            yield path


def _seed_lines(seeds: Path) -> Iterator[str]:
    folder = _folder(seeds)
    for path in seed_files(seeds):
        try:
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:  # a file that cannot be read is a finding of the build, as long as it stays so
            content = type(error).__name__
        yield f"{path.relative_to(folder).as_posix()}\0{content}\n"


def _folder(seeds: Path) -> Path:
    return seeds.parent if seeds.is_file() else seeds


def package_key(output: Path) -> str:
    """A name for what is kept of one package among others: sixteen hexadecimal digits of where it lies."""
    return hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:16]


def _place(cache: Path, output: Path) -> Path:
    return cache / _FOLDER / f"{package_key(output)}.json"


def _package_digest(output: Path) -> str:
    return hashlib.sha256((output / _DESCRIPTOR).read_bytes()).hexdigest()


def _is_whole(output: Path) -> bool:
    resources = json.loads((output / _DESCRIPTOR).read_text(encoding="utf-8"))["resources"]
    sizes = all((output / resource["path"]).stat().st_size == resource["bytes"] for resource in resources)
    return sizes and (output / resources[0]["path"]).with_name(_DATABASE).is_file()
