-- What each hour brought of each page, and whether anybody looked: silence is judged by it, and gaps are shown.

CREATE TABLE coverage (
  page_id INTEGER NOT NULL REFERENCES watches(page_id),
  hour INTEGER NOT NULL,                          -- when it begins
  looks INTEGER NOT NULL DEFAULT 0,
  posts INTEGER NOT NULL DEFAULT 0,
  repaired INTEGER NOT NULL DEFAULT 0,            -- brought by reconciliation alone
  PRIMARY KEY (page_id, hour)
) WITHOUT ROWID;
CREATE INDEX coverage_hour ON coverage (hour);

ALTER TABLE watches ADD COLUMN adapts INTEGER NOT NULL DEFAULT 0;
UPDATE watches SET adapts = 1 WHERE cadence = 60000;   -- what nobody asked to have otherwise
ALTER TABLE watches ADD COLUMN poll_wait INTEGER;
ALTER TABLE watches ADD COLUMN next_poll_at INTEGER;
ALTER TABLE watches ADD COLUMN last_call_at INTEGER;
ALTER TABLE watches ADD COLUMN not_called_for INTEGER NOT NULL DEFAULT 0;
ALTER TABLE watches ADD COLUMN not_called_since INTEGER;
ALTER TABLE watches ADD COLUMN last_reconciled_at INTEGER;
ALTER TABLE watches ADD COLUMN repaired INTEGER NOT NULL DEFAULT 0;
ALTER TABLE watches ADD COLUMN token_ends_at INTEGER;
ALTER TABLE watches ADD COLUMN quota_left INTEGER;
ALTER TABLE watches ADD COLUMN quota_resets_at INTEGER;
