-- Teams and Slack: who of them is one of us, where the bot was, what they told us, and what colleagues wrote under a card.

ALTER TABLE members ADD COLUMN is_removed INTEGER NOT NULL DEFAULT 0;

CREATE TABLE member_pages (
  member_id INTEGER NOT NULL REFERENCES members(id),
  page_id INTEGER NOT NULL REFERENCES watches(page_id),
  role TEXT NOT NULL,
  PRIMARY KEY (member_id, page_id)
);

CREATE TABLE chat_accounts (
  chat TEXT NOT NULL,
  tenant TEXT NOT NULL,
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  member_id INTEGER NOT NULL REFERENCES members(id),
  PRIMARY KEY (chat, tenant, user_id)
);
CREATE INDEX chat_accounts_member ON chat_accounts (member_id);

CREATE TABLE chat_codes (
  code_hash TEXT PRIMARY KEY,
  member_id INTEGER NOT NULL REFERENCES members(id),
  expires_at INTEGER NOT NULL,
  used_at INTEGER
);

CREATE TABLE chat_places (
  chat TEXT NOT NULL,
  address TEXT NOT NULL,
  name TEXT NOT NULL,
  reference TEXT NOT NULL,                        -- the chat's own; no secrets
  is_gone INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (chat, address)
);

-- Kept before it is acknowledged; the key stays for a while, so that a repeat is known.
CREATE TABLE chat_intake (
  id INTEGER PRIMARY KEY,
  chat TEXT NOT NULL,
  key TEXT NOT NULL,
  lane TEXT NOT NULL,
  body BLOB NOT NULL,                             -- emptied when it is done
  state TEXT NOT NULL,                            -- Waiting, Done, Parked
  kept_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  UNIQUE (chat, key)
);
CREATE INDEX chat_intake_waiting ON chat_intake (due_at) WHERE state = 'Waiting';
CREATE INDEX chat_intake_kept ON chat_intake (kept_at);

CREATE TABLE nudge_notes (
  id INTEGER PRIMARY KEY,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  nudge_id INTEGER NOT NULL,
  member_id INTEGER NOT NULL REFERENCES members(id),
  by_name TEXT NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  source TEXT UNIQUE
);
CREATE INDEX nudge_notes_nudge ON nudge_notes (nudge_id);

-- When a card was first handed to a chat that cannot tell whether it has it already.
ALTER TABLE outbox ADD COLUMN tried_at INTEGER;
CREATE INDEX outbox_where ON outbox (channel_id, message_ref) WHERE message_ref IS NOT NULL;
