SELECT
  k.title AS type, t.date, t.date_start AS "from",
  coalesce(t.date_end, t.date_start) + 1 AS "to",
  coalesce(t.actor1_name, t.actor1_country) || coalesce(' → ' || coalesce(t.actor2_name, t.actor2_country), '') AS parties,
  t.hedge, t.documents, t.document_id, t.claim_id
FROM timeline AS t
JOIN event_types AS k ON k.value = t.event_type
WHERE t.date_start IS NOT NULL
ORDER BY t.date_start DESC, t.claim_id
LIMIT 2000
