"""Whether the rows that the reader gives for a short text are the ones that the text must give."""

import hashlib
from datetime import date
from pathlib import Path

import yaml

from pipeline.records import Document

SENTENCES = Path(__file__).parent / "sentences"
COMPLETE = {"events", "trade", "arms_transfers", "indicators"}
SYMMETRIC = {"AGREE", "CONSULT", "COOPERATE", "ESTABLISH", "war", "clash", "ceasefire", "diplomatic_relations"}
MIRRORED = {"value", "volume", "relation", "change"}
MIRROR = {"import": "export", "export": "import", "total": "total"}
SWAPS = {"actor1_country": "actor2_country", "actor1_name": "actor2_name", "reporter_country": "partner_country"}
SWAPS |= {b: a for a, b in SWAPS.items()}
TEXTS = {"actor1_name", "actor2_name", "object", "commodity", "designation", "role", "indicator", "location"}
TEXTS |= {"attributed_to", "description", "producers", "name", "aliases", "parent", "subject_name", "object_name"}


def load(path):
    """The entries of one group."""
    return yaml.safe_load(path.read_text("utf-8"))


def groups():
    """(group, entry) of every sentence."""
    return [(path.stem, entry) for path in sorted(SENTENCES.glob("*.yaml")) for entry in load(path)]


def document(entry):
    """The text as a document of its own."""
    published = entry.get("published")
    published = date.fromisoformat(published) if isinstance(published, str) else published
    digest = hashlib.sha256(entry["text"].encode()).hexdigest()
    return Document("one", "one.txt", entry["text"], digest, published=published)


def rows_of(reading):
    """All rows of a reading, each with its table."""
    tables = {**reading.claims, "organisations": reading.organisations, "people": reading.people}
    return [{**row, "table": name} for name, rows in tables.items() for row in rows]


def _agrees(column, want, found):
    if isinstance(want, list):
        return any(_agrees(column, one, found) for one in want)
    if want is None or isinstance(want, bool):
        return found == want
    if isinstance(want, int | float):
        return isinstance(found, int | float) and abs(want - found) <= max(
            0.5 if abs(want) <= 100 else 0, 0.005 * abs(want)
        )
    if column == "commodity_code":
        return str(want)[:2] == str(found)[:2]
    if column in TEXTS:
        return bool(found) and (str(want).lower() in str(found).lower() or str(found).lower() in str(want).lower())
    return found == want


def _as_list(value):
    return value if isinstance(value, list) else [value]


def _turned(want):
    """The same claim seen from the other side, where there is one."""
    sides = {*_as_list(want.get("event_type")), *_as_list(want.get("event_mode"))}
    turned = {SWAPS.get(column, column): value for column, value in want.items()}
    if want["table"] == "events" and sides & SYMMETRIC:
        return turned
    if want["table"] == "trade" and set(_as_list(want.get("measure"))) & MIRRORED:
        return {**turned, "flow": [MIRROR.get(flow) for flow in _as_list(want.get("flow"))]}
    return None


def matches(want, row):
    """Whether a row says what is wanted."""
    return any(
        all(_agrees(column, value, row.get(column)) for column, value in way.items())
        for way in (want, _turned(want))
        if way is not None
    )


def compare(entry, rows):
    """(rows that are wanted and missing, rows that nobody asked for)."""
    left = list(rows)
    missing = []
    for want in entry["rows"]:
        found = next((row for row in left if matches(want, row)), None)
        if found is None:
            missing.append(want)
        else:
            left.remove(found)
    extra = [
        row for row in left if row["table"] in COMPLETE and not any(matches(o, row) for o in entry.get("optional", []))
    ]
    return missing, extra
