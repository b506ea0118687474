"""What is known about a document: YAML of front matter or sidecar, columns of a bulk row, the head of a web page.

A value that is not what its field wants is reported with file and line and costs the document: a guessed date would
put its claims on wrong days, a guessed permission would publish words that must not be.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

import yaml

from pipeline.ingest.problems import problem, unreadable
from pipeline.records import Finding

REDISTRIBUTION = ("full", "quotes", "spans")
SPELLED_DATES = ("%d %B %Y", "%B %d, %Y", "%B %d %Y", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d", "%Y%m%d")
EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
YAML_TROUBLE = (yaml.YAMLError, RecursionError, ValueError)


@dataclass(frozen=True, slots=True)
class Value:
    """One metadata value as written and the line it stands on (None in bulk rows and web pages)."""

    text: str
    line: int | None = None


@dataclass
class Metadata:
    """Checked values under the names of `Document`'s fields, and what was wrong with the others."""

    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        """Whether a value was wrong, so that the document must not be read with it."""
        return any(finding.severity == "error" for finding in self.findings)

    def updated(self, other: Metadata) -> Metadata:
        """These values overlaid by those of a nearer source (a sidecar over front matter)."""
        return Metadata({**self.values, **other.values}, [*self.findings, *other.findings])


@cache
def fields() -> dict[str, dict[str, Any]]:
    """The declaration of the metadata fields: name → kind, description, also."""
    text = resources.files("pipeline.ingest").joinpath("metadata_fields.yaml").read_text(encoding="utf-8")
    declared: dict[str, dict[str, Any]] = yaml.safe_load(text)["fields"]
    return declared


def parse_yaml(text: str, file: str, *, first_line: int = 1, what: str = "the metadata") -> dict[str, Value]:
    """Top-level `key: value` pairs of a YAML mapping as written, with their lines.

    Scalars stay text (YAML itself would read `no`, Norwegian, as false and `2024-13-01` as an error without a field).

    Raises:
        UnreadableError: no YAML, no mapping, or a value that is a mapping.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except YAML_TROUBLE as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + mark.line if mark else first_line
        said = getattr(error, "problem", None) or type(error).__name__
        remedy = 'write one "field: value" a line; put a value that holds a colon or a quote into double quotes'
        raise unreadable("broken_metadata", file, f"{what} is no valid YAML: {said}", remedy, line=line) from None
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise unreadable(
            "broken_metadata",
            file,
            f'{what} has no "field: value" pairs',
            "write lines such as title: …",
            line=first_line,
        )
    return {str(key.value): _written(key, value, file, first_line) for key, value in node.value}


def _written(key: yaml.Node, value: yaml.Node, file: str, first_line: int) -> Value:
    line = first_line + value.start_mark.line
    if isinstance(value, yaml.ScalarNode):
        plain = value.style is None
        return Value("" if plain and value.value in EMPTY else value.value, line)
    if isinstance(value, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in value.value):
        return Value("; ".join(item.value for item in value.value), line)
    raise unreadable(
        "bad_metadata_value",
        file,
        f"{key.value} holds fields of its own",
        "write one plain value, or a list of names",
        line=line,
        column=str(key.value),
    )


def check_values(written: Mapping[str, Value], file: str, *, unknown: str = "warning") -> Metadata:
    """Check each value by its field's kind; unknown fields are reported with the nearest known name.

    A value that cannot be used is left out: with a warning where nothing hangs on it, else with an error, for a document that is
    read by a wrong day, or published where it must not be, is worse than none.
    """
    known = fields()
    checked = Metadata()
    for name, value in written.items():
        if name not in known:
            if unknown == "warning":
                checked.findings.append(_unknown_field(name, value, file))
        elif value.text.strip():
            kind = KINDS[known[name]["kind"]]
            try:
                checked.values[name] = kind(value.text.strip())
            except ValueError as error:
                checked.findings.append(
                    problem(
                        "bad_metadata_value",
                        file,
                        f"{name} is {value.text.strip()[:80]!r}",
                        f"{error} ({known[name]['description']})",
                        severity="warning" if known[name].get("dispensable") else "error",
                        line=value.line,
                        column=name,
                        value=value.text.strip(),
                    )
                )
    checked.findings.extend(_impossible_order(checked.values, written, file))
    return checked


def suggestion(name: str) -> str | None:
    """The known field that an unknown name most likely means, or None."""
    plain = re.sub(r"[^a-z]+", "_", name.casefold()).strip("_")
    meant = {word: known for known, about in fields().items() for word in (known, *about["also"])}
    near = difflib.get_close_matches(plain, meant, n=1, cutoff=0.75)
    return meant[near[0]] if near else None


def _unknown_field(name: str, value: Value, file: str) -> Finding:
    near = suggestion(name)
    remedy = f"did you mean {near}?" if near else f"known fields are {', '.join(fields())}"
    return problem(
        "unknown_metadata_field",
        file,
        f"unknown field {name[:80]!r}, not read",
        remedy,
        severity="warning",
        line=value.line,
        column=name[:80],
        value=value.text,
    )


def _impossible_order(values: Mapping[str, Any], written: Mapping[str, Value], file: str) -> list[Finding]:
    if "published" not in values or "retrieved" not in values or values["published"] <= values["retrieved"]:
        return []
    return [
        problem(
            "retrieved_before_published",
            file,
            f"retrieved on {values['retrieved']}, published only on {values['published']}",
            "correct one of the two days",
            line=written["retrieved"].line,
            column="retrieved",
            value=str(values["retrieved"]),
        )
    ]


def _text(written: str) -> str:
    return " ".join(written.split())


def _url(written: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", written):
        raise ValueError("write the whole address, with http:// or https:// and no blanks")
    return written


def _language(written: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", written):
        raise ValueError("write a language tag such as en, en-GB or fr")
    return written.replace("_", "-")


def _date(written: str) -> date:
    day = re.fullmatch(r"(\d{4}-\d{2}-\d{2})([T ].*)?", written)
    try:
        if day:
            return date.fromisoformat(day.group(1))
    except ValueError as error:
        raise ValueError(f"write a day of the calendar as YYYY-MM-DD; {error}") from None
    for pattern in SPELLED_DATES:
        try:
            meant = datetime.strptime(written, pattern).date()
        except ValueError:
            continue
        raise ValueError(f"write {meant.isoformat()}")
    raise ValueError("write the day as YYYY-MM-DD, or leave the field out if the day is not known")


def _redistribution(written: str) -> str:
    if written not in REDISTRIBUTION:
        raise ValueError(f"write one of {', '.join(REDISTRIBUTION)}")
    return written


KINDS: dict[str, Callable[[str], Any]] = {
    "text": _text,
    "url": _url,
    "language": _language,
    "date": _date,
    "redistribution": _redistribution,
}
