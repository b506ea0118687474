-- All claim tables in one shape, so that one query can ask what is said about a pair of countries.
CREATE OR REPLACE VIEW claims AS
WITH entities AS (
  SELECT organisation_id AS entity_id, country FROM $organisations
  UNION ALL
  SELECT person_id, country FROM $people
),
said AS (
  SELECT
    'events' AS table_name, claim_id, fact_id, document_id, sentence, date, date_start, date_end, date_text, attributed_to,
    actor1_country AS country1, actor2_country AS country2,
    concat_ws(' → ', coalesce(actor1_name, actor1_country), coalesce(actor2_name, actor2_country))
      || ': ' || event_type || coalesce(' (' || event_mode || ')', '') || coalesce(', ' || object, '') AS about,
    amount AS value, NULL::DOUBLE AS value_min, NULL::DOUBLE AS value_max, amount_unit AS unit,
    hedge, evidence, evidence_start, evidence_end, rule, confidence, corrected_by
  FROM $events
  UNION ALL
  SELECT
    'trade', claim_id, fact_id, document_id, sentence, date, date_start, date_end, date_text, attributed_to,
    reporter_country, partner_country,
    coalesce(reporter_country, '?')
      || CASE flow WHEN 'import' THEN ' imports' WHEN 'export' THEN ' exports' ELSE ' trade' END
      || coalesce(
        CASE flow WHEN 'import' THEN ' from ' WHEN 'export' THEN ' to ' ELSE ' with ' END
          || coalesce(partner_country, partner_group), '')
      || coalesce(', ' || commodity, '') || ': ' || measure,
    value, value_min, value_max, unit,
    hedge, evidence, evidence_start, evidence_end, rule, confidence, corrected_by
  FROM $trade
  UNION ALL
  SELECT
    'arms_transfers', claim_id, fact_id, document_id, sentence, date, date_start, date_end, date_text, attributed_to,
    supplier_country, recipient_country,
    'arms, ' || coalesce(supplier_country, '?') || ' → ' || coalesce(recipient_country, '?')
      || coalesce(', ' || coalesce(designation, description, category), '')
      || ': ' || measure || coalesce(' of ' || basis, ''),
    value, value_min, value_max, unit,
    hedge, evidence, evidence_start, evidence_end, rule, confidence, corrected_by
  FROM $arms_transfers
  UNION ALL
  SELECT
    'relations', r.claim_id, r.fact_id, r.document_id, r.sentence, r.date, r.date_start, r.date_end, r.date_text,
    r.attributed_to,
    CASE WHEN s.entity_id IS NULL THEN sc.value ELSE s.country END,
    CASE WHEN o.entity_id IS NULL THEN oc.value ELSE o.country END,
    r.subject_name || ' ' || r.relation || ' ' || r.object_name || coalesce(', ' || r.role, ''),
    NULL, NULL, NULL, NULL,
    r.hedge, r.evidence, r.evidence_start, r.evidence_end, r.rule, r.confidence, r.corrected_by
  FROM $relations AS r
  LEFT JOIN entities AS s ON s.entity_id = r.subject_id
  LEFT JOIN entities AS o ON o.entity_id = r.object_id
  LEFT JOIN $countries AS sc ON sc.value = upper(r.subject_id)
  LEFT JOIN $countries AS oc ON oc.value = upper(r.object_id)
  UNION ALL
  SELECT
    'indicators', claim_id, fact_id, document_id, sentence, date, date_start, date_end, date_text, attributed_to,
    country, NULL, country || ': ' || indicator,
    value, value_min, value_max, unit,
    hedge, evidence, evidence_start, evidence_end, rule, confidence, corrected_by
  FROM $indicators
)
SELECT
  table_name, claim_id, fact_id, document_id, sentence, date, date_start, date_end, date_text, attributed_to,
  country1, country2,
  about || coalesce(
    ' ' || CASE hedge WHEN 'approximate' THEN '~' WHEN 'at_least' THEN '≥' WHEN 'at_most' THEN '≤' ELSE '' END
      || coalesce(
        rtrim(rtrim(format('{:.4f}', value), '0'), '.'),
        rtrim(rtrim(format('{:.4f}', value_min), '0'), '.') || '–' || rtrim(rtrim(format('{:.4f}', value_max), '0'), '.')
      )
      || coalesce(' ' || nullif(nullif(unit, 'rank'), '1'), ''), '') AS summary,
  value, value_min, value_max, unit, hedge, evidence, evidence_start, evidence_end, rule, confidence, corrected_by
FROM said;

COMMENT ON VIEW claims IS 'Every row of events, trade, arms_transfers, relations and indicators in one shape. One row is one claim: one thing that one document says.';
COMMENT ON COLUMN claims.table_name IS 'The table that holds the row with all its columns.';
COMMENT ON COLUMN claims.country1 IS 'First country: actor 1, reporter, supplier, the country of the subject, or the country that the indicator describes. ISO 3166-1 alpha-3; null where the document leaves it open.';
COMMENT ON COLUMN claims.country2 IS 'Second country: actor 2, partner, recipient, or the country of the object. Null where there is none, where it is left open, or where trade is with several partners together.';
COMMENT ON COLUMN claims.summary IS 'The claim in a line, put together from its columns: for reading, not for computing.';
COMMENT ON COLUMN claims.value IS 'The number of the claim, in the unit; the amount of an event. Null where the claim has no number or a range.';
COMMENT ON COLUMN claims.value_min IS 'The lower end of a range, in the unit.';
COMMENT ON COLUMN claims.value_max IS 'The upper end of a range, in the unit.';
COMMENT ON COLUMN claims.unit IS 'The unit of the number, from the table units; null where there is no number.';
