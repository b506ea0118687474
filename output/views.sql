-- The tables of this release as views over its Parquet files, and the views that most questions start with.
--
-- DuckDB looks for the files in the folder it was started in. From another folder, say first where they are:
--
--     SET file_search_path = '/path/to/this/folder';
--     .read /path/to/this/folder/views.sql
--
-- The setting is needed in every session that uses the views. The file bilateral.duckdb holds real tables and needs none.
-- Comments are shown by: SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'timeline';

CREATE OR REPLACE VIEW event_types AS SELECT * FROM read_parquet('event_types.parquet');
COMMENT ON VIEW event_types IS 'What kind of act an event is: the sixteen types of PLOVER and three of our own for foundings and constitutional change as well as plain statements. Source: PLOVER (Political Language Ontology for Verifiable Event Records); root codes of CAMEO 1.1b3.';
COMMENT ON COLUMN event_types."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN event_types."title" IS 'Its name for people.';
COMMENT ON COLUMN event_types."description" IS 'What it means.';
COMMENT ON COLUMN event_types."cameo_roots" IS 'Root codes of CAMEO, or a code under one, joined by `; `. Text, not numbers: leading zeros count. Null: CAMEO has no such type.';
COMMENT ON COLUMN event_types."plover" IS 'The event type of PLOVER. Null: PLOVER has no such type.';
COMMENT ON COLUMN event_types."symmetric" IS 'Whether the order of the two actors means nothing.';

CREATE OR REPLACE VIEW event_modes AS SELECT * FROM read_parquet('event_modes.parquet');
COMMENT ON VIEW event_modes IS 'The finer kind of an event within its type. Source: this project.';
COMMENT ON COLUMN event_modes."event_type" IS 'The type it belongs to. Values: table event_types.';
COMMENT ON COLUMN event_modes."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN event_modes."title" IS 'Its name for people.';
COMMENT ON COLUMN event_modes."description" IS 'What it means.';
COMMENT ON COLUMN event_modes."symmetric" IS 'Whether the order of the two actors means nothing.';

CREATE OR REPLACE VIEW hedges AS SELECT * FROM read_parquet('hedges.parquet');
COMMENT ON VIEW hedges IS 'How firmly the text states a number or a fact. Source: this project.';
COMMENT ON COLUMN hedges."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN hedges."title" IS 'Its name for people.';
COMMENT ON COLUMN hedges."description" IS 'What it means.';

CREATE OR REPLACE VIEW trade_flows AS SELECT * FROM read_parquet('trade_flows.parquet');
COMMENT ON VIEW trade_flows IS 'The direction of trade as the reporting country sees it. Source: UN Comtrade.';
COMMENT ON COLUMN trade_flows."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN trade_flows."title" IS 'Its name for people.';
COMMENT ON COLUMN trade_flows."description" IS 'What it means.';

CREATE OR REPLACE VIEW trade_measures AS SELECT * FROM read_parquet('trade_measures.parquet');
COMMENT ON VIEW trade_measures IS 'What the value of a trade claim measures. Source: this project.';
COMMENT ON COLUMN trade_measures."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN trade_measures."title" IS 'Its name for people.';
COMMENT ON COLUMN trade_measures."description" IS 'What it means.';

CREATE OR REPLACE VIEW arms_measures AS SELECT * FROM read_parquet('arms_measures.parquet');
COMMENT ON VIEW arms_measures IS 'What the value of an arms claim measures. Source: this project.';
COMMENT ON COLUMN arms_measures."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN arms_measures."title" IS 'Its name for people.';
COMMENT ON COLUMN arms_measures."description" IS 'What it means.';

CREATE OR REPLACE VIEW arms_bases AS SELECT * FROM read_parquet('arms_bases.parquet');
COMMENT ON VIEW arms_bases IS 'What a share or a rank in an arms claim is a part or a place of. Source: this project.';
COMMENT ON COLUMN arms_bases."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN arms_bases."title" IS 'Its name for people.';
COMMENT ON COLUMN arms_bases."description" IS 'What it means.';

CREATE OR REPLACE VIEW arms_statuses AS SELECT * FROM read_parquet('arms_statuses.parquet');
COMMENT ON VIEW arms_statuses IS 'How far a transfer had come when the text was written. Source: this project.';
COMMENT ON COLUMN arms_statuses."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN arms_statuses."title" IS 'Its name for people.';
COMMENT ON COLUMN arms_statuses."description" IS 'What it means.';

CREATE OR REPLACE VIEW sipri_categories AS SELECT * FROM read_parquet('sipri_categories.parquet');
COMMENT ON VIEW sipri_categories IS 'The categories of the SIPRI Arms Transfers Database. Source: SIPRI Arms Transfers Database.';
COMMENT ON COLUMN sipri_categories."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN sipri_categories."title" IS 'Its name for people.';
COMMENT ON COLUMN sipri_categories."description" IS 'What it means.';

CREATE OR REPLACE VIEW hs_codes AS SELECT * FROM read_parquet('hs_codes.parquet');
COMMENT ON VIEW hs_codes IS 'The chapters of the Harmonized System 2022 and the headings that news text names often. Source: World Customs Organization, Harmonized System 2022.';
COMMENT ON COLUMN hs_codes."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN hs_codes."title" IS 'Its name for people.';
COMMENT ON COLUMN hs_codes."description" IS 'What it means.';
COMMENT ON COLUMN hs_codes."level" IS 'Chapter, heading, or trade in total.';
COMMENT ON COLUMN hs_codes."chapter" IS 'The chapter it belongs to. Null: Trade as a whole.';

CREATE OR REPLACE VIEW units AS SELECT * FROM read_parquet('units.parquet');
COMMENT ON VIEW units IS 'Units of every number in the tables: ratios, physical units, counts, all currencies of ISO 4217 and those withdrawn that recent history names. Source: ISO 4217; SI Brochure; SIPRI.';
COMMENT ON COLUMN units."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN units."title" IS 'Its name for people.';
COMMENT ON COLUMN units."description" IS 'What it means.';
COMMENT ON COLUMN units."quantity" IS 'What kind of quantity it measures.';

CREATE OR REPLACE VIEW countries AS SELECT * FROM read_parquet('countries.parquet');
COMMENT ON VIEW countries IS 'Countries and territories by their ISO 3166-1 alpha-3 code, and the world as a whole. Source: ISO 3166-1; World Bank for WLD and XKX.';
COMMENT ON COLUMN countries."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN countries."title" IS 'Its name for people.';
COMMENT ON COLUMN countries."description" IS 'What it means.';

CREATE OR REPLACE VIEW organisation_types AS SELECT * FROM read_parquet('organisation_types.parquet');
COMMENT ON VIEW organisation_types IS 'What kind of body an organisation is. Source: this project.';
COMMENT ON COLUMN organisation_types."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN organisation_types."title" IS 'Its name for people.';
COMMENT ON COLUMN organisation_types."description" IS 'What it means.';

CREATE OR REPLACE VIEW relation_types AS SELECT * FROM read_parquet('relation_types.parquet');
COMMENT ON VIEW relation_types IS 'How a person, an organisation or a country is tied to another. Source: this project.';
COMMENT ON COLUMN relation_types."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN relation_types."title" IS 'Its name for people.';
COMMENT ON COLUMN relation_types."description" IS 'What it means.';

CREATE OR REPLACE VIEW entity_types AS SELECT * FROM read_parquet('entity_types.parquet');
COMMENT ON VIEW entity_types IS 'What kind of thing a mention names. Source: this project.';
COMMENT ON COLUMN entity_types."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN entity_types."title" IS 'Its name for people.';
COMMENT ON COLUMN entity_types."description" IS 'What it means.';

CREATE OR REPLACE VIEW sentence_kinds AS SELECT * FROM read_parquet('sentence_kinds.parquet');
COMMENT ON VIEW sentence_kinds IS 'Whether a sentence counts as said by the document. Source: this project.';
COMMENT ON COLUMN sentence_kinds."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN sentence_kinds."title" IS 'Its name for people.';
COMMENT ON COLUMN sentence_kinds."description" IS 'What it means.';

CREATE OR REPLACE VIEW refusal_reasons AS SELECT * FROM read_parquet('refusal_reasons.parquet');
COMMENT ON VIEW refusal_reasons IS 'Why a sentence that looked like a claim gave none. Source: this project.';
COMMENT ON COLUMN refusal_reasons."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN refusal_reasons."title" IS 'Its name for people.';
COMMENT ON COLUMN refusal_reasons."description" IS 'What it means.';

CREATE OR REPLACE VIEW redistributions AS SELECT * FROM read_parquet('redistributions.parquet');
COMMENT ON VIEW redistributions IS 'How much of a document''s words may be published. Source: this project.';
COMMENT ON COLUMN redistributions."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN redistributions."title" IS 'Its name for people.';
COMMENT ON COLUMN redistributions."description" IS 'What it means.';

