-- Edges between organisations and whoever they belong to, work with or are led by.
CREATE OR REPLACE VIEW organisation_network AS
SELECT
  r.subject_id, min(r.subject_name) AS subject_name, any_value(coalesce(s.type, CASE WHEN p.person_id IS NOT NULL THEN 'person' END)) AS subject_type,
  any_value(coalesce(s.country, p.country)) AS subject_country,
  r.relation,
  r.object_id, min(r.object_name) AS object_name, any_value(o.type) AS object_type, any_value(o.country) AS object_country,
  r.role,
  count(*) AS claims,
  count(DISTINCT r.document_id) AS documents,
  min(r.date_start) AS first_date,
  max(coalesce(r.date_end, r.date_start)) AS last_date,
  min(r.claim_id) AS claim_id
FROM $relations AS r
LEFT JOIN $organisations AS s ON s.organisation_id = r.subject_id
LEFT JOIN $organisations AS o ON o.organisation_id = r.object_id
LEFT JOIN $people AS p ON p.person_id = r.subject_id
WHERE s.organisation_id IS NOT NULL OR o.organisation_id IS NOT NULL
GROUP BY
  r.subject_id, CASE WHEN r.subject_id IS NULL THEN r.subject_name END, r.relation,
  r.object_id, CASE WHEN r.object_id IS NULL THEN r.object_name END, r.role;

COMMENT ON VIEW organisation_network IS 'Relations with an organisation at one end or both, one row an edge: who is part of, owned by, partner or member of whom, who holds office there, who produces what.';
COMMENT ON COLUMN organisation_network.subject_type IS 'Type of the organisation that is the subject, or "person"; null for a country.';
COMMENT ON COLUMN organisation_network.subject_country IS 'Country of the subject, ISO 3166-1 alpha-3; null where it is not known.';
COMMENT ON COLUMN organisation_network.object_type IS 'Type of the organisation that is the object; null where it is a country, a person or a product.';
COMMENT ON COLUMN organisation_network.object_country IS 'Country of the object, ISO 3166-1 alpha-3; null where it is not known.';
COMMENT ON COLUMN organisation_network.claims IS 'Claims that say so.';
COMMENT ON COLUMN organisation_network.documents IS 'Documents that say so.';
COMMENT ON COLUMN organisation_network.first_date IS 'First day that a dated claim covers; null where no claim has a date.';
COMMENT ON COLUMN organisation_network.last_date IS 'Last day that a dated claim covers; of a claim with an open end, its first day.';
COMMENT ON COLUMN organisation_network.claim_id IS 'One of the claims, to begin reading with: the first by id.';
