-- The rota of each team, every version of it, and whose turn it was last where people take turns. They speak of colleagues and of no post.

CREATE TABLE rotas (
  team_id bigint NOT NULL REFERENCES teams(id),
  version bigint NOT NULL,
  body text,                  -- a document; NULL: the team has none any more
  change text NOT NULL,       -- in one line, for the history
  at bigint NOT NULL,
  by_name text NOT NULL,
  PRIMARY KEY (team_id, version)
);

CREATE TABLE round_robins (
  team_id bigint PRIMARY KEY REFERENCES teams(id),
  member_id bigint NOT NULL REFERENCES members(id)
);
