UPDATE public.events SET kind = 'updated' WHERE id <= 1000;
