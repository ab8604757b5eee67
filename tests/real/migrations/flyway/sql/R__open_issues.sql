-- Every issue that still waits, the worst first.
CREATE OR REPLACE VIEW public.open_issues AS
SELECT id, code, severity, title, opened_at
FROM public.system_issues
WHERE status = 'open'
ORDER BY array_position(ARRAY['critical', 'high', 'medium', 'low'], severity), opened_at;
GRANT SELECT ON public.open_issues TO surface_readonly;
