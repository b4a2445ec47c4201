-- A search for what few readings say finds them without a walk over all posts; the number of the post is at the end of every entry.
CREATE INDEX readings_kinds ON readings (intent, sentiment, urgency, language);
