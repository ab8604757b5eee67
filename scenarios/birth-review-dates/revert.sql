BEGIN;
ALTER TABLE public.birth_registry DISABLE TRIGGER birth_touch;
UPDATE public.birth_registry
SET review_state = 'none'
WHERE reviewed_at IS NOT NULL;
ALTER TABLE public.birth_registry ENABLE TRIGGER birth_touch;
ALTER TABLE public.birth_registry DROP COLUMN reviewed_at;
COMMIT;
