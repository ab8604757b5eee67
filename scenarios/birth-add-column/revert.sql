-- The rule and the comment go with their column.
ALTER TABLE public.birth_registry DROP COLUMN review_round;
