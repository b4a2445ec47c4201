-- Published replies, found by the words of the posts that they answer. The texts stay where they are, so that erasing has no further place to empty but these words.

CREATE TABLE past_replies (
  reply_id INTEGER PRIMARY KEY,
  post_id INTEGER NOT NULL,
  by_name TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX past_replies_post ON past_replies (post_id);

CREATE TABLE past_words (
  team_id INTEGER NOT NULL,
  language TEXT NOT NULL,
  intent TEXT NOT NULL,
  word TEXT NOT NULL,
  reply_id INTEGER NOT NULL,
  PRIMARY KEY (team_id, language, intent, word, reply_id)
) WITHOUT ROWID;
CREATE INDEX past_words_reply ON past_words (reply_id);
