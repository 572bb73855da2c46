-- The brake, each time that it was put on. A backup is made with it on.
CREATE TABLE freeze (
    id INTEGER PRIMARY KEY,
    since BIGINT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    restored INTEGER NOT NULL,      -- 1: this database is a copy made then
    lifted_at BIGINT,               -- NULL: it is on
    lifted_by TEXT NOT NULL DEFAULT ''
);
