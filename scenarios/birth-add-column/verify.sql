-- Each query answers one row with one true.
SELECT bool_and(review_round = 1) AS every_birth_is_in_its_first_round
FROM public.birth_registry;

SELECT count(*) = 1 AS rule_is_in_force
FROM pg_catalog.pg_constraint
WHERE conrelid = 'public.birth_registry'::regclass
  AND conname = 'birth_registry_review_round_check'
  AND convalidated;

SELECT attnotnull AND atthasdef
  AND col_description(attrelid, attnum) LIKE '%counts from 1' AS column_is_as_described
FROM pg_catalog.pg_attribute
WHERE attrelid = 'public.birth_registry'::regclass AND attname = 'review_round';