CREATE OR REPLACE VIEW correction_actions AS SELECT * FROM read_parquet('correction_actions.parquet');
COMMENT ON VIEW correction_actions IS 'What a person said about a row. Source: this project.';
COMMENT ON COLUMN correction_actions."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN correction_actions."title" IS 'Its name for people.';
COMMENT ON COLUMN correction_actions."description" IS 'What it means.';

CREATE OR REPLACE VIEW change_reasons AS SELECT * FROM read_parquet('change_reasons.parquet');
COMMENT ON VIEW change_reasons IS 'Why a claim moved between two releases. Source: this project.';
COMMENT ON COLUMN change_reasons."value" IS 'The code as it stands in the tables.';
COMMENT ON COLUMN change_reasons."title" IS 'Its name for people.';
COMMENT ON COLUMN change_reasons."description" IS 'What it means.';

CREATE OR REPLACE VIEW documents AS SELECT * FROM read_parquet('documents.parquet');
COMMENT ON VIEW documents IS 'The texts that were read, with what is known about them. What a file does not say is empty, never guessed.';
COMMENT ON COLUMN documents."document_id" IS 'Slug of the file''s path under the folder of seeds.';
COMMENT ON COLUMN documents."path" IS 'The file''s path under the folder of seeds.';
COMMENT ON COLUMN documents."sha256" IS 'SHA-256 of the text as UTF-8.';
COMMENT ON COLUMN documents."title" IS 'The headline. Null: Neither the file nor its sidecar says it.';
COMMENT ON COLUMN documents."publisher" IS 'Who published it. Null: Neither the file nor its sidecar says it.';
COMMENT ON COLUMN documents."author" IS 'Who wrote it. Null: Neither the file nor its sidecar says it.';
COMMENT ON COLUMN documents."url" IS 'Where it was published. Null: Neither the file nor its sidecar says it.';
COMMENT ON COLUMN documents."language" IS 'Its language as a tag of BCP 47. Null: Neither the file nor its sidecar says it.';
COMMENT ON COLUMN documents."published" IS 'The day of publication; relative dates are resolved against it. Null: Neither the file nor its sidecar says it.';
COMMENT ON COLUMN documents."retrieved" IS 'The day it was retrieved. Null: Neither the file nor its sidecar says it.';
COMMENT ON COLUMN documents."license" IS 'The licence of the text. Null: Neither the file nor its sidecar says it.';
COMMENT ON COLUMN documents."redistribution" IS 'How much of its words is published. Values: table redistributions.';
COMMENT ON COLUMN documents."copy_of" IS 'The earliest document with nearly the same text, such as a wire report printed by several outlets. Null: The text is independent of the others.';
COMMENT ON COLUMN documents."characters" IS 'Length of the text in code points. Unit: number.';
COMMENT ON COLUMN documents."sentences" IS 'How many sentences it has. Unit: number.';
COMMENT ON COLUMN documents."claims" IS 'How many claims rest on it, in all tables. Unit: number.';

CREATE OR REPLACE VIEW sentences AS SELECT * FROM read_parquet('sentences.parquet');
COMMENT ON VIEW sentences IS 'Every sentence of every document, with how many claims rest on it: what was read and what was missed.';
COMMENT ON COLUMN sentences."document_id" IS 'The document it stands in.';
COMMENT ON COLUMN sentences."sentence" IS 'Index in the document, from 0.';
COMMENT ON COLUMN sentences."start" IS 'Offset of its first character, in code points. Unit: number.';
COMMENT ON COLUMN sentences."end" IS 'Offset behind its last character, in code points. Unit: number.';
COMMENT ON COLUMN sentences."text" IS 'Its words. Null: The document''s full text may not be published.';
COMMENT ON COLUMN sentences."claims" IS 'How many claims rest on it, in all tables. Unit: number.';
COMMENT ON COLUMN sentences."kind" IS 'Whether it counts as said. Values: table sentence_kinds.';
COMMENT ON COLUMN sentences."refused" IS 'Why it gave no claim although it looked like one. Values: table refusal_reasons. Null: It gave claims, or did not look like one.';

CREATE OR REPLACE VIEW rules AS SELECT * FROM read_parquet('rules.parquet');
COMMENT ON VIEW rules IS 'The rules that made the claims, with how often each was right on labelled documents.';
COMMENT ON COLUMN rules."rule" IS 'Its name.';
COMMENT ON COLUMN rules."table_name" IS 'The table its rows go to. Null: It serves several tables.';
COMMENT ON COLUMN rules."description" IS 'The construction it reads.';
COMMENT ON COLUMN rules."labelled_right" IS 'Rows of the rule that the labelled documents confirm. Unit: number. Null: The rule has not been measured.';
COMMENT ON COLUMN rules."labelled_wrong" IS 'Rows of the rule that the labelled documents do not confirm. Unit: number. Null: The rule has not been measured.';
COMMENT ON COLUMN rules."confidence" IS 'Lower bound of its precision, from the two counts. Unit: number. Null: The rule has not been measured.';

CREATE OR REPLACE VIEW corrections AS SELECT * FROM read_parquet('corrections.parquet');
COMMENT ON VIEW corrections IS 'What people have said about single rows: corrections that were applied, and approvals.';
COMMENT ON COLUMN corrections."correction_id" IS 'Its id, as the file of corrections names it.';
COMMENT ON COLUMN corrections."action" IS 'What was done. Values: table correction_actions.';
COMMENT ON COLUMN corrections."table_name" IS 'The table of the row.';
COMMENT ON COLUMN corrections."claim_id" IS 'The row; one that was dropped is not in its table any more.';
COMMENT ON COLUMN corrections."document_id" IS 'The document that the row was read from. Null: An approval of a row that is no longer read.';
COMMENT ON COLUMN corrections."old" IS 'The values that were expected and found, as a JSON object. Null: Nothing was there: the row was added.';
COMMENT ON COLUMN corrections."new" IS 'The values that were set, as a JSON object. Null: Nothing was set: the row was dropped or approved.';
COMMENT ON COLUMN corrections."reason" IS 'Why, in the words of the author.';
COMMENT ON COLUMN corrections."author" IS 'Who says so.';
COMMENT ON COLUMN corrections."date" IS 'When it was said.';
COMMENT ON COLUMN corrections."is_lapsed" IS 'Whether text or row have changed since an approval, so that it says nothing of the row as it is now.';

CREATE OR REPLACE VIEW organisations AS SELECT * FROM read_parquet('organisations.parquet');
COMMENT ON VIEW organisations IS 'Organisations that the documents name, one row each, over all documents.';
COMMENT ON COLUMN organisations."organisation_id" IS 'Stable id: a slug of the name.';
COMMENT ON COLUMN organisations."name" IS 'The fullest form of the name in the texts.';
COMMENT ON COLUMN organisations."aliases" IS 'Other forms of the name in the texts, joined by `; `. Null: There is one form.';
COMMENT ON COLUMN organisations."type" IS 'What kind of body it is. Values: table organisation_types.';
COMMENT ON COLUMN organisations."country" IS 'The country it belongs to. Values: table countries. Null: International, or the texts do not say.';
COMMENT ON COLUMN organisations."parent_id" IS 'The organisation that it is a unit of. Null: The texts name no parent.';
COMMENT ON COLUMN organisations."sector" IS 'The field it works in. Null: The texts do not say.';
COMMENT ON COLUMN organisations."wikidata_id" IS 'Its item in Wikidata. Null: Not linked.';
COMMENT ON COLUMN organisations."documents" IS 'How many documents name it. Unit: number.';
COMMENT ON COLUMN organisations."mentions" IS 'How often it is named. Unit: number.';

CREATE OR REPLACE VIEW people AS SELECT * FROM read_parquet('people.parquet');
COMMENT ON VIEW people IS 'People that the documents name, one row each, over all documents.';
COMMENT ON COLUMN people."person_id" IS 'Stable id: a slug of the name.';
COMMENT ON COLUMN people."name" IS 'The fullest form of the name in the texts.';
COMMENT ON COLUMN people."aliases" IS 'Other forms of the name in the texts, joined by `; `. Null: There is one form.';
COMMENT ON COLUMN people."country" IS 'The country the person acts for or comes from. Values: table countries. Null: The texts do not say.';
COMMENT ON COLUMN people."documents" IS 'How many documents name the person. Unit: number.';
COMMENT ON COLUMN people."mentions" IS 'How often the person is named. Unit: number.';

