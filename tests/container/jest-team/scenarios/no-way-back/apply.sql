ALTER TABLE public.birth_registry ADD COLUMN note text;
