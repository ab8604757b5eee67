-- Each query answers one row with one true.
SELECT bool_and(review_state = 'none') AS nothing_was_reviewed FROM public.birth_registry;
