-- Incidents, maintenance and cases are records of one sort; lists are of one kind.
ALTER TABLE incident ADD COLUMN kind TEXT NOT NULL DEFAULT 'incident';
CREATE INDEX incident_by_kind ON incident (kind, declared_at);
