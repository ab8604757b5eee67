ALTER TABLE public.birth_registry ADD COLUMN source_doc text;
