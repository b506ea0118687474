"""Files of corrections: YAML with one correction, or a list of them, each checked against the columns of its table.

Every value is taken as written and then typed as its column: YAML alone would read `no` as false and `1.10` as 1.1. A file that
cannot be understood is an error, never left out: a correction must not get lost in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from pipeline.correct.record import Correction, problem
from pipeline.records import Finding, Row
from schemas import TABLES, VOCABULARIES, Table
from schemas.patterns import IDENTIFIER

FOLDER = "corrections"
ENDINGS = (".yaml", ".yml")
_NEEDED = ("action", "table", "reason", "author", "date")
_KEYS = {  # action → what it needs beyond, and what it may have
    "drop": (("claim", "expect"), ()),
    "set": (("claim", "expect", "set"), ()),
    "add": (("document", "evidence", "row"), ()),
    "approve": (("claim", "row_sha256", "text_sha256"), ("expect",)),
}
# made from the others or from the text
_DERIVED = frozenset({"claim_id", "fact_id", "date_start", "date_end", "document_id", "sentence", "evidence", "evidence_sha256",
                      "evidence_start", "evidence_end", "rule", "confidence", "corrected_by"})  # fmt: skip


_TYPES: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}


class _UnusableError(ValueError):
    """A correction that cannot be understood: what is wrong, and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


def read_corrections(seeds: Path) -> tuple[list[Correction], list[Finding]]:
    """Read `corrections/` under the seeds, in the order of file names and lines.

    Returns:
        The corrections, and an error for every record that cannot be used or whose id or row another one has.
    """
    corrections: list[Correction] = []
    findings: list[Finding] = []
    for path in find_correction_files(seeds):
        for number, line, record in _records(path, findings):
            try:
                corrections.append(_correction(record, path, line, number))
            except _UnusableError as error:
                found = problem("bad_correction", str(error), error.remedy, file=path.as_posix(), line=line)
                findings.append(found)
    findings += _said_twice(corrections)
    return corrections, findings


def find_correction_files(seeds: Path) -> list[Path]:
    """The files under the seeds that hold corrections, by name; none where the seeds are one bulk file."""
    return sorted(path for ending in ENDINGS for path in (seeds / FOLDER).glob(f"*{ending}"))


def find_fault(record: dict[str, Any]) -> tuple[str, str] | None:
    """What is wrong with a record that is to be written, and what to do; None if it will be understood."""
    try:
        _correction(record, Path("correction"), 1, None)
    except _UnusableError as error:
        return str(error), error.remedy
    return None


