-- Revert birth-surface:born_stage from pg

BEGIN;

-- A view cannot lose a column by being replaced; its grants go with it and are given again.
DROP VIEW public.born_objects;
CREATE VIEW public.born_objects AS
SELECT id, object_id, object_type, born_at
FROM public.birth_registry
WHERE status = 'born';
GRANT SELECT ON public.born_objects TO surface_readonly;

COMMIT;
