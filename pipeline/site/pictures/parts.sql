WITH parts AS (
  SELECT
    reporter_country AS whole, partner_country AS part,
    concat_ws(' of ', CASE flow WHEN 'import' THEN 'imports' WHEN 'export' THEN 'exports' ELSE 'trade' END, commodity) AS "of",
    measure, value, value_min, value_max, hedge, date, date_start, date_end, document_id, claim_id
  FROM trade
  UNION ALL
  SELECT
    if(basis = 'recipient_imports', recipient_country, supplier_country),
    if(basis = 'recipient_imports', supplier_country, recipient_country),
    if(basis = 'recipient_imports', 'imports of arms', 'exports of arms'),
    measure, value, value_min, value_max, hedge, date, date_start, date_end, document_id, claim_id
  FROM arms_transfers WHERE basis IN ('recipient_imports', 'supplier_exports')
)
SELECT
  w.title AS country, p.title || ' in the ' || "of" || ' of ' || w.title AS label,
  coalesce(q.value, (value_min + value_max) / 2) AS value, value_min AS low, value_max AS high, hedge, date,
  date_start AS "from", coalesce(date_end, date_start) + 1 AS "to", document_id, claim_id
FROM parts AS q
JOIN countries AS p ON p.value = part
JOIN countries AS w ON w.value = whole
WHERE {chosen}
ORDER BY date_start DESC NULLS LAST, claim_id
LIMIT 1000
