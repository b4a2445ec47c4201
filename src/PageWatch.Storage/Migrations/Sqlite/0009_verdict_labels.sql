-- What a person's verdict says, part by part, and what the analyser had said: how well posts are read can be counted after the reading has changed. No word of a post.

ALTER TABLE verdicts ADD COLUMN intent TEXT;                      -- NULL: not spoken of
ALTER TABLE verdicts ADD COLUMN not_complaint INTEGER NOT NULL DEFAULT 0;
ALTER TABLE verdicts ADD COLUMN sentiment TEXT;
ALTER TABLE verdicts ADD COLUMN urgency TEXT;
ALTER TABLE verdicts ADD COLUMN sarcasm INTEGER;
ALTER TABLE verdicts ADD COLUMN read_intent TEXT;                 -- NULL, as the next: not known
ALTER TABLE verdicts ADD COLUMN read_sentiment TEXT;
ALTER TABLE verdicts ADD COLUMN read_urgency TEXT;
ALTER TABLE verdicts ADD COLUMN read_unclear INTEGER;
ALTER TABLE verdicts ADD COLUMN read_by TEXT;

UPDATE verdicts SET intent = 'Spam' WHERE says = 'spam';
UPDATE verdicts SET intent = 'Abuse' WHERE says = 'abuse';
UPDATE verdicts SET not_complaint = 1 WHERE says = 'not a complaint';

CREATE INDEX verdicts_post ON verdicts (post_id);
CREATE INDEX verdicts_team ON verdicts (team_id, post_id);
