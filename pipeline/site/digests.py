"""What pages show, as one hash a page: asked of the release at once, so that a page that shows what it showed costs none of its rows.

In: a release. Out: a hash of all rows that a page of a document, of a pair of countries, or of an organisation is made of.
"""

from __future__ import annotations

from pipeline.site.release import OpenRelease

_OF_DOCUMENTS = """
WITH told AS ({rows}),
said AS ({said}),
places AS (
    SELECT table_name, fact_id, md5(string_agg(claim_id || ' ' || document_id, ' ' ORDER BY claim_id)) AS places
    FROM ({claims}) SEMI JOIN said USING (table_name, fact_id) GROUP BY ALL
),
answers AS (
    SELECT claim_id, md5(string_agg(row, ' ' ORDER BY row)) AS answers
    FROM (SELECT unnest([claim_id_1, claim_id_2]) AS claim_id, row FROM ({conflicts})) GROUP BY ALL
),
corrected AS (SELECT claim_id, md5(string_agg(row, ' ' ORDER BY row)) AS corrected FROM ({corrections}) GROUP BY ALL),
of_claims AS (
    SELECT document_id, string_agg(
        concat_ws(' ', table_name, row, said, places, answers, corrected), ' ' ORDER BY table_name, claim_id
    ) AS claims
    FROM told LEFT JOIN said USING (table_name, fact_id) LEFT JOIN places USING (table_name, fact_id)
    LEFT JOIN answers USING (claim_id) LEFT JOIN corrected USING (claim_id) GROUP BY ALL
),
of_sentences AS (
    SELECT document_id, string_agg(to_json(s)::VARCHAR, ' ' ORDER BY sentence) AS sentences FROM sentences AS s GROUP BY ALL
)
SELECT document_id, sha256(concat_ws(' ', to_json(d)::VARCHAR, s.sentences, c.claims)) AS digest
FROM documents AS d LEFT JOIN of_sentences AS s USING (document_id) LEFT JOIN of_claims AS c USING (document_id)
"""
_OF_PAIRS = """
SELECT country_a, country_b, sha256(string_agg(concat_ws(' ', table_name, row, documents), ' ' ORDER BY table_name, claim_id))
AS digest FROM (
    SELECT least(c.country1, c.country2) AS country_a, greatest(c.country1, c.country2) AS country_b,
        f.table_name, f.claim_id, told.row, f.documents
    FROM ({rows}) AS told JOIN claims AS c USING (table_name, claim_id) JOIN corroboration AS f USING (table_name, claim_id)
    WHERE c.country1 IS NOT NULL AND c.country2 IS NOT NULL
) GROUP BY ALL
"""
_OF_ENTITIES = """
SELECT entity_id, sha256(string_agg(concat_ws(' ', kind, row), ' ' ORDER BY kind, key)) AS digest FROM (
    SELECT unnest([subject_id, object_id]) AS entity_id, 'relation' AS kind, claim_id AS key, to_json(t)::VARCHAR AS row
    FROM relations AS t
    UNION ALL
    SELECT unnest([actor1_id, actor2_id]), 'event', claim_id, to_json(t)::VARCHAR FROM events AS t
    UNION ALL
    SELECT entity_id, 'document', document_id, to_json([document_id, title, count(*)::VARCHAR])::VARCHAR
    FROM mentions JOIN documents USING (document_id) WHERE entity_type = 'organisation' GROUP BY entity_id, document_id, title
) WHERE entity_id IS NOT NULL GROUP BY entity_id
"""
_CLAIM_ROWS = """
SELECT '{table}' AS table_name, claim_id, fact_id, document_id, to_json(t)::VARCHAR AS row FROM {table} AS t
"""
_CORROBORATION = "SELECT table_name, fact_id, to_json(f)::VARCHAR AS said FROM corroboration AS f WHERE claims > 1"
_CONFLICTS = "SELECT claim_id_1, claim_id_2, to_json(c)::VARCHAR AS row FROM conflicts AS c"
_CORRECTIONS = "SELECT claim_id, to_json(c)::VARCHAR AS row FROM corrections AS c"


def document_digests(release: OpenRelease) -> dict[str, str]:
    """What the release tells of each document and its claims, by the document's id; but for copies, rules and what came before."""
    views = release.has_views("claims", "corroboration", "conflicts")
    query = _OF_DOCUMENTS.format(
        rows=_claim_rows(release) or _no_rows("table_name", "claim_id", "fact_id", "document_id", "row"),
        said=_CORROBORATION if views else _no_rows("table_name", "fact_id", "said"),
        claims="FROM claims" if views else _no_rows("table_name", "fact_id", "claim_id", "document_id"),
        conflicts=_CONFLICTS if views else _no_rows("claim_id_1", "claim_id_2", "row"),
        corrections=_CORRECTIONS if release.has("corrections") else _no_rows("claim_id", "row"),
    )
    return {row["document_id"]: row["digest"] for row in release.rows(query)}


def pair_digests(release: OpenRelease) -> dict[tuple[str, str], str]:
    """What claims tell of each pair of countries, which stand in the order of the alphabet."""
    query = _OF_PAIRS.format(rows=_claim_rows(release))
    return {(row["country_a"], row["country_b"]): row["digest"] for row in release.rows(query)}


def organisation_digests(release: OpenRelease) -> dict[str, str]:
    """What claims and documents tell of each organisation, by its id."""
    return {row["entity_id"]: row["digest"] for row in release.rows(_OF_ENTITIES)}


def _claim_rows(release: OpenRelease) -> str:
    return " UNION ALL ".join(_CLAIM_ROWS.format(table=table.name) for table in release.claim_tables)


def _no_rows(*columns: str) -> str:
    return f"SELECT {', '.join(f'NULL::VARCHAR AS {column}' for column in columns)} WHERE false"
