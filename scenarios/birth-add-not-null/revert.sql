-- In one transaction: a birth is never seen half way back.
BEGIN;
ALTER TABLE public.birth_registry ALTER COLUMN source_doc DROP NOT NULL;
ALTER TABLE public.birth_registry DISABLE TRIGGER birth_touch;
UPDATE public.birth_registry
SET source_doc = NULL
WHERE source_doc = 'surface/unknown';
ALTER TABLE public.birth_registry ENABLE TRIGGER birth_touch;
COMMIT;
