SELECT bool_and(review_round = 1) AS all_in_the_first_round FROM public.events WHERE id <= 1000;
