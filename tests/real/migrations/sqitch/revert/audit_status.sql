-- Revert birth-surface:audit_status from pg
-- requires: audit_status@v1.0

BEGIN;

COMMENT ON FUNCTION public.audit_status() IS NULL;
CREATE OR REPLACE FUNCTION public.audit_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status IS DISTINCT FROM OLD.status THEN
    INSERT INTO public.birth_audit (at, birth_id, old_status, new_status, actor)
    VALUES (NEW.updated_at, NEW.id, OLD.status, NEW.status, current_user);
  END IF;
  RETURN NEW;
END
$$;

COMMIT;
