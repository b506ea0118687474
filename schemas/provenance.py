"""Where the claims come from: documents, their sentences, the names in them, and the rules that read them."""

from __future__ import annotations

import datetime as dt

import polars as pl

from schemas.claims import SAID_IN
from schemas.declare import Model, constraint, field, table
from schemas.patterns import IDENTIFIER, SHA256
from schemas.shared import when

_NOT_SAID = "Neither the file nor its sidecar says it."


class Documents(Model):
    """The texts that were read, with what is known about them. What a file does not say is empty, never guessed."""

    document_id: str = field(
        "Document",
        "Slug of the file's path under the folder of seeds.",
        example="000_0c935ddaa7b0f05a",
        pattern=IDENTIFIER,
    )
    path: str = field("Path", "The file's path under the folder of seeds.", example="000_0c935ddaa7b0f05a.txt")
    sha256: str = field(
        "Hash",
        "SHA-256 of the text as UTF-8.",
        example="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        pattern=SHA256,
    )
    title: str = field("Title", "The headline.", example="Energy and arms", null=_NOT_SAID)
    publisher: str = field("Publisher", "Who published it.", example="Example Times", null=_NOT_SAID)
    author: str = field("Author", "Who wrote it.", example="A. Writer", null=_NOT_SAID)
    url: str = field("Address", "Where it was published.", example="https://example.org/article", null=_NOT_SAID)
    language: str = field(
        "Language",
        "Its language as a tag of BCP 47.",
        example="en",
        null=_NOT_SAID,
        pattern="[A-Za-z]{2,3}(-[A-Za-z0-9]+)*",
    )
    published: dt.date = field(
        "Published",
        "The day of publication; relative dates are resolved against it.",
        example=dt.date(2024, 3, 12),
        null=_NOT_SAID,
    )
    retrieved: dt.date = field("Retrieved", "The day it was retrieved.", example=dt.date(2024, 3, 14), null=_NOT_SAID)
    license: str = field("Licence", "The licence of the text.", example="CC-BY-4.0", null=_NOT_SAID)
    redistribution: str = field(
        "Redistribution", "How much of its words is published.", example="quotes", vocabulary="redistributions"
    )
    copy_of: str = field(
        "Copy of",
        "The earliest document with nearly the same text, such as a wire report printed by several outlets.",
        example="reuters-2024-03-12",
        null="The text is independent of the others.",
        references="documents.document_id",
        pattern=IDENTIFIER,
    )
    characters: int = field("Characters", "Length of the text in code points.", example=4210, unit="1", minimum=0)
    sentences: int = field("Sentences", "How many sentences it has.", example=32, unit="1", minimum=0)
    claims: int = field("Claims", "How many claims rest on it, in all tables.", example=41, unit="1", minimum=0)

    copy_of_another = constraint(
        "copy_of_another",
        "A document is no copy of itself.",
        remedy="Leave copy_of empty for the earliest text.",
        columns=("document_id", "copy_of"),
        holds=pl.col("document_id") != pl.col("copy_of"),
    )


class Sentences(Model):
    """Every sentence of every document, with how many claims rest on it: what was read and what was missed."""

    document_id: str = field(
        "Document",
        "The document it stands in.",
        example="000_0c935ddaa7b0f05a",
        references="documents.document_id",
        pattern=IDENTIFIER,
    )
    sentence: int = field("Sentence", "Index in the document, from 0.", example=4, minimum=0)
    start: int = field("Start", "Offset of its first character, in code points.", example=118, unit="1", minimum=0)
    end: int = field("End", "Offset behind its last character, in code points.", example=240, unit="1", minimum=1)
    text: str = field(
        "Text",
        "Its words.",
        example="Israel purchases roughly 40 percent of its oil from Azerbaijan.",
        null="The document's full text may not be published.",
    )
    claims: int = field("Claims", "How many claims rest on it, in all tables.", example=2, unit="1", minimum=0)
    kind: str = field("Kind", "Whether it counts as said.", example="body", vocabulary="sentence_kinds")
    refused: str = field(
        "Refused",
        "Why it gave no claim although it looked like one.",
        example="negated",
        null="It gave claims, or did not look like one.",
        vocabulary="refusal_reasons",
    )

    sentence_in_order = constraint(
        "sentence_in_order",
        "A sentence starts before it ends.",
        remedy="Give half-open offsets into the document's text.",
        columns=("start", "end"),
        holds=pl.col("start") < pl.col("end"),
    )
    refused_without_claims = constraint(
        "refused_without_claims",
        "A sentence that was refused carries no claim.",
        remedy="Leave `refused` empty where a claim rests on the sentence.",
        columns=("claims", "refused"),
        holds=when(pl.col("refused").is_not_null(), pl.col("claims") == 0),
    )
    claims_in_body = constraint(
        "claims_in_body",
        "Only the body of a text carries claims.",
        remedy="Drop the claims of boilerplate and of repeated paragraphs.",
        columns=("claims", "kind"),
        holds=when(pl.col("claims") > 0, pl.col("kind") == "body"),
    )


