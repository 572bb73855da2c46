-- How many of a delivery's attempts a stop of the daemon has ended: they are none of the retry schedule's.
ALTER TABLE delivery ADD COLUMN interrupted INTEGER NOT NULL DEFAULT 0;
