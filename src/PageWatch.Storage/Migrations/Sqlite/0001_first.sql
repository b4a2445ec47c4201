-- Times are milliseconds since 1970-01-01 UTC; spans are milliseconds. Names of states are stored as text and never renamed without a migration.
-- Content of posts lies in few places on purpose, so that erasing finds all of them: inbox.body, posts, readings, post_words, drafts, replies.text,
-- console_messages.card, audit_content.

CREATE TABLE teams (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE
);

CREATE TABLE members (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  role TEXT NOT NULL,
  UNIQUE (team_id, name_key)
);

CREATE TABLE sign_in_links (
  token_hash TEXT PRIMARY KEY,
  member_id INTEGER NOT NULL REFERENCES members(id),
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) WITHOUT ROWID;

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  member_id INTEGER NOT NULL REFERENCES members(id),
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE installation_secrets (
  name TEXT PRIMARY KEY,
  sealed BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE team_settings (
  team_id INTEGER NOT NULL REFERENCES teams(id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (team_id, name)
) WITHOUT ROWID;

CREATE TABLE watches (
  page_id INTEGER PRIMARY KEY AUTOINCREMENT,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  platform TEXT NOT NULL,
  address TEXT NOT NULL,
  state TEXT NOT NULL,
  problem TEXT,
  hook_key TEXT UNIQUE,
  owner_id INTEGER NOT NULL REFERENCES members(id),
  cadence INTEGER NOT NULL,
  nudges_since INTEGER NOT NULL,
  first_look_done INTEGER NOT NULL DEFAULT 0,
  page TEXT NOT NULL,
  can TEXT NOT NULL,
  last_success_at INTEGER,
  last_post_at INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  last_problem TEXT,
  not_before INTEGER
);
-- An ended watch frees its name and its page.
CREATE UNIQUE INDEX watches_name ON watches (team_id, name_key) WHERE state <> 'Ended';
CREATE UNIQUE INDEX watches_page ON watches (team_id, platform, address) WHERE state <> 'Ended';

CREATE TABLE watch_secrets (
  page_id INTEGER NOT NULL REFERENCES watches(page_id),
  name TEXT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (page_id, name)
) WITHOUT ROWID;

CREATE TABLE cursors (
  page_id INTEGER NOT NULL REFERENCES watches(page_id),
  stream TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (page_id, stream)
) WITHOUT ROWID;

CREATE TABLE rules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  query TEXT NOT NULL,
  target INTEGER,
  is_on INTEGER NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (team_id, name_key)
);

-- Every version that a rule ever had; removed rules included.
CREATE TABLE rule_versions (
  rule_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  target INTEGER,
  is_on INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (rule_id, version)
) WITHOUT ROWID;

CREATE TABLE playbooks (
  team_id INTEGER NOT NULL REFERENCES teams(id),
  version INTEGER NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (team_id, version)
) WITHOUT ROWID;

CREATE TABLE channels (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  UNIQUE (team_id, name)
);

CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  page_id INTEGER NOT NULL REFERENCES watches(page_id),
  kind TEXT NOT NULL,             -- Webhook, Poll, Entry (one unreadable entry of another row)
  delivery_key TEXT,
  call TEXT,                      -- method, query and headers of a webhook
  body BLOB NOT NULL,             -- emptied when a post in it is erased, removed when its retention ends
  is_first_look INTEGER NOT NULL DEFAULT 0,
  received_at INTEGER NOT NULL,
  state TEXT NOT NULL,            -- Waiting, Done, Parked
  attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  due_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX inbox_delivery ON inbox (page_id, delivery_key) WHERE delivery_key IS NOT NULL;
CREATE INDEX inbox_waiting ON inbox (id) WHERE state = 'Waiting';
CREATE INDEX inbox_parked ON inbox (page_id) WHERE state = 'Parked';
CREATE INDEX inbox_received ON inbox (received_at);

CREATE TABLE conversations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  page_id INTEGER NOT NULL REFERENCES watches(page_id),
  root_native_id TEXT NOT NULL,
  fence INTEGER NOT NULL,
  UNIQUE (page_id, root_native_id)
);

CREATE TABLE posts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  page_id INTEGER NOT NULL REFERENCES watches(page_id),
  conversation_id INTEGER NOT NULL REFERENCES conversations(id),
  native_id TEXT NOT NULL,
  parent_native_id TEXT,
  author_native_id TEXT,
  author_name TEXT NOT NULL,
  author_link TEXT,
  text TEXT NOT NULL,
  title TEXT,
  under TEXT,
  published_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  revision_mark INTEGER,
  standing TEXT NOT NULL,
  is_ours INTEGER NOT NULL,
  is_baseline INTEGER NOT NULL,
  link TEXT,
  stars INTEGER,
  language_hint TEXT,
  attachments TEXT,
  UNIQUE (page_id, native_id)
);
CREATE INDEX posts_conversation ON posts (conversation_id);
CREATE INDEX posts_time ON posts (team_id, published_at);
CREATE INDEX posts_page_time ON posts (page_id, published_at);
CREATE INDEX posts_author ON posts (page_id, author_native_id, author_name);

-- Which inbox rows brought a post, so that erasing it finds their bytes.
CREATE TABLE post_sources (
  post_id INTEGER NOT NULL,
  inbox_id INTEGER NOT NULL,
  PRIMARY KEY (post_id, inbox_id)
) WITHOUT ROWID;
CREATE INDEX post_sources_inbox ON post_sources (inbox_id);

