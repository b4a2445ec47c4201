-- A search for what few readings say finds them without a walk over all posts. Languages are compared as they are written, whatever the language of the server.
CREATE INDEX readings_kinds ON readings (intent, sentiment, urgency, language COLLATE "C", post_id);
