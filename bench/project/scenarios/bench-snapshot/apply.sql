DELETE FROM public.events WHERE id <= 100;
