-- Editors asked for a place to write.
ALTER TABLE public.birth_registry ADD COLUMN note text NOT NULL DEFAULT '';
