"""A small, whole set of tables made by hand: four invented texts, a claim or more in every claim table.

All facts are made up. `bravo` gives another number than `alpha`, `copy` prints `alpha` again, and no word of `silent` may
be published. Offsets are found in the texts and rows are counted, so that a change of a text keeps the tables right.
"""

import hashlib
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipeline.records import Reading
from schemas import TABLES
from schemas.render.arrow import arrow_schema, known_tables

TEXTS = {
    "alpha": (
        "😀 Norway buys roughly 40 percent of its wheat from Portugal. "
        "Norway's minister Kari Vik met her colleague in Lisbon on 3 May 2021. "
        "=SUM(A1) Holdings, a Norwegian firm, belongs to Fjord Works."
    ),
    "bravo": (
        "Norway bought 25 percent of its wheat from Portugal. Portugal ranks second among Norway's partners.\r\n"
        'Portugal sold "Gull" missiles to Norway, 60 percent of what Norway imports in arms.'
    ),
    "copy": "😀 Norway buys roughly 40 percent of its wheat from Portugal. It was so, said the wire.",
    "silent": "Portugal has 10.5 million people. Kari Vik of Fjord Works met officials in Lisbon on 3 May 2021.",
}
SENTENCES = {
    "alpha": ("😀 Norway buys", "Norway's minister", "=SUM(A1)"),
    "bravo": ("Norway bought", "Portugal ranks", "Portugal sold"),
    "copy": ("😀 Norway buys", "It was so"),
    "silent": ("Portugal has", "Kari Vik"),
}
DOCUMENTS = {
    "alpha": {"redistribution": "full", "publisher": "Northern Courier", "published": date(2021, 5, 4)},
    "bravo": {"redistribution": "quotes", "publisher": "Southern Post", "published": date(2021, 6, 1)},
    "copy": {"redistribution": "full", "publisher": "Echo Wire", "published": date(2021, 5, 5), "copy_of": "alpha"},
    "silent": {"redistribution": "spans", "retrieved": date(2022, 1, 31)},
}
WHEAT = {
    "reporter_country": "NOR",
    "partner_country": "PRT",
    "flow": "import",
    "commodity": "wheat",
    "commodity_code": "10",
    "measure": "share",
    "unit": "percent",
}
DAY = {"date": "2021-05-03", "date_start": date(2021, 5, 3), "date_end": date(2021, 5, 3), "date_text": "3 May 2021"}
MEETING = {
    "event_type": "CONSULT",
    "event_mode": "meeting",
    "actor1_name": "Kari Vik",
    "actor1_id": "kari-vik",
    "actor1_country": "NOR",
    "actor2_country": "PRT",
    "location": "Lisbon",
    "location_country": "PRT",
    **DAY,
}
ARMS = {"supplier_country": "PRT", "recipient_country": "NOR", "status": "supplied"}
SHARE = {"measure": "share", "basis": "recipient_imports", "value": 60.0, "unit": "percent"}
FIRM = {"subject_id": "sum-a1-holdings", "subject_name": "=SUM(A1) Holdings"}
HOLDER = {"object_id": "fjord-works", "object_name": "Fjord Works"}
# table, document, sentence, words, columns
CLAIMS = (
    ("trade", "alpha", 0, "buys roughly 40 percent of its wheat", WHEAT | {"value": 40.0, "hedge": "approximate"}),
    ("trade", "bravo", 0, "bought 25 percent of its wheat", WHEAT | {"value": 25.0}),
    ("trade", "copy", 0, "buys roughly 40 percent of its wheat", WHEAT | {"value": 40.0, "hedge": "approximate"}),
    (
        "trade",
        "bravo",
        1,
        "ranks second",
        WHEAT | {"commodity": None, "commodity_code": "TOTAL", "measure": "rank", "value": 2.0, "unit": "rank"},
    ),
    ("events", "alpha", 1, "met her colleague in Lisbon on 3 May 2021", MEETING),
    ("events", "silent", 1, "met officials in Lisbon on 3 May 2021", MEETING),
    (
        "arms_transfers",
        "bravo",
        2,
        'sold "Gull" missiles',
        ARMS | {"measure": "transfer", "designation": "Gull", "description": "missiles", "category": "missiles"},
    ),
    ("arms_transfers", "bravo", 2, "60 percent of what Norway imports in arms", ARMS | SHARE),
    ("relations", "alpha", 2, "belongs to Fjord Works", FIRM | HOLDER | {"relation": "owned_by"}),
    (
        "indicators",
        "silent",
        0,
        "has 10.5 million people",
        {"country": "PRT", "indicator": "population", "value": 10500000.0, "unit": "1"},
    ),
)
ORGANISATIONS = (
    # The child stands before its parent in the order of keys reversed: loading must not depend on the order.
    {"organisation_id": "a-yard", "name": "A Yard", "type": "company", "country": "NOR", "parent_id": "fjord-works"},
    {"organisation_id": "fjord-works", "name": "Fjord Works", "type": "company", "country": "NOR"},
    {"organisation_id": "sum-a1-holdings", "name": "=SUM(A1) Holdings", "type": "company", "country": "NOR"},
)
MENTIONS = (
    ("alpha", 0, "Norway", "NOR", "country"),
    ("alpha", 2, "Fjord Works", "fjord-works", "organisation"),
    ("silent", 1, "Kari Vik", "kari-vik", "person"),
)


