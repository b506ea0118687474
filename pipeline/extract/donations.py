"""Arms given away are military aid too: "Prague gave Ukraine 15 tanks" is a transfer and an act of aid.

In: the arms rows and the events of one sentence. Out: an event for each pair of states between which arms were donated, where no
frame told one.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.act import consultation
from pipeline.extract.discourse import Discourse
from pipeline.records import Row

RULE = "events.aid.donated_arms"
# What every claim has, whatever its table.
_SHARED = (
    "sentence",
    "evidence_start",
    "evidence_end",
    "date",
    "date_text",
    "dates",
    "attributed_to",
    "hedge",
    "heading",
)


def donation_rows(arms: list[Row], events: list[Row], discourse: Discourse) -> Iterator[Row]:
    """The acts of aid that rows of donated arms tell; the first arms of each pair are what was given."""
    told = {(e["actor1_country"], e["actor2_country"]) for e in events if e["event_type"] in {"AID", "COOPERATE"}}
    for row in arms:
        giver, taker = row["supplier_country"], row["recipient_country"]
        if row["status"] != "donated" or not (giver and taker) or (giver, taker) in told:
            continue
        told.add((giver, taker))
        base = {k: row[k] for k in _SHARED}
        sides = (discourse.country(code, 0) for code in (giver, taker))
        counted = row["measure"] == "quantity"
        yield {
            **consultation({**base, "rule": RULE, "named": 2}, "military", *sides),
            "event_type": "AID",
            "object": row["description"],
            "amount": row["value"] if counted else None,
            "amount_unit": row["unit"] if counted else None,
        }
