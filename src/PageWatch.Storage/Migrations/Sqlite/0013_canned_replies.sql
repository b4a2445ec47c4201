-- Replies that a team keeps ready under a short name. They answer no post, and hold nothing of one.

CREATE TABLE canned_replies (
  team_id INTEGER NOT NULL REFERENCES teams(id),
  name_key TEXT NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  language TEXT,
  owner_id INTEGER NOT NULL REFERENCES members(id),
  owner_name TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  tell_at INTEGER,                                                -- when the owner is told next; NULL: all is told
  version INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (team_id, name_key)
) WITHOUT ROWID;
CREATE INDEX canned_replies_tell ON canned_replies (tell_at) WHERE tell_at IS NOT NULL;
