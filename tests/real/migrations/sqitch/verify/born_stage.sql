-- Verify birth-surface:born_stage on pg

BEGIN;

SELECT 1 / count(*) FROM pg_catalog.pg_attribute
WHERE attrelid = 'public.born_objects'::regclass AND attname = 'birth_stage';

ROLLBACK;
