-- A search for an author finds what he wrote, however long ago. The keys are names and accounts as a search folds them. What an older program kept gets them here where folding means no more than
-- small letters; otherwise the key of the name stays unknown (NULL), and the search looks at the post itself.
ALTER TABLE posts ADD COLUMN author_key TEXT;
ALTER TABLE posts ADD COLUMN author_id_key TEXT;
UPDATE posts SET author_key = substr(replace(lower(author_name), '''', ''), 1, 100), author_id_key = substr(replace(lower(author_native_id), '''', ''), 1, 100)
  WHERE length(CAST(author_name AS BLOB)) = length(author_name) AND coalesce(length(CAST(author_native_id AS BLOB)) = length(author_native_id), 1);
CREATE INDEX posts_author_key ON posts (team_id, author_key);
CREATE INDEX posts_author_id_key ON posts (team_id, author_id_key);
