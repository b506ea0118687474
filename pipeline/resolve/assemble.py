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
    if kept is None:
        return join([new])
    held = kept.tables()
    tables = join([new, held] if held else [new], kept.settled())
    kept.keep(
        new, dict(zip(*(tables["documents"][name].to_pylist() for name in ("document_id", "copy_of")), strict=True))
    )
    return tables
