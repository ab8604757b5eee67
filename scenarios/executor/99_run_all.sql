-- What production's executor would run, after a grant of its own: the rehearsed changes, in order.
-- birth-run-all rehearses these very bytes on a clone; RX-4 watches that they stay the same.
BEGIN;

SET LOCAL ROLE birth_executor;
SET LOCAL search_path = pg_catalog, public;
SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '5min';
SET LOCAL timezone = 'UTC';

-- Refuse a database that is not the one which was rehearsed for, or one that was changed before.
DO $guard$
BEGIN
  IF current_database() <> 'directus' THEN
    RAISE EXCEPTION 'this is database "%", not "directus"', current_database();
  END IF;
  IF EXISTS (SELECT FROM public.birth_registry WHERE object_id LIKE 'RHS-OBJ-9000__') THEN
    RAISE EXCEPTION 'the births of this change are registered already';
  END IF;
  IF EXISTS (SELECT FROM public.birth_registry WHERE 'corrected-2026-06' = ANY (tags)) THEN
    RAISE EXCEPTION 'the correction of June 2026 was made already';
  END IF;
END
$guard$;

-- From birth-insert
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

-- From registry-supersede
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

-- From birth-backfill
-- Every birth learns its surface version and the short form of its hash.
UPDATE public.birth_registry
SET payload = payload || jsonb_build_object(
  'surface', jsonb_build_object(
    'version', 2,
    'hash', left(canonical_sha256, 12),
    'label', object_type || ' — ' || object_id
  )
);

-- From birth-add-column
-- A constant default: no row is rewritten.
ALTER TABLE public.birth_registry
  ADD COLUMN review_round integer NOT NULL DEFAULT 1;

-- In two steps: the first keeps writers out for a moment only, the second lets them go on.
ALTER TABLE public.birth_registry
  ADD CONSTRAINT birth_registry_review_round_check CHECK (review_round BETWEEN 1 AND 9) NOT VALID;

ALTER TABLE public.birth_registry
  VALIDATE CONSTRAINT birth_registry_review_round_check;

COMMENT ON COLUMN public.birth_registry.review_round
  IS 'How often the object was reviewed — counts from 1';

-- Nothing is kept unless all of it came out as rehearsed.
DO $guard$
BEGIN
  IF 10 <> (SELECT count(*) FROM public.birth_registry WHERE object_id LIKE 'RHS-OBJ-9000__') THEN
    RAISE EXCEPTION 'there are not ten new births';
  END IF;
  IF EXISTS (
    SELECT FROM public.registry_rows WHERE row_status = 'active'
    GROUP BY birth_id HAVING count(*) > 1
  ) THEN
    RAISE EXCEPTION 'a birth has more than one active row';
  END IF;
  IF EXISTS (
    SELECT FROM public.birth_registry WHERE payload #>> '{surface,version}' IS DISTINCT FROM '2'
  ) THEN
    RAISE EXCEPTION 'a birth has no surface version';
  END IF;
  IF EXISTS (SELECT FROM public.birth_registry WHERE review_round <> 1) THEN
    RAISE EXCEPTION 'a birth is not in its first round of review';
  END IF;
END
$guard$;

COMMIT;
