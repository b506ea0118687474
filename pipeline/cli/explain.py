"""`bilateral explain`: a claim with the words behind it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.package import Output, Seeds, find_package, find_seeds
from pipeline.cli.screen import clean, complain, console, print_text, show_fields, show_rows
from pipeline.report import ExitCode

Row = dict[str, Any]
SHOWN_MATCHES = 20


def explain(
    claim: Annotated[str, typer.Argument(metavar="CLAIM_ID", help="Id of a claim, or the beginning of one.")],
    output: Output = None,
    seeds: Seeds = None,
) -> None:
    """Show the words behind a claim.

    Its row, the sentence with the evidence marked, the document, the rule, and other rows of the same fact.
    """
    package = find_package(output)
    found = _find_claims(package, claim)
    if len(found) != 1:
        _choose(claim, found)
    table, row = found[0]
    show_fields(row, title=table)
    document = _row_of(package, "documents", "document_id", row["document_id"])
    _show_sentence(row, document, package, find_seeds(seeds, package))
    show_fields(document or {}, title="\nDocument")
    rule = _row_of(package, "rules", "rule", row["rule"])
    show_fields(rule or {"rule": row["rule"]}, title="\nRule")
    _show_corroboration(package, table, row)


def _find_claims(package: Path, prefix: str) -> list[tuple[str, Row]]:
    """Claims of any table whose id starts so; a whole id is found alone even where it starts another."""
    from pipeline.publish import read
    from schemas import TABLES

    claims = [name for name, table in TABLES.items() if table.kind == "claim"]
    rows = [(name, row) for name in claims for row in read(name, package).to_pylist()]
    found = [(name, row) for name, row in rows if row["claim_id"].startswith(prefix)] if prefix else []
    return [pair for pair in found if pair[1]["claim_id"] == prefix] or found


def _choose(claim: str, found: list[tuple[str, Row]]) -> None:
    if not found:
        complain(f"there is no claim {claim!r}", 'bilateral sql "SELECT claim_id, table_name FROM claims" lists all')
        raise typer.Exit(ExitCode.NOT_FOUND)
    complain(f"{len(found)} claims start with {claim!r}", "give more of the id")
    rows = [(row["claim_id"], table, row["evidence"]) for table, row in found[:SHOWN_MATCHES]]
    show_rows(("claim_id", "table", "evidence"), rows)
    raise typer.Exit(ExitCode.USAGE)


def _row_of(package: Path, table: str, key: str, value: str) -> Row | None:
    from pipeline.publish import read

    return next((row for row in read(table, package).to_pylist() if row[key] == value), None)


def _show_sentence(row: Row, document: Row | None, package: Path, seeds: Path) -> None:
    """The sentence from the seed where that is at hand and unchanged, else what words the package has."""
    from pipeline.publish import read

    start, end = row["evidence_start"], row["evidence_end"]
    text = _seed_text(document, seeds)
    if text is None:
        words = row["evidence"] or "the package may not show the words of this document"
        print_text("\n", ("Evidence ", "bold"), clean(words))
        print_text((f"characters {start} to {end}; the seed is not at hand, so its sentence is not shown", "dim"))
        return
    here = (row["document_id"], row["sentence"])
    spans = read("sentences", package).select(["document_id", "sentence", "start", "end"]).to_pylist()
    first, last = next(
        ((s["start"], s["end"]) for s in spans if (s["document_id"], s["sentence"]) == here), (start, end)
    )
    # evidence may rest on an earlier sentence too
    first, last = min(first, start), max(last, end)
    print_text("\n", ("Sentence", "bold"))
    print_text(clean(text[first:start]), (clean(text[start:end]), "reverse"), clean(text[end:last]))
    if not console().is_terminal:
        print_text(("Evidence ", "bold"), clean(text[start:end]))
    if hashlib.sha256(text[start:end].encode("utf-8")).hexdigest() != row["evidence_sha256"]:
        complain("the words at this place are not those that the claim was made from", "build the package again")


def _seed_text(document: Row | None, seeds: Path) -> str | None:
    """The document's text, if its seed is there and is still the one that was read."""
    from pipeline.read import read_file

    if document is None or not seeds.is_dir():
        return None
    name = document["path"]
    file = name if (seeds / name).is_file() else name.partition("#")[0]
    if not (seeds / file).is_file():
        return None
    texts = {found.path: found for found in read_file(seeds, file)[0]}
    seed = texts.get(name)
    return seed.text if seed and seed.sha256 == document["sha256"] else None


def _show_corroboration(package: Path, table: str, row: Row) -> None:
    from pipeline.publish import read

    others = [
        (other["claim_id"], other["document_id"], other["date"], other["evidence"])
        for other in read(table, package).to_pylist()
        if other["fact_id"] == row["fact_id"] and other["claim_id"] != row["claim_id"]
    ]
    if others:
        show_rows(("claim_id", "document_id", "date", "evidence"), others, title="\nThe same fact elsewhere")
    else:
        print_text("\n", ("No other row says the same fact.", "dim"))
