WITH flows AS (
  SELECT supplier_country AS source, recipient_country AS target, 'Arms, facts' AS kind, count(DISTINCT fact_id) AS weight
  FROM arms_transfers WHERE supplier_country <> 'WLD' AND recipient_country <> 'WLD' GROUP BY ALL
  UNION ALL
  SELECT supplier_country, recipient_country, 'Arms, share of imports', share FROM arms_suppliers WHERE share IS NOT NULL
  UNION ALL
  SELECT
    if(flow = 'import', partner_country, reporter_country), if(flow = 'import', reporter_country, partner_country),
    'Trade, facts', count(DISTINCT fact_id)
  FROM trade WHERE partner_country IS NOT NULL AND flow <> 'total' GROUP BY ALL
  UNION ALL
  SELECT partner_country, reporter_country, 'Trade, share of imports', max(share)
  FROM trade_partners WHERE flow = 'import' AND partner_country IS NOT NULL AND share IS NOT NULL GROUP BY ALL
)
SELECT s.title AS source, t.title AS target, kind, weight
FROM flows
JOIN countries AS s ON s.value = source
JOIN countries AS t ON t.value = target
WHERE source <> target
QUALIFY row_number() OVER (PARTITION BY kind ORDER BY weight DESC, s.title, t.title) <= 60
ORDER BY kind, weight DESC, s.title, t.title
