DROP TABLE public.birth_audit_2027;
