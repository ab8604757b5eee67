-- Commits by itself: a new value cannot be used in the transaction that adds it.
ALTER TYPE public.birth_status ADD VALUE 'suspended' AFTER 'born';

-- The first objects that got it; their trail is written here by hand.
INSERT INTO public.birth_audit (at, birth_id, old_status, new_status, actor)
SELECT timestamptz '2026-06-20 12:00:00+00' + n * interval '1 minute',
  md5('birth ' || n)::uuid, 'born', 'suspended', 'birth-surface'
FROM generate_series(1, 5) AS n
ORDER BY n;
