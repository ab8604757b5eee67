ALTER TABLE public.birth_registry DROP COLUMN note;
