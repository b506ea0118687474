"""Which state a named system comes from where a text names no seller: the one that its maker builds it in.

In: a designation. Out: a country code, or None where no one state makes it. Words stand in the lexicons `weapons` and
`organisations`.
"""

from __future__ import annotations

from functools import cache

from pipeline.annotate.organisation_names import known_organisations
from pipeline.extract.designations import system_of
from pipeline.lexicons import load


@cache
def state_of_system(designation: str | None) -> str | None:
    """ "42 Rafales", "F-16 Block 70": the country, alpha-3, that builds the system of this name."""
    entry = system_of(designation)
    if entry is None:
        return None
    maker = str(entry.get("producer"))
    told = (
        entry.get("country")
        or load("weapons")["makers"].get(maker)
        or known_organisations().get(maker, {}).get("country")
    )
    return str(told) if told else None
