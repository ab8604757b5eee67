-- migrate:up transaction:false
ALTER TABLE public.birth_registry VALIDATE CONSTRAINT birth_registry_review_state_check;

-- migrate:down
-- A check cannot be called unproven again: it is taken away and written anew.
ALTER TABLE public.birth_registry DROP CONSTRAINT birth_registry_review_state_check;
ALTER TABLE public.birth_registry ADD CONSTRAINT birth_registry_review_state_check
  CHECK (review_state IN ('unreviewed', 'reviewed', 'disputed')) NOT VALID;
