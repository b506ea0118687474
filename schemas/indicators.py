"""Other numbers about one country."""

from __future__ import annotations

from schemas import shared
from schemas.claims import SAID_IN, Claim
from schemas.declare import constraint, field, table


class Indicators(Claim):
    """Other numbers about one country: population, output, reserves, capacity, military spending, communities."""

    country: str = shared.country("Country", "The country that the number is about.", null=None)
    indicator: str = field(
        "Indicator", "What is counted, as a short noun phrase of the text.", example="Jewish community"
    )
    value: float = shared.value()
    value_min: float = shared.value_min()
    value_max: float = shared.value_max()
    unit: str = shared.unit()

    range_in_order = shared.range_in_order()
    value_or_range = shared.value_or_range()
    range_has_ends = shared.range_has_ends()
    unit_where_value = shared.unit_where_value()
    rank_from_one = shared.rank_from_one()
    number_given = constraint(
        "number_given",
        "An indicator has a number.",
        remedy="Fill value, or value_min and value_max; without a number there is no indicator.",
        columns=("value", "value_min", "value_max"),
        holds=shared.has_number(),
    )


INDICATORS = table(
    Indicators,
    "indicators",
    "Numbers about countries",
    kind="claim",
    key=["claim_id"],
    fact_key=["country", "indicator", "value", "value_min", "value_max", "unit", "date"],
    foreign_keys=[SAID_IN],
)
