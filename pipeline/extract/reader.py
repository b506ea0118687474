"""Documents in, readings out: the order in which a document's sentences are heard and their claims gathered.

In: `Document`s. Out: a `Reading` each. Deterministic; a document is read alone, so that no other can change its rows.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.annotate.document import AnnotatedDocument, AnnotatedSentence, annotate
from pipeline.annotate.parse import load_parser
from pipeline.extract.attendees import attendance_rows
from pipeline.extract.claim import Claims
from pipeline.extract.discourse import Discourse
from pipeline.extract.donations import donation_rows
from pipeline.extract.entities import entity_rows, mention_rows
from pipeline.extract.events import EventFinder
from pipeline.extract.indicators import indicator_rows
from pipeline.extract.listings import visit_rows
from pipeline.extract.merge import merge_repeats
from pipeline.extract.modality import is_question
from pipeline.extract.relations import relation_rows
from pipeline.extract.told_dates import note_dates
from pipeline.extract.trade import TradeRows
from pipeline.records import Document, Reading, Row

CLAIM_TABLES = ("events", "trade", "arms_transfers", "relations", "indicators")


class Reader:
    """Reads documents into rows; make one with `load_reader`."""

    def read(self, documents: Iterable[Document]) -> list[Reading]:
        """Read each document by itself."""
        return [self.read_one(document) for document in documents]

    def read_one(self, document: Document) -> Reading:
        """The claims, entities, mentions and sentences of one document."""
        annotated = annotate(document)
        claims: dict[str, list[Row]] = {table: [] for table in CLAIM_TABLES}
        refused: dict[int, str | None] = {}
        discourse = Discourse(annotated)
        for sentence in annotated.sentences:
            discourse.open_section(sentence)
            builder = Claims(sentence, discourse)
            if sentence.tells:
                refused[sentence.sentence.index] = self._read_sentence(sentence, builder, claims)
            builder.parties.note()
            note_dates(sentence, discourse)
        claims = {table: merge_repeats(table, rows) for table, rows in claims.items()}
        organisations, people = entity_rows(annotated, claims)
        return Reading(
            document, _sentence_rows(annotated, claims, refused), claims, organisations, people, mention_rows(annotated)
        )

    def _read_sentence(self, sentence: AnnotatedSentence, builder: Claims, claims: dict[str, list[Row]]) -> str | None:
        if is_question(sentence.doc):
            return "question"
        # Who holds which office tells on whose side a person acts; and whom a person of no told state meets, whose office it is.
        relations, sides = list(relation_rows(builder)), _sides(sentence)
        finder = EventFinder(builder)
        listed = attendance_rows(builder)
        events = [*listed, *(row for row in finder.find() if not (listed and row["event_type"] == "CONSULT"))]
        builder.discourse.note_acts(sentence.sentence.index, events)
        claims["events"] += events
        claims["relations"] += relations if sides == _sides(sentence) else relation_rows(builder)
        claims["events"] += visit_rows(builder)
        trade, arms = TradeRows(builder).rows()
        claims["trade"] += trade
        claims["arms_transfers"] += arms
        claims["events"] += donation_rows(arms, events, builder.discourse)
        balances = {row["value"] for row in trade if row["measure"] == "balance"}
        told = (row for row in indicator_rows(builder) if not _is_balance(row, balances))
        claims["indicators"] += told
        return finder.refused


def _is_balance(row: Row, balances: set[float | None]) -> bool:
    """ "Japan's deficit with Qatar hit 1.3 trillion yen": the trade balance of two, no number of one state."""
    return row["value"] is not None and (row["value"] in balances or -row["value"] in balances)


def _sides(sentence: AnnotatedSentence) -> list[str | None]:
    """The states of those whom a sentence names, as far as they are known by now."""
    return [sentence.entity_at[i].country for i in sorted(sentence.entity_at)]


def _sentence_rows(
    annotated: AnnotatedDocument, claims: dict[str, list[Row]], refused: dict[int, str | None]
) -> list[Row]:
    told = {row["sentence"] for rows in claims.values() for row in rows}
    return [
        {
            "sentence": s.index,
            "start": s.start,
            "end": s.end,
            "kind": s.kind,
            "refused": None if s.index in told else refused.get(s.index),
        }
        for s in annotated.cut
    ]


def load_reader() -> Reader:
    """A reader with its model loaded."""
    load_parser()
    return Reader()
