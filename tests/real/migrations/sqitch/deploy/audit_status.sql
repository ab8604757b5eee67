-- Deploy birth-surface:audit_status to pg
-- requires: audit_status@v1.0

BEGIN;

CREATE OR REPLACE FUNCTION public.audit_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status IS DISTINCT FROM OLD.status AND NEW.updated_at IS NOT NULL THEN
    INSERT INTO public.birth_audit (at, birth_id, old_status, new_status, actor)
    VALUES (NEW.updated_at, NEW.id, OLD.status, NEW.status, session_user);
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION public.audit_status() IS 'Writes down who changed a status';

COMMIT;
