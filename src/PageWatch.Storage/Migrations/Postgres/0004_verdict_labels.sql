-- What a person's verdict says, part by part, and what the analyser had said: how well posts are read can be counted after the reading has changed. No word of a post.

ALTER TABLE verdicts ADD COLUMN intent text;                      -- NULL: not spoken of
ALTER TABLE verdicts ADD COLUMN not_complaint boolean NOT NULL DEFAULT FALSE;
ALTER TABLE verdicts ADD COLUMN sentiment text;
ALTER TABLE verdicts ADD COLUMN urgency text;
ALTER TABLE verdicts ADD COLUMN sarcasm boolean;
ALTER TABLE verdicts ADD COLUMN read_intent text;                 -- NULL, as the next: not known
ALTER TABLE verdicts ADD COLUMN read_sentiment text;
ALTER TABLE verdicts ADD COLUMN read_urgency text;
ALTER TABLE verdicts ADD COLUMN read_unclear boolean;
ALTER TABLE verdicts ADD COLUMN read_by text;

UPDATE verdicts SET intent = 'Spam' WHERE says = 'spam';
UPDATE verdicts SET intent = 'Abuse' WHERE says = 'abuse';
UPDATE verdicts SET not_complaint = TRUE WHERE says = 'not a complaint';

CREATE INDEX verdicts_team ON verdicts (team_id, post_id);
