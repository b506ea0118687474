"""How people, organisations and countries are tied to each other."""

from __future__ import annotations

import polars as pl

from schemas.claims import SAID_IN, Claim
from schemas.declare import constraint, field, table
from schemas.shared import party_id, when


class Relations(Claim):
    """Ties between people, organisations and countries: who holds an office, owns, makes, belongs to what."""

    subject_id: str = party_id("the subject")
    subject_name: str = field("Subject", "Who or what stands in the relation.", example="Gideon Saar")
    relation: str = field(
        "Relation", "How the subject is tied to the object.", example="holds_office", vocabulary="relation_types"
    )
    object_id: str = party_id("the object")
    object_name: str = field("Object", "To whom or what.", example="Israel")
    role: str = field(
        "Role", "The office held, as in the text.", example="Foreign Minister", null="The relation is no office."
    )

    role_is_office = constraint(
        "role_is_office",
        "Only a held office has a role.",
        remedy="Leave `role` empty, or set the relation to holds_office.",
        columns=("relation", "role"),
        holds=when(pl.col("role").is_not_null(), pl.col("relation") == "holds_office"),
    )
    two_ends = constraint(
        "two_ends",
        "Nothing is tied to itself.",
        remedy="Check which name is the subject and which the object.",
        columns=("subject_name", "object_name"),
        holds=pl.col("subject_name") != pl.col("object_name"),
    )


RELATIONS = table(
    Relations,
    "relations",
    "Relations between people, organisations and countries",
    kind="claim",
    key=["claim_id"],
    fact_key=["subject_name", "relation", "object_name", "role"],
    foreign_keys=[SAID_IN],
)
