-- Revert birth-surface:severities from pg

BEGIN;

ALTER TABLE public.system_issues DROP CONSTRAINT system_issues_severity_fkey;
DROP TABLE public.issue_severity;

COMMIT;
