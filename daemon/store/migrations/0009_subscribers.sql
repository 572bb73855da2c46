-- Those who subscribed: all that is personal about them is in this table, and is deleted with its row.
CREATE TABLE subscriber (
    recipient BIGINT PRIMARY KEY,   -- the row that deliveries go to; it stays, under the name
    name TEXT NOT NULL UNIQUE,      -- what logs and deliveries show
    channel TEXT NOT NULL,          -- subscribers:mail, subscribers:webhook
    address TEXT NOT NULL,          -- a mail address or a URL
    address_key TEXT NOT NULL,      -- the same for all spellings of it
    state TEXT NOT NULL,            -- pending, active, quarantined, suppressed, left
    since BIGINT NOT NULL,          -- of the state
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    written_at BIGINT,              -- the last mail about the subscription itself
    language TEXT NOT NULL,
    components TEXT NOT NULL,       -- " checkout search "; empty: all
    incident TEXT NOT NULL,         -- this one alone; empty: all
    preference TEXT NOT NULL,
    bounces INTEGER NOT NULL,       -- failures in a row
    bounced_at BIGINT,
    bounce_reported INTEGER NOT NULL,
    reason TEXT NOT NULL            -- why suppressed or quarantined
);
CREATE UNIQUE INDEX subscriber_by_address ON subscriber (channel, address_key);
CREATE INDEX subscriber_by_state ON subscriber (state, since);
CREATE INDEX subscriber_of_incident ON subscriber (incident) WHERE incident <> '';
CREATE INDEX subscriber_by_language ON subscriber (channel, state, language);
-- What a claim needs of them, so that it asks for nothing row by row.
ALTER TABLE recipient ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE recipient ADD COLUMN components TEXT NOT NULL DEFAULT '';
ALTER TABLE recipient ADD COLUMN incident TEXT NOT NULL DEFAULT '';
CREATE INDEX recipient_by_language ON recipient (channel, language, id);
ALTER TABLE fanout ADD COLUMN language TEXT NOT NULL DEFAULT '';    -- only to recipients with this one
ALTER TABLE fanout ADD COLUMN components TEXT NOT NULL DEFAULT '';  -- what the incident touches, or ever touched
CREATE INDEX fanout_unsettled ON fanout (channel, id) WHERE unsettled > 0;
