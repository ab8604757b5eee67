-- A constant default: no row is rewritten.
ALTER TABLE public.birth_registry
  ADD COLUMN review_round integer NOT NULL DEFAULT 1;

ALTER TABLE public.birth_registry
  ADD CONSTRAINT birth_registry_review_round_check CHECK (review_round BETWEEN 1 AND 9);

COMMENT ON COLUMN public.birth_registry.review_round
  IS 'How often the object was reviewed — counts from 1';

-- Rejected objects start over.
UPDATE public.birth_registry
SET review_round = 2
WHERE status = 'rejected';
