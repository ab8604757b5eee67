ALTER TABLE public.events ADD COLUMN review_round integer NOT NULL DEFAULT 1;
