-- From here on nobody adds a birth without a source. Old rows are not looked at yet.
ALTER TABLE public.birth_registry
  ADD CONSTRAINT birth_registry_source_doc_given CHECK (source_doc IS NOT NULL) NOT VALID;

-- No birth has this value yet: it says later which rows had none. Filling a gap is no change of
-- the birth, so its updated_at stays.
BEGIN;
ALTER TABLE public.birth_registry DISABLE TRIGGER birth_touch;
UPDATE public.birth_registry
SET source_doc = 'surface/unknown'
WHERE source_doc IS NULL;
ALTER TABLE public.birth_registry ENABLE TRIGGER birth_touch;
COMMIT;

-- Reads every row, and lets writers go on.
ALTER TABLE public.birth_registry VALIDATE CONSTRAINT birth_registry_source_doc_given;

-- Reads no row: the check says it already. Then the check has done its work.
ALTER TABLE public.birth_registry ALTER COLUMN source_doc SET NOT NULL;
ALTER TABLE public.birth_registry DROP CONSTRAINT birth_registry_source_doc_given;
