ALTER TABLE public.birth_registry DROP COLUMN review_state;
