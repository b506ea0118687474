WITH named AS (
  SELECT country1 AS country, claim_id FROM claims WHERE country1 <> country2
  UNION ALL
  SELECT country2, claim_id FROM claims WHERE country1 <> country2
)
SELECT regexp_extract(c.description, 'numeric code ([0-9]{3})', 1) AS id, c.title AS country, count(*) AS claims
FROM named
JOIN countries AS c ON c.value = named.country
WHERE c.description LIKE '%numeric code%'
GROUP BY ALL
ORDER BY claims DESC, country
