-- Each query answers one row with one true.
SELECT attnotnull AS source_is_mandatory
FROM pg_catalog.pg_attribute
WHERE attrelid = 'public.birth_registry'::regclass AND attname = 'source_doc';

SELECT count(*) > 0 AS gaps_were_filled
FROM public.birth_registry
WHERE source_doc = 'surface/unknown';

SELECT NOT EXISTS (
  SELECT FROM pg_catalog.pg_constraint
  WHERE conrelid = 'public.birth_registry'::regclass
    AND conname = 'birth_registry_source_doc_given'
) AS helper_check_is_gone;

SELECT bool_and(tgenabled = 'O') AS every_trigger_works_again
FROM pg_catalog.pg_trigger
WHERE tgrelid = 'public.birth_registry'::regclass AND NOT tgisinternal;
