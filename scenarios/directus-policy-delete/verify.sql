-- Each query answers one row with one true.
SELECT count(*) = 3 AS other_policies_stay FROM public.directus_policies;

SELECT NOT EXISTS (
  SELECT FROM public.directus_permissions WHERE policy = md5('policy 2')::uuid
) AS its_permissions_are_gone;

SELECT NOT EXISTS (
  SELECT FROM public.directus_access WHERE policy = md5('policy 2')::uuid
) AS nobody_has_it_any_more;
