"""Military goods between countries."""

from __future__ import annotations

import polars as pl

from schemas import shared
from schemas.claims import SAID_IN, Claim
from schemas.declare import constraint, field, table


class ArmsTransfers(Claim):
    """Military goods between countries: transfers, quantities, contract values, shares and ranks.

    Supplier, recipient, designation and category as in the SIPRI Arms Transfers Database. A list of weapons has a row
    each; a deal with a quantity and a price has two rows.
    """

    supplier_country: str = shared.country(
        "Supplier",
        "The country the arms come from; `WLD` where it is the world's total.",
        null="The text does not say who supplies.",
        example="ISR",
    )
    recipient_country: str = shared.country(
        "Recipient",
        "The country the arms go to; `WLD` where it is the world's total.",
        null="The text does not say who receives.",
    )
    designation: str = field(
        "Designation", "The system's name.", example="Harop", null="The text names no system by its name."
    )
    description: str = field(
        "Description",
        "The words of the text for the arms.",
        example="loitering munitions",
        null="The text describes no kind of arms.",
    )
    category: str = field(
        "Category",
        "The kind of arms.",
        example="missiles",
        null="The claim is about arms in general.",
        vocabulary="sipri_categories",
    )
    producers: str = field(
        "Producers",
        "Names of the makers, joined by `; `.",
        example="Israel Aerospace Industries; Elbit Systems",
        null="The text names no maker.",
    )
    measure: str = field("Measure", "What `value` measures.", example="share", vocabulary="arms_measures")
    basis: str = field(
        "Basis",
        "What a share or a rank is a part or a place of.",
        example="recipient_imports",
        null="The measure is no share and no rank, or the text leaves open of what.",
        vocabulary="arms_bases",
    )
    value: float = shared.value()
    value_min: float = shared.value_min()
    value_max: float = shared.value_max()
    unit: str = shared.unit()
    status: str = field("Status", "How far the transfer has come.", example="supplied", vocabulary="arms_statuses")

    range_in_order = shared.range_in_order()
    value_or_range = shared.value_or_range()
    range_has_ends = shared.range_has_ends()
    unit_where_value = shared.unit_where_value()
    number_where_measured = shared.number_where_measured("transfer")
    no_number_in_transfer = shared.no_number_without_measure("transfer")
    not_negative = shared.not_negative("change")
    share_in_percent = shared.share_in_percent()
    change_in_percent = shared.change_in_percent()
    rank_in_ranks = shared.rank_in_ranks()
    rank_from_one = shared.rank_from_one()
    money_in_currency = shared.money_in_currency("contract_value")
    quantity_in_pieces = constraint(
        "quantity_in_pieces",
        "A quantity is a number of pieces.",
        remedy="Use unit `1`; money is measure `contract_value`, SIPRI's index measure `volume`.",
        columns=("measure", "unit"),
        holds=shared.when(shared.measured("quantity"), pl.col("unit") == "1"),
    )
    volume_in_tiv = constraint(
        "volume_in_tiv",
        "A volume is in SIPRI's trend-indicator value.",
        remedy="Use unit `TIV`, or measure `quantity` for pieces.",
        columns=("measure", "unit"),
        holds=shared.when(shared.measured("volume"), pl.col("unit") == "TIV"),
    )
    basis_of_share_or_rank = constraint(
        "basis_of_share_or_rank",
        "Only a share, a rank or a change has a basis.",
        remedy="Leave `basis` empty, or check the measure.",
        columns=("measure", "basis"),
        holds=shared.when(pl.col("basis").is_not_null(), shared.measured("share", "rank", "change")),
    )
    somebody = constraint(
        "somebody",
        "A transfer names its supplier or its recipient.",
        remedy="Name at least one of the two countries; without both there is no transfer between countries.",
        columns=("supplier_country", "recipient_country"),
        holds=pl.col("supplier_country").is_not_null() | pl.col("recipient_country").is_not_null(),
    )
    two_countries = constraint(
        "two_countries",
        "A country does not supply itself.",
        remedy="Find the other country, or leave it empty; a weapon's maker belongs into `producers`.",
        columns=("supplier_country", "recipient_country"),
        holds=pl.col("supplier_country") != pl.col("recipient_country"),
    )


ARMS_TRANSFERS = table(
    ArmsTransfers,
    "arms_transfers",
    "Arms transfers between countries",
    kind="claim",
    key=["claim_id"],
    fact_key=[
        "supplier_country",
        "recipient_country",
        "measure",
        "basis",
        "designation",
        "category",
        "value",
        "value_min",
        "value_max",
        "unit",
        "date",
    ],
    fact_key_fallbacks=[("designation", "category")],
    foreign_keys=[SAID_IN],
)
