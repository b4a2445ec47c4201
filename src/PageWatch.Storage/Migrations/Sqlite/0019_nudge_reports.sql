-- What reports count of nudges, out of the documents: when the first public reply came, when nothing was owed any more, why it was put aside, when and by which rules it was opened.

ALTER TABLE nudges ADD COLUMN opened_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE nudges ADD COLUMN answered_at INTEGER;
ALTER TABLE nudges ADD COLUMN ended_at INTEGER;
ALTER TABLE nudges ADD COLUMN reason TEXT;
ALTER TABLE nudges ADD COLUMN opened_by TEXT NOT NULL DEFAULT '';  -- numbers of rules, a space before and behind each

UPDATE nudges SET
  opened_at = coalesce(CAST(round((julianday(json_extract(nudge, '$.clock.nudgedAt')) - 2440587.5) * 86400000) AS INTEGER), 0),
  answered_at = CAST(round((julianday(json_extract(nudge, '$.clock.answeredAt')) - 2440587.5) * 86400000) AS INTEGER),
  reason = json_extract(nudge, '$.reason'),
  opened_by = coalesce((SELECT ' ' || group_concat(rule, ' ') || ' ' FROM (SELECT DISTINCT json_extract(value, '$.rule') AS rule FROM json_each(nudges.nudge, '$.matches'))), '');
-- When one was put aside stands in the record; when a post was taken away stands nowhere, and then it counts as taken away before anything was owed.
UPDATE nudges SET ended_at = coalesce(answered_at, (SELECT max(a.at) FROM audit a WHERE a.nudge_id = nudges.id), opened_at) WHERE NOT is_live;

CREATE INDEX nudges_due ON nudges (team_id, due_at);
CREATE INDEX nudges_opened ON nudges (team_id, opened_at);

-- Publishing is paused for a whole team: what waited meanwhile is explained by it.
CREATE INDEX audit_pauses ON audit (team_id, at) WHERE verb IN ('pause publishing', 'resume');
