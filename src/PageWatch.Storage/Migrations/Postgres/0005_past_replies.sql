-- Published replies, found by the words of the posts that they answer. The texts stay where they are, so that erasing has no further place to empty but these words.

CREATE TABLE past_replies (
  reply_id bigint PRIMARY KEY,
  post_id bigint NOT NULL,
  by_name text NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX past_replies_post ON past_replies (post_id);

CREATE TABLE past_words (
  team_id bigint NOT NULL,
  language text NOT NULL,
  intent text NOT NULL,
  word text NOT NULL,
  reply_id bigint NOT NULL,
  PRIMARY KEY (team_id, language, intent, word, reply_id)
);
CREATE INDEX past_words_reply ON past_words (reply_id);
