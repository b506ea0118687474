"""What came before: the numbered releases, what moved since the last of them, and since when each claim has stood.

In: a package and the folder of releases. A package that is itself a numbered release holds this in its tables `delta`
and `history`; any other is compared with the last release on the shelf. Without a release there is nothing to tell.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipeline.publish import read_tables
from pipeline.records import Row
from pipeline.releases import VERBS, Shelf, Version, compare, delta_table
from pipeline.site.release import OpenRelease, vocabulary_titles
from pipeline.site.wording import number


@dataclass(frozen=True)
class Past:
    """What is known of the releases before.

    `versions` are all numbered releases, the newest first; `last` the number of the one that the package is compared
    with. `changes` are rows as in the table `delta`, None where there is nothing to compare with; `standing` rows as in
    the table `history`.
    """

    versions: list[Version] = field(default_factory=list)
    last: str | None = None
    changes: list[Row] | None = None
    standing: list[Row] = field(default_factory=list)

    @property
    def tally(self) -> list[Row]:
        """How many claims moved: change, why, table, count; the most common first."""
        counts = Counter((row["change"], row["why"], row["table_name"]) for row in self.changes or [])
        whys = vocabulary_titles("change_reasons")
        return [
            {"change": VERBS[change], "why": whys[why], "table": table, "count": count}
            for (change, why, table), count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        ]

    @property
    def documents(self) -> set[str]:
        """The documents that a release has read."""
        return set(self._standing_by_document)

    def of(self, table: str, claim: str) -> list[str]:
        """Tell the history of a claim that stands, a sentence an entry, the oldest first."""
        change = self._changes_by_claim.get((table, claim))
        told = [
            f"With these values since release {row['first_seen']}."
            if self._stands(row, change)
            else f"With other values {_span(row)}."
            for row in self._standing_by_claim.get((table, claim), [])
        ]
        if change and change["change"] == "MOD":
            told.append(f"Changed since {self._before} ({_why(change)}): {moved(change['old'], change['new'])}.")
        elif not told:
            told.append(f"New since {self._before}." if self.last else "In no numbered release yet.")
        return told

    def gone(self, document: str, claims: set[str]) -> list[Row]:
        """The claims that a document gave once and gives no more: `claim_id`, `table_name` and what is `told`."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self._standing_by_document.get(document, []):
            if row["claim_id"] not in claims:
                found[row["table_name"], row["claim_id"]].append(f"It stood {_span(row)}.")
        for (table, claim), told in found.items():
            if change := self._changes_by_claim.get((table, claim)):
                told.append(f"Removed since {self._before} ({_why(change)}). It said: {moved(change['old'], None)}.")
        return [{"table_name": table, "claim_id": claim, "told": told} for (table, claim), told in found.items()]

    def told_of(self, document: str) -> object:
        """All that is known of a document and its claims."""
        changes = self._changes_by_document.get(document, [])
        return self.last, self._newest, self._standing_by_document.get(document, []), changes

    @property
    def _before(self) -> str:
        return f"release {self.last}" if self.last else "the release before"

    def _stands(self, row: Row, change: Row | None) -> bool:
        changed_since = change is not None and change["change"] == "MOD" and row["last_seen"] == self.last
        return row["last_seen"] == self._newest and not changed_since

    @cached_property
    def _newest(self) -> str | None:
        """The newest number that the history knows: a claim that stands was seen in it."""
        return max((row["last_seen"] for row in self.standing), key=_order, default=None)

    @cached_property
    def _changes_by_claim(self) -> dict[tuple[str, str], Row]:
        return {(row["table_name"], row["claim_id"]): row for row in self.changes or []}

    @cached_property
    def _changes_by_document(self) -> Mapping[str, list[Row]]:
        found = defaultdict(list)
        for row in self.changes or []:
            found[row["document_id"]].append(row)
        return found

    @cached_property
    def _standing_by_claim(self) -> Mapping[tuple[str, str], list[Row]]:
        found = defaultdict(list)
        for row in sorted(self.standing, key=lambda row: _order(row["first_seen"])):
            found[row["table_name"], row["claim_id"]].append(row)
        return found

    @cached_property
    def _standing_by_document(self) -> Mapping[str, list[Row]]:
        found = defaultdict(list)
        for row in sorted(self.standing, key=lambda row: (row["claim_id"], _order(row["first_seen"]))):
            found[row["document_id"]].append(row)
        return found


def look_back(release: OpenRelease, releases: Path | None) -> Past:
    """Return what is known of the releases before one.

    Args:
        release: the package that a site is made of.
        releases: the folder of numbered releases, which need not exist; None if there is none.

    Raises:
        pipeline.publish.ReleaseNotFoundError: the last release cannot be read.
    """
    shelf = Shelf(releases) if releases else None
    versions = shelf.versions[::-1] if shelf else []
    if release.has("history"):
        own = release.descriptor["version"]
        last = next((version.previous for version in versions if version.version == own), None)
        changes = release.rows("SELECT * FROM delta") if release.has("delta") else None
        return Past(versions, last, changes, release.rows("SELECT * FROM history"))
    if shelf is None or shelf.last is None:
        return Past()
    last = shelf.last.version
    before = read_tables(shelf.place(last))
    changes = delta_table(compare(before, read_tables(release.folder))).to_pylist()
    return Past(versions, last, changes, before["history"].to_pylist())


def moved(old: str | None, new: str | None) -> str:
    """Say what moved between two JSON objects.

    >>> moved('{"value": 40.0, "hedge": "exact"}', '{"value": 41.0, "hedge": null}')
    'value 40 → 41, hedge exact → empty'
    >>> moved('{"value": 40.0}', None)
    'value 40'
    """
    before, after = json.loads(old or "{}"), json.loads(new or "{}")
    if not before or not after:
        return ", ".join(f"{name} {_plain(value)}" for name, value in (before or after).items())
    return ", ".join(
        f"{name} {_plain(before.get(name))} → {_plain(after.get(name))}" for name in dict.fromkeys([*before, *after])
    )


def _span(row: Row) -> str:
    first, last = row["first_seen"], row["last_seen"]
    return f"in release {first}" if first == last else f"from release {first} to {last}"


def _why(change: Row) -> str:
    return vocabulary_titles("change_reasons")[change["why"]].lower()


def _plain(value: object) -> str:
    if value is None:
        return "empty"
    return number(value) if isinstance(value, float) else str(value)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
