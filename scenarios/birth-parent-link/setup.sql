-- What the release before has left: a column for the parent, filled from the payload.
ALTER TABLE public.birth_registry ADD COLUMN parent_object_id text;

BEGIN;
ALTER TABLE public.birth_registry DISABLE TRIGGER birth_touch;
UPDATE public.birth_registry
SET parent_object_id = payload ->> 'parent'
WHERE payload ->> 'parent' IS NOT NULL;
ALTER TABLE public.birth_registry ENABLE TRIGGER birth_touch;
COMMIT;
