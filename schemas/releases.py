"""What only a numbered release has: what moved since the last one, and since when each claim has stood.

A build does not know of releases before it, so these tables are no part of `TABLES`.
"""

from __future__ import annotations

from schemas.declare import Model, field, table
from schemas.patterns import IDENTIFIER, SHA256

_CLAIM_TABLES = "events|trade|arms_transfers|relations|indicators"
_VERSION = r"[0-9]+\.[0-9]+\.[0-9]+"


class Delta(Model):
    """Every claim that was added, changed or removed since the release before, and why."""

    table_name: str = field("Table", "The table of the claim.", example="trade", pattern=_CLAIM_TABLES)
    claim_id: str = field("Claim", "The claim.", example="c3f1a2b4d5e60718", pattern=IDENTIFIER)
    change: str = field("Change", "`ADD`, `MOD` or `DEL`.", example="MOD", pattern="ADD|MOD|DEL")
    why: str = field("Why", "What made it move.", example="correction", vocabulary="change_reasons")
    document_id: str = field(
        "Document",
        "The document that says it; one that was removed is not in `documents` any more.",
        example="000_0c935ddaa7b0f05a",
        pattern=IDENTIFIER,
    )
    old: str = field(
        "Before",
        "A JSON object: of a changed claim the values that changed, of a removed one all it said.",
        example='{"value": 40.0}',
        null="The claim was added.",
    )
    new: str = field(
        "After",
        "A JSON object: of a changed claim the values that changed, of an added one all it says.",
        example='{"value": 41.0}',
        null="The claim was removed.",
    )


class History(Model):
    """Since when and until when each claim has stood with the same values, over all releases."""

    table_name: str = field("Table", "The table of the claim.", example="trade", pattern=_CLAIM_TABLES)
    claim_id: str = field("Claim", "The claim.", example="c3f1a2b4d5e60718", pattern=IDENTIFIER)
    document_id: str = field(
        "Document", "The document that says it.", example="000_0c935ddaa7b0f05a", pattern=IDENTIFIER
    )
    row_sha256: str = field(
        "Values",
        "SHA-256 of what the row says, wherever in the text it stands.",
        example="2f8305e5eca7a197ea6f3b0aebbd33e8c4f5d52b6632e8f038a6b710fe845a57",
        pattern=SHA256,
    )
    first_seen: str = field("First seen", "The first release with these values.", example="1.0.0", pattern=_VERSION)
    last_seen: str = field(
        "Last seen",
        "The last release with these values; the claim stands today where it is this release.",
        example="1.2.0",
        pattern=_VERSION,
    )


DELTA = table(Delta, "delta", "Changes since the last release", kind="provenance", key=["table_name", "claim_id"])
HISTORY = table(
    History, "history", "History of the claims", kind="provenance", key=["table_name", "claim_id", "first_seen"]
)
