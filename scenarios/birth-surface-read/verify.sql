-- Each query answers one row with one true.
SELECT count(*) > 0 AS has_births FROM public.birth_registry;

SELECT count(*) > 0 AS has_an_approval FROM public.os_proposal_approvals WHERE decision = 'approve';

-- Every birth has exactly one registry row that counts.
SELECT NOT EXISTS (
  SELECT FROM public.birth_registry
  WHERE 1 <> (
    SELECT count(*) FROM public.registry_rows
    WHERE registry_rows.birth_id = birth_registry.id AND row_status = 'active'
  )
) AS one_active_row_each;
