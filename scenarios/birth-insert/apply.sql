-- Ten new objects. Ids and times are written out, so that every clone gets the same rows.
INSERT INTO public.birth_registry (
  id, object_id, object_type, status, birth_stage, canonical_sha256, byte_length,
  source_doc, payload, tags, born_at, created_at, updated_at
)
SELECT
  md5('birth-insert ' || n)::uuid,
  'RHS-OBJ-' || 900000 + n,
  'document',
  'proposed',
  0.5,
  encode(sha256(convert_to('birth-insert ' || n, 'UTF8')), 'hex'),
  4096 + n,
  CASE WHEN n % 2 = 0 THEN 'rehearsal/' || n || '.md — bản thử' END,
  jsonb_build_object('title', 'Đối tượng thử ' || n, 'rev', 1),
  ARRAY['rehearsal', 'lô-' || n % 3],
  NULL,
  timestamptz '2026-06-10 08:00:00+00' + n * interval '1 minute',
  timestamptz '2026-06-10 08:00:00+00' + n * interval '1 minute'
FROM generate_series(1, 10) AS n;

-- Their first registry rows; the identity column numbers them.
INSERT INTO public.registry_rows (birth_id, rev, row_status, row_sha256, recorded_at)
SELECT id, 1, 'active', canonical_sha256, created_at
FROM public.birth_registry
WHERE object_id BETWEEN 'RHS-OBJ-900001' AND 'RHS-OBJ-900010'
ORDER BY object_id COLLATE "C";
