"""When a published row says what a labelled row says, a table at a time, and which of its further cells are right."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.score.compare import (
    any_choice,
    choices,
    contains_either_way,
    fold,
    number,
    same,
    same_name,
    same_number,
    squeeze,
)
from pipeline.score.gold import LabelledDocument, Row

# events in which both sides do the same, so that the order of actors says nothing
MUTUAL_TYPES = frozenset({"AGREE", "CONSULT", "COOPERATE", "ESTABLISH"})
MUTUAL_MODES = frozenset({"war", "clash", "ceasefire", "diplomatic_relations"})
# trade that is the same claim seen from the partner
MIRRORED_FLOW = {"import": "export", "export": "import", "total": "total"}
MIRRORED_MEASURES = frozenset({"value", "volume", "relation", "change"})

Match = Callable[[LabelledDocument, Row, Row], bool]


def same_words(gold: Row, found: Row) -> bool:
    """Whether the row's evidence overlaps the words that the label quotes; a label that quotes none takes any."""
    if "span" not in gold:
        return True
    start, end = number(found.get("evidence_start")), number(found.get("evidence_end"))
    return start is not None and end is not None and start < gold["span"][1] and end > gold["span"][0]


def match_event(document: LabelledDocument, gold: Row, found: Row) -> bool:
    """Type and the two countries; their order only where it matters."""
    if not same(gold["event_type"], found["event_type"]):
        return False
    if _same_cells(gold, found, "actor1_country", "actor2_country"):
        return True
    mutual = found["event_type"] in MUTUAL_TYPES or MUTUAL_MODES.intersection(choices(gold.get("event_mode")))
    return bool(mutual) and _crossed(gold, found, "actor1_country", "actor2_country")


def match_trade(document: LabelledDocument, gold: Row, found: Row) -> bool:
    """Measure, number, unit, commodity, partner group, and the countries with the flow, straight or mirrored."""
    same_claim = (
        same(gold["measure"], found["measure"])
        and _same_value(gold, found)
        and (not gold.get("unit") or same(gold["unit"], found["unit"]))
        and _same_commodity(gold, found)
        and same(gold.get("partner_group"), found.get("partner_group"))
    )
    if not same_claim:
        return False
    if _same_cells(gold, found, "reporter_country", "partner_country", "flow"):
        return True
    mirrored = MIRRORED_MEASURES.intersection(choices(gold["measure"]))
    turned = same(gold["flow"], MIRRORED_FLOW.get(found["flow"] or "", ""))
    return bool(mirrored) and turned and _crossed(gold, found, "reporter_country", "partner_country")


def match_arms(document: LabelledDocument, gold: Row, found: Row) -> bool:
    """Countries, measure, number, and what the share is of, or the system's name or category."""
    if not (_same_cells(gold, found, "supplier_country", "recipient_country", "measure") and _same_value(gold, found)):
        return False
    if found["measure"] in ("share", "rank"):
        return same(gold["basis"], found["basis"])
    names = choices(gold.get("designation"))
    if gold.get("designation"):
        name = squeeze(found["designation"])
        if name and any(contains_either_way(squeeze(wanted), name) for wanted in names if wanted is not None):
            return True
        if None not in names:
            return False
    return same(gold["category"], found["category"])


def match_entity(document: LabelledDocument, gold: Row, found: Row) -> bool:
    """One spelling of the label is one spelling of the row."""
    spellings = [name for name in (found["name"], *(found.get("aliases") or "").split(";")) if name and name.strip()]
    return any(same_name(one, other) for one in (gold["name"], *gold.get("aliases", [])) for other in spellings)


def match_relation(document: LabelledDocument, gold: Row, found: Row) -> bool:
    """The relation and the entities on both sides."""
    return (
        same(gold["relation"], found["relation"])
        and document.same_entity(gold["subject_name"], found["subject_name"])
        and document.same_entity(gold["object_name"], found["object_name"])
    )


def match_indicator(document: LabelledDocument, gold: Row, found: Row) -> bool:
    """The country and the number."""
    return same(gold["country"], found["country"]) and _same_value(gold, found)


