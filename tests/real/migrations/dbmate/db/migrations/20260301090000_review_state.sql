-- migrate:up
ALTER TABLE public.birth_registry ADD COLUMN review_state text NOT NULL DEFAULT 'unreviewed';

-- The touch trigger would call every row changed: it rests while the old rows are filled.
ALTER TABLE public.birth_registry DISABLE TRIGGER birth_touch;
UPDATE public.birth_registry SET review_state = 'reviewed' WHERE status IN ('born', 'retired');
ALTER TABLE public.birth_registry ENABLE TRIGGER birth_touch;

-- migrate:down
ALTER TABLE public.birth_registry DROP COLUMN review_state;
