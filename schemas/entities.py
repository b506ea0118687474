"""Organisations and people: entities that documents name, not claims about them."""

from __future__ import annotations

from schemas.declare import Model, field, table
from schemas.patterns import IDENTIFIER
from schemas.shared import country


class Organisations(Model):
    """Organisations that the documents name, one row each, over all documents."""

    organisation_id: str = field(
        "Organisation", "Stable id: a slug of the name.", example="elbit-systems", pattern=IDENTIFIER
    )
    name: str = field("Name", "The fullest form of the name in the texts.", example="Elbit Systems")
    aliases: str = field(
        "Other names",
        "Other forms of the name in the texts, joined by `; `.",
        example="Elbit",
        null="There is one form.",
    )
    type: str = field("Type", "What kind of body it is.", example="company", vocabulary="organisation_types")
    country: str = country(
        "Country", "The country it belongs to.", null="International, or the texts do not say.", example="ISR"
    )
    parent_id: str = field(
        "Parent",
        "The organisation that it is a unit of.",
        example="israel-defense-forces",
        null="The texts name no parent.",
        references="organisations.organisation_id",
        pattern=IDENTIFIER,
    )
    sector: str = field("Sector", "The field it works in.", example="defence", null="The texts do not say.")
    wikidata_id: str = field(
        "Wikidata item", "Its item in Wikidata.", example="Q2358113", null="Not linked.", pattern="Q[1-9][0-9]*"
    )
    documents: int = field("Documents", "How many documents name it.", example=1, unit="1", minimum=1)
    mentions: int = field("Mentions", "How often it is named.", example=3, unit="1", minimum=1)


class People(Model):
    """People that the documents name, one row each, over all documents."""

    person_id: str = field("Person", "Stable id: a slug of the name.", example="hikmet-hajiyev", pattern=IDENTIFIER)
    name: str = field("Name", "The fullest form of the name in the texts.", example="Hikmet Hajiyev")
    aliases: str = field(
        "Other names",
        "Other forms of the name in the texts, joined by `; `.",
        example="Hajiyev",
        null="There is one form.",
    )
    country: str = country("Country", "The country the person acts for or comes from.", null="The texts do not say.")
    documents: int = field("Documents", "How many documents name the person.", example=1, unit="1", minimum=1)
    mentions: int = field("Mentions", "How often the person is named.", example=2, unit="1", minimum=1)


ORGANISATIONS = table(Organisations, "organisations", "Organisations", kind="entity", key=["organisation_id"])
PEOPLE = table(People, "people", "People", kind="entity", key=["person_id"])