CREATE OR REPLACE VIEW events AS SELECT * FROM read_parquet('events.parquet');
COMMENT ON VIEW events IS 'Who did what to whom, when and where: visits, agreements, aid, sanctions, attacks, foundings. One row is one claim of one document. A meeting of three states has a row for each pair that the text names as meeting. For the types and modes that the vocabularies call symmetric the order of the actors does not matter.';
COMMENT ON COLUMN events."claim_id" IS 'Stable id of the claim: a hash of document, table, key columns and evidence. A paragraph inserted elsewhere in the document does not change it.';
COMMENT ON COLUMN events."fact_id" IS 'Hash of the key columns alone: the same fact said by another document has the same id.';
COMMENT ON COLUMN events."event_type" IS 'What kind of act it is. Values: table event_types.';
COMMENT ON COLUMN events."event_mode" IS 'The finer kind within the type. Values: table event_modes. Null: No mode of the type fits.';
COMMENT ON COLUMN events."actor1_name" IS 'Who acts, as in the text: visitor, speaker, giver, founder, attacker, first named. Null: Nobody is named as acting.';
COMMENT ON COLUMN events."actor1_id" IS '`organisation_id`, `person_id` or alpha-3 country code of the first actor. Stable as long as the entity''s name is. Null: The entity is not named or not recognised.';
COMMENT ON COLUMN events."actor1_country" IS 'The state that the first actor is or belongs to. Values: table countries. Null: No state: nobody is named, or an international body acts.';
COMMENT ON COLUMN events."actor2_name" IS 'Towards whom, as in the text: host, addressee, receiver, co-founder. Null: The act is towards nobody, or inside one state.';
COMMENT ON COLUMN events."actor2_id" IS '`organisation_id`, `person_id` or alpha-3 country code of the second actor. Stable as long as the entity''s name is. Null: The entity is not named or not recognised.';
COMMENT ON COLUMN events."actor2_country" IS 'The state that the second actor is or belongs to. Values: table countries. Null: No state: nobody is named, or an international body is addressed.';
COMMENT ON COLUMN events."object" IS 'What the event is about where that is a thing: the body founded, the pipeline opened, the policy supported. Null: The event is not about a thing.';
COMMENT ON COLUMN events."location" IS 'Where, as in the text. Null: The text does not say where.';
COMMENT ON COLUMN events."location_country" IS 'The country the place lies in. Values: table countries. Null: No place is said, or none that lies in a country.';
COMMENT ON COLUMN events."amount" IS 'Money or quantity that is part of the event, scaled out: aid, investment, size of an agreement. Unit: in amount_unit. Null: No amount is said.';
COMMENT ON COLUMN events."amount_unit" IS 'The unit of `amount`. Values: table units. Null: There is no amount.';
COMMENT ON COLUMN events."date" IS 'When the claim holds or happened, as EDTF: 2016, 2006-07, 2014/2018, 2009/.. (since), ../1991 (until), 199X. Null: The text gives no date, or gives a relative one in a document whose date of publication is unknown.';
COMMENT ON COLUMN events."date_start" IS 'The first day that `date` covers. Null: There is no date, or it is open at its start.';
COMMENT ON COLUMN events."date_end" IS 'The last day that `date` covers. Null: There is no date, or it is open at its end.';
COMMENT ON COLUMN events."date_text" IS 'The words that gave the date; kept even where they could not be resolved. Null: No words give a date, or the document''s words may not be published.';
COMMENT ON COLUMN events."attributed_to" IS 'Who says so, where the text names somebody. Null: The outlet itself says it.';
COMMENT ON COLUMN events."hedge" IS 'How firmly the text states the claim or its number. Values: table hedges.';
COMMENT ON COLUMN events."document_id" IS 'The document that says it.';
COMMENT ON COLUMN events."sentence" IS 'Index of the sentence in the document, from 0.';
COMMENT ON COLUMN events."evidence" IS 'The words that carry the claim: exactly the document''s text from evidence_start to evidence_end. Null: The document''s words may not be published; offsets and hash remain.';
COMMENT ON COLUMN events."evidence_sha256" IS 'SHA-256 of the evidence as UTF-8: whoever holds the document can check the row.';
COMMENT ON COLUMN events."evidence_start" IS 'Offset of the first character of the evidence in the document''s text, in Unicode code points from 0. Unit: number.';
COMMENT ON COLUMN events."evidence_end" IS 'Offset behind the last character of the evidence, in Unicode code points. Unit: number.';
COMMENT ON COLUMN events."rule" IS 'The extraction rule, or the kind of correction, that made the row.';
COMMENT ON COLUMN events."confidence" IS 'Lower bound of the precision measured for the rule on labelled documents. Unit: number. Null: The rule has not been measured.';
COMMENT ON COLUMN events."corrected_by" IS 'Id of the human correction that added or changed the row. Null: Nobody has corrected the row.';

CREATE OR REPLACE VIEW trade AS SELECT * FROM read_parquet('trade.parquet');
COMMENT ON VIEW trade IS 'Goods and services between countries, except arms: values, shares, ranks, volumes, or just that a flow exists. Reporter, partner and flow as in UN Comtrade. A value, volume or relation with reporter and partner swapped and import and export swapped is the same claim.';
COMMENT ON COLUMN trade."claim_id" IS 'Stable id of the claim: a hash of document, table, key columns and evidence. A paragraph inserted elsewhere in the document does not change it.';
COMMENT ON COLUMN trade."fact_id" IS 'Hash of the key columns alone: the same fact said by another document has the same id.';
COMMENT ON COLUMN trade."reporter_country" IS 'Whose trade is described; of a share or a rank, the country whose total it is a share or rank of. Values: table countries. Null: The text does not say whose trade it is.';
COMMENT ON COLUMN trade."partner_country" IS 'The other country; `WLD` where all the reporter''s trade is meant. Values: table countries. Null: The claim is about a group (see partner_group), or names no partner.';
COMMENT ON COLUMN trade."partner_group" IS 'Alpha-3 codes, sorted and joined by `+`, where the number is for several partners together. Null: The claim is about one partner.';
COMMENT ON COLUMN trade."flow" IS 'Direction of the trade, seen from the reporter. Values: table trade_flows.';
COMMENT ON COLUMN trade."commodity" IS 'The goods or services, as in the text. Null: Trade as a whole.';
COMMENT ON COLUMN trade."commodity_code" IS 'HS 2022 chapter (two digits) or heading (four digits); `TOTAL` for trade as a whole. Text, not a number: leading zeros count. Values: table hs_codes. Null: No code fits, as with services.';
COMMENT ON COLUMN trade."measure" IS 'What `value` measures. Values: table trade_measures.';
COMMENT ON COLUMN trade."value" IS 'The number, scaled out: "$5 billion" is 5000000000. Unit: in unit. Null: The text gives no number, or gives a range (then value_min and value_max are filled).';
COMMENT ON COLUMN trade."value_min" IS 'The lower end of a range. Unit: in unit. Null: No range is given.';
COMMENT ON COLUMN trade."value_max" IS 'The upper end of a range. Unit: in unit. Null: No range is given.';
COMMENT ON COLUMN trade."unit" IS 'The unit of value, value_min and value_max. Values: table units. Null: There is no number.';
COMMENT ON COLUMN trade."date" IS 'When the claim holds or happened, as EDTF: 2016, 2006-07, 2014/2018, 2009/.. (since), ../1991 (until), 199X. Null: The text gives no date, or gives a relative one in a document whose date of publication is unknown.';
COMMENT ON COLUMN trade."date_start" IS 'The first day that `date` covers. Null: There is no date, or it is open at its start.';
COMMENT ON COLUMN trade."date_end" IS 'The last day that `date` covers. Null: There is no date, or it is open at its end.';
COMMENT ON COLUMN trade."date_text" IS 'The words that gave the date; kept even where they could not be resolved. Null: No words give a date, or the document''s words may not be published.';
COMMENT ON COLUMN trade."attributed_to" IS 'Who says so, where the text names somebody. Null: The outlet itself says it.';
COMMENT ON COLUMN trade."hedge" IS 'How firmly the text states the claim or its number. Values: table hedges.';
COMMENT ON COLUMN trade."document_id" IS 'The document that says it.';
COMMENT ON COLUMN trade."sentence" IS 'Index of the sentence in the document, from 0.';
COMMENT ON COLUMN trade."evidence" IS 'The words that carry the claim: exactly the document''s text from evidence_start to evidence_end. Null: The document''s words may not be published; offsets and hash remain.';
COMMENT ON COLUMN trade."evidence_sha256" IS 'SHA-256 of the evidence as UTF-8: whoever holds the document can check the row.';
COMMENT ON COLUMN trade."evidence_start" IS 'Offset of the first character of the evidence in the document''s text, in Unicode code points from 0. Unit: number.';
COMMENT ON COLUMN trade."evidence_end" IS 'Offset behind the last character of the evidence, in Unicode code points. Unit: number.';
COMMENT ON COLUMN trade."rule" IS 'The extraction rule, or the kind of correction, that made the row.';
COMMENT ON COLUMN trade."confidence" IS 'Lower bound of the precision measured for the rule on labelled documents. Unit: number. Null: The rule has not been measured.';
COMMENT ON COLUMN trade."corrected_by" IS 'Id of the human correction that added or changed the row. Null: Nobody has corrected the row.';

