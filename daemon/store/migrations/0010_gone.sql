-- The address that asked to be left alone (HTTP 410): it is not written to again, however often the configuration is read.
ALTER TABLE recipient ADD COLUMN gone TEXT NOT NULL DEFAULT '';
