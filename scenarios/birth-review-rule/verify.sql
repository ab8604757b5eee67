-- Each query answers one row with one true.
SELECT count(*) = 1 AS rule_is_in_force
FROM pg_catalog.pg_constraint
WHERE conrelid = 'public.birth_registry'::regclass
  AND conname = 'birth_registry_review_is_dated'
  AND convalidated;
