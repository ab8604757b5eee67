-- Each query answers one row with one true: what the file was for is there.
SELECT count(*) = 10 AS ten_births
FROM public.birth_registry
WHERE object_id LIKE 'RHS-OBJ-9000__';

SELECT NOT EXISTS (
  SELECT FROM public.registry_rows WHERE row_status = 'active'
  GROUP BY birth_id HAVING count(*) > 1
) AS one_active_row_each;

SELECT bool_and(payload #>> '{surface,version}' = '2' AND review_round = 1) AS every_birth_is_new
FROM public.birth_registry;
