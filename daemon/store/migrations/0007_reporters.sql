-- Those who reported an incident are recipients, too, of what is said to them alone.
ALTER TABLE recipient ADD COLUMN about TEXT NOT NULL DEFAULT '';  -- the incident that they reported; empty: of everything
ALTER TABLE fanout ADD COLUMN about TEXT NOT NULL DEFAULT '';     -- only to those who reported this; empty: to the channel's
CREATE INDEX recipient_by_about ON recipient (about, address) WHERE about <> '';