class Mentions(Model):
    """Every place where a document names a country, an organisation, a person, a weapon or a commodity."""

    document_id: str = field(
        "Document",
        "The document it stands in.",
        example="000_0c935ddaa7b0f05a",
        references="documents.document_id",
        pattern=IDENTIFIER,
    )
    sentence: int = field("Sentence", "Index of its sentence, from 0.", example=4, minimum=0)
    start: int = field("Start", "Offset of its first character, in code points.", example=118, unit="1", minimum=0)
    end: int = field("End", "Offset behind its last character, in code points.", example=124, unit="1", minimum=1)
    text: str = field("Text", "Its words.", example="Israel", null="The document's words may not be published.")
    entity_id: str = field(
        "Entity",
        "Alpha-3 code of a country, organisation_id, person_id, or a slug of the weapon or commodity.",
        example="ISR",
        pattern=IDENTIFIER,
    )
    entity_type: str = field(
        "Type of entity", "What kind of thing is named.", example="country", vocabulary="entity_types"
    )

    mention_in_order = constraint(
        "mention_in_order",
        "A mention starts before it ends.",
        remedy="Give half-open offsets into the document's text.",
        columns=("start", "end"),
        holds=pl.col("start") < pl.col("end"),
    )
    mention_as_long = constraint(
        "mention_as_long",
        "A mention has as many characters as its offsets span.",
        remedy="Cut the words out of the document's text by their offsets, in code points and not in bytes.",
        columns=("text", "start", "end"),
        holds=pl.col("text").str.len_chars().cast(pl.Int64) == pl.col("end") - pl.col("start"),
    )


class Rules(Model):
    """The rules that made the claims, with how often each was right on labelled documents."""

    rule: str = field("Rule", "Its name.", example="trade.share.of_its", pattern=IDENTIFIER)
    table_name: str = field(
        "Table",
        "The table its rows go to.",
        example="trade",
        null="It serves several tables.",
        pattern="events|trade|arms_transfers|relations|indicators",
    )
    description: str = field(
        "Description", "The construction it reads.", example="A verb of buying with a share of the buyer's own goods."
    )
    labelled_right: int = field(
        "Labelled right",
        "Rows of the rule that the labelled documents confirm.",
        example=20,
        null="The rule has not been measured.",
        unit="1",
        minimum=0,
    )
    labelled_wrong: int = field(
        "Labelled wrong",
        "Rows of the rule that the labelled documents do not confirm.",
        example=1,
        null="The rule has not been measured.",
        unit="1",
        minimum=0,
    )
    confidence: float = field(
        "Confidence",
        "Lower bound of its precision, from the two counts.",
        example=0.87,
        null="The rule has not been measured.",
        unit="1",
        minimum=0,
        maximum=1,
    )

    measured_or_not = constraint(
        "measured_or_not",
        "Counts and confidence are given together.",
        remedy="Fill all three from the same labelled documents, or none.",
        columns=("labelled_right", "labelled_wrong", "confidence"),
        holds=(pl.col("labelled_right").is_null() == pl.col("labelled_wrong").is_null())
        & (pl.col("labelled_right").is_null() == pl.col("confidence").is_null()),
    )


class Corrections(Model):
    """What people have said about single rows: corrections that were applied, and approvals."""

    correction_id: str = field(
        "Correction", "Its id, as the file of corrections names it.", example="wheat-share", pattern=IDENTIFIER
    )
    action: str = field("Action", "What was done.", example="set", vocabulary="correction_actions")
    table_name: str = field(
        "Table",
        "The table of the row.",
        example="trade",
        pattern="events|trade|arms_transfers|relations|indicators",
    )
    claim_id: str = field(
        "Claim",
        "The row; one that was dropped is not in its table any more.",
        example="c3f1a2b4d5e60718",
        pattern=IDENTIFIER,
    )
    document_id: str = field(
        "Document",
        "The document that the row was read from.",
        example="000_0c935ddaa7b0f05a",
        null="An approval of a row that is no longer read.",
        references="documents.document_id",
        pattern=IDENTIFIER,
    )
    old: str = field(
        "Before",
        "The values that were expected and found, as a JSON object.",
        example='{"value": 40.0}',
        null="Nothing was there: the row was added.",
    )
    new: str = field(
        "After",
        "The values that were set, as a JSON object.",
        example='{"value": 41.0}',
        null="Nothing was set: the row was dropped or approved.",
    )
    reason: str = field("Reason", "Why, in the words of the author.", example="The text says 41.")
    author: str = field("Author", "Who says so.", example="A. Reader")
    date: dt.date = field("Day", "When it was said.", example=dt.date(2024, 5, 7))
    is_lapsed: bool = field(
        "Lapsed",
        "Whether text or row have changed since an approval, so that it says nothing of the row as it is now.",
        example=False,
    )

    only_approvals_lapse = constraint(
        "only_approvals_lapse",
        "A correction that no longer fits stops the publication; only an approval lapses.",
        remedy="Mend or remove the correction.",
        columns=("action", "is_lapsed"),
        holds=when(pl.col("is_lapsed"), pl.col("action") == "approve"),
    )


DOCUMENTS = table(Documents, "documents", "Documents", kind="provenance", key=["document_id"])
SENTENCES = table(Sentences, "sentences", "Sentences", kind="provenance", key=["document_id", "sentence"])
MENTIONS = table(
    Mentions,
    "mentions",
    "Mentions",
    kind="provenance",
    key=["document_id", "start", "end", "entity_type", "entity_id"],
    foreign_keys=[SAID_IN],
)
RULES = table(Rules, "rules", "Extraction rules", kind="provenance", key=["rule"])
CORRECTIONS = table(Corrections, "corrections", "Corrections", kind="provenance", key=["correction_id"])
