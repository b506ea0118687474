-- Made claims in the published schema: $claims of them, half events, a document for every four. The same number, the same rows.
CREATE MACRO pick(i, salt, n) AS (hash(i * 64 + salt) % n)::BIGINT;
CREATE TABLE codes AS SELECT list(value ORDER BY value) AS all_codes FROM countries;
INSERT INTO documents BY NAME
SELECT
  format('d{:09d}', i) AS document_id, format('d{:09d}', i) AS path, 'Publisher ' || pick(i, 1, 2000) AS publisher,
  DATE '2000-01-01' + pick(i, 2, 9000)::INT AS published, 'quotes' AS redistribution
FROM range($claims // 4) AS r(i);
INSERT INTO organisations BY NAME
SELECT 'o' || i AS organisation_id, 'Organisation ' || i AS name, 'company' AS type, all_codes[pick(i, 3, 190)::INT + 1] AS country
FROM range($claims // 500) AS r(i), codes;
INSERT INTO people BY NAME
SELECT 'p' || i AS person_id, 'Person ' || i AS name, all_codes[pick(i, 4, 190)::INT + 1] AS country
FROM range($claims // 500) AS r(i), codes;
CREATE TABLE made AS
SELECT
  i, format('c{:010d}', i) AS claim_id, format('d{:09d}', pick(i, 5, $claims // 4)) AS document_id, pick(i, 6, 30)::INT AS sentence,
  DATE '2000-01-01' + pick(i, 7, 9000)::INT AS date_start, 'exact' AS hedge, 'words that say it, number ' || i AS evidence,
  all_codes[pick(i, 8, 190)::INT + 1] AS country1, all_codes[pick(i, 9, 190)::INT + 1] AS country2, pick(i, 10, 1000) AS number,
  pick(i, 11, 20) AS kind
FROM range($claims) AS r(i), codes;
INSERT INTO events BY NAME
SELECT
  claim_id, 'fe' || hash(country1, country2, date_start) AS fact_id, document_id, sentence, date_start::VARCHAR AS date, date_start,
  date_start AS date_end, hedge, evidence, country1 AS actor1_country, country1 AS actor1_name, country2 AS actor2_country,
  country2 AS actor2_name, 'events' AS rule,
  CASE WHEN kind < 2 THEN 'CONSULT' WHEN kind < 4 THEN 'ESTABLISH' WHEN kind < 6 THEN 'AGREE' ELSE 'STATEMENT' END AS event_type,
  CASE WHEN kind < 2 THEN 'visit' WHEN kind < 4 THEN 'organisation' WHEN kind < 6 THEN 'agreement_signed' ELSE 'statement' END
    AS event_mode,
  'thing ' || number AS object
FROM made WHERE i % 10 < 5;
INSERT INTO trade BY NAME
SELECT
  claim_id, 'ft' || hash(country1, country2, number) AS fact_id, document_id, sentence, date_start::VARCHAR AS date, date_start,
  date_start AS date_end, hedge, evidence, country1 AS reporter_country, country2 AS partner_country, 'trade' AS rule,
  CASE WHEN number % 2 = 0 THEN 'import' ELSE 'export' END AS flow, 'good ' || number % 90 AS commodity,
  (10 + number % 90)::VARCHAR AS commodity_code,
  CASE WHEN kind < 6 THEN 'share' WHEN kind < 8 THEN 'rank' ELSE 'value' END AS measure, number::DOUBLE AS value,
  CASE WHEN kind < 6 THEN 'percent' WHEN kind < 8 THEN 'rank' ELSE 'USD' END AS unit
FROM made WHERE i % 10 IN (5, 6);
INSERT INTO arms_transfers BY NAME
SELECT
  claim_id, 'fa' || hash(country1, country2, number) AS fact_id, document_id, sentence, date_start::VARCHAR AS date, date_start,
  date_start AS date_end, hedge, evidence, country1 AS supplier_country, country2 AS recipient_country, 'arms' AS rule,
  CASE WHEN kind < 6 THEN 'share' ELSE 'transfer' END AS measure, CASE WHEN kind < 6 THEN number / 10.0 END AS value,
  CASE WHEN kind < 6 THEN 'recipient_imports' END AS basis, CASE WHEN kind < 6 THEN 'percent' END AS unit,
  ['aircraft', 'missiles', 'ships', 'sensors'][number % 4 + 1] AS category, 'supplied' AS status
FROM made WHERE i % 10 = 7;
INSERT INTO relations BY NAME
SELECT
  claim_id, 'fr' || hash(i) AS fact_id, document_id, sentence, date_start::VARCHAR AS date, date_start, date_start AS date_end, hedge,
  evidence, 'relations' AS rule, 'o' || pick(i, 12, $claims // 500) AS subject_id, 'Organisation' AS subject_name,
  'part_of' AS relation, 'o' || pick(i, 13, $claims // 500) AS object_id, 'Organisation' AS object_name
FROM made WHERE i % 10 = 8;
INSERT INTO indicators BY NAME
SELECT
  claim_id, 'fi' || hash(country1, number) AS fact_id, document_id, sentence, date_start::VARCHAR AS date, date_start,
  date_start AS date_end, hedge, evidence, country1 AS country, 'indicator ' || number % 40 AS indicator, number::DOUBLE AS value,
  'percent' AS unit, 'indicators' AS rule
FROM made WHERE i % 10 = 9;
DROP TABLE made;
