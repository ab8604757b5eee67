-- Deploy birth-surface:severities to pg

BEGIN;

CREATE TABLE public.issue_severity (
  name text PRIMARY KEY,
  rank smallint NOT NULL UNIQUE
);
INSERT INTO public.issue_severity (name, rank)
VALUES ('low', 1), ('medium', 2), ('high', 3), ('critical', 4);
GRANT SELECT ON public.issue_severity TO surface_readonly;

ALTER TABLE public.system_issues ADD CONSTRAINT system_issues_severity_fkey
  FOREIGN KEY (severity) REFERENCES public.issue_severity (name) NOT VALID;

COMMIT;

-- Reads the table without keeping writers out: a transaction of its own.
ALTER TABLE public.system_issues VALIDATE CONSTRAINT system_issues_severity_fkey;
