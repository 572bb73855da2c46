-- Who is told by mail when a webhook is put aside; personal, as the address beside it is. Empty: the operator is.
ALTER TABLE subscriber ADD COLUMN contact TEXT NOT NULL DEFAULT '';
