-- What reports count of nudges, out of the documents: when the first public reply came, when nothing was owed any more, why it was put aside, when and by which rules it was opened.

ALTER TABLE nudges ADD COLUMN opened_at bigint NOT NULL DEFAULT 0;
ALTER TABLE nudges ADD COLUMN answered_at bigint;
ALTER TABLE nudges ADD COLUMN ended_at bigint;
ALTER TABLE nudges ADD COLUMN reason text;
ALTER TABLE nudges ADD COLUMN opened_by text NOT NULL DEFAULT '';  -- numbers of rules, a space before and behind each

UPDATE nudges SET
  opened_at = coalesce(round(extract(epoch FROM (nudge::json #>> '{clock,nudgedAt}')::timestamptz) * 1000)::bigint, 0),
  answered_at = round(extract(epoch FROM (nudge::json #>> '{clock,answeredAt}')::timestamptz) * 1000)::bigint,
  reason = nudge::json ->> 'reason',
  opened_by = coalesce((SELECT ' ' || string_agg(DISTINCT matched.value ->> 'rule', ' ') || ' ' FROM json_array_elements(nudge::json -> 'matches') AS matched(value)), '');
-- When one was put aside stands in the record; when a post was taken away stands nowhere, and then it counts as taken away before anything was owed.
UPDATE nudges SET ended_at = coalesce(answered_at, (SELECT max(a.at) FROM audit a WHERE a.nudge_id = nudges.id), opened_at) WHERE NOT is_live;

CREATE INDEX nudges_due ON nudges (team_id, due_at);
CREATE INDEX nudges_opened ON nudges (team_id, opened_at);

-- Publishing is paused for a whole team: what waited meanwhile is explained by it.
CREATE INDEX audit_pauses ON audit (team_id, at) WHERE verb IN ('pause publishing', 'resume');