CREATE OR REPLACE VIEW arms_transfers AS SELECT * FROM read_parquet('arms_transfers.parquet');
COMMENT ON VIEW arms_transfers IS 'Military goods between countries: transfers, quantities, contract values, shares and ranks. Supplier, recipient, designation and category as in the SIPRI Arms Transfers Database. A list of weapons has a row each; a deal with a quantity and a price has two rows.';
COMMENT ON COLUMN arms_transfers."claim_id" IS 'Stable id of the claim: a hash of document, table, key columns and evidence. A paragraph inserted elsewhere in the document does not change it.';
COMMENT ON COLUMN arms_transfers."fact_id" IS 'Hash of the key columns alone: the same fact said by another document has the same id.';
COMMENT ON COLUMN arms_transfers."supplier_country" IS 'The country the arms come from; `WLD` where it is the world''s total. Values: table countries. Null: The text does not say who supplies.';
COMMENT ON COLUMN arms_transfers."recipient_country" IS 'The country the arms go to; `WLD` where it is the world''s total. Values: table countries. Null: The text does not say who receives.';
COMMENT ON COLUMN arms_transfers."designation" IS 'The system''s name. Null: The text names no system by its name.';
COMMENT ON COLUMN arms_transfers."description" IS 'The words of the text for the arms. Null: The text describes no kind of arms.';
COMMENT ON COLUMN arms_transfers."category" IS 'The kind of arms. Values: table sipri_categories. Null: The claim is about arms in general.';
COMMENT ON COLUMN arms_transfers."producers" IS 'Names of the makers, joined by `; `. Null: The text names no maker.';
COMMENT ON COLUMN arms_transfers."measure" IS 'What `value` measures. Values: table arms_measures.';
COMMENT ON COLUMN arms_transfers."basis" IS 'What a share or a rank is a part or a place of. Values: table arms_bases. Null: The measure is no share and no rank, or the text leaves open of what.';
COMMENT ON COLUMN arms_transfers."value" IS 'The number, scaled out: "$5 billion" is 5000000000. Unit: in unit. Null: The text gives no number, or gives a range (then value_min and value_max are filled).';
COMMENT ON COLUMN arms_transfers."value_min" IS 'The lower end of a range. Unit: in unit. Null: No range is given.';
COMMENT ON COLUMN arms_transfers."value_max" IS 'The upper end of a range. Unit: in unit. Null: No range is given.';
COMMENT ON COLUMN arms_transfers."unit" IS 'The unit of value, value_min and value_max. Values: table units. Null: There is no number.';
COMMENT ON COLUMN arms_transfers."status" IS 'How far the transfer has come. Values: table arms_statuses.';
COMMENT ON COLUMN arms_transfers."date" IS 'When the claim holds or happened, as EDTF: 2016, 2006-07, 2014/2018, 2009/.. (since), ../1991 (until), 199X. Null: The text gives no date, or gives a relative one in a document whose date of publication is unknown.';
COMMENT ON COLUMN arms_transfers."date_start" IS 'The first day that `date` covers. Null: There is no date, or it is open at its start.';
COMMENT ON COLUMN arms_transfers."date_end" IS 'The last day that `date` covers. Null: There is no date, or it is open at its end.';
COMMENT ON COLUMN arms_transfers."date_text" IS 'The words that gave the date; kept even where they could not be resolved. Null: No words give a date, or the document''s words may not be published.';
COMMENT ON COLUMN arms_transfers."attributed_to" IS 'Who says so, where the text names somebody. Null: The outlet itself says it.';
COMMENT ON COLUMN arms_transfers."hedge" IS 'How firmly the text states the claim or its number. Values: table hedges.';
COMMENT ON COLUMN arms_transfers."document_id" IS 'The document that says it.';
COMMENT ON COLUMN arms_transfers."sentence" IS 'Index of the sentence in the document, from 0.';
COMMENT ON COLUMN arms_transfers."evidence" IS 'The words that carry the claim: exactly the document''s text from evidence_start to evidence_end. Null: The document''s words may not be published; offsets and hash remain.';
COMMENT ON COLUMN arms_transfers."evidence_sha256" IS 'SHA-256 of the evidence as UTF-8: whoever holds the document can check the row.';
COMMENT ON COLUMN arms_transfers."evidence_start" IS 'Offset of the first character of the evidence in the document''s text, in Unicode code points from 0. Unit: number.';
COMMENT ON COLUMN arms_transfers."evidence_end" IS 'Offset behind the last character of the evidence, in Unicode code points. Unit: number.';
COMMENT ON COLUMN arms_transfers."rule" IS 'The extraction rule, or the kind of correction, that made the row.';
COMMENT ON COLUMN arms_transfers."confidence" IS 'Lower bound of the precision measured for the rule on labelled documents. Unit: number. Null: The rule has not been measured.';
COMMENT ON COLUMN arms_transfers."corrected_by" IS 'Id of the human correction that added or changed the row. Null: Nobody has corrected the row.';

CREATE OR REPLACE VIEW relations AS SELECT * FROM read_parquet('relations.parquet');
COMMENT ON VIEW relations IS 'Ties between people, organisations and countries: who holds an office, owns, makes, belongs to what.';
COMMENT ON COLUMN relations."claim_id" IS 'Stable id of the claim: a hash of document, table, key columns and evidence. A paragraph inserted elsewhere in the document does not change it.';
COMMENT ON COLUMN relations."fact_id" IS 'Hash of the key columns alone: the same fact said by another document has the same id.';
COMMENT ON COLUMN relations."subject_id" IS '`organisation_id`, `person_id` or alpha-3 country code of the subject. Stable as long as the entity''s name is. Null: The entity is not named or not recognised.';
COMMENT ON COLUMN relations."subject_name" IS 'Who or what stands in the relation.';
COMMENT ON COLUMN relations."relation" IS 'How the subject is tied to the object. Values: table relation_types.';
COMMENT ON COLUMN relations."object_id" IS '`organisation_id`, `person_id` or alpha-3 country code of the object. Stable as long as the entity''s name is. Null: The entity is not named or not recognised.';
COMMENT ON COLUMN relations."object_name" IS 'To whom or what.';
COMMENT ON COLUMN relations."role" IS 'The office held, as in the text. Null: The relation is no office.';
COMMENT ON COLUMN relations."date" IS 'When the claim holds or happened, as EDTF: 2016, 2006-07, 2014/2018, 2009/.. (since), ../1991 (until), 199X. Null: The text gives no date, or gives a relative one in a document whose date of publication is unknown.';
COMMENT ON COLUMN relations."date_start" IS 'The first day that `date` covers. Null: There is no date, or it is open at its start.';
COMMENT ON COLUMN relations."date_end" IS 'The last day that `date` covers. Null: There is no date, or it is open at its end.';
COMMENT ON COLUMN relations."date_text" IS 'The words that gave the date; kept even where they could not be resolved. Null: No words give a date, or the document''s words may not be published.';
COMMENT ON COLUMN relations."attributed_to" IS 'Who says so, where the text names somebody. Null: The outlet itself says it.';
COMMENT ON COLUMN relations."hedge" IS 'How firmly the text states the claim or its number. Values: table hedges.';
COMMENT ON COLUMN relations."document_id" IS 'The document that says it.';
COMMENT ON COLUMN relations."sentence" IS 'Index of the sentence in the document, from 0.';
COMMENT ON COLUMN relations."evidence" IS 'The words that carry the claim: exactly the document''s text from evidence_start to evidence_end. Null: The document''s words may not be published; offsets and hash remain.';
COMMENT ON COLUMN relations."evidence_sha256" IS 'SHA-256 of the evidence as UTF-8: whoever holds the document can check the row.';
COMMENT ON COLUMN relations."evidence_start" IS 'Offset of the first character of the evidence in the document''s text, in Unicode code points from 0. Unit: number.';
COMMENT ON COLUMN relations."evidence_end" IS 'Offset behind the last character of the evidence, in Unicode code points. Unit: number.';
COMMENT ON COLUMN relations."rule" IS 'The extraction rule, or the kind of correction, that made the row.';
COMMENT ON COLUMN relations."confidence" IS 'Lower bound of the precision measured for the rule on labelled documents. Unit: number. Null: The rule has not been measured.';
COMMENT ON COLUMN relations."corrected_by" IS 'Id of the human correction that added or changed the row. Null: Nobody has corrected the row.';

