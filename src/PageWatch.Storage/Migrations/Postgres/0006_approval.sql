-- Who has to say yes before a reply goes out, by rule.
ALTER TABLE rules ADD COLUMN approvals INTEGER NOT NULL DEFAULT 1;
ALTER TABLE rules ADD COLUMN approver TEXT NOT NULL DEFAULT 'Approver';
ALTER TABLE rule_versions ADD COLUMN approvals INTEGER NOT NULL DEFAULT 1;
ALTER TABLE rule_versions ADD COLUMN approver TEXT NOT NULL DEFAULT 'Approver';
