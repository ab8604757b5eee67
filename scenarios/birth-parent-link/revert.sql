-- The column was there before, and stays.
ALTER TABLE public.birth_registry DROP CONSTRAINT birth_registry_parent_object_id_fkey;