def _records(path: Path, findings: list[Finding]) -> Iterator[tuple[int | None, int, Any]]:
    """Number in the list (None alone), line and content of every record of a file."""
    file = path.as_posix()
    try:
        loader = yaml.BaseLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        content: Any = loader.construct_document(node) if node else None
    except (yaml.YAMLError, UnicodeDecodeError, OSError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or type(error).__name__
        remedy = "write it as the README shows; put a text that holds a colon into double quotes"
        line = mark.line + 1 if mark else None
        findings.append(problem("broken_corrections", f"it is no valid YAML: {said}", remedy, file=file, line=line))
        return
    if isinstance(node, yaml.SequenceNode):
        for number, (item, record) in enumerate(zip(node.value, content, strict=True), start=1):
            yield number, item.start_mark.line + 1, record
    elif node is not None:
        yield None, node.start_mark.line + 1, content


def _correction(record: Any, path: Path, line: int, number: int | None) -> Correction:
    if not isinstance(record, dict):
        raise _UnusableError("it is no correction", 'write "action: …", "table: …" and so on')
    action, table = _choice(record, "action", tuple(_KEYS)), TABLES[_choice(record, "table", _claim_tables())]
    needed, optional = _KEYS[action]
    _check_keys(record, (*_NEEDED, *needed), ("id", *optional))
    name = _text(record, "id") if "id" in record else _own_name(path, number)
    if not re.fullmatch(IDENTIFIER, name):
        raise _UnusableError(f"the id {name!r} has blanks in it", "join its words by hyphens")
    return Correction(
        name,
        action,  # type: ignore[arg-type]
        table.name,
        _text(record, "reason"),
        _text(record, "author"),
        _day(_text(record, "date")),
        path.as_posix(),
        line,
        claim_id=_text(record, "claim") if "claim" in record else None,
        document_id=_text(record, "document") if "document" in record else None,
        evidence=_text(record, "evidence") if "evidence" in record else None,
        expect=_typed(record["expect"], table, "expect", any_column=True) if "expect" in record else {},
        values=_typed(record.get("set", record.get("row")), table, "set" if "set" in record else "row")
        if {"set", "row"} & record.keys()
        else {},
        row_sha256=_text(record, "row_sha256") if action == "approve" else None,
        text_sha256=_text(record, "text_sha256") if action == "approve" else None,
    )


def _own_name(path: Path, number: int | None) -> str:
    if number is not None:
        raise _UnusableError(
            "it has no id", "give every correction of a list an id that stays, such as id: wheat-share"
        )
    return path.stem


def _choice(record: dict[str, Any], key: str, values: tuple[str, ...]) -> str:
    found = record.get(key)
    if found not in values:
        raise _UnusableError(f"{key} is {found!r}", f"write one of {', '.join(values)}")
    return str(found)


def _claim_tables() -> tuple[str, ...]:
    return tuple(name for name, table in TABLES.items() if table.kind == "claim")


def _check_keys(record: dict[str, Any], needed: tuple[str, ...], optional: tuple[str, ...]) -> None:
    for key in needed:
        if not record.get(key):
            raise _UnusableError(f"{key} is missing", f"a correction to {record['action']} needs {', '.join(needed)}")
    for key in record:
        if key not in (*needed, *optional):
            near = get_close_matches(key, (*needed, *optional), n=1)
            known = f"did you mean {near[0]}?" if near else f"it may have {', '.join((*needed, *optional))}"
            raise _UnusableError(f"{key} means nothing to {record['action']}", known)


def _text(record: dict[str, Any], key: str) -> str:
    if not isinstance(record[key], str) or not record[key].strip():
        raise _UnusableError(f"{key} is no text", "write one plain value")
    return str(record[key]).strip()


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise _UnusableError(f"date is {written!r}", "write the day of the correction as YYYY-MM-DD") from None


def _typed(values: Any, table: Table, key: str, *, any_column: bool = False) -> Row:
    """Values as their columns have them; an empty value, `null` or `~` is null."""
    if not isinstance(values, dict) or not values:
        raise _UnusableError(f"{key} names no column", "write one column: value a line below it")
    columns = [name for name in table.column_names if any_column or name not in _DERIVED]
    typed: Row = {}
    for name, written in values.items():
        if name not in columns:
            near = get_close_matches(name, columns, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"columns are {', '.join(columns)}"
            raise _UnusableError(f"{key} names {name!r}, which is no column of {table.name} that can be given", remedy)
        typed[name] = typed_value(written, table, name)
    return typed


def typed_value(written: Any, table: Table, name: str) -> Any:
    """A written value as its column has it.

    Raises:
        ValueError: it cannot be one of that column; the message says what was found.
    """
    column = table.column(name)
    if not isinstance(written, str):
        raise _UnusableError(f"{name} holds several values", "write one plain value")
    if written.strip() in ("", "null", "~"):
        return None
    if column.vocabulary and written not in VOCABULARIES[column.vocabulary].values:
        near = get_close_matches(written, VOCABULARIES[column.vocabulary].values, n=1)
        remedy = f"did you mean {near[0]}?" if near else f"write a value of the vocabulary {column.vocabulary}"
        raise _UnusableError(f"{name} is {written!r}", remedy)
    if column.pattern and not re.fullmatch(column.pattern, written):
        raise _UnusableError(f"{name} is {written!r}", f"write it like {column.example!r}")
    try:
        return _TYPES[column.type](written)
    except (ValueError, KeyError):
        raise _UnusableError(f"{name} is {written!r}", f"write a value of type {column.type}") from None


def _said_twice(corrections: list[Correction]) -> Iterator[Finding]:
    ids: dict[str, Correction] = {}
    rows: dict[str, Correction] = {}
    for one in corrections:
        other = ids.setdefault(one.correction_id, one)
        if other is not one:
            message = f"the id {one.correction_id} is also that of {other.file}:{other.line}"
            yield problem("correction_id_repeated", message, "rename one of the two", file=one.file, line=one.line)
        if one.claim_id is None or one.action == "approve":
            continue
        other = rows.setdefault(one.claim_id, one)
        if other is not one:
            message = f"{one.correction_id} and {other.correction_id} correct the same row {one.claim_id}"
            yield problem("row_corrected_twice", message, "join them in one", file=one.file, line=one.line)
