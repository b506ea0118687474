"""A document that is not kept yet: its text, what is known about it, and how the two are written into one file.

Front matter and text stand in one file, which appears whole or not at all; a sidecar would be a second one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import yaml

from pipeline.ingest.metadata import fields
from pipeline.ingest.problems import problem
from pipeline.records import Finding

DEFAULT_REDISTRIBUTION = "quotes"
_WIDEST = 1_000_000  # characters of a line of YAML: a title stays on one


@dataclass
class Draft:
    """A document to be.

    `source` names it in findings, `text` is its text as it came, `values` its metadata under the names of the declared fields,
    `findings` are remarks that cost nothing.
    """

    source: str
    text: str
    values: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)

    def note(self, rule: str, message: str, remedy: str, *, column: str | None = None) -> None:
        """Remark on something that costs nothing but should be known."""
        self.findings.append(problem(rule, self.source, message, remedy, severity="note", column=column))

    def complete(self, stated: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        """Add what a feed states, where the text's own page states nothing, and what the person who adds it gives."""
        self.values = {**stated, **self.values, **given}
        self.values.setdefault("redistribution", DEFAULT_REDISTRIBUTION)

    def fetched_on(self, today: date) -> None:
        """Say that the text was fetched today, or tomorrow where the publisher's day has begun already."""
        published = self.values.get("published")
        if published and published > today + timedelta(days=1):
            message = f"it is said to be of {published}, a day yet to come, which is left out"
            self.note("not_yet_published", message, "give the day: --meta published=YYYY-MM-DD", column="published")
            published = None
            del self.values["published"]
        self.values["retrieved"] = max(today, published or today)

    def file_text(self) -> str:
        """The text of the file: front matter in the order of the declared fields, then the text as it came."""
        known = {name: _writable(self.values[name]) for name in fields() if self.values.get(name) is not None}
        head = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=_WIDEST)
        end = "" if self.text.endswith("\n") else "\n"
        return f"---\n{head}---\n{self.text}{end}"


def _writable(value: Any) -> Any:
    """Half of a surrogate pair, which a page can spell but no file can hold, becomes a question mark."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
