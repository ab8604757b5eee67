UPDATE public.system_issues
SET status = 'closed', closed_at = opened_at + interval '30 days'
WHERE code = 'ISS-0001';
