-- Verify birth-surface:audit_status on pg

BEGIN;

SELECT 1 / count(*) FROM pg_catalog.pg_proc
WHERE oid = 'public.audit_status()'::regprocedure AND prosrc LIKE '%current_user%';

ROLLBACK;
