-- The same question with different answers.
CREATE OR REPLACE VIEW conflicts AS
SELECT
  a.table_name, a.question, a.date, a.unit,
  a.value AS value_1, a.value_min AS value_min_1, a.value_max AS value_max_1, a.hedge AS hedge_1,
  a.documents AS documents_1, a.document_id AS document_id_1, a.claim_id AS claim_id_1, a.evidence AS evidence_1,
  b.value AS value_2, b.value_min AS value_min_2, b.value_max AS value_max_2, b.hedge AS hedge_2,
  b.documents AS documents_2, b.document_id AS document_id_2, b.claim_id AS claim_id_2, b.evidence AS evidence_2,
  a.lowest <= b.highest AND b.lowest <= a.highest AS may_agree
FROM $answers AS a
JOIN $answers AS b
  ON a.table_name = b.table_name AND a.question = b.question
  AND a.date IS NOT DISTINCT FROM b.date AND a.unit IS NOT DISTINCT FROM b.unit
  AND a.claim_id < b.claim_id
WHERE a.answers_given > 1 AND b.answers_given > 1
  AND (a.value, a.value_min, a.value_max) IS DISTINCT FROM (b.value, b.value_min, b.value_max);

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
