"""What the lexicons promise the tables: a code that is in no vocabulary would stop a publication."""

import pytest

from pipeline.annotate.gazetteer import forms
from pipeline.lexicons import load
from schemas.vocabulary import VOCABULARIES


def values(vocabulary):
    return {row["value"] for row in VOCABULARIES[vocabulary].rows}


@pytest.mark.parametrize(("good", "code"), sorted(load("commodities")["goods"].items()))
def test_every_good_has_a_code_of_the_vocabulary_or_none(good, code):
    assert code is None or code in values("hs_codes")


def test_every_currency_and_unit_is_in_the_vocabulary():
    units = load("units")
    named = {*units["symbols"].values(), *units["words"].values()} - {"dollar"}
    named |= {code for codes in units["national"].values() for code in codes.values()}
    named |= {quantity["unit"] for quantity in units["quantities"]}
    assert named <= values("units")


def test_every_place_lies_in_a_country_of_the_vocabulary():
    assert {code for code, kind in forms().values() if kind != "blocked"} <= values("countries")


def test_every_organisation_has_a_type_and_a_country_of_the_vocabularies():
    entries = load("organisations")
    assert {e["type"] for e in entries} <= values("organisation_types")
    assert {e["country"] for e in entries if e.get("country")} <= values("countries")


def test_every_system_has_a_category_of_the_vocabulary():
    weapons = load("weapons")
    named = [*weapons["systems"].values(), *weapons["families"]]
    categories = {*weapons["categories"], *(s["category"] for s in named)}
    assert categories <= values("sipri_categories")
