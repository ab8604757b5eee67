-- Verify birth-surface:severities on pg

BEGIN;

SELECT name, rank FROM public.issue_severity WHERE FALSE;
SELECT 1 / count(*) FROM pg_catalog.pg_constraint
WHERE conname = 'system_issues_severity_fkey' AND convalidated;

ROLLBACK;
