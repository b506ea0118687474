"""The small tables with every free text turned into an attack: what a document or a file could try to smuggle in."""

import itertools

import pyarrow as pa
import small_tables

from schemas import TABLES
from schemas.patterns import IDENTIFIER

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'><svg onload=alert(3)>",
    "</script><script>alert(4)</script>",
    "</title><iframe srcdoc='<script>alert(5)</script>'>",
    "{{ 7 * 7 }}{% raw %}${alert(6)}`",
    "]]><!--<a href=javascript:alert(7)>x</a>",
    "javascript:alert(8)",
    "data:text/html,<script>alert(9)</script>",
    "__proto__",
    "\u202eevil\u2028\u0007",
)
URL = "javascript:alert(document.domain)//https://example.org"
# What an id may look like: anything without white space.
ID_ATTACK = "../../<img/src=x/onerror=alert(10)>#{}'\"?&"


def hostile_tables():
    """Return tables in which ids stay consistent, evidence stays as long as it was, and all else is hostile."""
    tables = small_tables.make_tables()
    attacks = itertools.cycle(ATTACKS)
    return {
        name: table if TABLES[name].kind == "vocabulary" or name == "dictionary" else _attack(name, table, attacks)
        for name, table in tables.items()
    }


def _attack(name, table, attacks):
    columns = {}
    for column in TABLES[name].columns:
        values = table.column(column.name).to_pylist()
        if column.name == "url":
            values = [URL for _ in values]
        elif column.pattern == IDENTIFIER and column.name not in {"claim_id", "fact_id"}:
            values = [value and ID_ATTACK + value for value in values]
        elif column.name in {"evidence", "text"}:
            values = [value and (next(attacks) + value)[: len(value)] for value in values]
        elif column.type == "string" and not column.vocabulary and not column.pattern:
            values = [next(attacks) for _ in values] if name != "rules" and column.name != "rule" else values
        columns[column.name] = values
    return pa.Table.from_pydict(columns, schema=table.schema)