CREATE TABLE readings (
  post_id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  language TEXT NOT NULL,
  sentiment TEXT NOT NULL,
  intent TEXT NOT NULL,
  urgency TEXT NOT NULL,
  is_verdict INTEGER NOT NULL,
  reading TEXT NOT NULL
);

CREATE TABLE matches (
  post_id INTEGER NOT NULL,
  rule_id INTEGER NOT NULL,
  rule_version INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  words TEXT NOT NULL,            -- places in the text, no words
  PRIMARY KEY (post_id, rule_id)
) WITHOUT ROWID;

-- The words of posts as Understanding's word stream cuts them; rowid is the post's id. The index may return too much, the matcher decides.
CREATE VIRTUAL TABLE post_words USING fts5 (words, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co S* M*'");
INSERT INTO post_words (post_words, rank) VALUES ('secure-delete', 1);

CREATE TABLE nudges (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  conversation_id INTEGER NOT NULL REFERENCES conversations(id),
  page_id INTEGER NOT NULL REFERENCES watches(page_id),
  focus_post_id INTEGER NOT NULL,
  state TEXT NOT NULL,
  kind TEXT NOT NULL,
  owner_id INTEGER,
  due_at INTEGER NOT NULL,
  wake_at INTEGER,
  is_live INTEGER NOT NULL,
  version INTEGER NOT NULL,
  nudge TEXT NOT NULL
);
-- One conversation has at most one live nudge (promise 2).
CREATE UNIQUE INDEX nudges_live ON nudges (conversation_id) WHERE is_live = 1;
CREATE INDEX nudges_conversation ON nudges (conversation_id, id);
CREATE INDEX nudges_wake ON nudges (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX nudges_team ON nudges (team_id, is_live, due_at);

CREATE TABLE nudge_posts (
  nudge_id INTEGER NOT NULL,
  post_id INTEGER NOT NULL,
  PRIMARY KEY (nudge_id, post_id)
) WITHOUT ROWID;
CREATE INDEX nudge_posts_post ON nudge_posts (post_id);

CREATE TABLE drafts (
  nudge_id INTEGER PRIMARY KEY,
  draft TEXT NOT NULL
);

CREATE TABLE replies (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  nudge_id INTEGER NOT NULL,
  conversation_id INTEGER NOT NULL,
  page_id INTEGER NOT NULL REFERENCES watches(page_id),
  state TEXT NOT NULL,
  sent_at INTEGER,
  due_at INTEGER,
  native_id TEXT,
  text TEXT NOT NULL,             -- emptied when the post it answers is erased
  text_digest TEXT NOT NULL,      -- what went out stays provable to whoever still has the text
  reply TEXT NOT NULL
);
CREATE INDEX replies_conversation ON replies (conversation_id, id);
CREATE INDEX replies_due ON replies (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX replies_sending ON replies (sent_at) WHERE state = 'Sending';
CREATE UNIQUE INDEX replies_native ON replies (page_id, native_id) WHERE native_id IS NOT NULL;

-- One row for a card's whole life: shown < wanted means that it is due. Holds no content: cards are drawn when they are sent.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  channel_id INTEGER NOT NULL REFERENCES channels(id),
  nudge_id INTEGER,
  notice_key TEXT,
  wanted INTEGER NOT NULL,
  shown INTEGER NOT NULL DEFAULT 0,
  message_ref TEXT,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT
);
-- One nudge has one card per channel (promise 2).
CREATE UNIQUE INDEX outbox_nudge ON outbox (channel_id, nudge_id) WHERE nudge_id IS NOT NULL;
CREATE UNIQUE INDEX outbox_notice ON outbox (channel_id, notice_key) WHERE notice_key IS NOT NULL;
CREATE INDEX outbox_due ON outbox (due_at) WHERE shown < wanted;

CREATE TABLE notices (
  team_id INTEGER NOT NULL REFERENCES teams(id),
  key TEXT NOT NULL,
  notice TEXT NOT NULL,
  PRIMARY KEY (team_id, key)
) WITHOUT ROWID;

CREATE TABLE console_messages (
  channel_id INTEGER NOT NULL REFERENCES channels(id),
  key TEXT NOT NULL,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  change INTEGER NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  nudge_id INTEGER,
  is_done INTEGER NOT NULL,
  due_at INTEGER,
  first_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  card TEXT NOT NULL,
  PRIMARY KEY (channel_id, key)
) WITHOUT ROWID;

-- What members said of readings: labels for the trainer.
CREATE TABLE verdicts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  post_id INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  member_id INTEGER NOT NULL,
  says TEXT NOT NULL,
  at INTEGER NOT NULL
);

-- The record: rows chain the digest of the row before and salted digests of their content. The content lies beside, so that it can be erased.
CREATE TABLE audit (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  team_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  member_id INTEGER,
  by_name TEXT NOT NULL,
  verb TEXT NOT NULL,
  subject TEXT NOT NULL,
  nudge_id INTEGER,
  before_digest TEXT,
  after_digest TEXT,
  link TEXT NOT NULL
);
CREATE INDEX audit_nudge ON audit (nudge_id) WHERE nudge_id IS NOT NULL;

CREATE TABLE audit_content (
  number INTEGER PRIMARY KEY,
  nudge_id INTEGER,
  at INTEGER NOT NULL,
  salt BLOB NOT NULL,
  before TEXT,
  after TEXT
);
CREATE INDEX audit_content_nudge ON audit_content (nudge_id) WHERE nudge_id IS NOT NULL;

INSERT INTO teams (id, name) VALUES (1, 'default');
INSERT INTO channels (id, team_id, kind, name, address) VALUES (1, 1, 'Console', '#care', '');
