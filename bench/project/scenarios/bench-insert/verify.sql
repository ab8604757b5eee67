SELECT count(*) = 10 AS ten_more FROM public.events WHERE id > 1000000000;
