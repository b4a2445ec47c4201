-- A search for an author finds what he wrote, however long ago. The keys are names and accounts as a search folds them. What an older program kept gets them here where folding means no more than
-- small letters; otherwise the key of the name stays unknown (NULL), and the search looks at the post itself.
ALTER TABLE posts ADD COLUMN author_key text, ADD COLUMN author_id_key text;
UPDATE posts SET author_key = left(replace(lower(author_name COLLATE "C"), '''', ''), 100), author_id_key = left(replace(lower(author_native_id COLLATE "C"), '''', ''), 100)
  WHERE octet_length(author_name) = char_length(author_name) AND coalesce(octet_length(author_native_id) = char_length(author_native_id), true);
CREATE INDEX posts_author_key ON posts (team_id, author_key);
CREATE INDEX posts_author_id_key ON posts (team_id, author_id_key);
