-- A constant default: no row is rewritten.
ALTER TABLE public.birth_registry
  ADD COLUMN review_round integer NOT NULL DEFAULT 1;

-- In two steps: the first keeps writers out for a moment only, the second lets them go on.
ALTER TABLE public.birth_registry
  ADD CONSTRAINT birth_registry_review_round_check CHECK (review_round BETWEEN 1 AND 9) NOT VALID;

ALTER TABLE public.birth_registry
  VALIDATE CONSTRAINT birth_registry_review_round_check;

COMMENT ON COLUMN public.birth_registry.review_round
  IS 'How often the object was reviewed — counts from 1';
