"""Who did what to whom, when."""

from __future__ import annotations

import polars as pl

from schemas.claims import SAID_IN, Claim
from schemas.declare import constraint, field, table
from schemas.model import ForeignKey
from schemas.shared import country, party_id
from schemas.vocabulary import VOCABULARIES

_MODES_OF_TYPES = [row["event_type"] + "/" + row["value"] for row in VOCABULARIES["event_modes"].rows]


class Events(Claim):
    """Who did what to whom, when and where: visits, agreements, aid, sanctions, attacks, foundings.

    One row is one claim of one document. A meeting of three states has a row for each pair that the text names as
    meeting. For the types and modes that the vocabularies call symmetric the order of the actors does not matter.
    """

    event_type: str = field("Type of event", "What kind of act it is.", example="CONSULT", vocabulary="event_types")
    event_mode: str = field(
        "Mode of event",
        "The finer kind within the type.",
        example="meeting",
        null="No mode of the type fits.",
        vocabulary="event_modes",
    )
    actor1_name: str = field(
        "First actor",
        "Who acts, as in the text: visitor, speaker, giver, founder, attacker, first named.",
        example="Hikmet Hajiyev",
        null="Nobody is named as acting.",
    )
    actor1_id: str = party_id("the first actor")
    actor1_country: str = country(
        "Country of the first actor",
        "The state that the first actor is or belongs to.",
        null="No state: nobody is named, or an international body acts.",
    )
    actor2_name: str = field(
        "Second actor",
        "Towards whom, as in the text: host, addressee, receiver, co-founder.",
        example="Gideon Saar",
        null="The act is towards nobody, or inside one state.",
    )
    actor2_id: str = party_id("the second actor")
    actor2_country: str = country(
        "Country of the second actor",
        "The state that the second actor is or belongs to.",
        null="No state: nobody is named, or an international body is addressed.",
        example="ISR",
    )
    object: str = field(
        "Object",
        "What the event is about where that is a thing: the body founded, the pipeline opened, the policy supported.",
        example="Baku–Tbilisi–Ceyhan pipeline",
        null="The event is not about a thing.",
    )
    location: str = field("Place", "Where, as in the text.", example="Jerusalem", null="The text does not say where.")
    location_country: str = country(
        "Country of the place",
        "The country the place lies in.",
        null="No place is said, or none that lies in a country.",
    )
    amount: float = field(
        "Amount",
        "Money or quantity that is part of the event, scaled out: aid, investment, size of an agreement.",
        example=130000000.0,
        null="No amount is said.",
        unit="amount_unit",
        minimum=0,
    )
    amount_unit: str = field(
        "Unit of the amount", "The unit of `amount`.", example="USD", null="There is no amount.", vocabulary="units"
    )

    mode_of_type = constraint(
        "mode_of_type",
        "The mode belongs to the type.",
        remedy="Choose a mode that event_modes lists under the type, or leave it empty.",
        columns=("event_type", "event_mode"),
        holds=(pl.col("event_type") + "/" + pl.col("event_mode")).is_in(_MODES_OF_TYPES),
    )
    unit_where_amount = constraint(
        "unit_where_amount",
        "A unit is given exactly where an amount is.",
        remedy="Fill `amount_unit` with the unit in the text, or leave both empty.",
        columns=("amount", "amount_unit"),
        holds=pl.col("amount").is_null() == pl.col("amount_unit").is_null(),
    )
    somebody_or_something = constraint(
        "somebody_or_something",
        "An event names an actor or an object.",
        remedy="Name who acts, towards whom, or what the event is about; without any it is no event.",
        columns=("actor1_name", "actor1_country", "actor2_name", "actor2_country", "object"),
        holds=pl.any_horizontal(
            pl.col("actor1_name", "actor1_country", "actor2_name", "actor2_country", "object").is_not_null()
        ),
    )


EVENTS = table(
    Events,
    "events",
    "Events between countries",
    kind="claim",
    key=["claim_id"],
    fact_key=["event_type", "actor1_country", "actor2_country", "object", "date"],
    foreign_keys=[ForeignKey(("event_type", "event_mode"), "event_modes", ("event_type", "value")), SAID_IN],
)
