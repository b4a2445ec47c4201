-- When a team is there, each change a version of its own. The texts are staff's own; they hold nothing of a post.

CREATE TABLE team_hours (
  team_id INTEGER NOT NULL REFERENCES teams(id),
  version INTEGER NOT NULL,
  hours TEXT NOT NULL,
  zone TEXT NOT NULL,
  holidays TEXT NOT NULL,     -- a line each; empty for none
  by_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (team_id, version)
) WITHOUT ROWID;
