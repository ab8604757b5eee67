SELECT count(*) = 0 FROM public.track WHERE milliseconds > 600000 AND unit_price < 1;
