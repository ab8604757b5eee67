-- The change says when it happened; the trail takes its time from there.
UPDATE public.birth_registry
SET status = 'born',
    born_at = timestamptz '2026-06-15 09:00:00+00',
    updated_at = timestamptz '2026-06-15 09:00:00+00'
WHERE id IN (
  SELECT id FROM public.birth_registry
  WHERE status = 'approved'
  ORDER BY object_id COLLATE "C"
  LIMIT 100
);
