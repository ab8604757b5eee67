-- Each query answers one row with one true. A build that broke off leaves an invalid index.
SELECT count(*) = 1 AS index_is_there_and_valid
FROM pg_catalog.pg_index
WHERE indexrelid = 'public.registry_rows_active_recorded_idx'::regclass
  AND indrelid = 'public.registry_rows'::regclass
  AND indisvalid AND indisready AND indislive;
