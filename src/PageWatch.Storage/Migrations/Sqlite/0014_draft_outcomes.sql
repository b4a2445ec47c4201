-- What became of proposals: as what a reply began, and as what it was published. The texts are emptied with the post that they answer; that a proposal was sent, and whether unchanged, stays.

ALTER TABLE replies ADD COLUMN origin TEXT;  -- a document; NULL: not known, or erased

CREATE TABLE draft_outcomes (
  reply_id INTEGER PRIMARY KEY,
  team_id INTEGER NOT NULL,
  post_id INTEGER NOT NULL,
  clause TEXT,                -- its title; NULL: not from the playbook
  clause_number INTEGER,
  language TEXT NOT NULL,
  kind TEXT NOT NULL,
  proposed TEXT NOT NULL,
  sent TEXT NOT NULL,
  unchanged INTEGER NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX draft_outcomes_team ON draft_outcomes (team_id, reply_id);
