-- Each query answers one row with one true.
SELECT enum_range(NULL::public.birth_status)::text
  = '{proposed,approved,born,suspended,retired,rejected}' AS life_has_its_order
FROM (VALUES (1)) AS one;

SELECT count(*) = 5 AS five_were_suspended
FROM public.birth_audit
WHERE old_status = 'born' AND new_status = 'suspended';
