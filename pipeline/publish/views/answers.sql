-- The numbers that are given for each question. A question is the key of a claim without its number and its hedge.
CREATE OR REPLACE VIEW answers AS
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
-- Each number once a document: so documents are counted without a list of them.
told AS (
  SELECT
    table_name, question, date, unit, value, value_min, value_max, hedge, document_id,
    min(claim_id) AS claim_id,
    arg_min(evidence, claim_id) AS evidence
  FROM questions
  WHERE coalesce(value, value_min, value_max) IS NOT NULL
  GROUP BY ALL
),
given AS (
  SELECT
    table_name, question, date, unit, value, value_min, value_max, hedge,
    count(*) AS documents,
    min(claim_id) AS claim_id,
    arg_min(document_id, claim_id) AS document_id,
    arg_min(evidence, claim_id) AS evidence
  FROM told
  GROUP BY table_name, question, date, unit, value, value_min, value_max, hedge
)
SELECT
  *,
  count(*) OVER (PARTITION BY question, table_name, date, unit) AS answers_given,
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
FROM given;

COMMENT ON VIEW answers IS 'One row for each number that is given for a question (same countries, measure, unit and date), with how many documents give it.';
COMMENT ON COLUMN answers.table_name IS 'The table that holds the claims.';
COMMENT ON COLUMN answers.question IS 'What is asked: the key of the claims without number, unit, date and hedge, joined by " | ".';
COMMENT ON COLUMN answers.date IS 'The date that the claims give, EDTF; null where they give none.';
COMMENT ON COLUMN answers.unit IS 'The unit of the number.';
COMMENT ON COLUMN answers.value IS 'The number.';
COMMENT ON COLUMN answers.value_min IS 'The lower end, where a range is given.';
COMMENT ON COLUMN answers.value_max IS 'The upper end, where a range is given.';
COMMENT ON COLUMN answers.hedge IS 'How exactly the number is meant.';
COMMENT ON COLUMN answers.documents IS 'Documents that give the number with this hedge.';
COMMENT ON COLUMN answers.claim_id IS 'One of the claims: the first by id.';
COMMENT ON COLUMN answers.document_id IS 'Its document.';
COMMENT ON COLUMN answers.evidence IS 'Its words; null where they may not be published.';
COMMENT ON COLUMN answers.answers_given IS 'Answers to this question for this date in this unit, this one included; the same number with another hedge is one more.';
COMMENT ON COLUMN answers.lowest IS 'The lowest number that the words allow: "about" is taken as a tenth to either side, "at most" as open below.';
COMMENT ON COLUMN answers.highest IS 'The highest number that the words allow: "at least" is open above.';
