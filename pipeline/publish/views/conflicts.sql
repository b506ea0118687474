-- The same question with different answers. A question is the key of a claim without its number and its hedge.
CREATE OR REPLACE VIEW conflicts AS
WITH questions AS (
  SELECT
    'trade' AS table_name, claim_id, document_id, date, unit, value, value_min, value_max, hedge, evidence,
    -- A imports from B and B exports to A are one question where the number is of the flow, not of one side's total.
    CASE WHEN measure IN ('value', 'volume') AND partner_country < reporter_country
      THEN concat_ws(' | ', partner_country, reporter_country,
        CASE flow WHEN 'import' THEN 'export' WHEN 'export' THEN 'import' ELSE flow END)
      ELSE concat_ws(' | ', coalesce(reporter_country, '-'), coalesce(partner_country, partner_group, '-'), flow)
    END || ' | ' || concat_ws(' | ', coalesce(commodity_code, lower(commodity), '-'), measure) AS question
  FROM $trade
  UNION ALL
  SELECT
    'arms_transfers', claim_id, document_id, date, unit, value, value_min, value_max, hedge, evidence,
    concat_ws(' | ', coalesce(supplier_country, '-'), coalesce(recipient_country, '-'), measure, coalesce(basis, '-'),
      coalesce(designation, category, '-'))
  FROM $arms_transfers
  UNION ALL
  SELECT
    'indicators', claim_id, document_id, date, unit, value, value_min, value_max, hedge, evidence,
    concat_ws(' | ', country, lower(indicator))
  FROM $indicators
  UNION ALL
  SELECT
    'events', claim_id, document_id, date, amount_unit, amount, NULL, NULL, hedge, evidence,
    concat_ws(' | ', event_type, coalesce(actor1_country, '-'), coalesce(actor2_country, '-'), coalesce(lower(object), '-'))
  FROM $events
),
answers AS (
  SELECT
    table_name, question, date, unit, value, value_min, value_max, hedge,
    count(DISTINCT document_id) AS documents,
    min(claim_id) AS claim_id,
    arg_min(document_id, claim_id) AS document_id,
    arg_min(evidence, claim_id) AS evidence,
    -- What the words allow: "about" a tenth to either side, "at least" and "at most" open to one side.
    CASE hedge
      WHEN 'at_most' THEN '-infinity'::DOUBLE
      WHEN 'approximate' THEN coalesce(value, value_min, '-infinity'::DOUBLE) - 0.1 * abs(coalesce(value, value_min, 0))
      ELSE coalesce(value, value_min, '-infinity'::DOUBLE)
    END AS lowest,
    CASE hedge
      WHEN 'at_least' THEN 'infinity'::DOUBLE
      WHEN 'approximate' THEN coalesce(value, value_max, 'infinity'::DOUBLE) + 0.1 * abs(coalesce(value, value_max, 0))
      ELSE coalesce(value, value_max, 'infinity'::DOUBLE)
    END AS highest
  FROM questions
  WHERE coalesce(value, value_min, value_max) IS NOT NULL
  GROUP BY table_name, question, date, unit, value, value_min, value_max, hedge
)
SELECT
  a.table_name, a.question, a.date, a.unit,
  a.value AS value_1, a.value_min AS value_min_1, a.value_max AS value_max_1, a.hedge AS hedge_1,
  a.documents AS documents_1, a.document_id AS document_id_1, a.claim_id AS claim_id_1, a.evidence AS evidence_1,
  b.value AS value_2, b.value_min AS value_min_2, b.value_max AS value_max_2, b.hedge AS hedge_2,
  b.documents AS documents_2, b.document_id AS document_id_2, b.claim_id AS claim_id_2, b.evidence AS evidence_2,
  a.lowest <= b.highest AND b.lowest <= a.highest AS may_agree
FROM answers AS a
JOIN answers AS b
  ON a.table_name = b.table_name AND a.question = b.question
  AND a.date IS NOT DISTINCT FROM b.date AND a.unit IS NOT DISTINCT FROM b.unit
  AND a.claim_id < b.claim_id
WHERE (a.value, a.value_min, a.value_max) IS DISTINCT FROM (b.value, b.value_min, b.value_max);

COMMENT ON VIEW conflicts IS 'Pairs of different numbers for the same question (same countries, measure, unit and date). Two numbers without a date may be of different years: judge by the documents.';
COMMENT ON COLUMN conflicts.table_name IS 'The table that holds both claims.';
COMMENT ON COLUMN conflicts.question IS 'What is asked: the key of the claims without number, unit, date and hedge, joined by " | ".';
COMMENT ON COLUMN conflicts.date IS 'The date that both claims give, EDTF; null where both give none.';
COMMENT ON COLUMN conflicts.unit IS 'The unit of both numbers.';
COMMENT ON COLUMN conflicts.value_1 IS 'The first number.';
COMMENT ON COLUMN conflicts.value_min_1 IS 'The lower end, where the first claim gives a range.';
COMMENT ON COLUMN conflicts.value_max_1 IS 'The upper end, where the first claim gives a range.';
COMMENT ON COLUMN conflicts.hedge_1 IS 'How exactly the first number is meant.';
COMMENT ON COLUMN conflicts.documents_1 IS 'Documents that give the first number with this hedge.';
COMMENT ON COLUMN conflicts.document_id_1 IS 'One of these documents.';
COMMENT ON COLUMN conflicts.claim_id_1 IS 'Its claim.';
COMMENT ON COLUMN conflicts.evidence_1 IS 'Its words; null where they may not be published.';
COMMENT ON COLUMN conflicts.value_2 IS 'The second number.';
COMMENT ON COLUMN conflicts.value_min_2 IS 'The lower end, where the second claim gives a range.';
COMMENT ON COLUMN conflicts.value_max_2 IS 'The upper end, where the second claim gives a range.';
COMMENT ON COLUMN conflicts.hedge_2 IS 'How exactly the second number is meant.';
COMMENT ON COLUMN conflicts.documents_2 IS 'Documents that give the second number with this hedge.';
COMMENT ON COLUMN conflicts.document_id_2 IS 'One of these documents.';
COMMENT ON COLUMN conflicts.claim_id_2 IS 'Its claim.';
COMMENT ON COLUMN conflicts.evidence_2 IS 'Its words; null where they may not be published.';
COMMENT ON COLUMN conflicts.may_agree IS 'True if both can be right as they are worded: the spans that the hedges allow overlap ("about" is taken as a tenth to either side).';
