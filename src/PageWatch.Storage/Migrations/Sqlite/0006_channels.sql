-- Channels beyond the console: what they sign with, which are there only for what another cannot take, and since when one takes nothing.
ALTER TABLE channels ADD COLUMN secret BLOB;                               -- sealed
ALTER TABLE channels ADD COLUMN is_fallback INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channels ADD COLUMN failing_since INTEGER;

-- Names of channels, a line each; empty for all.
ALTER TABLE rules ADD COLUMN notify TEXT NOT NULL DEFAULT '';
ALTER TABLE rule_versions ADD COLUMN notify TEXT NOT NULL DEFAULT '';

-- A card that failed for too long is given up until a person, or a newer state, asks for it again.
ALTER TABLE outbox ADD COLUMN first_failed_at INTEGER;
ALTER TABLE outbox ADD COLUMN dead_at INTEGER;

-- Each channel is asked for its own, so that one with thousands waiting takes nobody's place.
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (channel_id, due_at) WHERE shown < wanted AND dead_at IS NULL;
CREATE INDEX outbox_of_nudge ON outbox (nudge_id) WHERE nudge_id IS NOT NULL;
