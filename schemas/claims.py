"""The columns that every claim table has: which claim it is, when it holds, who says so and which words carry it."""

from __future__ import annotations

import datetime as dt

import polars as pl

from schemas.declare import Model, constraint, field
from schemas.model import ForeignKey
from schemas.patterns import EDTF, IDENTIFIER, SHA256
from schemas.shared import when

SAID_IN = ForeignKey(("document_id", "sentence"), "sentences", ("document_id", "sentence"))
"""Every claim points to the sentence that says it."""


class Claim(Model):
    """One thing that one document says."""

    claim_id: str = field(
        "Claim",
        "Stable id of the claim: a hash of document, table, key columns and evidence. "
        "A paragraph inserted elsewhere in the document does not change it.",
        example="c3f1a2b4d5e60718",
        pattern=IDENTIFIER,
    )
    fact_id: str = field(
        "Fact",
        "Hash of the key columns alone: the same fact said by another document has the same id.",
        example="f09e8d7c6b5a4132",
        pattern=IDENTIFIER,
    )
    date: str = field(
        "Date",
        "When the claim holds or happened, as EDTF: 2016, 2006-07, 2014/2018, 2009/.. (since), ../1991 (until), 199X.",
        example="2014/2018",
        null="The text gives no date, or gives a relative one in a document whose date of publication is unknown.",
        pattern=EDTF,
    )
    date_start: dt.date = field(
        "First day",
        "The first day that `date` covers.",
        example=dt.date(2014, 1, 1),
        null="There is no date, or it is open at its start.",
    )
    date_end: dt.date = field(
        "Last day",
        "The last day that `date` covers.",
        example=dt.date(2018, 12, 31),
        null="There is no date, or it is open at its end.",
    )
    date_text: str = field(
        "Words of the date",
        "The words that gave the date; kept even where they could not be resolved.",
        example="between 2014 and 2018",
        null="No words give a date, or the document's words may not be published.",
    )
    attributed_to: str = field(
        "Attributed to",
        "Who says so, where the text names somebody.",
        example="Stockholm International Peace Research Institute",
        null="The outlet itself says it.",
    )
    hedge: str = field(
        "Hedge", "How firmly the text states the claim or its number.", example="approximate", vocabulary="hedges"
    )
    document_id: str = field(
        "Document",
        "The document that says it.",
        example="000_0c935ddaa7b0f05a",
        references="documents.document_id",
        pattern=IDENTIFIER,
    )
    sentence: int = field("Sentence", "Index of the sentence in the document, from 0.", example=4, minimum=0)
    evidence: str = field(
        "Evidence",
        "The words that carry the claim: exactly the document's text from evidence_start to evidence_end.",
        example="purchases roughly 40 percent of its oil from Azerbaijan",
        null="The document's words may not be published; offsets and hash remain.",
    )
    evidence_sha256: str = field(
        "Hash of the evidence",
        "SHA-256 of the evidence as UTF-8: whoever holds the document can check the row.",
        example="2f8305e5eca7a197ea6f3b0aebbd33e8c4f5d52b6632e8f038a6b710fe845a57",
        pattern=SHA256,
    )
    evidence_start: int = field(
        "Start of the evidence",
        "Offset of the first character of the evidence in the document's text, in Unicode code points from 0.",
        example=118,
        unit="1",
        minimum=0,
    )
    evidence_end: int = field(
        "End of the evidence",
        "Offset behind the last character of the evidence, in Unicode code points.",
        example=173,
        unit="1",
        minimum=1,
    )
    rule: str = field(
        "Rule",
        "The extraction rule, or the kind of correction, that made the row.",
        example="trade.share.of_its",
        references="rules.rule",
        pattern=IDENTIFIER,
    )
    confidence: float = field(
        "Confidence",
        "Lower bound of the precision measured for the rule on labelled documents.",
        example=0.87,
        null="The rule has not been measured.",
        unit="1",
        minimum=0,
        maximum=1,
    )
    corrected_by: str = field(
        "Corrected by",
        "Id of the human correction that added or changed the row.",
        example="2025-03-azerbaijan-share",
        null="Nobody has corrected the row.",
        references="corrections.correction_id",
        pattern=IDENTIFIER,
    )

    dates_in_order = constraint(
        "dates_in_order",
        "The first day is not after the last.",
        remedy="Derive both days from `date`.",
        columns=("date_start", "date_end"),
        holds=pl.col("date_start") <= pl.col("date_end"),
    )
    days_where_date = constraint(
        "days_where_date",
        "Days are given exactly where a date is: both, or the closed end of an open interval.",
        remedy="Derive date_start and date_end from `date`; a date with no valid day is no date.",
        columns=("date", "date_start", "date_end"),
        holds=pl.when(pl.col("date").is_null())
        .then(pl.col("date_start").is_null() & pl.col("date_end").is_null())
        .otherwise(
            (pl.col("date_start").is_null() == pl.col("date").str.starts_with("../"))
            & (pl.col("date_end").is_null() == pl.col("date").str.ends_with("/.."))
        ),
    )
    evidence_in_order = constraint(
        "evidence_in_order",
        "The evidence starts before it ends.",
        remedy="Give half-open offsets into the document's text.",
        columns=("evidence_start", "evidence_end"),
        holds=pl.col("evidence_start") < pl.col("evidence_end"),
    )
    evidence_as_long = constraint(
        "evidence_as_long",
        "The evidence has as many characters as its offsets span.",
        remedy="Cut the evidence out of the document's text by its offsets, in code points and not in bytes.",
        columns=("evidence", "evidence_start", "evidence_end"),
        holds=when(
            pl.col("evidence").is_not_null(),
            pl.col("evidence").str.len_chars().cast(pl.Int64) == pl.col("evidence_end") - pl.col("evidence_start"),
        ),
    )
