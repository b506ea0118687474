"""Check: do the tables hold what they promise? In: Arrow tables and texts, or a published folder. Out: findings.

A finding names table, row, column, value, rule and remedy. Nothing is repaired here and nothing is dropped: an error
of a table stops the publication. What a column or a rule is, is declared in `schemas`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.records import Finding

__all__ = ["check_merged", "check_release", "check_tables"]


def check_tables(
    tables: Mapping[str, pa.Table], texts: Mapping[str, str], held: Collection[str] = frozenset()
) -> list[Finding]:
    """Check assembled tables before they are published.

    Args:
        tables: the tables of `schemas.TABLES` by name.
        texts: the text of every document by `document_id`, as read: offsets refer to it in Unicode code points.
        held: ids of documents whose rows have been held against their texts before and are as they were.

    Returns:
        Findings in the order of the tables; none if all is well. Of each kind of failure in a column the first fifty
        rows are named one by one and the others counted.
    """
    from pipeline.check import keys, spans, values

    findings = values.check_values(tables)
    if any(finding.rule in values.SHAPE_RULES for finding in findings):
        return findings  # without its columns a table cannot be asked for keys and spans
    return [*findings, *keys.check_keys(tables), *spans.check_spans(tables, texts, held)]


def check_merged(tables: Mapping[str, pa.Table]) -> list[Finding]:
    """Check tables that were merged from shards: values and keys; the spans were held against the texts in each shard.

    Args:
        tables: all tables of `schemas.TABLES`; they may be mapped from files larger than memory.
    """
    from pipeline.check import keys, values

    findings = values.check_values(tables)
    if any(finding.rule in values.SHAPE_RULES for finding in findings):
        return findings
    return [*findings, *keys.check_keys(tables)]


def check_release(output: Path) -> list[Finding]:
    """Check a published folder: every file as its descriptor says, CSV equal to Parquet, values and keys.

    Spans are compared with their hashes as far as the words are published; the texts themselves are not needed.

    Args:
        output: the folder that holds `datapackage.json`.

    Returns:
        Findings; none if all is well.
    """
    from pipeline.check import release

    return release.check_release(output)
