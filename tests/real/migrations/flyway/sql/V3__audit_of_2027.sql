CREATE TABLE public.birth_audit_2027 PARTITION OF public.birth_audit
  FOR VALUES FROM ('2027-01-01 00:00:00+00') TO ('2028-01-01 00:00:00+00');
GRANT SELECT ON public.birth_audit_2027 TO surface_readonly;
