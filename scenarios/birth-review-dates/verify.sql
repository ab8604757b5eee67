-- Each query answers one row with one true.
SELECT bool_and((status IN ('born', 'retired')) = (review_state = 'done')) AS states_fit_the_status
FROM public.birth_registry;

SELECT bool_and((reviewed_at IS NOT NULL) = (review_state = 'done')) AS dates_fit_the_states
FROM public.birth_registry;
