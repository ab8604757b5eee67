-- Deploy birth-surface:born_stage to pg
-- requires: severities

BEGIN;

CREATE OR REPLACE VIEW public.born_objects AS
SELECT id, object_id, object_type, born_at, birth_stage
FROM public.birth_registry
WHERE status = 'born';

COMMIT;
