-- How many documents, and how many that do not copy one another, say the same fact.
CREATE OR REPLACE VIEW corroboration AS
WITH origins AS (
  -- A wire report printed by ten papers is one source: a copy counts as the text that it copies.
  SELECT
    d.document_id, coalesce(d.copy_of, d.document_id) AS origin_id,
    coalesce(o.publisher, coalesce(d.copy_of, d.document_id)) AS source, d.publisher, d.published
  FROM $documents AS d
  LEFT JOIN $documents AS o ON o.document_id = coalesce(d.copy_of, d.document_id)
)
SELECT
  c.table_name, c.fact_id,
  count(*) AS claims,
  count(DISTINCT c.document_id) AS documents,
  count(DISTINCT g.origin_id) AS independent_documents,
  count(DISTINCT g.source) AS independent_sources,
  string_agg(DISTINCT g.publisher, '; ' ORDER BY g.publisher) AS publishers,
  min(g.published) AS first_published,
  max(g.published) AS last_published,
  min(c.claim_id) AS claim_id,
  arg_min(c.summary, c.claim_id) AS summary
FROM $claims AS c
JOIN origins AS g ON g.document_id = c.document_id
GROUP BY c.table_name, c.fact_id;

COMMENT ON VIEW corroboration IS 'One row a fact: how many documents say it, and how many of them are independent. The same fact has the same fact_id in every document.';
COMMENT ON COLUMN corroboration.table_name IS 'The table that holds the claims.';
COMMENT ON COLUMN corroboration.claims IS 'Claims with this fact_id; one document may make several.';
COMMENT ON COLUMN corroboration.documents IS 'Documents that say it, copies included.';
COMMENT ON COLUMN corroboration.independent_documents IS 'Documents that say it, near-duplicate texts (documents.copy_of) counted once.';
COMMENT ON COLUMN corroboration.independent_sources IS 'Publishers of the independent documents, each counted once; a document whose publisher is not known counts as a source of its own.';
COMMENT ON COLUMN corroboration.publishers IS 'Names of all publishers known, copies included, joined by "; ".';
COMMENT ON COLUMN corroboration.first_published IS 'Earliest publication date among the documents; null where none is known.';
COMMENT ON COLUMN corroboration.last_published IS 'Latest publication date among the documents; null where none is known.';
COMMENT ON COLUMN corroboration.claim_id IS 'One of the claims, to begin reading with: the first by id.';
COMMENT ON COLUMN corroboration.summary IS 'That claim in a line.';
