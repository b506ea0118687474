"""What the lexicons promise the tables: a code that is in no vocabulary would stop a publication."""

from pathlib import Path

import pytest
import yaml

import pipeline.lexicons
from pipeline.annotate.gazetteer import forms
from pipeline.lexicons import load
from schemas.vocabulary import VOCABULARIES

LEXICONS = Path(pipeline.lexicons.__file__).parent


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


@pytest.mark.parametrize("path", sorted(LEXICONS.rglob("*.yaml")), ids=lambda path: str(path.relative_to(LEXICONS)))
def test_no_word_of_a_lexicon_is_given_twice(path):
    """Of two entries with one key the second would silently be the only one."""
    nodes, twice = [yaml.compose(path.read_text(encoding="utf-8"))], []
    for node in nodes:
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            twice += [key for key in {*keys} if keys.count(key) > 1]
            nodes += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value
    assert twice == []
