"""A page a pair of countries: what the documents say about the two, each fact once, by kind and in order of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.records import Row
from pipeline.site.digests import pair_digests
from pipeline.site.documents import claim_address, fact_line
from pipeline.site.pages import Site
from pipeline.site.release import OpenRelease
from pipeline.site.wording import amount, country

BATCH = 200  # pairs whose facts are held at once
MOST_LISTED = 1000  # pairs that the list shows
MOST_FACTS = 300  # facts of a kind that a page shows
NEEDED = ("claims", "corroboration", "dyads", "trade_partners", "arms_suppliers", "arms_recipients")

_CLAIMS_OF_PAIRS = """
SELECT t.*, least(c.country1, c.country2) AS country_a, greatest(c.country1, c.country2) AS country_b, f.documents
FROM {table} AS t
JOIN claims AS c ON c.claim_id = t.claim_id AND c.table_name = '{table}'
JOIN corroboration AS f ON f.table_name = '{table}' AND f.claim_id = t.claim_id
WHERE (least(c.country1, c.country2), greatest(c.country1, c.country2)) IN (SELECT (unnest($1), unnest($2)))
ORDER BY t.date_start NULLS LAST, t.date_end NULLS LAST, t.evidence_start, t.claim_id
"""
# The latest share and rank of one country in what another buys or sells; {whole} is the one whose total it is part of.
_PARTS = """
SELECT reporter_country AS whole, partner_country AS part, flow AS kind, * FROM trade_partners
WHERE partner_country IS NOT NULL
UNION ALL BY NAME
SELECT recipient_country AS whole, supplier_country AS part, 'import' AS kind, 'arms' AS commodity, * FROM arms_suppliers
UNION ALL BY NAME
SELECT supplier_country AS whole, recipient_country AS part, 'export' AS kind, 'arms' AS commodity, * FROM arms_recipients
"""
_KINDS = {"import": "imports", "export": "exports", "total": "trade"}


def has_all(release: OpenRelease) -> bool:
    """Say whether the release holds what these pages show."""
    return release.has_views(*NEEDED)


def write(site: Site) -> None:
    """Write `dyads.html` and a page for each pair of countries."""
    release = site.release
    pairs = release.rows("SELECT * FROM dyads ORDER BY claims DESC, country_a, country_b")
    site.write_page("dyads.html", "dyads.html", title="Pairs of countries", pairs=pairs[:MOST_LISTED], count=len(pairs))
    parts = _parts(release)
    digests = pair_digests(release) if site.kept else {}
    shown = {_key(pair): (pair, digests.get(_key(pair)), parts[_key(pair)]) for pair in pairs}
    unlike = [pair for pair in pairs if not site.take_kept_page(dyad_address(pair), "dyad.html", shown[_key(pair)])]
    for pair, facts in _with_facts(release, unlike):
        _write_one(site, pair, facts, parts[_key(pair)], shown[_key(pair)])


def _write_one(site: Site, pair: Row, facts: dict[str, list[Row]], parts: list[Row], shown: object) -> None:
    site.write_kept_page(
        dyad_address(pair),
        "dyad.html",
        shown,
        title=" – ".join(country(pair[side]) or "" for side in ("country_a", "country_b")),
        pair=pair,
        sections=[(table, facts[table.name]) for table in site.release.claim_tables if facts[table.name]],
        most=MOST_FACTS,
        parts_of_pair=parts,
    )


def dyad_address(pair: Row) -> str:
    """Return the address of the page of a pair of countries within the site."""
    return "dyads/{}-{}.html".format(*_key(pair))


def _key(row: Row) -> tuple[str, str]:
    return row["country_a"], row["country_b"]


def _with_facts(release: OpenRelease, pairs: list[Row]) -> Iterator[tuple[Row, dict[str, list[Row]]]]:
    """Yield every pair with its facts a table."""
    for start in range(0, len(pairs), BATCH):
        batch = pairs[start : start + BATCH]
        found: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        sides = [[pair[side] for pair in batch] for side in ("country_a", "country_b")]
        for table in release.claim_tables:
            for row in release.rows(_CLAIMS_OF_PAIRS.format(table=table.name), *sides):
                found[_key(row)][table.name].append(fact_line(table.name, row))
        for pair in batch:
            yield pair, found[_key(pair)]


def _parts(release: OpenRelease) -> dict[tuple[str, str], list[Row]]:
    """The shares and ranks of each pair, as lines with the claim that gives them."""
    documents = {
        row["claim_id"]: row["document_id"] for row in release.rows("SELECT claim_id, document_id FROM claims")
    }
    lines: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in release.rows(f"SELECT * FROM ({_PARTS}) ORDER BY whole, kind, commodity, part, share DESC, rank"):
        for measure in ("share", "rank"):
            claim = row[f"{measure}_claim_id"]
            if claim is None or row["whole"] is None:
                continue
            a, b = sorted((row["whole"], row["part"]))
            lines[a, b].append(
                {
                    "part": row["part"],
                    "whole": row["whole"],
                    "of": " of ".join(filter(None, (_KINDS[row["kind"]], row["commodity"]))),
                    "amount": _amount(row, measure),
                    "date": row[f"{measure}_date"],
                    "address": claim_address(documents[claim], claim),
                }
            )
    return lines


def _amount(row: Row, measure: str) -> str | None:
    ends = ("value_min", "value_max") if measure == "share" else ()
    return amount(
        {
            "value": row[measure],
            "hedge": row[f"{measure}_hedge"],
            "unit": {"share": "percent", "rank": "rank"}[measure],
            **{end: row[end.replace("value", measure)] for end in ends},
        }
    )
