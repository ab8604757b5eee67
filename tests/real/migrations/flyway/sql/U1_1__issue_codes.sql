ALTER TABLE public.system_issues DROP CONSTRAINT system_issues_code_key;
