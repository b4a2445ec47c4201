-- The rota of each team, every version of it, and whose turn it was last where people take turns. They speak of colleagues and of no post.

CREATE TABLE rotas (
  team_id INTEGER NOT NULL REFERENCES teams(id),
  version INTEGER NOT NULL,
  body TEXT,                  -- a document; NULL: the team has none any more
  change TEXT NOT NULL,       -- in one line, for the history
  at INTEGER NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (team_id, version)
) WITHOUT ROWID;

CREATE TABLE round_robins (
  team_id INTEGER PRIMARY KEY REFERENCES teams(id),
  member_id INTEGER NOT NULL REFERENCES members(id)
);
