ALTER TABLE public.birth_registry ADD COLUMN reviewed_at timestamptz;

BEGIN;
ALTER TABLE public.birth_registry DISABLE TRIGGER birth_touch;
UPDATE public.birth_registry
SET review_state = 'done',
    reviewed_at = created_at + interval '240 hours'
WHERE status IN ('born', 'retired');
ALTER TABLE public.birth_registry ENABLE TRIGGER birth_touch;
COMMIT;
