-- What the priority of a nudge is made of, and which wait in a digest instead of having a card.
ALTER TABLE nudges ADD COLUMN asked_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE nudges ADD COLUMN rule_priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE nudges ADD COLUMN matter TEXT;
ALTER TABLE nudges ADD COLUMN is_quiet INTEGER NOT NULL DEFAULT 0;
UPDATE nudges SET asked_at = coalesce((SELECT p.published_at FROM posts p WHERE p.id = nudges.focus_post_id), due_at);
CREATE INDEX nudges_quiet ON nudges (team_id) WHERE is_quiet = 1;

-- How many nudges a channel is told of in a day before further ones wait in its digest.
ALTER TABLE channels ADD COLUMN daily_budget INTEGER;

-- What was spent of each budget on a day, by the team's calendar.
CREATE TABLE budget_spent (
  team_id INTEGER NOT NULL REFERENCES teams(id),
  budget TEXT NOT NULL,
  day TEXT NOT NULL,
  spent INTEGER NOT NULL,
  PRIMARY KEY (team_id, budget)
) WITHOUT ROWID;
