-- New rows are watched from here on; reads go on, writers wait for a moment.
ALTER TABLE public.birth_registry
  ADD CONSTRAINT birth_registry_parent_object_id_fkey
  FOREIGN KEY (parent_object_id) REFERENCES public.birth_registry (object_id)
  ON DELETE SET NULL NOT VALID;

-- Reads every row, and lets writers go on.
ALTER TABLE public.birth_registry VALIDATE CONSTRAINT birth_registry_parent_object_id_fkey;
