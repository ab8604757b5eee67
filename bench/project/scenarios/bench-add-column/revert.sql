ALTER TABLE public.events DROP COLUMN review_round;
