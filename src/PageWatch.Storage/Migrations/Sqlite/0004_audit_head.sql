-- The newest row of the record, said a second time: rows taken off its end are noticed. Whoever writes the next row holds this one until it is durable.

CREATE TABLE audit_head (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  number INTEGER NOT NULL,
  link TEXT NOT NULL
);
INSERT INTO audit_head (only_row, number, link)
  SELECT 1, coalesce(max(number), 0), coalesce((SELECT link FROM audit ORDER BY number DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000') FROM audit;
