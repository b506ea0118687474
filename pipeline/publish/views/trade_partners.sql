-- The latest share and the latest rank that any document gives for a pair.
CREATE OR REPLACE VIEW trade_partners AS
WITH ordered AS (
  SELECT
    t.*, coalesce(t.date_end, t.date_start, d.published) AS as_of,
    row_number() OVER (
      PARTITION BY t.reporter_country, t.partner_country, t.partner_group, t.flow, t.commodity_code, t.measure
      ORDER BY coalesce(t.date_end, t.date_start, d.published) DESC NULLS LAST, t.claim_id
    ) AS place
  FROM $trade AS t
  JOIN $documents AS d ON d.document_id = t.document_id
  WHERE t.measure IN ('share', 'rank')
)
SELECT
  reporter_country, partner_country, partner_group, flow, commodity_code,
  min(commodity) AS commodity,
  any_value(value) FILTER (measure = 'share') AS share,
  any_value(value_min) FILTER (measure = 'share') AS share_min,
  any_value(value_max) FILTER (measure = 'share') AS share_max,
  any_value(hedge) FILTER (measure = 'share') AS share_hedge,
  any_value(date) FILTER (measure = 'share') AS share_date,
  any_value(as_of) FILTER (measure = 'share') AS share_as_of,
  any_value(claim_id) FILTER (measure = 'share') AS share_claim_id,
  any_value(value) FILTER (measure = 'rank')::BIGINT AS rank,
  any_value(hedge) FILTER (measure = 'rank') AS rank_hedge,
  any_value(date) FILTER (measure = 'rank') AS rank_date,
  any_value(as_of) FILTER (measure = 'rank') AS rank_as_of,
  any_value(claim_id) FILTER (measure = 'rank') AS rank_claim_id
FROM ordered
WHERE place = 1
GROUP BY reporter_country, partner_country, partner_group, flow, commodity_code;

COMMENT ON VIEW trade_partners IS 'How much of a country''s trade a partner has: the latest share and the latest rank for each reporter, partner, flow and commodity.';
COMMENT ON COLUMN trade_partners.commodity IS 'The commodity in the words of the claim; null for trade as a whole.';
COMMENT ON COLUMN trade_partners.share IS 'Latest share of the partner in the reporter''s flow, percent; null where a range or no share is given.';
COMMENT ON COLUMN trade_partners.share_min IS 'Lower end of the share, percent, where a range is given.';
COMMENT ON COLUMN trade_partners.share_max IS 'Upper end of the share, percent, where a range is given.';
COMMENT ON COLUMN trade_partners.share_hedge IS 'How exactly the share is meant.';
COMMENT ON COLUMN trade_partners.share_date IS 'When the share held, EDTF; null where the document gives no date.';
COMMENT ON COLUMN trade_partners.share_as_of IS 'The day by which the share was found the latest: the end of its date, or else the day the document was published.';
COMMENT ON COLUMN trade_partners.share_claim_id IS 'The claim that gives the share.';
COMMENT ON COLUMN trade_partners.rank IS 'Latest place of the partner among the reporter''s partners, 1 = largest.';
COMMENT ON COLUMN trade_partners.rank_hedge IS 'How exactly the rank is meant: at_most is "among the top".';
COMMENT ON COLUMN trade_partners.rank_date IS 'When the rank held, EDTF; null where the document gives no date.';
COMMENT ON COLUMN trade_partners.rank_as_of IS 'The day by which the rank was found the latest: the end of its date, or else the day the document was published.';
COMMENT ON COLUMN trade_partners.rank_claim_id IS 'The claim that gives the rank.';
