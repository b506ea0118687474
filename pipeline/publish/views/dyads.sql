-- One row a pair of countries, whichever of them comes first in a claim.
CREATE OR REPLACE VIEW dyads AS
SELECT
  least(country1, country2) AS country_a,
  greatest(country1, country2) AS country_b,
  count(*) AS claims,
  count(DISTINCT fact_id) AS facts,
  count(DISTINCT document_id) AS documents,
  count(*) FILTER (table_name = 'events') AS events,
  count(*) FILTER (table_name = 'trade') AS trade,
  count(*) FILTER (table_name = 'arms_transfers') AS arms_transfers,
  count(*) FILTER (table_name = 'relations') AS relations,
  min(date_start) AS first_date,
  max(coalesce(date_end, date_start)) AS last_date
FROM $claims
WHERE country1 <> country2 AND country1 <> 'WLD' AND country2 <> 'WLD'
GROUP BY least(country1, country2), greatest(country1, country2);

COMMENT ON VIEW dyads IS 'One row for each pair of countries that a claim joins. The world (WLD) and trade with several partners together are left out.';
COMMENT ON COLUMN dyads.country_a IS 'The country that comes first in the alphabet of ISO 3166-1 alpha-3 codes.';
COMMENT ON COLUMN dyads.country_b IS 'The other country.';
COMMENT ON COLUMN dyads.claims IS 'Claims about the pair.';
COMMENT ON COLUMN dyads.facts IS 'Different facts among them: the same fact said twice counts once.';
COMMENT ON COLUMN dyads.documents IS 'Documents with a claim about the pair.';
COMMENT ON COLUMN dyads.events IS 'Claims in the table events.';
COMMENT ON COLUMN dyads.trade IS 'Claims in the table trade.';
COMMENT ON COLUMN dyads.arms_transfers IS 'Claims in the table arms_transfers.';
COMMENT ON COLUMN dyads.relations IS 'Claims in the table relations: between organisations and people of the two countries.';
COMMENT ON COLUMN dyads.first_date IS 'First day that a dated claim covers; null where no claim has a date.';
COMMENT ON COLUMN dyads.last_date IS 'Last day that a dated claim covers; of a claim with an open end, its first day.';
