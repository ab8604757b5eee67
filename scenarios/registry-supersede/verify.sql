-- Each query answers one row with one true.
SELECT count(*) = 200 AS two_hundred_new_revisions
FROM public.registry_rows
WHERE row_status = 'active' AND recorded_at = timestamptz '2026-06-11 09:00:00+00';

SELECT NOT EXISTS (
  SELECT birth_id FROM public.registry_rows
  WHERE row_status = 'active'
  GROUP BY birth_id
  HAVING count(*) > 1
) AS one_active_row_each;

SELECT NOT EXISTS (
  SELECT FROM public.system_issues WHERE severity = 'low' AND closed_at IS NULL
) AS no_low_issue_is_open;
