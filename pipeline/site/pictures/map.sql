SELECT
  a.title AS country_a, b.title AS country_b, d.claims, d.documents,
  regexp_extract(a.description, 'numeric code ([0-9]{3})', 1) AS id_a,
  regexp_extract(b.description, 'numeric code ([0-9]{3})', 1) AS id_b,
  d.country_a || '-' || d.country_b AS pair
FROM dyads AS d
JOIN countries AS a ON a.value = d.country_a
JOIN countries AS b ON b.value = d.country_b
WHERE a.description LIKE '%numeric code%' AND b.description LIKE '%numeric code%'
ORDER BY d.claims DESC, pair
LIMIT 200
