-- What customers report: their own words. Not events: there may be thousands. Personal data.
CREATE TABLE report (
    id BIGINT PRIMARY KEY,          -- ascending, in the order they came in
    reference TEXT NOT NULL UNIQUE, -- "4QM-7KF": what the customer was given
    at BIGINT NOT NULL,
    text TEXT NOT NULL,
    blocked_task TEXT NOT NULL,     -- what it keeps them from doing; empty: not said
    task_key TEXT NOT NULL,         -- the same, as it is counted
    component TEXT NOT NULL,        -- empty: not said
    incident TEXT NOT NULL,         -- that it is counted with; empty: none was open
    contact TEXT NOT NULL           -- a mail address; empty: none
);
CREATE INDEX report_by_incident ON report (incident, component, at);
