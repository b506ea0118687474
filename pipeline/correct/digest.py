"""What a row says, as a hash: an approval holds for these values alone."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pipeline.records import Row

# how the row was made and where it stands; none of it is what the row says
_NOT_SAID = frozenset({"claim_id", "sentence", "evidence", "evidence_start", "evidence_end", "rule", "confidence", "corrected_by"})  # fmt: skip


def row_digest(row: Row) -> str:
    """The SHA-256 of a claim's values, evidence by its hash: the same wherever in the text the row stands."""
    said: dict[str, Any] = {name: value for name, value in row.items() if name not in _NOT_SAID}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()
