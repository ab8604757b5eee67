-- Each query answers one row with one true.
SELECT bool_and(review_round = CASE WHEN status = 'rejected' THEN 2 ELSE 1 END) AS rounds_are_set
FROM public.birth_registry;

SELECT count(*) = 1 AS rule_is_in_force
FROM pg_catalog.pg_constraint
WHERE conrelid = 'public.birth_registry'::regclass
  AND conname = 'birth_registry_review_round_check'
  AND convalidated;
