"""Stable ids: which parts of a row make its key.

`claim_id` hashes document, table, key fields and the words of the evidence (and, where the same words carry the same claim
twice in a document, a count): inserting a paragraph elsewhere changes none. `fact_id` hashes the key fields alone.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from pipeline.records import Row

_LENGTH = 16  # hexadecimal digits: 64 bits; two among ten million claims collide with a chance of 3 in a million


def digest(*parts: object) -> str:
    """A short hash of plain values, the same on every machine."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


@lru_cache(maxsize=1 << 14)
def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens; "x" for a text without any."""
    plain = text
    if not text.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-") or "x-" + digest(text)[:8]


def fact_id(table: str, key: Sequence[str], row: Row) -> str:
    """The id of what a claim says, whoever says it."""
    return digest(table, *[_fold(row.get(column)) for column in key])


def _fold(value: object) -> object:
    return slug(value) if isinstance(value, str) and not re.match(r"^[\d.]", value) else value


def claim_id(table: str, document_id: str, fact: str, evidence: str, count: int) -> str:
    """The id of a claim; `count` numbers equal claims resting on equal words of one document."""
    return digest(table, document_id, fact, evidence, count)