CREATE OR REPLACE VIEW indicators AS SELECT * FROM read_parquet('indicators.parquet');
COMMENT ON VIEW indicators IS 'Other numbers about one country: population, output, reserves, capacity, military spending, communities.';
COMMENT ON COLUMN indicators."claim_id" IS 'Stable id of the claim: a hash of document, table, key columns and evidence. A paragraph inserted elsewhere in the document does not change it.';
COMMENT ON COLUMN indicators."fact_id" IS 'Hash of the key columns alone: the same fact said by another document has the same id.';
COMMENT ON COLUMN indicators."country" IS 'The country that the number is about. Values: table countries.';
COMMENT ON COLUMN indicators."indicator" IS 'What is counted, as a short noun phrase of the text.';
COMMENT ON COLUMN indicators."value" IS 'The number, scaled out: "$5 billion" is 5000000000. Unit: in unit. Null: The text gives no number, or gives a range (then value_min and value_max are filled).';
COMMENT ON COLUMN indicators."value_min" IS 'The lower end of a range. Unit: in unit. Null: No range is given.';
COMMENT ON COLUMN indicators."value_max" IS 'The upper end of a range. Unit: in unit. Null: No range is given.';
COMMENT ON COLUMN indicators."unit" IS 'The unit of value, value_min and value_max. Values: table units. Null: There is no number.';
COMMENT ON COLUMN indicators."date" IS 'When the claim holds or happened, as EDTF: 2016, 2006-07, 2014/2018, 2009/.. (since), ../1991 (until), 199X. Null: The text gives no date, or gives a relative one in a document whose date of publication is unknown.';
COMMENT ON COLUMN indicators."date_start" IS 'The first day that `date` covers. Null: There is no date, or it is open at its start.';
COMMENT ON COLUMN indicators."date_end" IS 'The last day that `date` covers. Null: There is no date, or it is open at its end.';
COMMENT ON COLUMN indicators."date_text" IS 'The words that gave the date; kept even where they could not be resolved. Null: No words give a date, or the document''s words may not be published.';
COMMENT ON COLUMN indicators."attributed_to" IS 'Who says so, where the text names somebody. Null: The outlet itself says it.';
COMMENT ON COLUMN indicators."hedge" IS 'How firmly the text states the claim or its number. Values: table hedges.';
COMMENT ON COLUMN indicators."document_id" IS 'The document that says it.';
COMMENT ON COLUMN indicators."sentence" IS 'Index of the sentence in the document, from 0.';
COMMENT ON COLUMN indicators."evidence" IS 'The words that carry the claim: exactly the document''s text from evidence_start to evidence_end. Null: The document''s words may not be published; offsets and hash remain.';
COMMENT ON COLUMN indicators."evidence_sha256" IS 'SHA-256 of the evidence as UTF-8: whoever holds the document can check the row.';
COMMENT ON COLUMN indicators."evidence_start" IS 'Offset of the first character of the evidence in the document''s text, in Unicode code points from 0. Unit: number.';
COMMENT ON COLUMN indicators."evidence_end" IS 'Offset behind the last character of the evidence, in Unicode code points. Unit: number.';
COMMENT ON COLUMN indicators."rule" IS 'The extraction rule, or the kind of correction, that made the row.';
COMMENT ON COLUMN indicators."confidence" IS 'Lower bound of the precision measured for the rule on labelled documents. Unit: number. Null: The rule has not been measured.';
COMMENT ON COLUMN indicators."corrected_by" IS 'Id of the human correction that added or changed the row. Null: Nobody has corrected the row.';

CREATE OR REPLACE VIEW mentions AS SELECT * FROM read_parquet('mentions.parquet');
COMMENT ON VIEW mentions IS 'Every place where a document names a country, an organisation, a person, a weapon or a commodity.';
COMMENT ON COLUMN mentions."document_id" IS 'The document it stands in.';
COMMENT ON COLUMN mentions."sentence" IS 'Index of its sentence, from 0.';
COMMENT ON COLUMN mentions."start" IS 'Offset of its first character, in code points. Unit: number.';
COMMENT ON COLUMN mentions."end" IS 'Offset behind its last character, in code points. Unit: number.';
COMMENT ON COLUMN mentions."text" IS 'Its words. Null: The document''s words may not be published.';
COMMENT ON COLUMN mentions."entity_id" IS 'Alpha-3 code of a country, organisation_id, person_id, or a slug of the weapon or commodity.';
COMMENT ON COLUMN mentions."entity_type" IS 'What kind of thing is named. Values: table entity_types.';

CREATE OR REPLACE VIEW dictionary AS SELECT * FROM read_parquet('dictionary.parquet');
COMMENT ON VIEW dictionary IS 'Every column of every table: what it means, its unit, and what an empty cell says.';
COMMENT ON COLUMN dictionary."table_name" IS 'The table.';
COMMENT ON COLUMN dictionary."column_name" IS 'The column.';
COMMENT ON COLUMN dictionary."position" IS 'Place of the column in its table, from 1.';
COMMENT ON COLUMN dictionary."type" IS 'Type of its values, in the words of the Frictionless Table Schema.';
COMMENT ON COLUMN dictionary."unit" IS 'Its unit: a value of `units`, or the column that holds each row''s unit. Null: The values are no quantities.';
COMMENT ON COLUMN dictionary."title" IS 'Its name for people.';
COMMENT ON COLUMN dictionary."description" IS 'What its values mean.';
COMMENT ON COLUMN dictionary."null_meaning" IS 'What it says when a cell is empty. Null: The column is never empty.';
COMMENT ON COLUMN dictionary."example" IS 'A value of the column, as it is written in CSV.';
COMMENT ON COLUMN dictionary."vocabulary" IS 'The table that lists its values. Null: The values are not from a closed list.';
COMMENT ON COLUMN dictionary."key_role" IS '`primary key`, `fact key` (the same fact has the same values) and `→ table.column`, joined by `; `. Null: The column is in no key.';

-- All claim tables in one shape, so that one query can ask what is said about a pair of countries.
CREATE OR REPLACE VIEW claims AS
WITH entities AS (
  SELECT organisation_id AS entity_id, country FROM organisations
  UNION ALL
  SELECT person_id, country FROM people
),
said AS (
  SELECT
    'events' AS table_name, claim_id, fact_id, document_id, sentence, date, date_start, date_end, date_text, attributed_to,
    actor1_country AS country1, actor2_country AS country2,
    concat_ws(' → ', coalesce(actor1_name, actor1_country), coalesce(actor2_name, actor2_country))
      || ': ' || event_type || coalesce(' (' || event_mode || ')', '') || coalesce(', ' || object, '') AS about,
    amount AS value, NULL::DOUBLE AS value_min, NULL::DOUBLE AS value_max, amount_unit AS unit,
    hedge, evidence, evidence_start, evidence_end, rule, confidence, corrected_by
  FROM events
  UNION ALL
  SELECT
    'trade', claim_id, fact_id, document_id, sentence, date, date_start, date_end, date_text, attributed_to,
    reporter_country, partner_country,
    coalesce(reporter_country, '?')
      || CASE flow WHEN 'import' THEN ' imports' WHEN 'export' THEN ' exports' ELSE ' trade' END
      || coalesce(
        CASE flow WHEN 'import' THEN ' from ' WHEN 'export' THEN ' to ' ELSE ' with ' END
          || coalesce(partner_country, partner_group), '')
      || coalesce(', ' || commodity, '') || ': ' || measure,
    value, value_min, value_max, unit,
    hedge, evidence, evidence_start, evidence_end, rule, confidence, corrected_by
  FROM trade
  UNION ALL
  SELECT
    'arms_transfers', claim_id, fact_id, document_id, sentence, date, date_start, date_end, date_text, attributed_to,
    supplier_country, recipient_country,
    'arms, ' || coalesce(supplier_country, '?') || ' → ' || coalesce(recipient_country, '?')
      || coalesce(', ' || coalesce(designation, description, category), '')
      || ': ' || measure || coalesce(' of ' || basis, ''),
    value, value_min, value_max, unit,
    hedge, evidence, evidence_start, evidence_end, rule, confidence, corrected_by
  FROM arms_transfers
  UNION ALL
  SELECT
    'relations', r.claim_id, r.fact_id, r.document_id, r.sentence, r.date, r.date_start, r.date_end, r.date_text,
    r.attributed_to,
    CASE WHEN s.entity_id IS NULL THEN sc.value ELSE s.country END,
    CASE WHEN o.entity_id IS NULL THEN oc.value ELSE o.country END,
    r.subject_name || ' ' || r.relation || ' ' || r.object_name || coalesce(', ' || r.role, ''),
    NULL, NULL, NULL, NULL,
    r.hedge, r.evidence, r.evidence_start, r.evidence_end, r.rule, r.confidence, r.corrected_by
  FROM relations AS r
  LEFT JOIN entities AS s ON s.entity_id = r.subject_id
  LEFT JOIN entities AS o ON o.entity_id = r.object_id
  LEFT JOIN countries AS sc ON sc.value = upper(r.subject_id)
  LEFT JOIN countries AS oc ON oc.value = upper(r.object_id)
  UNION ALL
  SELECT
    'indicators', claim_id, fact_id, document_id, sentence, date, date_start, date_end, date_text, attributed_to,
    country, NULL, country || ': ' || indicator,
    value, value_min, value_max, unit,
    hedge, evidence, evidence_start, evidence_end, rule, confidence, corrected_by
  FROM indicators
)
SELECT
  table_name, claim_id, fact_id, document_id, sentence, date, date_start, date_end, date_text, attributed_to,
  country1, country2,
  about || coalesce(
    ' ' || CASE hedge WHEN 'approximate' THEN '~' WHEN 'at_least' THEN '≥' WHEN 'at_most' THEN '≤' ELSE '' END
      || coalesce(
        rtrim(rtrim(format('{:.4f}', value), '0'), '.'),
        rtrim(rtrim(format('{:.4f}', value_min), '0'), '.') || '–' || rtrim(rtrim(format('{:.4f}', value_max), '0'), '.')
      )
      || coalesce(' ' || nullif(nullif(unit, 'rank'), '1'), ''), '') AS summary,
  value, value_min, value_max, unit, hedge, evidence, evidence_start, evidence_end, rule, confidence, corrected_by
