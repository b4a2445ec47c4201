-- What rules ask besides their query: priority, hours, budget, chain, as JSON.
ALTER TABLE rules ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rule_versions ADD COLUMN options TEXT NOT NULL DEFAULT '{}';

-- What nobody wants to hear of for a while.
CREATE TABLE mutes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  team_id INTEGER NOT NULL REFERENCES teams(id),
  query TEXT NOT NULL,
  until INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX mutes_team ON mutes (team_id, until);

-- How many follow the author, where the platform tells, and whether it was the author's first post on the page.
ALTER TABLE posts ADD COLUMN author_followers INTEGER;
ALTER TABLE posts ADD COLUMN is_authors_first INTEGER NOT NULL DEFAULT 0;
UPDATE posts SET is_authors_first = 1
WHERE id IN (SELECT min(id) FROM posts WHERE author_native_id IS NOT NULL AND NOT is_ours GROUP BY page_id, author_native_id);
