-- Groups of alerts, and the incident that each has to do with.
CREATE TABLE alert_group (
    key TEXT PRIMARY KEY,           -- SHA-256 of the sender's own key
    incident TEXT NOT NULL,
    firing INTEGER NOT NULL,
    at BIGINT NOT NULL              -- when it was last heard of
);
CREATE INDEX alert_group_by_incident ON alert_group (incident);
