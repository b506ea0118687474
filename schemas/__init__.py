"""The tables, declared once: what every column means, its unit, its keys, its closed list and the rules of its rows.

`TABLES` holds every published table in the order of foreign keys (a table stands behind those it points to);
`VOCABULARIES` the closed lists. Everything else that says what a table looks like is rendered from these by the
modules of `schemas.render`. Nothing here knows how rows are made.
"""

from __future__ import annotations

from schemas.arms_transfers import ARMS_TRANSFERS
from schemas.codes import CODE_TABLES
from schemas.dictionary import DICTIONARY
from schemas.entities import ORGANISATIONS, PEOPLE
from schemas.events import EVENTS
from schemas.indicators import INDICATORS
from schemas.model import Column, ForeignKey, Rule, Table, Vocabulary
from schemas.provenance import CORRECTIONS, DOCUMENTS, MENTIONS, RULES, SENTENCES
from schemas.relations import RELATIONS
from schemas.releases import DELTA, HISTORY
from schemas.trade import TRADE
from schemas.vocabulary import VOCABULARIES

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *CODE_TABLES,
        DOCUMENTS,
        SENTENCES,
        RULES,
        CORRECTIONS,
        ORGANISATIONS,
        PEOPLE,
        EVENTS,
        TRADE,
        ARMS_TRANSFERS,
        RELATIONS,
        INDICATORS,
        MENTIONS,
        DICTIONARY,
    )
}

RELEASE_TABLES: dict[str, Table] = {table.name: table for table in (DELTA, HISTORY)}
"""What only a numbered release has beside them."""

DECLARED: dict[str, Table] = TABLES | RELEASE_TABLES

__all__ = [
    "DECLARED",
    "RELEASE_TABLES",
    "TABLES",
    "VOCABULARIES",
    "Column",
    "ForeignKey",
    "Rule",
    "Table",
    "Vocabulary",
]
