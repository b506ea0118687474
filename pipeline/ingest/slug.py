"""Ids of documents: a readable slug of the path, the same on every machine."""

from __future__ import annotations

import hashlib
import re
import unicodedata


def slugify(path: str) -> str:
    """ASCII slug of a path without its extension: letters, digits, `_` and `-`.

    A name of which nothing is left (one in another script) is named by its hash, so that it too keeps one id for ever.

    >>> slugify("2024/Café talks – Oslo")
    '2024-cafe-talks-oslo'
    >>> slugify("東京")
    'd-130016b2'
    """
    plain = path if path.isascii() else _without_marks(path)
    slug = re.sub(r"[^a-z0-9_]+", "-", plain.casefold()).strip("-")
    return slug or f"d-{short_hash(path)}"


def _without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def short_hash(text: str) -> str:
    """The first eight hexadecimal digits of the SHA-256 of a text."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")).hexdigest()[:8]
