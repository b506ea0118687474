"""Columns and rules that several tables have in common, each declared once.

A function here returns a field, so that a table sets it where it reads best and may say more about it.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from schemas.declare import constraint, field
from schemas.patterns import IDENTIFIER
from schemas.vocabulary import VOCABULARIES

_NO_NUMBER = "The text gives no number, or gives a range (then value_min and value_max are filled)."
_CURRENCIES = [row["value"] for row in VOCABULARIES["units"].rows if row["quantity"] == "currency"]


def country(title: str, description: str, *, null: str | None, example: str = "AZE") -> Any:
    """A country or territory by its alpha-3 code."""
    return field(title, description, example=example, null=null, vocabulary="countries")


def party_id(who: str) -> Any:
    """The id of an entity of any type; which table it stands in shows by looking there, so it is no foreign key."""
    return field(
        f"Id of {who}",
        f"`organisation_id`, `person_id` or alpha-3 country code of {who}. Stable as long as the entity's name is.",
        example="hikmet-hajiyev",
        null="The entity is not named or not recognised.",
        pattern=IDENTIFIER,
    )


def value() -> Any:
    """The number of a claim."""
    return field(
        "Value",
        'The number, scaled out: "$5 billion" is 5000000000.',
        example=40.0,
        null=_NO_NUMBER,
        unit="unit",
    )


def value_min() -> Any:
    """The lower end of a range."""
    return field("Lower end", "The lower end of a range.", example=7000.0, null="No range is given.", unit="unit")


def value_max() -> Any:
    """The upper end of a range."""
    return field("Upper end", "The upper end of a range.", example=16000.0, null="No range is given.", unit="unit")


def unit() -> Any:
    """The unit of `value`, `value_min` and `value_max`."""
    return field(
        "Unit",
        "The unit of value, value_min and value_max.",
        example="percent",
        null="There is no number.",
        vocabulary="units",
    )


def has_number() -> pl.Expr:
    """Whether the row carries a value or a range."""
    return pl.any_horizontal(pl.col("value", "value_min", "value_max").is_not_null())


def when(condition: pl.Expr, then: pl.Expr) -> pl.Expr:
    """`condition` implies `then`; a condition on an empty cell does not apply."""
    return condition.fill_null(False).not_() | then.fill_null(True)


def measured(*measures: str) -> pl.Expr:
    """Whether the row's measure is one of these."""
    return pl.col("measure").is_in(list(measures))


def in_currency(column: str = "unit") -> pl.Expr:
    """Whether the unit is a currency of ISO 4217."""
    return pl.col(column).is_in(_CURRENCIES)


def unit_where_value() -> Any:
    """A number has a unit, and a unit a number."""
    return constraint(
        "unit_where_value",
        "A unit is given exactly where a number is.",
        remedy="Fill `unit` with the unit in the text, or leave both empty.",
        columns=("value", "value_min", "value_max", "unit"),
        holds=has_number() == pl.col("unit").is_not_null(),
    )


def range_in_order() -> Any:
    """The ends of a range are in order."""
    return constraint(
        "range_in_order",
        "The lower end of a range is not above its upper end.",
        remedy="Swap value_min and value_max, or read the range again.",
        columns=("value_min", "value_max"),
        holds=pl.col("value_min") <= pl.col("value_max"),
    )


def value_or_range() -> Any:
    """A row carries one number or a range, never both."""
    return constraint(
        "value_or_range",
        "A range leaves `value` empty and fills both of its ends.",
        remedy='Write "between 7 and 16" as value_min 7, value_max 16, and "more than 7" as value 7, hedge at_least.',
        columns=("value", "value_min", "value_max"),
        holds=pl.when(pl.col("value").is_not_null())
        .then(pl.col("value_min").is_null() & pl.col("value_max").is_null())
        .otherwise(pl.col("value_min").is_null() == pl.col("value_max").is_null()),
    )


def range_has_ends() -> Any:
    """The hedge `range` speaks of both ends."""
    return constraint(
        "range_has_ends",
        "A claim hedged as a range fills both ends of it.",
        remedy="Fill value_min and value_max, or choose the hedge that the words give.",
        columns=("hedge", "value_min", "value_max"),
        holds=when(pl.col("hedge") == "range", pl.col("value_min").is_not_null() & pl.col("value_max").is_not_null()),
    )


def not_negative(*signed: str) -> Any:
    """Only a few measures have a sign."""
    return constraint(
        "not_negative",
        f"Only {' and '.join(signed)} may be below 0.",
        remedy="Check the sign; a fall is measure `change`, a deficit measure `balance`.",
        columns=("measure", "value", "value_min"),
        holds=measured(*signed) | ((pl.col("value").fill_null(0) >= 0) & (pl.col("value_min").fill_null(0) >= 0)),
    )


def rank_from_one() -> Any:
    """A rank counts from 1."""
    return constraint(
        "rank_from_one",
        "A rank is a whole number from 1 upwards.",
        remedy="Count places from 1, the largest.",
        columns=("value", "unit"),
        holds=when(pl.col("unit") == "rank", (pl.col("value") >= 1) & (pl.col("value") == pl.col("value").floor())),
    )


def share_in_percent() -> Any:
    """A share is a part of a whole."""
    ends = [pl.col(name).is_between(0, 100).fill_null(True) for name in ("value", "value_min", "value_max")]
    return constraint(
        "share_in_percent",
        "A share is in percent and lies within 0 and 100.",
        remedy="Check the number, and whether it is a share or a change.",
        columns=("measure", "value", "value_min", "value_max", "unit"),
        holds=when(measured("share"), (pl.col("unit") == "percent") & pl.all_horizontal(ends)),
    )


def change_in_percent() -> Any:
    """A change is a ratio."""
    return constraint(
        "change_in_percent",
        "A change is in percent.",
        remedy='Turn "doubled" into 100 percent, or use another measure.',
        columns=("measure", "unit"),
        holds=when(measured("change"), pl.col("unit") == "percent"),
    )


def rank_in_ranks() -> Any:
    """The measure rank and the unit rank go together."""
    return constraint(
        "rank_in_ranks",
        "The unit is `rank` exactly where the measure is.",
        remedy="Set both or neither to `rank`.",
        columns=("measure", "unit"),
        holds=pl.col("unit").is_null() | (measured("rank") == (pl.col("unit") == "rank")),
    )


def money_in_currency(*measures: str) -> Any:
    """Sums of money are in a currency."""
    return constraint(
        "money_in_currency",
        f"A {' or '.join(measures)} is in a currency of ISO 4217.",
        remedy="Give the currency's alphabetic code; a number with no currency is another measure.",
        columns=("measure", "unit"),
        holds=when(measured(*measures), in_currency()),
    )


def number_where_measured(*without: str) -> Any:
    """A measure that counts something comes with its number."""
    return constraint(
        "number_where_measured",
        f"Every measure but {' and '.join((*without, 'change'))} has a number.",
        remedy=f"Fill value, or value_min and value_max; a claim that has no number has measure `{without[0]}`.",
        columns=("measure", "value", "value_min", "value_max"),
        holds=measured(*without, "change") | has_number(),
    )


def no_number_without_measure(measure: str) -> Any:
    """The measure that says only that something is so has no number."""
    return constraint(
        f"no_number_in_{measure}",
        f"The measure `{measure}` carries no number.",
        remedy="Name what the number measures, or leave it out.",
        columns=("measure", "value", "value_min", "value_max"),
        holds=when(measured(measure), has_number().not_()),
    )
