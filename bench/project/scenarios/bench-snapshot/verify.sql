SELECT count(*) = 0 AS none_is_left FROM public.events WHERE id <= 100;
