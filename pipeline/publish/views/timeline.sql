-- Events in order of time, each once, however many documents tell of it.
CREATE OR REPLACE VIEW timeline AS
SELECT
  e.date, e.date_start, e.date_end, e.event_type, e.event_mode,
  e.actor1_name, e.actor1_country, e.actor2_name, e.actor2_country,
  e.object, e.location, e.location_country, e.amount, e.amount_unit, e.hedge, e.attributed_to,
  c.documents, c.independent_sources,
  e.evidence, e.document_id, e.claim_id, e.fact_id
FROM $events AS e
JOIN $corroboration AS c ON c.table_name = 'events' AND c.fact_id = e.fact_id AND c.claim_id = e.claim_id
ORDER BY e.date_start NULLS LAST, e.date_end NULLS LAST, e.claim_id;

COMMENT ON VIEW timeline IS 'Events in order of time, one row a fact, events without a date last. The other claims of the fact have the same fact_id in the table events.';
COMMENT ON COLUMN timeline.documents IS 'Documents that tell of it, copies included.';
COMMENT ON COLUMN timeline.independent_sources IS 'Independent publishers that tell of it: see the view corroboration.';
