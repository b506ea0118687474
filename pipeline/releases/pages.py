"""What a release says of itself beyond its package: the changelog that people read, and the form that Zenodo reads."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pipeline.publish.metadata import Publication
from pipeline.releases.delta import VERBS, Change, as_json, tally
from schemas import VOCABULARIES

TITLE = "# Changes of the data\n"
SHOWN = 20
_KINDS = {
    "first": "The first release; there is nothing to compare it with.",
    "breaking": "Tables, columns or codes are gone or mean something else: what reads them must be adapted.",
    "additive": "There is more of the same: what was there has kept its form.",
    "values": "Rows were corrected or removed; none was added.",
}


def entry(version: str, kind: str, as_of: str | None, changes: Sequence[Change], sources: Sequence[str]) -> str:
    """The part of the changelog that tells of one release."""
    lines = [f"## {version}{f' (data as of {as_of})' if as_of else ''}\n", _KINDS[kind], ""]
    lines += [f"- {source}" for source in sources]
    reasons = {row["value"]: row["title"] for row in VOCABULARIES["change_reasons"].rows}
    lines += [
        f"- {count} {table} {VERBS[change]}: {reasons[why].lower()}" for change, why, table, count in tally(changes)
    ]
    told = [change for change in changes if change.change != "ADD"]
    if told:
        lines += ["", "Rows that changed or went:", ""]
        lines += [_line(change) for change in told[:SHOWN]]
        lines += [f"- … and {len(told) - SHOWN} more in delta.csv"] if len(told) > SHOWN else []
    return "\n".join(lines) + "\n"


def _line(change: Change) -> str:
    moved = f"`{as_json(change.old)}`" + (f" → `{as_json(change.new)}`" if change.new is not None else "")
    return f"- {change.table} `{change.claim_id}` {VERBS[change.change]} ({change.why}): {moved}"


def changelog(newest: str, before: str) -> str:
    """All entries, the newest first."""
    return TITLE + "\n" + newest + before.removeprefix(TITLE)


def zenodo(publication: Publication, version: str) -> str:
    """`.zenodo.json`: what Zenodo asks of a deposit (https://developers.zenodo.org, "Deposit metadata")."""
    return (
        json.dumps(
            {
                "upload_type": "dataset",
                "title": publication.title,
                "description": publication.description,
                "creators": [{"name": who.title} for who in publication.contributors],
                "version": version,
                "access_right": "open",
                "license": publication.licence.name.lower(),
                "keywords": sorted(publication.keywords),
                "language": "eng",
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )
