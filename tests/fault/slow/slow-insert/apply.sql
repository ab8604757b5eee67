UPDATE public.birth_registry SET byte_length = byte_length + 1;
SELECT pg_sleep(30);