FROM said;

COMMENT ON VIEW claims IS 'Every row of events, trade, arms_transfers, relations and indicators in one shape. One row is one claim: one thing that one document says.';
COMMENT ON COLUMN claims.table_name IS 'The table that holds the row with all its columns.';
COMMENT ON COLUMN claims.country1 IS 'First country: actor 1, reporter, supplier, the country of the subject, or the country that the indicator describes. ISO 3166-1 alpha-3; null where the document leaves it open.';
COMMENT ON COLUMN claims.country2 IS 'Second country: actor 2, partner, recipient, or the country of the object. Null where there is none, where it is left open, or where trade is with several partners together.';
COMMENT ON COLUMN claims.summary IS 'The claim in a line, put together from its columns: for reading, not for computing.';
COMMENT ON COLUMN claims.value IS 'The number of the claim, in the unit; the amount of an event. Null where the claim has no number or a range.';
COMMENT ON COLUMN claims.value_min IS 'The lower end of a range, in the unit.';
COMMENT ON COLUMN claims.value_max IS 'The upper end of a range, in the unit.';
COMMENT ON COLUMN claims.unit IS 'The unit of the number, from the table units; null where there is no number.';
COMMENT ON COLUMN claims."claim_id" IS 'Stable id of the claim: a hash of document, table, key columns and evidence. A paragraph inserted elsewhere in the document does not change it.';
COMMENT ON COLUMN claims."fact_id" IS 'Hash of the key columns alone: the same fact said by another document has the same id.';
COMMENT ON COLUMN claims."document_id" IS 'The document that says it.';
COMMENT ON COLUMN claims."sentence" IS 'Index of the sentence in the document, from 0.';
COMMENT ON COLUMN claims."date" IS 'When the claim holds or happened, as EDTF: 2016, 2006-07, 2014/2018, 2009/.. (since), ../1991 (until), 199X.';
COMMENT ON COLUMN claims."date_start" IS 'The first day that `date` covers.';
COMMENT ON COLUMN claims."date_end" IS 'The last day that `date` covers.';
COMMENT ON COLUMN claims."date_text" IS 'The words that gave the date; kept even where they could not be resolved.';
COMMENT ON COLUMN claims."attributed_to" IS 'Who says so, where the text names somebody.';
COMMENT ON COLUMN claims."hedge" IS 'How firmly the text states the claim or its number.';
COMMENT ON COLUMN claims."evidence" IS 'The words that carry the claim: exactly the document''s text from evidence_start to evidence_end.';
COMMENT ON COLUMN claims."evidence_start" IS 'Offset of the first character of the evidence in the document''s text, in Unicode code points from 0.';
COMMENT ON COLUMN claims."evidence_end" IS 'Offset behind the last character of the evidence, in Unicode code points.';
COMMENT ON COLUMN claims."rule" IS 'The extraction rule, or the kind of correction, that made the row.';
COMMENT ON COLUMN claims."confidence" IS 'Lower bound of the precision measured for the rule on labelled documents.';
COMMENT ON COLUMN claims."corrected_by" IS 'Id of the human correction that added or changed the row.';

-- How many documents, and how many that do not copy one another, say the same fact.
CREATE OR REPLACE VIEW corroboration AS
WITH origins AS (
  -- A wire report printed by ten papers is one source: a copy counts as the text that it copies.
  SELECT
    d.document_id, coalesce(d.copy_of, d.document_id) AS origin_id,
    coalesce(o.publisher, coalesce(d.copy_of, d.document_id)) AS source, d.publisher, d.published
  FROM documents AS d
  LEFT JOIN documents AS o ON o.document_id = coalesce(d.copy_of, d.document_id)
)
SELECT
  c.table_name, c.fact_id,
  count(*) AS claims,
  count(DISTINCT c.document_id) AS documents,
  count(DISTINCT g.origin_id) AS independent_documents,
  count(DISTINCT g.source) AS independent_sources,
  string_agg(DISTINCT g.publisher, '; ' ORDER BY g.publisher) AS publishers,
  min(g.published) AS first_published,
  max(g.published) AS last_published,
  min(c.claim_id) AS claim_id,
  arg_min(c.summary, c.claim_id) AS summary
FROM claims AS c
JOIN origins AS g ON g.document_id = c.document_id
GROUP BY c.table_name, c.fact_id;

COMMENT ON VIEW corroboration IS 'One row a fact: how many documents say it, and how many of them are independent. The same fact has the same fact_id in every document.';
COMMENT ON COLUMN corroboration.table_name IS 'The table that holds the claims.';
COMMENT ON COLUMN corroboration.claims IS 'Claims with this fact_id; one document may make several.';
COMMENT ON COLUMN corroboration.documents IS 'Documents that say it, copies included.';
COMMENT ON COLUMN corroboration.independent_documents IS 'Documents that say it, near-duplicate texts (documents.copy_of) counted once.';
COMMENT ON COLUMN corroboration.independent_sources IS 'Publishers of the independent documents, each counted once; a document whose publisher is not known counts as a source of its own.';
COMMENT ON COLUMN corroboration.publishers IS 'Names of all publishers known, copies included, joined by "; ".';
COMMENT ON COLUMN corroboration.first_published IS 'Earliest publication date among the documents; null where none is known.';
COMMENT ON COLUMN corroboration.last_published IS 'Latest publication date among the documents; null where none is known.';
COMMENT ON COLUMN corroboration.claim_id IS 'One of the claims, to begin reading with: the first by id.';
COMMENT ON COLUMN corroboration.summary IS 'That claim in a line.';
COMMENT ON COLUMN corroboration."fact_id" IS 'Hash of the key columns alone: the same fact said by another document has the same id.';

-- The numbers that are given for each question. A question is the key of a claim without its number and its hedge.
CREATE OR REPLACE VIEW answers AS
WITH questions AS (
  SELECT
    'trade' AS table_name, claim_id, document_id, date, unit, value, value_min, value_max, hedge, evidence,
    -- A imports from B and B exports to A are one question where the number is of the flow, not of one side's total.
    CASE WHEN measure IN ('value', 'volume') AND partner_country < reporter_country
      THEN concat_ws(' | ', partner_country, reporter_country,
        CASE flow WHEN 'import' THEN 'export' WHEN 'export' THEN 'import' ELSE flow END)
      ELSE concat_ws(' | ', coalesce(reporter_country, '-'), coalesce(partner_country, partner_group, '-'), flow)
    END || ' | ' || concat_ws(' | ', coalesce(commodity_code, lower(commodity), '-'), measure) AS question
  FROM trade
  UNION ALL
  SELECT
    'arms_transfers', claim_id, document_id, date, unit, value, value_min, value_max, hedge, evidence,
    concat_ws(' | ', coalesce(supplier_country, '-'), coalesce(recipient_country, '-'), measure, coalesce(basis, '-'),
      coalesce(designation, category, '-'))
  FROM arms_transfers
  UNION ALL
  SELECT
    'indicators', claim_id, document_id, date, unit, value, value_min, value_max, hedge, evidence,
    concat_ws(' | ', country, lower(indicator))
  FROM indicators
  UNION ALL
  SELECT
    'events', claim_id, document_id, date, amount_unit, amount, NULL, NULL, hedge, evidence,
    concat_ws(' | ', event_type, coalesce(actor1_country, '-'), coalesce(actor2_country, '-'), coalesce(lower(object), '-'))
  FROM events
),
-- Each number once a document: so documents are counted without a list of them.
told AS (
  SELECT
    table_name, question, date, unit, value, value_min, value_max, hedge, document_id,
    min(claim_id) AS claim_id,
    arg_min(evidence, claim_id) AS evidence
  FROM questions
  WHERE coalesce(value, value_min, value_max) IS NOT NULL
  GROUP BY ALL
),
given AS (
  SELECT
    table_name, question, date, unit, value, value_min, value_max, hedge,
    count(*) AS documents,
    min(claim_id) AS claim_id,
    arg_min(document_id, claim_id) AS document_id,
    arg_min(evidence, claim_id) AS evidence
  FROM told
  GROUP BY table_name, question, date, unit, value, value_min, value_max, hedge
)
SELECT
  *,
  count(*) OVER (PARTITION BY question, table_name, date, unit) AS answers_given,
  -- What the words allow: "about" a tenth to either side, "at least" and "at most" open to one side.
  CASE hedge
    WHEN 'at_most' THEN '-infinity'::DOUBLE
    WHEN 'approximate' THEN coalesce(value, value_min, '-infinity'::DOUBLE) - 0.1 * abs(coalesce(value, value_min, 0))
    ELSE coalesce(value, value_min, '-infinity'::DOUBLE)
  END AS lowest,
  CASE hedge
    WHEN 'at_least' THEN 'infinity'::DOUBLE
    WHEN 'approximate' THEN coalesce(value, value_max, 'infinity'::DOUBLE) + 0.1 * abs(coalesce(value, value_max, 0))
    ELSE coalesce(value, value_max, 'infinity'::DOUBLE)
  END AS highest
