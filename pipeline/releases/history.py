"""Since when each claim has stood: the history of the last release carried on to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.correct.digest import row_digest
from schemas import DECLARED, TABLES

if TYPE_CHECKING:
    import pyarrow as pa


def carry_on(history: pa.Table | None, last: str | None, tables: Mapping[str, pa.Table], version: str) -> pa.Table:
    """The table `history` as of a new release.

    Args:
        history: of the last release; None if there is none.
        last: the number of the last release.
        tables: the tables of the new one.
        version: its number.
    """
    import pyarrow as pa

    from schemas.render.arrow import arrow_schema

    rows = history.to_pylist() if history is not None else []
    standing = {
        (row["table_name"], row["claim_id"], row["row_sha256"]): row for row in rows if row["last_seen"] == last
    }
    for name in (name for name, table in TABLES.items() if table.kind == "claim" and name in tables):
        for claim in tables[name].to_pylist():
            digest = row_digest(claim)
            held = standing.get((name, claim["claim_id"], digest))
            if held is not None:
                held["last_seen"] = version
                continue
            said = {"table_name": name, "claim_id": claim["claim_id"], "document_id": claim["document_id"]}
            rows.append({**said, "row_sha256": digest, "first_seen": version, "last_seen": version})
    key = [(column, "ascending") for column in DECLARED["history"].primary_key]
    return pa.Table.from_pylist(rows, schema=arrow_schema(DECLARED["history"])).sort_by(key)
