"""`bilateral explain`: a claim with the words behind it."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.package import AsOf, Output, Seeds, find_package, find_seeds
from pipeline.cli.screen import clean, complain, console, print_text, show_fields, show_rows
from pipeline.report import ExitCode
from pipeline.settings import Settings

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]


def explain(
    claim: Annotated[str, typer.Argument(metavar="CLAIM_ID", help="Id of a claim, or the beginning of one.")],
    output: Output = None,
    as_of: AsOf = None,
    seeds: Seeds = None,
) -> None:
    """Show the words behind a claim.

    Its row, the sentence with the evidence marked, the document, the rule, and other rows of the same fact.
    """
    from pipeline.publish import connect

    package = find_package(output, as_of, anywhere=True)
    with connect(package) as release:
        found = _find_claims(release, claim)
        if len(found) != 1:
            _choose(claim, found)
        table, row = found[0]
        show_fields(row, title=table)
        document = _ask(release, "SELECT * FROM documents WHERE document_id = $1", row["document_id"])[0]
        _show_sentence(release, row, seed_text(document, find_seeds(seeds, package)))
        show_fields(document, title="\nDocument")
        for rule in _ask(release, "SELECT * FROM rules WHERE rule = $1", row["rule"]):
            show_fields(rule, title="\nRule")
        _show_corrections(release, row["claim_id"])
        _show_corroboration(release, table, row)


def _show_corrections(release: duckdb.DuckDBPyConnection, claim: str) -> None:
    """What people have said about the row; a package made before there were corrections has no such table."""
    if not _ask(release, "SELECT 1 FROM information_schema.tables WHERE table_name = 'corrections'"):
        return
    for said in _ask(release, "SELECT * FROM corrections WHERE claim_id = $1 ORDER BY correction_id", claim):
        show_fields(said, title="\nLapsed approval" if said["is_lapsed"] else "\nCorrection")


def _ask(release: duckdb.DuckDBPyConnection, query: str, *values: object) -> list[Row]:
    """Rows of a query as dictionaries."""
    cursor = release.execute(query, list(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _find_claims(release: duckdb.DuckDBPyConnection, prefix: str) -> list[tuple[str, Row]]:
    """Claims of any table whose id starts so; a whole id is found alone even where it starts another."""
    from schemas import TABLES

    if not prefix:
        return []
    query = "SELECT * FROM {} WHERE starts_with(claim_id, $1) ORDER BY claim_id LIMIT 20"
    claims = [name for name, table in TABLES.items() if table.kind == "claim"]
    found = [(name, row) for name in claims for row in _ask(release, query.format(name), prefix)]
    return [(name, row) for name, row in found if row["claim_id"] == prefix] or found


def _choose(claim: str, found: list[tuple[str, Row]]) -> None:
    if not found:
        complain(f"there is no claim {claim!r}", 'bilateral sql "SELECT claim_id, table_name FROM claims" lists all')
        raise typer.Exit(ExitCode.NOT_FOUND)
    complain(f"several claims start with {claim!r}", "give more of the id")
    show_rows(("claim_id", "table", "evidence"), [(row["claim_id"], table, row["evidence"]) for table, row in found])
    raise typer.Exit(ExitCode.USAGE)


def _show_sentence(release: duckdb.DuckDBPyConnection, row: Row, text: str | None) -> None:
    """The sentence from the seed where that is at hand and unchanged, else what words the package has."""
    start, end = row["evidence_start"], row["evidence_end"]
    if text is None:
        words = row["evidence"] or "the package may not show the words of this document"
        print_text("\n", ("Evidence ", "bold"), clean(words))
        print_text((f"characters {start} to {end}; the seed is not at hand, so its sentence is not shown", "dim"))
        return
    query = 'SELECT "start", "end" FROM sentences WHERE document_id = $1 AND sentence = $2'
    sentence = _ask(release, query, row["document_id"], row["sentence"])
    # evidence may begin in an earlier sentence
    first, last = (min(sentence[0]["start"], start), max(sentence[0]["end"], end)) if sentence else (start, end)
    print_text("\n", ("Sentence", "bold"))
    print_text(clean(text[first:start]), (clean(text[start:end]), "reverse"), clean(text[end:last]))
    if not console().is_terminal:
        print_text(("Evidence ", "bold"), clean(text[start:end]))
    if hashlib.sha256(text[start:end].encode("utf-8")).hexdigest() != row["evidence_sha256"]:
        complain("the words at this place are not those that the claim was made from", "build the package again")


def seed_text(document: Row, seeds: Path) -> str | None:
    """The document's text, if its seed is there and is still the one that was read."""
    from pipeline.flow import column_names
    from pipeline.ingest import read_file

    name = document["path"]
    # a row of a bulk file is named FILE#ROW, a member of an archive ARCHIVE/MEMBER; a file's own name may hold these signs
    candidates = [name, name.rpartition("#")[0], *(parent.as_posix() for parent in PurePosixPath(name).parents)]
    file = next((one for one in candidates if one and (seeds / one).is_file()), None)
    if file is None:
        return None
    texts = {found.path: found for found in read_file(seeds, file, column_names(Settings.load()))[0]}
    seed = texts.get(name)
    return seed.text if seed and seed.sha256 == document["sha256"] else None


def _show_corroboration(release: duckdb.DuckDBPyConnection, table: str, row: Row) -> None:
    query = f"SELECT * FROM {table} WHERE fact_id = $1 AND claim_id <> $2 ORDER BY claim_id"
    others = _ask(release, query, row["fact_id"], row["claim_id"])
    columns = ("claim_id", "document_id", "date", "evidence")
    if others:
        show_rows(columns, [[other[name] for name in columns] for other in others], title="\nThe same fact elsewhere")
    else:
        print_text("\n", ("No other row says the same fact.", "dim"))