FROM given;

COMMENT ON VIEW answers IS 'One row for each number that is given for a question (same countries, measure, unit and date), with how many documents give it.';
COMMENT ON COLUMN answers.table_name IS 'The table that holds the claims.';
COMMENT ON COLUMN answers.question IS 'What is asked: the key of the claims without number, unit, date and hedge, joined by " | ".';
COMMENT ON COLUMN answers.date IS 'The date that the claims give, EDTF; null where they give none.';
COMMENT ON COLUMN answers.unit IS 'The unit of the number.';
COMMENT ON COLUMN answers.value IS 'The number.';
COMMENT ON COLUMN answers.value_min IS 'The lower end, where a range is given.';
COMMENT ON COLUMN answers.value_max IS 'The upper end, where a range is given.';
COMMENT ON COLUMN answers.hedge IS 'How exactly the number is meant.';
COMMENT ON COLUMN answers.documents IS 'Documents that give the number with this hedge.';
COMMENT ON COLUMN answers.claim_id IS 'One of the claims: the first by id.';
COMMENT ON COLUMN answers.document_id IS 'Its document.';
COMMENT ON COLUMN answers.evidence IS 'Its words; null where they may not be published.';
COMMENT ON COLUMN answers.answers_given IS 'Answers to this question for this date in this unit, this one included; the same number with another hedge is one more.';
COMMENT ON COLUMN answers.lowest IS 'The lowest number that the words allow: "about" is taken as a tenth to either side, "at most" as open below.';
COMMENT ON COLUMN answers.highest IS 'The highest number that the words allow: "at least" is open above.';

-- The same question with different answers.
CREATE OR REPLACE VIEW conflicts AS
SELECT
  a.table_name, a.question, a.date, a.unit,
  a.value AS value_1, a.value_min AS value_min_1, a.value_max AS value_max_1, a.hedge AS hedge_1,
  a.documents AS documents_1, a.document_id AS document_id_1, a.claim_id AS claim_id_1, a.evidence AS evidence_1,
  b.value AS value_2, b.value_min AS value_min_2, b.value_max AS value_max_2, b.hedge AS hedge_2,
  b.documents AS documents_2, b.document_id AS document_id_2, b.claim_id AS claim_id_2, b.evidence AS evidence_2,
  a.lowest <= b.highest AND b.lowest <= a.highest AS may_agree
FROM answers AS a
JOIN answers AS b
  ON a.table_name = b.table_name AND a.question = b.question
  AND a.date IS NOT DISTINCT FROM b.date AND a.unit IS NOT DISTINCT FROM b.unit
  AND a.claim_id < b.claim_id
WHERE a.answers_given > 1 AND b.answers_given > 1
  AND (a.value, a.value_min, a.value_max) IS DISTINCT FROM (b.value, b.value_min, b.value_max);

COMMENT ON VIEW conflicts IS 'Pairs of different numbers for the same question (same countries, measure, unit and date). Two numbers without a date may be of different years: judge by the documents.';
COMMENT ON COLUMN conflicts.table_name IS 'The table that holds both claims.';
COMMENT ON COLUMN conflicts.question IS 'What is asked: the key of the claims without number, unit, date and hedge, joined by " | ".';
COMMENT ON COLUMN conflicts.date IS 'The date that both claims give, EDTF; null where both give none.';
COMMENT ON COLUMN conflicts.unit IS 'The unit of both numbers.';
COMMENT ON COLUMN conflicts.value_1 IS 'The first number.';
COMMENT ON COLUMN conflicts.value_min_1 IS 'The lower end, where the first claim gives a range.';
COMMENT ON COLUMN conflicts.value_max_1 IS 'The upper end, where the first claim gives a range.';
COMMENT ON COLUMN conflicts.hedge_1 IS 'How exactly the first number is meant.';
COMMENT ON COLUMN conflicts.documents_1 IS 'Documents that give the first number with this hedge.';
COMMENT ON COLUMN conflicts.document_id_1 IS 'One of these documents.';
COMMENT ON COLUMN conflicts.claim_id_1 IS 'Its claim.';
COMMENT ON COLUMN conflicts.evidence_1 IS 'Its words; null where they may not be published.';
COMMENT ON COLUMN conflicts.value_2 IS 'The second number.';
COMMENT ON COLUMN conflicts.value_min_2 IS 'The lower end, where the second claim gives a range.';
COMMENT ON COLUMN conflicts.value_max_2 IS 'The upper end, where the second claim gives a range.';
COMMENT ON COLUMN conflicts.hedge_2 IS 'How exactly the second number is meant.';
COMMENT ON COLUMN conflicts.documents_2 IS 'Documents that give the second number with this hedge.';
COMMENT ON COLUMN conflicts.document_id_2 IS 'One of these documents.';
COMMENT ON COLUMN conflicts.claim_id_2 IS 'Its claim.';
COMMENT ON COLUMN conflicts.evidence_2 IS 'Its words; null where they may not be published.';
COMMENT ON COLUMN conflicts.may_agree IS 'True if both can be right as they are worded: the spans that the hedges allow overlap ("about" is taken as a tenth to either side).';

-- Events in order of time, each once, however many documents tell of it.
CREATE OR REPLACE VIEW timeline AS
SELECT
  e.date, e.date_start, e.date_end, e.event_type, e.event_mode,
  e.actor1_name, e.actor1_country, e.actor2_name, e.actor2_country,
  e.object, e.location, e.location_country, e.amount, e.amount_unit, e.hedge, e.attributed_to,
  c.documents, c.independent_sources,
  e.evidence, e.document_id, e.claim_id, e.fact_id
FROM events AS e
JOIN corroboration AS c ON c.table_name = 'events' AND c.fact_id = e.fact_id AND c.claim_id = e.claim_id
ORDER BY e.date_start NULLS LAST, e.date_end NULLS LAST, e.claim_id;

COMMENT ON VIEW timeline IS 'Events in order of time, one row a fact, events without a date last. The other claims of the fact have the same fact_id in the table events.';
COMMENT ON COLUMN timeline.documents IS 'Documents that tell of it, copies included.';
COMMENT ON COLUMN timeline.independent_sources IS 'Independent publishers that tell of it: see the view corroboration.';
COMMENT ON COLUMN timeline."date" IS 'When the claim holds or happened, as EDTF: 2016, 2006-07, 2014/2018, 2009/.. (since), ../1991 (until), 199X.';
COMMENT ON COLUMN timeline."date_start" IS 'The first day that `date` covers.';
COMMENT ON COLUMN timeline."date_end" IS 'The last day that `date` covers.';
COMMENT ON COLUMN timeline."event_type" IS 'What kind of act it is.';
COMMENT ON COLUMN timeline."event_mode" IS 'The finer kind within the type.';
COMMENT ON COLUMN timeline."actor1_name" IS 'Who acts, as in the text: visitor, speaker, giver, founder, attacker, first named.';
COMMENT ON COLUMN timeline."actor1_country" IS 'The state that the first actor is or belongs to.';
COMMENT ON COLUMN timeline."actor2_name" IS 'Towards whom, as in the text: host, addressee, receiver, co-founder.';
COMMENT ON COLUMN timeline."actor2_country" IS 'The state that the second actor is or belongs to.';
COMMENT ON COLUMN timeline."object" IS 'What the event is about where that is a thing: the body founded, the pipeline opened, the policy supported.';
COMMENT ON COLUMN timeline."location" IS 'Where, as in the text.';
COMMENT ON COLUMN timeline."location_country" IS 'The country the place lies in.';
COMMENT ON COLUMN timeline."amount" IS 'Money or quantity that is part of the event, scaled out: aid, investment, size of an agreement.';
COMMENT ON COLUMN timeline."amount_unit" IS 'The unit of `amount`.';
COMMENT ON COLUMN timeline."hedge" IS 'How firmly the text states the claim or its number.';
COMMENT ON COLUMN timeline."attributed_to" IS 'Who says so, where the text names somebody.';
COMMENT ON COLUMN timeline."evidence" IS 'The words that carry the claim: exactly the document''s text from evidence_start to evidence_end.';
COMMENT ON COLUMN timeline."document_id" IS 'The document that says it.';
COMMENT ON COLUMN timeline."claim_id" IS 'Stable id of the claim: a hash of document, table, key columns and evidence. A paragraph inserted elsewhere in the document does not change it.';
COMMENT ON COLUMN timeline."fact_id" IS 'Hash of the key columns alone: the same fact said by another document has the same id.';

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
FROM claims
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