MATCH: dict[str, Match] = {
    "events": match_event,
    "trade": match_trade,
    "arms_transfers": match_arms,
    "organisations": match_entity,
    "people": match_entity,
    "relations": match_relation,
    "indicators": match_indicator,
}


def judge_cells(document: LabelledDocument, table: str, gold: Row, found: Row) -> dict[str, bool]:
    """Further cells of a matched pair: name → whether it is right. Only what is labelled is judged."""
    judged: dict[str, bool] = {c: same(gold[c], found.get(c)) for c in ("date", "hedge") if c in gold}
    if "attributed_to" in gold:
        labelled, said = gold["attributed_to"], found.get("attributed_to")
        judged["attributed_to"] = not (labelled or said) or document.same_entity(labelled or "", said or "")
    if table in CELLS:
        judged |= CELLS[table](document, gold, found)
    return judged


def _event_cells(document: LabelledDocument, gold: Row, found: Row) -> dict[str, bool]:
    judged = {"mode": same(gold.get("event_mode"), found.get("event_mode"))}
    named = [gold[name] for name in ("actor1_name", "actor2_name") if gold.get(name)]
    if named:
        actors = (found.get("actor1_name"), found.get("actor2_name"))
        judged["actor"] = all(any(document.same_entity(name, actor) for actor in actors) for name in named)
    if gold.get("object"):
        thing = fold(found.get("object"))
        judged["object"] = any_choice(
            gold["object"],
            lambda name: not thing if name is None else bool(thing) and contains_either_way(fold(name), thing),
        )
    if gold.get("location"):
        judged["location"] = any_choice(gold["location"], lambda name: fold(name) == fold(found.get("location")))
    return judged


def _arms_cells(document: LabelledDocument, gold: Row, found: Row) -> dict[str, bool]:
    judged = {"status": same(gold.get("status"), found.get("status"))}
    if gold.get("producers"):
        makers = _folded_list(found.get("producers"))
        judged["producers"] = any_choice(gold["producers"], lambda names: _folded_list(names) == makers)
    return judged


def _organisation_cells(document: LabelledDocument, gold: Row, found: Row) -> dict[str, bool]:
    return {name: same(gold.get(name), found.get(name)) for name in ("type", "country")}


def _person_cells(document: LabelledDocument, gold: Row, found: Row) -> dict[str, bool]:
    return {"country": same(gold.get("country"), found.get("country"))}


def _relation_cells(document: LabelledDocument, gold: Row, found: Row) -> dict[str, bool]:
    if not gold.get("role"):
        return {}
    return {"role": any_choice(gold["role"], lambda role: fold(role) in fold(found.get("role")))}


CELLS: dict[str, Callable[[LabelledDocument, Row, Row], dict[str, bool]]] = {
    "events": _event_cells,
    "arms_transfers": _arms_cells,
    "organisations": _organisation_cells,
    "people": _person_cells,
    "relations": _relation_cells,
}


def _same_cells(gold: Row, found: Row, *columns: str) -> bool:
    return all(same(gold[column], found[column]) for column in columns)


def _crossed(gold: Row, found: Row, first: str, second: str) -> bool:
    return same(gold[first], found[second]) and same(gold[second], found[first])


def _same_value(gold: Row, found: Row) -> bool:
    def agrees(column: str) -> bool:
        return any_choice(gold.get(column), lambda value: same_number(value, found.get(column)))

    return all(agrees(column) for column in ("value", "value_min", "value_max"))


def _same_commodity(gold: Row, found: Row) -> bool:
    """The same HS chapter; where the label allows no code, the same words of the text will do."""
    codes = choices(gold["commodity_code"])
    if _chapter(found["commodity_code"]) in [_chapter(code) for code in codes]:
        return True
    words = fold(found.get("commodity"))
    return None in codes and any_choice(gold.get("commodity"), lambda name: fold(name) == words)


def _chapter(code: object) -> str | None:
    return str(code) if code == "TOTAL" else (str(code)[:2] if code else None)


def _folded_list(names: str | None) -> set[str]:
    return {fold(name) for name in (names or "").split(";") if name.strip()}
