-- Pages whose platforms call us because we asked, and for how long they do. The key outlives the watch's own, so that the end can be confirmed.
CREATE TABLE subscriptions (
  page_id INTEGER PRIMARY KEY REFERENCES watches(page_id),
  hook_key TEXT NOT NULL UNIQUE,
  subscription TEXT NOT NULL
) WITHOUT ROWID;
