-- What we promised, to whom and until when. The words and the name of whom it was promised to go when the post is erased.

CREATE TABLE promises (
  id INTEGER PRIMARY KEY AUTOINCREMENT,           -- stands on buttons: never used twice
  team_id INTEGER NOT NULL REFERENCES teams(id),
  nudge_id INTEGER NOT NULL,
  member_id INTEGER NOT NULL REFERENCES members(id),
  by_name TEXT NOT NULL,
  to_name TEXT NOT NULL,
  words TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  state TEXT NOT NULL,                            -- Proposed, Open, Kept, Broken, Dropped
  made_at INTEGER NOT NULL,
  source TEXT UNIQUE,
  open_since INTEGER,
  reminded_at INTEGER,
  ended_at INTEGER,
  kept_at INTEGER,
  wake_at INTEGER
);
CREATE INDEX promises_nudge ON promises (nudge_id);
CREATE INDEX promises_wake ON promises (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX promises_live ON promises (team_id, state, due_at) WHERE state IN ('Proposed', 'Open');
CREATE INDEX promises_ended ON promises (team_id, ended_at) WHERE state IN ('Kept', 'Broken');
