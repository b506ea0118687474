"""The closed lists: complete, described, and in step with where they come from."""

from __future__ import annotations

import polars as pl
import pycountry
import pytest
from sample_rows import failures

from schemas import DECLARED, TABLES, VOCABULARIES
from schemas.render.arrow import known_tables

ROWS = {name: listed.rows for name, listed in VOCABULARIES.items()}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_is_a_table_with_sound_rows(name):
    frame = pl.DataFrame(pl.from_arrow(known_tables()[name]))
    assert failures(TABLES[name], frame) == []
    assert frame.select(TABLES[name].primary_key).is_duplicated().sum() == 0
    assert len(frame) == len(ROWS[name])


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_value_has_a_title_and_a_description(name):
    assert VOCABULARIES[name].source
    for row in ROWS[name]:
        assert row["title"]
        assert row["description"].endswith("."), row["value"]


def test_every_vocabulary_is_used():
    used = {key.table for table in DECLARED.values() for key in table.foreign_keys}
    assert set(VOCABULARIES) <= used


def test_every_event_type_has_modes():
    assert {row["event_type"] for row in ROWS["event_modes"]} == set(VOCABULARIES["event_types"].values)


def test_modes_are_as_symmetric_as_their_type_but_for_four():
    of_type = {row["value"]: row["symmetric"] for row in ROWS["event_types"]}
    more = {row["value"] for row in ROWS["event_modes"] if row["symmetric"] and not of_type[row["event_type"]]}
    assert more == {"war", "clash", "ceasefire", "diplomatic_relations"}
    assert all(row["symmetric"] for row in ROWS["event_modes"] if of_type[row["event_type"]])
    assert {name for name, symmetric in of_type.items() if symmetric} == {"CONSULT", "AGREE", "COOPERATE", "ESTABLISH"}


def test_cameo_roots_are_covered_once_or_shared_knowingly():
    codes = [code for row in ROWS["event_types"] if row["cameo_roots"] for code in row["cameo_roots"].split("; ")]
    assert {code for code in codes if len(code) == 2} == {f"{root:02}" for root in range(1, 21)}
    assert {code for code in codes if codes.count(code) > 1} == {"08"}


def test_countries_are_those_of_iso_and_two_more():
    assert set(VOCABULARIES["countries"].values) == {country.alpha_3 for country in pycountry.countries} | {
        "WLD",
        "XKX",
    }


def test_currencies_are_those_of_iso():
    listed = {row["value"]: row["description"] for row in ROWS["units"] if row["quantity"] == "currency"}
    withdrawn = {code for code, description in listed.items() if description.startswith("Withdrawn")}
    assert set(listed) - withdrawn == {currency.alpha_3 for currency in pycountry.currencies} - withdrawn
    assert {"DEM", "FRF", "ITL"} <= withdrawn


def test_units_that_are_no_currency():
    others = [row["value"] for row in ROWS["units"] if row["quantity"] != "currency"]
    assert others == ["1", "percent", "rank", "t", "bbl", "bbl/d", "m3", "kWh", "W", "km2", "TIV"]


def test_chapters_are_all_of_the_harmonized_system():
    chapters = {row["value"] for row in ROWS["hs_codes"] if row["level"] == "chapter"}
    assert chapters == {f"{number:02}" for number in range(1, 98)} - {"77"}  # 77 is reserved and names no goods


def test_headings_stand_in_their_chapter():
    values = set(VOCABULARIES["hs_codes"].values)
    for row in ROWS["hs_codes"]:
        if row["level"] == "heading":
            assert row["chapter"] == row["value"][:2]
            assert row["chapter"] in values
    assert {"TOTAL", "0901", "1001", "2709", "2710", "2711", "7108", "8541", "8703", "8802"} <= values


def test_refusals_are_the_agreed_ones():
    agreed = ("negated", "no_country", "hypothetical", "question", "one_country", "no_value", "no_frame")
    assert VOCABULARIES["refusal_reasons"].values == agreed
