-- Not CONCURRENTLY: the server refuses that beside a default partition.
ALTER TABLE public.birth_audit DETACH PARTITION public.birth_audit_2027;