-- The latest share and the latest rank that any document gives for a pair.
CREATE OR REPLACE VIEW trade_partners AS
WITH ordered AS (
  SELECT
    t.*, coalesce(t.date_end, t.date_start, d.published) AS as_of,
    row_number() OVER (
      PARTITION BY t.reporter_country, t.partner_country, t.partner_group, t.flow, t.commodity_code, t.measure
      ORDER BY coalesce(t.date_end, t.date_start, d.published) DESC NULLS LAST, t.claim_id
    ) AS place
  FROM trade AS t
  JOIN documents AS d ON d.document_id = t.document_id
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
COMMENT ON COLUMN trade_partners."reporter_country" IS 'Whose trade is described; of a share or a rank, the country whose total it is a share or rank of.';
COMMENT ON COLUMN trade_partners."partner_country" IS 'The other country; `WLD` where all the reporter''s trade is meant.';
COMMENT ON COLUMN trade_partners."partner_group" IS 'Alpha-3 codes, sorted and joined by `+`, where the number is for several partners together.';
COMMENT ON COLUMN trade_partners."flow" IS 'Direction of the trade, seen from the reporter.';
COMMENT ON COLUMN trade_partners."commodity_code" IS 'HS 2022 chapter (two digits) or heading (four digits); `TOTAL` for trade as a whole. Text, not a number: leading zeros count.';

-- Who arms a country, and how much it depends on them.
CREATE OR REPLACE VIEW arms_suppliers AS
WITH ordered AS (
  SELECT
    a.*, coalesce(a.date_end, a.date_start, d.published) AS as_of,
    -- Only a share or a rank among all arms describes the pair; one in a category of weapons does not.
    a.measure IN ('share', 'rank') AND a.basis = 'recipient_imports' AND a.category IS NULL AND a.designation IS NULL AS describes_pair,
    row_number() OVER (
      PARTITION BY
        a.supplier_country, a.recipient_country, a.measure, a.basis, a.category IS NULL AND a.designation IS NULL
      ORDER BY coalesce(a.date_end, a.date_start, d.published) DESC NULLS LAST, a.claim_id
    ) AS place
  FROM arms_transfers AS a
  JOIN documents AS d ON d.document_id = a.document_id
  WHERE a.supplier_country <> 'WLD' AND a.recipient_country <> 'WLD'
    AND coalesce(a.basis, 'recipient_imports') = 'recipient_imports'
)
SELECT
  recipient_country, supplier_country,
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
GROUP BY recipient_country, supplier_country;

COMMENT ON VIEW arms_suppliers IS 'Suppliers of each recipient: the latest share and rank among its imports of arms, and what the claims say was transferred.';
COMMENT ON COLUMN arms_suppliers.share IS 'Latest share of the supplier in what the recipient imports, percent; null where a range or no share is given.';
COMMENT ON COLUMN arms_suppliers.share_min IS 'Lower end of the share, percent, where a range is given.';
COMMENT ON COLUMN arms_suppliers.share_max IS 'Upper end of the share, percent, where a range is given.';
COMMENT ON COLUMN arms_suppliers.share_hedge IS 'How exactly the share is meant.';
COMMENT ON COLUMN arms_suppliers.share_date IS 'When the share held, EDTF; null where the document gives no date.';
COMMENT ON COLUMN arms_suppliers.share_claim_id IS 'The claim that gives the share.';
COMMENT ON COLUMN arms_suppliers.rank IS 'Latest place of the supplier in what the recipient imports, 1 = largest.';
COMMENT ON COLUMN arms_suppliers.rank_hedge IS 'How exactly the rank is meant: at_most is "among the top".';
COMMENT ON COLUMN arms_suppliers.rank_date IS 'When the rank held, EDTF; null where the document gives no date.';
COMMENT ON COLUMN arms_suppliers.rank_claim_id IS 'The claim that gives the rank.';
COMMENT ON COLUMN arms_suppliers.categories IS 'SIPRI categories of what is said to be transferred, joined by "; "; null where the claims are about arms in general.';
COMMENT ON COLUMN arms_suppliers.designations IS 'Names of the systems, joined by "; "; null where none is named.';
COMMENT ON COLUMN arms_suppliers.claims IS 'Claims about arms from this supplier to this recipient, planned and ordered ones included.';
COMMENT ON COLUMN arms_suppliers.facts IS 'Different facts among them: the same fact said twice counts once.';
COMMENT ON COLUMN arms_suppliers.documents IS 'Documents with such a claim.';
COMMENT ON COLUMN arms_suppliers.first_date IS 'First day that a dated claim covers; null where no claim has a date.';
COMMENT ON COLUMN arms_suppliers.last_date IS 'Last day that a dated claim covers; of a claim with an open end, its first day.';
COMMENT ON COLUMN arms_suppliers."recipient_country" IS 'The country the arms go to; `WLD` where it is the world''s total.';
COMMENT ON COLUMN arms_suppliers."supplier_country" IS 'The country the arms come from; `WLD` where it is the world''s total.';

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
  FROM arms_transfers AS a
  JOIN documents AS d ON d.document_id = a.document_id
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
COMMENT ON COLUMN arms_recipients."supplier_country" IS 'The country the arms come from; `WLD` where it is the world''s total.';
COMMENT ON COLUMN arms_recipients."recipient_country" IS 'The country the arms go to; `WLD` where it is the world''s total.';

-- Edges between organisations and whoever they belong to, work with or are led by.
CREATE OR REPLACE VIEW organisation_network AS
SELECT
  r.subject_id, min(r.subject_name) AS subject_name, any_value(coalesce(s.type, CASE WHEN p.person_id IS NOT NULL THEN 'person' END)) AS subject_type,
  any_value(coalesce(s.country, p.country)) AS subject_country,
  r.relation,
  r.object_id, min(r.object_name) AS object_name, any_value(o.type) AS object_type, any_value(o.country) AS object_country,
  r.role,
  count(*) AS claims,
  count(DISTINCT r.document_id) AS documents,
  min(r.date_start) AS first_date,
  max(coalesce(r.date_end, r.date_start)) AS last_date,
  min(r.claim_id) AS claim_id
FROM relations AS r
LEFT JOIN organisations AS s ON s.organisation_id = r.subject_id
LEFT JOIN organisations AS o ON o.organisation_id = r.object_id
LEFT JOIN people AS p ON p.person_id = r.subject_id
WHERE s.organisation_id IS NOT NULL OR o.organisation_id IS NOT NULL
GROUP BY
  r.subject_id, CASE WHEN r.subject_id IS NULL THEN r.subject_name END, r.relation,
  r.object_id, CASE WHEN r.object_id IS NULL THEN r.object_name END, r.role;

COMMENT ON VIEW organisation_network IS 'Relations with an organisation at one end or both, one row an edge: who is part of, owned by, partner or member of whom, who holds office there, who produces what.';
COMMENT ON COLUMN organisation_network.subject_type IS 'Type of the organisation that is the subject, or "person"; null for a country.';
COMMENT ON COLUMN organisation_network.subject_country IS 'Country of the subject, ISO 3166-1 alpha-3; null where it is not known.';
COMMENT ON COLUMN organisation_network.object_type IS 'Type of the organisation that is the object; null where it is a country, a person or a product.';
COMMENT ON COLUMN organisation_network.object_country IS 'Country of the object, ISO 3166-1 alpha-3; null where it is not known.';
COMMENT ON COLUMN organisation_network.claims IS 'Claims that say so.';
COMMENT ON COLUMN organisation_network.documents IS 'Documents that say so.';
COMMENT ON COLUMN organisation_network.first_date IS 'First day that a dated claim covers; null where no claim has a date.';
COMMENT ON COLUMN organisation_network.last_date IS 'Last day that a dated claim covers; of a claim with an open end, its first day.';
COMMENT ON COLUMN organisation_network.claim_id IS 'One of the claims, to begin reading with: the first by id.';
COMMENT ON COLUMN organisation_network."subject_id" IS '`organisation_id`, `person_id` or alpha-3 country code of the subject. Stable as long as the entity''s name is.';
COMMENT ON COLUMN organisation_network."subject_name" IS 'Who or what stands in the relation.';
COMMENT ON COLUMN organisation_network."relation" IS 'How the subject is tied to the object.';
COMMENT ON COLUMN organisation_network."object_id" IS '`organisation_id`, `person_id` or alpha-3 country code of the object. Stable as long as the entity''s name is.';
COMMENT ON COLUMN organisation_network."object_name" IS 'To whom or what.';
COMMENT ON COLUMN organisation_network."role" IS 'The office held, as in the text.';
