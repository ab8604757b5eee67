SELECT bool_and(kind = 'updated') AS all_are_updated FROM public.events WHERE id <= 1000;
