-- What became of proposals: as what a reply began, and as what it was published. The texts are emptied with the post that they answer; that a proposal was sent, and whether unchanged, stays.

ALTER TABLE replies ADD COLUMN origin text;  -- a document; NULL: not known, or erased

CREATE TABLE draft_outcomes (
  reply_id bigint PRIMARY KEY,
  team_id bigint NOT NULL,
  post_id bigint NOT NULL,
  clause text,                -- its title; NULL: not from the playbook
  clause_number integer,
  language text NOT NULL,
  kind text NOT NULL,
  proposed text NOT NULL,
  sent text NOT NULL,
  unchanged boolean NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX draft_outcomes_team ON draft_outcomes (team_id, reply_id);
