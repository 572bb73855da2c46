-- How much a recipient wants to hear, and when not: "digest 22:00-07:00 Europe/Berlin"; empty: everything, at any hour.
ALTER TABLE recipient ADD COLUMN preference TEXT NOT NULL DEFAULT '';
-- What kind of update a fan-out is of; empty: a notice, or written before there were preferences.
ALTER TABLE fanout ADD COLUMN kind TEXT NOT NULL DEFAULT '';
