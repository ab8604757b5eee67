ALTER TABLE public.birth_registry
  ADD CONSTRAINT birth_registry_review_is_dated
  CHECK ((review_state = 'done') = (reviewed_at IS NOT NULL)) NOT VALID;

ALTER TABLE public.birth_registry VALIDATE CONSTRAINT birth_registry_review_is_dated;
