-- Replies that a team keeps ready under a short name. They answer no post, and hold nothing of one.

CREATE TABLE canned_replies (
  team_id bigint NOT NULL REFERENCES teams(id),
  name_key text NOT NULL,
  name text NOT NULL,
  text text NOT NULL,
  language text,
  owner_id bigint NOT NULL REFERENCES members(id),
  owner_name text NOT NULL,
  expires_at bigint NOT NULL,
  tell_at bigint,                                                 -- when the owner is told next; NULL: all is told
  version bigint NOT NULL,
  changed_by text NOT NULL,
  changed_at bigint NOT NULL,
  PRIMARY KEY (team_id, name_key)
);
CREATE INDEX canned_replies_tell ON canned_replies (tell_at) WHERE tell_at IS NOT NULL;