def write_texts(folder: Path) -> Path:
    """Write the texts as seeds into a new folder."""
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_bytes(text.encode("utf-8"))
    return folder


def assemble_known(readings: list[Reading], kept: object) -> dict[str, pa.Table]:
    """The hand-made tables, cut to the documents that were read."""
    texts = {reading.document.document_id: reading.document.text for reading in readings}
    assert set(texts) == set(TEXTS)
    return make_tables(texts)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def make_tables(texts: dict[str, str] | None = None) -> dict[str, pa.Table]:
    """Return every declared table, right in all its parts."""
    texts = texts or TEXTS
    claims = {name: [] for name, table in TABLES.items() if table.kind == "claim"}
    for table, document, sentence, words, columns in CLAIMS:
        claims[table].append(_claim(table, document, sentence, words, columns, texts[document]))
    rows = {
        **claims,
        "documents": [_document(name, texts[name], claims) for name in texts],
        "sentences": [row for name in texts for row in _sentences(name, texts[name], claims)],
        "rules": [
            {"rule": "hand", "description": "Written by hand.", "confidence": 0.875}
            | {"labelled_right": 15, "labelled_wrong": 1}
        ],
        "organisations": [{"documents": 1, "mentions": 1} | row for row in ORGANISATIONS],
        "people": [{"person_id": "kari-vik", "name": "Kari Vik", "country": "NOR", "documents": 2, "mentions": 2}],
        "mentions": [_mention(*row, texts) for row in MENTIONS],
        "corrections": [],
    }
    made = known_tables() | {name: table_of(name, content) for name, content in rows.items()}
    return {name: made[name] for name in TABLES}


def table_of(name: str, rows: list[dict]) -> pa.Table:
    """Return rows as a declared table, sorted by primary key; columns that a row leaves out are null."""
    schema = arrow_schema(TABLES[name])
    full = [{column: row.get(column) for column in schema.names} for row in rows]
    table = pa.Table.from_pylist(full, schema=schema)
    return table.sort_by([(column, "ascending") for column in TABLES[name].primary_key])


def changed(tables: dict[str, pa.Table], name: str, column: str, value, row: int = 0) -> dict[str, pa.Table]:
    """Return the tables with one cell changed."""
    rows = tables[name].to_pylist()
    rows[row][column] = value
    return {**tables, name: pa.Table.from_pylist(rows, schema=tables[name].schema)}


def document_gone(tables: dict[str, pa.Table], document: str) -> dict[str, pa.Table]:
    """Return the tables without a document and all it says."""
    return {
        name: table_of(name, [row for row in table.to_pylist() if row["document_id"] != document])
        if "document_id" in table.column_names
        else table
        for name, table in tables.items()
    }


def _claim(table: str, document: str, sentence: int, words: str, columns: dict, text: str) -> dict:
    start = text.index(words)
    key = "|".join(str(columns.get(name)) for name in TABLES[table].fact_key)
    return {
        "claim_id": sha256(f"{document}|{table}|{key}|{words}")[:16],
        "fact_id": sha256(f"{table}|{key}")[:16],
        "document_id": document,
        "sentence": sentence,
        "evidence": None if DOCUMENTS[document]["redistribution"] == "spans" else words,
        "evidence_sha256": sha256(words),
        "evidence_start": start,
        "evidence_end": start + len(words),
        "hedge": "exact",
        "rule": "hand",
        "confidence": 0.875,
        **columns,
        **({"date_text": None} if DOCUMENTS[document]["redistribution"] == "spans" else {}),
    }


def _document(name: str, text: str, claims: dict[str, list[dict]]) -> dict:
    return {
        "document_id": name,
        "path": f"{name}.txt",
        "sha256": sha256(text),
        "title": f"On {name}",
        "language": "en",
        "characters": len(text),
        "sentences": len(SENTENCES[name]),
        "claims": sum(row["document_id"] == name for rows in claims.values() for row in rows),
        **DOCUMENTS[name],
    }


def _sentences(name: str, text: str, claims: dict[str, list[dict]]) -> list[dict]:
    starts = [text.index(words) for words in SENTENCES[name]]
    rows = []
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(text)
        end = start + len(text[start:end].rstrip())
        rows.append(
            {
                "document_id": name,
                "sentence": index,
                "start": start,
                "end": end,
                "text": text[start:end] if DOCUMENTS[name]["redistribution"] == "full" else None,
                "claims": sum(
                    row["document_id"] == name and row["sentence"] == index for rows in claims.values() for row in rows
                ),
                "kind": "body",
            }
        )
    return rows


def _mention(document: str, sentence: int, words: str, entity: str, kind: str, texts: dict[str, str]) -> dict:
    start = texts[document].index(words)
    return {
        "document_id": document,
        "sentence": sentence,
        "start": start,
        "end": start + len(words),
        "text": None if DOCUMENTS[document]["redistribution"] == "spans" else words,
        "entity_id": entity,
        "entity_type": kind,
    }
