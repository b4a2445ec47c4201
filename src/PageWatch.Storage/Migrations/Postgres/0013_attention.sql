-- What the priority of a nudge is made of, and which wait in a digest instead of having a card.
ALTER TABLE nudges ADD COLUMN asked_at bigint NOT NULL DEFAULT 0;
ALTER TABLE nudges ADD COLUMN rule_priority integer NOT NULL DEFAULT 0;
ALTER TABLE nudges ADD COLUMN matter TEXT;
ALTER TABLE nudges ADD COLUMN is_quiet boolean NOT NULL DEFAULT false;
UPDATE nudges SET asked_at = coalesce((SELECT p.published_at FROM posts p WHERE p.id = nudges.focus_post_id), due_at);
CREATE INDEX nudges_quiet ON nudges (team_id) WHERE is_quiet;

-- How many nudges a channel is told of in a day before further ones wait in its digest.
ALTER TABLE channels ADD COLUMN daily_budget integer;

-- What was spent of each budget on a day, by the team's calendar.
CREATE TABLE budget_spent (
  team_id integer NOT NULL REFERENCES teams(id),
  budget TEXT NOT NULL,
  day TEXT NOT NULL,
  spent integer NOT NULL,
  PRIMARY KEY (team_id, budget)
);
