-- When a team is there, each change a version of its own. The texts are staff's own; they hold nothing of a post.

CREATE TABLE team_hours (
  team_id bigint NOT NULL REFERENCES teams(id),
  version bigint NOT NULL,
  hours text NOT NULL,
  zone text NOT NULL,
  holidays text NOT NULL,     -- a line each; empty for none
  by_name text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (team_id, version)
);
