SELECT
  subject_name AS source, object_name AS target, t.title AS kind, sum(claims) AS weight
FROM organisation_network
JOIN relation_types AS t ON t.value = relation
WHERE subject_name <> object_name
GROUP BY subject_name, object_name, t.title
QUALIFY row_number() OVER (PARTITION BY kind ORDER BY weight DESC, source, target) <= 40
ORDER BY kind, weight DESC, source, target
