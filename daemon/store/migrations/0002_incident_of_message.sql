-- Which incident an update belongs to, for those who have only the update's id.
ALTER TABLE message ADD COLUMN incident TEXT NOT NULL DEFAULT '';
