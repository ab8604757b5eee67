-- Each query answers one row with one true.
SELECT count(*) = 10 AS ten_births
FROM public.birth_registry
WHERE object_id LIKE 'RHS-OBJ-9000__';

SELECT count(*) = 10 AS ten_first_rows
FROM public.registry_rows
JOIN public.birth_registry ON birth_registry.id = registry_rows.birth_id
WHERE object_id LIKE 'RHS-OBJ-9000__'
  AND rev = 1 AND row_status = 'active' AND row_sha256 = canonical_sha256;
