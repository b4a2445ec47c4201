-- Changes of the console were numbered from those that stand there: when the newest was removed, its number came again, and whoever had read up to it
-- missed what came next. Numbers only grow now, and a removal is a change too.

CREATE TABLE console_changes (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  latest INTEGER NOT NULL
);
INSERT INTO console_changes (only_row, latest) SELECT 1, coalesce(max(change), 0) FROM console_messages;

CREATE TABLE console_removals (
  channel_id INTEGER NOT NULL REFERENCES channels(id),
  key TEXT NOT NULL,
  change INTEGER NOT NULL UNIQUE,
  PRIMARY KEY (channel_id, key)
) WITHOUT ROWID;

-- Whoever removes messages (retention, a page that starts over) need not think of it.
CREATE TRIGGER console_messages_removed AFTER DELETE ON console_messages BEGIN
  UPDATE console_changes SET latest = latest + 1;
  INSERT OR REPLACE INTO console_removals (channel_id, key, change) SELECT OLD.channel_id, OLD.key, latest FROM console_changes;
  -- A page that was left open for longer than this shows old cards until it is opened again.
  DELETE FROM console_removals WHERE change < (SELECT latest FROM console_changes) - 20000;
END;
