"""Readings → the tables of `schemas`, typed, sorted by their keys.

In: `Reading`s in any order, and what was landed of other documents before. Out: one Arrow table for every table declared, the same
bytes whatever the order and whatever was kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.records import Reading
from pipeline.resolve.landing import Kept, landed
from pipeline.resolve.merge import join

if TYPE_CHECKING:
    import pyarrow as pa


def assemble(readings: Iterable[Reading], kept: Kept | None = None) -> dict[str, pa.Table]:
    """All tables of `schemas.TABLES`.

    Args:
        readings: of documents of which nothing is kept.
        kept: the rows of other documents, if there are any; it is given those of these readings.
    """
    new = landed(sorted(readings, key=lambda reading: reading.document.document_id))
    held = kept.tables() if kept else None
    tables = join([new, held] if held else [new])
    if kept:
        kept.keep(new)
    return tables
