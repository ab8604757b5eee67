-- Each query answers one row with one true.
SELECT count(*) = 0 AS column_is_gone
FROM pg_catalog.pg_attribute
WHERE attrelid = 'public.birth_registry'::regclass
  AND attname = 'source_doc'
  AND NOT attisdropped;

SELECT count(*) > 0 AS births_are_still_there FROM public.birth_registry;
