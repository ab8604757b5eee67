-- migrate:up
ALTER TABLE public.birth_registry ADD CONSTRAINT birth_registry_review_state_check
  CHECK (review_state IN ('unreviewed', 'reviewed', 'disputed')) NOT VALID;

-- migrate:down
ALTER TABLE public.birth_registry DROP CONSTRAINT birth_registry_review_state_check;
