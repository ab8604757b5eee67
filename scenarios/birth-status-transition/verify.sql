-- Each query answers one row with one true.
SELECT count(*) = 100 AS a_hundred_were_born
FROM public.birth_registry
WHERE status = 'born' AND born_at = timestamptz '2026-06-15 09:00:00+00';

SELECT count(*) = 100 AS each_has_its_line_in_the_trail
FROM public.birth_registry
JOIN public.birth_audit ON birth_audit.birth_id = birth_registry.id
WHERE birth_registry.born_at = timestamptz '2026-06-15 09:00:00+00'
  AND birth_audit.at = birth_registry.updated_at
  AND old_status = 'approved' AND new_status = 'born';
