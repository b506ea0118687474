"""One row for what a document says twice: the more precise one stays.

In: the claims of one table of one document. Out: the same without repeats, one row a date where a claim holds for several.
"""

from __future__ import annotations

from pipeline.records import Row

_KEYS = {
    "events": ("event_type", "actor1_country", "actor2_country"),
    "trade": ("reporter_country", "partner_country", "partner_group", "flow", "commodity_code", "measure", "value", "value_min", "value_max", "unit"),
    "arms_transfers": ("supplier_country", "recipient_country", "designation", "category", "description", "measure", "basis", "value", "value_min", "value_max", "unit"),
    "relations": ("subject_name", "relation", "object_name", "role"),
    "indicators": ("country", "indicator", "value", "value_min", "value_max", "unit"),
}  # fmt: skip
_UNORDERED = frozenset({"CONSULT", "AGREE", "COOPERATE", "ESTABLISH"})
_FOUNDED = frozenset({"SUPPORT", "ESTABLISH", "AID", "SANCTION"})  # told as a plan and, later, as a fact: two claims
_UNORDERED_MODES = frozenset({"war", "clash", "ceasefire", "diplomatic_relations"})


def _key(table: str, row: Row) -> tuple[object, ...]:
    values = [row.get(k) for k in _KEYS[table]]
    if table == "events":
        undirected = row["event_type"] in _UNORDERED and row["event_mode"] != "visit"
        if undirected or row["event_mode"] in _UNORDERED_MODES:
            values[1:3] = sorted(values[1:3], key=str)
        if row["event_type"] in {"ESTABLISH", "SUPPORT", "TRANSITION", "AID", "AGREE"}:
            values.append(row.get("amount"))
        values.append(row["event_mode"])
        if row["event_type"] == "STATEMENT":
            values.append(row["sentence"])
    return tuple(values)


def _same_time(a: str | None, b: str | None) -> bool:
    """Whether one date is the other told less precisely, or untold."""
    return not a or not b or a.startswith(b) or b.startswith(a)


def _same_object(a: str | None, b: str | None) -> bool:
    """Whether two acts are about one thing, told fully, shortly, or not at all."""
    if not a or not b:
        return True
    first, second = set(a.lower().split()), set(b.lower().split())
    return first <= second or second <= first


def _precision(row: Row) -> tuple[bool, bool, int, int, int]:
    """What the text tells goes before its headline; then what was agreed, the more precise date, named actors, the first mention."""
    agreed = row.get("event_type") == "AGREE" and bool(row.get("object"))
    return (not row["heading"], agreed, len(row["date"] or ""), row.get("named", 0), -row["sentence"])


def _same_actors(a: Row, b: Row) -> bool:
    """Whether two acts can be one by who acts: a state's minister and its president are two, a state may be either."""
    first, second = (
        {row["actor1_id"], row["actor2_id"]} - {None, row["actor1_country"], row["actor2_country"]} for row in (a, b)
    )
    told = 1 if a["event_mode"] == "visit" else 2  # a visit is its guest's, whoever is the host
    return len(first) < told or len(second) < told or bool(told == 1 and first & second) or first == second


def _same_act(a: Row, b: Row) -> bool:
    """Whether two acts of one kind, between the same states, can be one."""
    planned = (a["hedge"] == "planned") != (b["hedge"] == "planned")  # what was to come, and what came
    told_twice = not (planned and a["event_type"] in _FOUNDED)
    return told_twice and _same_actors(a, b) and _same_object(a["object"], b["object"])


def _announces(table: str, a: Row, b: Row) -> bool:
    """Whether a headline tells in short what the text tells: who agrees, or which state arms the other."""
    if a["heading"] == b["heading"] or not _same_time(a.get("date"), b.get("date")):
        return False
    short = a if a["heading"] else b
    if table == "events":
        sides = [{row["actor1_country"], row["actor2_country"]} for row in (a, b)]
        agree = a["event_type"] == b["event_type"] == "AGREE"
        return agree and sides[0] == sides[1] and short["event_mode"] == "agreement_planned" and not short["object"]
    if table == "arms_transfers":
        same = all(a[k] == b[k] for k in ("supplier_country", "recipient_country"))
        named = not short["designation"] or short["designation"] == (b if short is a else a)["designation"]
        return same and named and short["measure"] == "transfer"
    return False


def _is_twin(table: str, a: Row, b: Row) -> bool:
    if _announces(table, a, b):
        return True
    if _key(table, a) != _key(table, b) or not _same_time(a.get("date"), b.get("date")):
        return False
    if table == "trade":  # "nuts and almonds": two goods of one heading
        return bool(a["sentence"] != b["sentence"] or a["commodity"] == b["commodity"])
    return table != "events" or _same_act(a, b)


def _same_office(a: Row, b: Row) -> bool:
    """The same office told shorter: "Minister" of somebody who was "Foreign Minister", or "Minister of Trade", before."""
    same = all(a[k] == b[k] for k in ("subject_name", "relation", "object_name"))
    if not same or a["relation"] != "holds_office" or not (a["role"] and b["role"]):
        return False
    short, long = sorted((str(a["role"]).lower(), str(b["role"]).lower()), key=len)
    return long.endswith(short) or long.startswith((f"{short} of ", f"{short} for "))


def _by_date(rows: list[Row]) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        dates = row.pop("dates", None) or [row.get("date")]
        found += [{**row, "date": date} for date in dates]
    return found


def merge_repeats(table: str, rows: list[Row]) -> list[Row]:
    """The rows without repeats, in the order in which their claims first stand."""
    kept: list[Row] = []
    for row in _by_date(rows):
        twin = next((i for i, k in enumerate(kept) if _is_twin(table, k, row)), None)
        if twin is None and table == "relations":
            twin = next((i for i, k in enumerate(kept) if _same_office(k, row)), None)
            if twin is not None:
                if len(row["role"]) > len(kept[twin]["role"]):
                    kept[twin] = row
                continue
        if twin is None:
            kept.append(row)
        elif _precision(row) > _precision(kept[twin]):
            kept[twin] = row
    return [{k: v for k, v in row.items() if k not in {"named", "heading"}} for row in kept]
