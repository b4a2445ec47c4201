-- A search for what few readings say finds them without a walk over all posts. Languages are compared as they are written, whatever the language of the server.
CREATE INDEX readings_kinds ON readings (intent, sentiment, urgency, language COLLATE "C", post_id);

-- A search walks back in time by the index alone, and posts of one moment have an order.
DROP INDEX posts_time;
CREATE INDEX posts_time ON posts (team_id, published_at, id);
DROP INDEX posts_page_time;
CREATE INDEX posts_page_time ON posts (page_id, published_at, id);
