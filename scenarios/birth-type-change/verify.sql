-- Each query answers one row with one true.
SELECT format_type(atttypid, atttypmod) = 'numeric(6,2)' AS type_is_wider
FROM pg_catalog.pg_attribute
WHERE attrelid = 'public.birth_registry'::regclass AND attname = 'birth_stage';

SELECT bool_and(scale(birth_stage) = 2 AND birth_stage = round(birth_stage, 1)) AS values_stayed
FROM public.birth_registry;

SELECT count(*) = 1 AS rule_came_along
FROM pg_catalog.pg_constraint
WHERE conrelid = 'public.birth_registry'::regclass
  AND conname = 'birth_registry_birth_stage_check'
  AND convalidated;
