-- A channel that asks to wait, or is out of reach, is left alone as a whole: its cards stay due and wait with it.
ALTER TABLE channels ADD COLUMN not_before INTEGER;
ALTER TABLE channels ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;   -- in a row
ALTER TABLE channels ADD COLUMN problem TEXT;
