ALTER TABLE public.birth_registry
  ADD COLUMN review_state text NOT NULL DEFAULT 'none'
  CONSTRAINT birth_registry_review_state_check CHECK (review_state IN ('none', 'open', 'done'));
