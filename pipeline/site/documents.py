"""A page a document: its words as far as its licence allows, every evidence marked, and every claim at an address.

The address of a claim is `documents/DOCUMENT_ID.html#CLAIM_ID`. Both ids are made from the document and the words
alone, so it stays as long as they do.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from pipeline.records import Row
from pipeline.site import wording
from pipeline.site.digests import document_digests
from pipeline.site.marking import Gap, MarkedSentence, mark
from pipeline.site.pages import Site
from pipeline.site.past import Past, moved
from pipeline.site.release import OpenRelease, column_treatment, vocabulary_titles
from schemas import TABLES, VOCABULARIES

BATCH = 200  # documents whose rows are held at once
MOST_LISTED = 500  # documents that the list shows; the table of documents has all
AS_SAID = frozenset({"body"})
# The one written in C, where it is installed, is ten times as fast; both write the same.
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def has_all(release: OpenRelease) -> bool:
    """Say whether the release holds what these pages show."""
    return release.has("documents", "sentences")


def write(site: Site) -> None:
    """Write `documents.html` and a page for each document."""
    release = site.release
    site.write_page(
        "documents.html",
        "documents.html",
        title="Documents",
        documents=release.rows(f"SELECT * FROM documents ORDER BY claims DESC, document_id LIMIT {MOST_LISTED}"),
        count=release.count("documents"),
    )
    _write_gone(site)
    known = _Known(release, site.past)
    documents = release.rows("SELECT * FROM documents ORDER BY document_id")
    digests = document_digests(release) if site.kept else {}
    shown = {document["document_id"]: known.shown(document["document_id"], digests) for document in documents}
    unlike = [row for row in documents if not _take_kept(site, row["document_id"], shown[row["document_id"]])]
    for document, sentences, claims in _by_document(release, unlike, known):
        _write_one(site, known, document, sentences, claims, shown[document["document_id"]])


def _take_kept(site: Site, name: str, shown: object) -> bool:
    return site.take_kept_page(_address(name), "document.html", shown)


def _write_one(
    site: Site, known: _Known, document: Row, sentences: list[Row], claims: list[Row], shown: object
) -> None:
    name = document["document_id"]
    text = mark(sentences, claims, known.reasons)
    site.write_kept_page(
        _address(name),
        "document.html",
        shown,
        title=document["title"] or name,
        document=document,
        text=text,
        reasons=_reasons_told(text),
        claims=[_described(claim) | known.of(claim) for claim in claims],
        copies=known.copies.get(name, []),
        gone=site.past.gone(name, {claim["claim_id"] for claim in claims}),
    )


def _write_gone(site: Site) -> None:
    """Write a page for each document of an earlier release that is read no more: the addresses of its claims stay."""
    known = {row["document_id"] for row in site.release.rows("SELECT document_id FROM documents")}
    for document_id in sorted(site.past.documents - known):
        site.write_page(
            _address(document_id),
            "gone.html",
            title=document_id,
            document_id=document_id,
            gone=site.past.gone(document_id, set()),
        )


def _reasons_told(text: list[MarkedSentence | Gap]) -> list[tuple[str, str]]:
    """The reasons that the text tells, with their meaning."""
    told = {part.reason for part in text if isinstance(part, MarkedSentence)}
    told |= {reason for part in text if isinstance(part, Gap) for _, reason in part.reasons}
    listed = (*VOCABULARIES["refusal_reasons"].rows, *VOCABULARIES["sentence_kinds"].rows)
    return [(row["title"], row["description"]) for row in listed if row["title"] in told]


def _address(document_id: str) -> str:
    return f"documents/{wording.file_name(document_id)}.html"


def claim_address(document_id: str, claim_id: str) -> str:
    """Return the address of a claim within the site."""
    return f"{_address(document_id)}#{claim_id}"


def fact_line(table: str, row: Row) -> dict[str, Any]:
    """Return what a list of facts says of a claim, with the address of the claim within the site."""
    return {
        "date": row["date"],
        "headline": wording.headline(table, row),
        "hedge": row["hedge"],
        "evidence": row["evidence"],
        "documents": row.get("documents", 1),
        "address": claim_address(row["document_id"], row["claim_id"]),
    }


class _Known:
    """What the rest of the release tells of documents: rules, copies, history, corrections, and of some at a time facts and conflicts."""

    def __init__(self, release: OpenRelease, past: Past) -> None:
        self.past, self._release = past, release
        self.reasons = vocabulary_titles("refusal_reasons") | {
            kind: title for kind, title in vocabulary_titles("sentence_kinds").items() if kind not in AS_SAID
        }
        self.rules = {row["rule"]: row for row in release.rows("SELECT * FROM rules")} if release.has("rules") else {}
        self._rules_told = hashlib.sha256(repr(self.rules).encode("utf-8", "replace")).hexdigest()
        self.copies: dict[str, list[str]] = defaultdict(list)
        for row in release.rows("SELECT document_id, copy_of FROM documents WHERE copy_of IS NOT NULL ORDER BY 1"):
            self.copies[row["copy_of"]].append(row["document_id"])
        self.corrections: dict[str, list[Row]] = defaultdict(list)
        if release.has("corrections"):
            for row in release.rows("SELECT * FROM corrections ORDER BY date, correction_id"):
                self.corrections[row["claim_id"]].append(row)
        self._has_views = release.has_views("claims", "corroboration", "conflicts")

    def shown(self, document: str, digests: Mapping[str, str]) -> object:
        """All that the page of a document depends on."""
        return digests.get(document), self._rules_told, self.copies.get(document, []), self.past.told_of(document)

    def read(self, documents: list[str]) -> None:
        """Take in what is told of the claims of these documents, and let go what was told of others."""
        self.facts: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self.sources: dict[tuple[str, str], Row] = {}
        self.conflicts: dict[str, list[Row]] = defaultdict(list)
        if self._has_views:
            self._read_views(documents)

    def _read_views(self, documents: list[str]) -> None:
        theirs = "SEMI JOIN (FROM claims WHERE document_id IN $1) AS t USING (table_name, fact_id)"
        for row in self._release.rows(f"FROM corroboration AS f {theirs} WHERE f.claims > 1", documents):
            self.sources[row["table_name"], row["fact_id"]] = row
        said_again = (
            f"SELECT c.table_name, c.fact_id, c.claim_id, c.document_id FROM claims AS c {theirs} "
            "SEMI JOIN (FROM corroboration WHERE claims > 1) AS f USING (table_name, fact_id) ORDER BY c.claim_id"
        )
        for row in self._release.rows(said_again, documents):
            self.facts[row["table_name"], row["fact_id"]].append(row)
        conflicting = "FROM conflicts WHERE document_id_1 IN $1 OR document_id_2 IN $1 ORDER BY claim_id_1, claim_id_2"
        for row in self._release.rows(conflicting, documents):
            for one, other in (("1", "2"), ("2", "1")):
                self.conflicts[row[f"claim_id_{one}"]].append(_other_answer(row, other))

    def of(self, claim: Row) -> dict[str, Any]:
        """Return what the rest of the release tells of a claim."""
        table, claim_id = claim["table_name"], claim["claim_id"]
        fact = (table, claim["fact_id"])
        return {
            "rule": self.rules.get(claim["rule"]),
            "sources": self.sources.get(fact),
            "elsewhere": [row for row in self.facts.get(fact, []) if row["claim_id"] != claim_id],
            "conflicts": self.conflicts.get(claim_id, []),
            "history": self.past.of(table, claim_id),
            "corrections": [_told(row) for row in self.corrections.get(claim_id, [])],
        }


def _described(claim: Row) -> dict[str, Any]:
    """Return what the page says of a claim from its own row."""
    return {
        "row": claim,
        "table": TABLES[claim["table_name"]],
        "headline": wording.headline(claim["table_name"], claim),
        "fields": _fields(claim),
        "correction": _correction(claim),
    }


def _told(correction: Row) -> Row:
    """A correction or an approval, with what it moved in words."""
    verb = {"set": "corrected", "add": "added by hand", "approve": "approved"}.get(correction["action"], "corrected")
    changed = moved(correction["old"], correction["new"]) if correction["action"] == "set" else None
    return {**correction, "verb": verb, "moved": changed}


def _other_answer(row: Row, other: str) -> Row:
    answer = {name: row[f"{name}_{other}"] for name in ("value", "value_min", "value_max", "hedge", "claim_id")}
    return {
        "amount": wording.amount({**answer, "unit": row["unit"]}),
        "claim_id": answer["claim_id"],
        "document_id": row[f"document_id_{other}"],
        "may_agree": row["may_agree"],
    }


def _by_document(
    release: OpenRelease, documents: list[Row], known: _Known
) -> Iterator[tuple[Row, list[Row], list[Row]]]:
    """Yield documents with their sentences and claims, both in the order of the text, while what is told of them is known."""
    for start in range(0, len(documents), BATCH):
        batch = documents[start : start + BATCH]
        ids = [document["document_id"] for document in batch]
        known.read(ids)
        sentences: dict[str, list[Row]] = defaultdict(list)
        for row in release.rows("SELECT * FROM sentences WHERE document_id IN $1 ORDER BY document_id, sentence", ids):
            sentences[row["document_id"]].append(row)
        claims: dict[str, list[Row]] = defaultdict(list)
        for table in release.claim_tables:
            for row in release.rows(f"SELECT * FROM {table.name} WHERE document_id IN $1", ids):
                claims[row["document_id"]].append({"table_name": table.name, **row})
        for document in batch:
            own = claims[document["document_id"]]
            own.sort(key=lambda row: (row["evidence_start"], row["evidence_end"], row["table_name"], row["claim_id"]))
            yield document, sentences[document["document_id"]], own


def _fields(claim: Row) -> list[tuple[str, str, str]]:
    """The given cells of a claim that its heading does not say: title, value, title of the value in its list."""
    shown, told_apart = [], column_treatment()["told_apart"]
    for column in TABLES[claim["table_name"]].columns:
        value = claim[column.name]
        if value is None or column.name in told_apart:
            continue
        title = vocabulary_titles(column.vocabulary).get(str(value), "") if column.vocabulary else ""
        if column.vocabulary == "event_modes":  # its titles depend on the type, and the heading has them
            title = ""
        if "_country" in column.name or column.name in ("country", "partner_group"):
            title = wording.country(str(value)) or ""
        text = wording.number(value) if column.type == "number" else str(value)
        shown.append((column.title, text, title if title.lower() != text.lower() else ""))
    return shown


def _correction(claim: Row) -> str:
    """A correction to fill in: what to do with the row, and what stands in it today."""
    table = TABLES[claim["table_name"]]
    expected = {name: claim[name] for name in table.fact_key if claim[name] is not None}
    record = {
        "action": "drop",
        "table": table.name,
        "claim": claim["claim_id"],
        "expect": {name: _plain(value) for name, value in expected.items()},
        "reason": "",
        "author": "",
        "date": "",
    }
    return str(yaml.dump(record, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=100))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
