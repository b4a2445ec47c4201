-- What each hour brought of each page, and whether anybody looked: silence is judged by it, and gaps are shown.

CREATE TABLE coverage (
  page_id bigint NOT NULL REFERENCES watches(page_id),
  hour bigint NOT NULL,                           -- when it begins
  looks integer NOT NULL DEFAULT 0,
  posts integer NOT NULL DEFAULT 0,
  repaired integer NOT NULL DEFAULT 0,            -- brought by reconciliation alone
  PRIMARY KEY (page_id, hour)
);
CREATE INDEX coverage_hour ON coverage (hour);

ALTER TABLE watches ADD COLUMN adapts boolean NOT NULL DEFAULT FALSE;
UPDATE watches SET adapts = TRUE WHERE cadence = 60000;   -- what nobody asked to have otherwise
ALTER TABLE watches ADD COLUMN poll_wait bigint;
ALTER TABLE watches ADD COLUMN next_poll_at bigint;
ALTER TABLE watches ADD COLUMN last_call_at bigint;
ALTER TABLE watches ADD COLUMN not_called_for integer NOT NULL DEFAULT 0;
ALTER TABLE watches ADD COLUMN not_called_since bigint;
ALTER TABLE watches ADD COLUMN last_reconciled_at bigint;
ALTER TABLE watches ADD COLUMN repaired integer NOT NULL DEFAULT 0;
ALTER TABLE watches ADD COLUMN token_ends_at bigint;
ALTER TABLE watches ADD COLUMN quota_left integer;
ALTER TABLE watches ADD COLUMN quota_resets_at bigint;
