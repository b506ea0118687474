"""A reader that takes no model: names with a capital, visits told by "visited"; in a module, so that workers find it.

It fails on a document that says BREAKS, and kills its process, once, on one that says KILLS and names a file.
"""

import os
import re
from pathlib import Path

from pipeline.records import Reading

COUNTRIES = {"Norway": "NOR", "Chile": "CHL", "Peru": "PER"}
TABLES = ("events", "trade", "arms_transfers", "relations", "indicators")
VISIT = re.compile(r"(\w+) (\w+) of (\w+) visited (\w+)")


class WordReader:
    def read(self, documents):
        return [self.read_one(document) for document in documents]

    def read_one(self, document):
        if "BREAKS" in document.text:
            raise ValueError("no verb")
        if "KILLS" in document.text:
            once = Path(document.text.split()[-1])
            if not once.exists():
                once.write_text("killed")
                os._exit(1)
        claims = {table: [] for table in TABLES}
        people, mentions, sentences = {}, [], []
        for number, line in enumerate(re.finditer(r"[^\n]+", document.text)):
            told = VISIT.search(line.group())
            span = {"start": line.start(), "end": line.end()}
            sentences.append({"sentence": number, **span, "kind": "body", "refused": None})
            if told is None:
                continue
            name, start = f"{told[1]} {told[2]}", line.start() + told.start()
            key = f"person:{name.lower().replace(' ', '-')}"
            person = {"id": key, "name": name, "aliases": [told[2]], "country": COUNTRIES[told[3]], "mentions": 0}
            people.setdefault(key, person)["mentions"] += 1
            at = {"sentence": number, "start": start, "end": start + len(name)}
            mentions.append({**at, "entity_id": key, "entity_type": "person"})
            claims["events"].append(visit(number, start, line.start() + told.end(), name, key, told))
        return Reading(document, sentences, claims, [], list(people.values()), mentions)


def visit(sentence, start, end, name, key, told):
    return {
        "sentence": sentence, "evidence_start": start, "evidence_end": end, "date": None, "date_text": None,
        "attributed_to": None, "hedge": "exact", "rule": "events.consult.visit", "event_type": "CONSULT",
        "event_mode": "visit", "actor1_name": name, "actor1_id": key, "actor1_country": COUNTRIES[told[3]],
        "actor2_name": told[4], "actor2_id": COUNTRIES[told[4]], "actor2_country": COUNTRIES[told[4]], "object": None,
        "location": None, "location_country": None, "amount": None, "amount_unit": None,
    }  # fmt: skip


def load_words():
    return WordReader()
