-- Codes are given once; the index is built while writers go on.
CREATE UNIQUE INDEX CONCURRENTLY system_issues_code_idx ON public.system_issues (code);
ALTER TABLE public.system_issues
  ADD CONSTRAINT system_issues_code_key UNIQUE USING INDEX system_issues_code_idx;
