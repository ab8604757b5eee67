-- Nothing of 2027 lies in the default partition: said once, checked while writers go on.
ALTER TABLE public.birth_audit_default ADD CONSTRAINT birth_audit_default_not_2027
  CHECK (at < '2027-01-01 00:00:00+00' OR at >= '2028-01-01 00:00:00+00') NOT VALID;
ALTER TABLE public.birth_audit_default VALIDATE CONSTRAINT birth_audit_default_not_2027;

ALTER TABLE public.birth_audit ATTACH PARTITION public.birth_audit_2027
  FOR VALUES FROM ('2027-01-01 00:00:00+00') TO ('2028-01-01 00:00:00+00');

ALTER TABLE public.birth_audit_default DROP CONSTRAINT birth_audit_default_not_2027;
