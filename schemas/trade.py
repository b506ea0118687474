"""Goods and services between countries; arms are in `arms_transfers`."""

from __future__ import annotations

import polars as pl

from schemas import shared
from schemas.claims import SAID_IN, Claim
from schemas.declare import constraint, field, table
from schemas.patterns import GROUP
from schemas.vocabulary import VOCABULARIES

_PHYSICAL = [
    row["value"]
    for row in VOCABULARIES["units"].rows
    if row["quantity"] in {"count", "mass", "volume", "flow", "energy", "power", "area"}
]


class Trade(Claim):
    """Goods and services between countries, except arms: values, shares, ranks, volumes, or just that a flow exists.

    Reporter, partner and flow as in UN Comtrade. A value, volume or relation with reporter and partner swapped and
    import and export swapped is the same claim.
    """

    reporter_country: str = shared.country(
        "Reporter",
        "Whose trade is described; of a share or a rank, the country whose total it is a share or rank of.",
        null="The text does not say whose trade it is.",
        example="ISR",
    )
    partner_country: str = shared.country(
        "Partner",
        "The other country; `WLD` where all the reporter's trade is meant.",
        null="The claim is about a group (see partner_group), or names no partner.",
    )
    partner_group: str = field(
        "Group of partners",
        "Alpha-3 codes, sorted and joined by `+`, where the number is for several partners together.",
        example="AZE+KAZ",
        null="The claim is about one partner.",
        pattern=GROUP,
    )
    flow: str = field(
        "Flow", "Direction of the trade, seen from the reporter.", example="import", vocabulary="trade_flows"
    )
    commodity: str = field(
        "Commodity", "The goods or services, as in the text.", example="crude oil", null="Trade as a whole."
    )
    commodity_code: str = field(
        "Commodity code",
        "HS 2022 chapter (two digits) or heading (four digits); `TOTAL` for trade as a whole. "
        "Text, not a number: leading zeros count.",
        example="2709",
        null="No code fits, as with services.",
        vocabulary="hs_codes",
    )
    measure: str = field("Measure", "What `value` measures.", example="share", vocabulary="trade_measures")
    value: float = shared.value()
    value_min: float = shared.value_min()
    value_max: float = shared.value_max()
    unit: str = shared.unit()

    range_in_order = shared.range_in_order()
    value_or_range = shared.value_or_range()
    range_has_ends = shared.range_has_ends()
    unit_where_value = shared.unit_where_value()
    number_where_measured = shared.number_where_measured("relation")
    no_number_in_relation = shared.no_number_without_measure("relation")
    not_negative = shared.not_negative("change", "balance")
    share_in_percent = shared.share_in_percent()
    change_in_percent = shared.change_in_percent()
    rank_in_ranks = shared.rank_in_ranks()
    rank_from_one = shared.rank_from_one()
    money_in_currency = shared.money_in_currency("value", "balance")
    volume_in_physical_unit = constraint(
        "volume_in_physical_unit",
        "A volume is in a physical unit or in pieces.",
        remedy="Give the unit of the quantity; money is measure `value`.",
        columns=("measure", "unit"),
        holds=shared.when(shared.measured("volume"), pl.col("unit").is_in(_PHYSICAL)),
    )
    partner_or_group = constraint(
        "partner_or_group",
        "A claim has one partner or a group of partners, not both.",
        remedy="Leave partner_country empty where the number is for several partners together.",
        columns=("partner_country", "partner_group"),
        holds=pl.col("partner_country").is_null() | pl.col("partner_group").is_null(),
    )
    group_sorted = constraint(
        "group_sorted",
        "The codes of a group are sorted and occur once.",
        remedy="Sort the codes and join them by `+`.",
        columns=("partner_group",),
        holds=pl.col("partner_group")
        == pl.col("partner_group").str.split("+").list.unique().list.sort().list.join("+"),
    )
    two_countries = constraint(
        "two_countries",
        "A country is not its own partner.",
        remedy="Find the other country, or leave the partner empty.",
        columns=("reporter_country", "partner_country"),
        holds=pl.col("reporter_country") != pl.col("partner_country"),
    )


TRADE = table(
    Trade,
    "trade",
    "Trade between countries",
    kind="claim",
    key=["claim_id"],
    fact_key=[
        "reporter_country",
        "partner_country",
        "partner_group",
        "flow",
        "commodity_code",
        "measure",
        "value",
        "value_min",
        "value_max",
        "unit",
        "date",
    ],
    foreign_keys=[SAID_IN],
)
