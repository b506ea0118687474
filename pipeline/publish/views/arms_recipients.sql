-- Whom a country arms, and how much of its exports they take.
CREATE OR REPLACE VIEW arms_recipients AS
WITH ordered AS (
  SELECT
    a.*, coalesce(a.date_end, a.date_start, d.published) AS as_of,
    -- Only a share or a rank among all arms describes the pair; one in a category of weapons does not.
    a.measure IN ('share', 'rank') AND a.basis = 'supplier_exports' AND a.category IS NULL AND a.designation IS NULL AS describes_pair,
    row_number() OVER (
      PARTITION BY
        a.supplier_country, a.recipient_country, a.measure, a.basis, a.category IS NULL AND a.designation IS NULL
      ORDER BY coalesce(a.date_end, a.date_start, d.published) DESC NULLS LAST, a.claim_id
    ) AS place
  FROM $arms_transfers AS a
  JOIN $documents AS d ON d.document_id = a.document_id
  WHERE a.supplier_country <> 'WLD' AND a.recipient_country <> 'WLD'
    AND coalesce(a.basis, 'supplier_exports') = 'supplier_exports'
)
SELECT
  supplier_country, recipient_country,
  any_value(value) FILTER (describes_pair AND measure = 'share' AND place = 1) AS share,
  any_value(value_min) FILTER (describes_pair AND measure = 'share' AND place = 1) AS share_min,
  any_value(value_max) FILTER (describes_pair AND measure = 'share' AND place = 1) AS share_max,
  any_value(hedge) FILTER (describes_pair AND measure = 'share' AND place = 1) AS share_hedge,
  any_value(date) FILTER (describes_pair AND measure = 'share' AND place = 1) AS share_date,
  any_value(claim_id) FILTER (describes_pair AND measure = 'share' AND place = 1) AS share_claim_id,
  any_value(value) FILTER (describes_pair AND measure = 'rank' AND place = 1)::BIGINT AS rank,
  any_value(hedge) FILTER (describes_pair AND measure = 'rank' AND place = 1) AS rank_hedge,
  any_value(date) FILTER (describes_pair AND measure = 'rank' AND place = 1) AS rank_date,
  any_value(claim_id) FILTER (describes_pair AND measure = 'rank' AND place = 1) AS rank_claim_id,
  string_agg(DISTINCT category, '; ' ORDER BY category) AS categories,
  string_agg(DISTINCT designation, '; ' ORDER BY designation) AS designations,
  count(*) AS claims,
  count(DISTINCT fact_id) AS facts,
  count(DISTINCT document_id) AS documents,
  min(date_start) AS first_date,
  max(coalesce(date_end, date_start)) AS last_date
FROM ordered
GROUP BY supplier_country, recipient_country;

COMMENT ON VIEW arms_recipients IS 'Recipients of each supplier: the latest share and rank among its exports of arms, and what the claims say was transferred.';
COMMENT ON COLUMN arms_recipients.share IS 'Latest share of the recipient in what the supplier exports, percent; null where a range or no share is given.';
COMMENT ON COLUMN arms_recipients.share_min IS 'Lower end of the share, percent, where a range is given.';
COMMENT ON COLUMN arms_recipients.share_max IS 'Upper end of the share, percent, where a range is given.';
COMMENT ON COLUMN arms_recipients.share_hedge IS 'How exactly the share is meant.';
COMMENT ON COLUMN arms_recipients.share_date IS 'When the share held, EDTF; null where the document gives no date.';
COMMENT ON COLUMN arms_recipients.share_claim_id IS 'The claim that gives the share.';
COMMENT ON COLUMN arms_recipients.rank IS 'Latest place of the recipient in what the supplier exports, 1 = largest.';
COMMENT ON COLUMN arms_recipients.rank_hedge IS 'How exactly the rank is meant: at_most is "among the top".';
COMMENT ON COLUMN arms_recipients.rank_date IS 'When the rank held, EDTF; null where the document gives no date.';
COMMENT ON COLUMN arms_recipients.rank_claim_id IS 'The claim that gives the rank.';
COMMENT ON COLUMN arms_recipients.categories IS 'SIPRI categories of what is said to be transferred, joined by "; "; null where the claims are about arms in general.';
COMMENT ON COLUMN arms_recipients.designations IS 'Names of the systems, joined by "; "; null where none is named.';
COMMENT ON COLUMN arms_recipients.claims IS 'Claims about arms from this supplier to this recipient, planned and ordered ones included.';
COMMENT ON COLUMN arms_recipients.facts IS 'Different facts among them: the same fact said twice counts once.';
COMMENT ON COLUMN arms_recipients.documents IS 'Documents with such a claim.';
COMMENT ON COLUMN arms_recipients.first_date IS 'First day that a dated claim covers; null where no claim has a date.';
COMMENT ON COLUMN arms_recipients.last_date IS 'Last day that a dated claim covers; of a claim with an open end, its first day.';
