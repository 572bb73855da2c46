-- The record: append-only events, numbered and chained by hash. Times are milliseconds since 1970, UTC.
CREATE TABLE incident (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,        -- the number of its last event
    status TEXT NOT NULL,
    declared_at BIGINT NOT NULL,
    ended_at BIGINT,
    next_due BIGINT,                -- when the clock must act; NULL: never again
    chain TEXT NOT NULL             -- the hash of its last event
);
CREATE INDEX incident_by_time ON incident (declared_at);

CREATE TABLE event (
    incident TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    type TEXT NOT NULL,
    body TEXT NOT NULL,             -- JSON
    hash TEXT NOT NULL,
    PRIMARY KEY (incident, seq)
);

-- A rendered variant of an update: what was said, word for word.
CREATE TABLE message (
    update_id TEXT NOT NULL,
    variant TEXT NOT NULL,          -- "email/en"
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    json TEXT NOT NULL,
    provenance TEXT NOT NULL,       -- JSON: which facts each sentence rests on
    hash TEXT NOT NULL,             -- an altered text is found before it is sent
    PRIMARY KEY (update_id, variant)
);

CREATE TABLE recipient (
    id BIGINT PRIMARY KEY,          -- ascending; a fan-out walks it
    channel TEXT NOT NULL,
    name TEXT NOT NULL,             -- the key in its channel
    address TEXT NOT NULL,
    active INTEGER NOT NULL,
    UNIQUE (channel, name)
);
CREATE INDEX recipient_by_channel ON recipient (channel, id);

-- One update on its way to one channel: a cursor over the recipients there were when it was published.
CREATE TABLE fanout (
    id BIGINT PRIMARY KEY,
    update_id TEXT NOT NULL,
    incident TEXT NOT NULL,
    channel TEXT NOT NULL,
    variant TEXT NOT NULL,
    protected INTEGER NOT NULL,     -- 1: newer updates do not replace it
    created_at BIGINT NOT NULL,
    position BIGINT NOT NULL,       -- the last recipient claimed
    last BIGINT NOT NULL,           -- the last recipient there was
    state INTEGER NOT NULL,         -- 0 open, 1 all claimed, 2 superseded
    blocking INTEGER NOT NULL,      -- 1: deliveries of newer updates wait for some of this one's
    unsettled BIGINT NOT NULL,      -- claimed and not yet in an end state
    delivered BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    gone BIGINT NOT NULL,
    superseded BIGINT NOT NULL
);
CREATE INDEX fanout_by_incident ON fanout (incident, id);
CREATE INDEX fanout_open ON fanout (id) WHERE state = 0;

-- One update to one recipient. The id is fanout * 4294967296 + recipient: rows of a fan-out lie together and need no
-- second index. A row is written when its first attempt is claimed, before the first byte is sent.
CREATE TABLE delivery (
    id BIGINT PRIMARY KEY,
    state INTEGER NOT NULL,         -- 0 attempting, 1 retrying, 2 waiting, 3 delivered, 4 failed, 5 gone, 6 superseded
    attempts INTEGER NOT NULL,
    first_at BIGINT NOT NULL,
    next_at BIGINT,                 -- of the next attempt, while retrying
    settled_at BIGINT,
    status INTEGER NOT NULL,        -- HTTP status or SMTP reply code of the last attempt
    detail TEXT NOT NULL,
    remote_ref TEXT NOT NULL
);
CREATE INDEX delivery_retry ON delivery (next_at) WHERE state = 1;

-- Attempts that did not deliver.
CREATE TABLE attempt (
    delivery BIGINT NOT NULL,
    number INTEGER NOT NULL,
    ended_at BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    status INTEGER NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (delivery, number)
);

CREATE TABLE token (
    name TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,    -- of the token; the token itself is nowhere
    scope TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT
);
