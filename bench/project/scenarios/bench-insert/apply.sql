INSERT INTO public.events (id, kind)
SELECT 1000000000 + n, 'inserted' FROM generate_series(1, 10) AS n;
