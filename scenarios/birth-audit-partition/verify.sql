-- Each query answers one row with one true.
SELECT count(*) = 200 AS trail_shows_the_year
FROM public.birth_audit
WHERE at >= '2027-01-01 00:00:00+00' AND at < '2028-01-01 00:00:00+00';

SELECT count(*) = 1 AS table_is_a_partition
FROM pg_catalog.pg_inherits
WHERE inhparent = 'public.birth_audit'::regclass
  AND inhrelid = 'public.birth_audit_2027'::regclass
  AND NOT inhdetachpending;

SELECT count(*) = 1 AS its_index_was_taken_over
FROM pg_catalog.pg_inherits
WHERE inhparent = 'public.birth_audit_birth_idx'::regclass
  AND inhrelid = 'public.birth_audit_2027_birth_id_at_idx'::regclass;

SELECT NOT EXISTS (
  SELECT FROM pg_catalog.pg_constraint WHERE conname = 'birth_audit_default_not_2027'
) AS helper_check_is_gone;
