-- Revert birth-surface:audit_status from pg: the function as it was, to the blank.

BEGIN;

CREATE OR REPLACE FUNCTION public.audit_status()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin
  if new.status is distinct from old.status then insert into birth_audit(at,birth_id,old_status,new_status,actor) values (new.updated_at,new.id,old.status,new.status,'executor'); end if; return new; end $function$;

COMMIT;
