-- Those whom an operator subscribed, and receivers of webhooks.
ALTER TABLE subscriber ADD COLUMN basis TEXT NOT NULL DEFAULT '';     -- why they may be written to; empty: they asked themselves
ALTER TABLE subscriber ADD COLUMN added_by TEXT NOT NULL DEFAULT '';
ALTER TABLE subscriber ADD COLUMN format TEXT NOT NULL DEFAULT 'candor';  -- of a webhook's body
ALTER TABLE subscriber ADD COLUMN failing_since BIGINT;               -- of a webhook: since then nothing has arrived
