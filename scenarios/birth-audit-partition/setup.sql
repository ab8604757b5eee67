-- The prepared table: columns, defaults and index of the trail, and the births to come.
CREATE TABLE public.birth_audit_2027 (LIKE public.birth_audit INCLUDING DEFAULTS);

INSERT INTO public.birth_audit_2027 (at, birth_id, old_status, new_status, actor)
SELECT timestamptz '2027-01-01 00:00:00+00' + n * interval '1 hour',
  md5('birth ' || n)::uuid, 'proposed', 'approved', 'birth-surface'
FROM generate_series(1, 200) AS n
ORDER BY n;

CREATE INDEX birth_audit_2027_birth_id_at_idx ON public.birth_audit_2027 (birth_id, at DESC);

-- Believed when attaching: the prepared rows need not be read a second time.
ALTER TABLE public.birth_audit_2027 ADD CONSTRAINT birth_audit_2027_year
  CHECK (at >= '2027-01-01 00:00:00+00' AND at < '2028-01-01 00:00:00+00');
